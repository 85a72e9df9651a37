'use client'

import { useState } from 'react'
import { useCalendar } from '#components/calendar/calendar-context.tsx'
import { SlotPicker } from '#components/calendar/slot-picker.tsx'
import { TextField } from '#components/ui/field.tsx'
import { SelectField } from '#components/ui/select.tsx'
import { civilDay } from '#lib/shared/format.ts'
import type { DiaryBooking, Slot } from '#lib/scheduling/types.ts'

type Props = { booking: DiaryBooking; slot: Slot | null; onChoose: (slot: Slot | null) => void; refusals: number }

/** With whom and when a booking is to be instead; changing either forgets the time chosen. */
export function MoveFields({ booking, slot, onChoose, refusals }: Props) {
  const { practitioners, procedures, today, lastDay } = useCalendar()
  const procedure = procedures.find((candidate) => candidate.slug === booking.procedure.slug)
  const able = practitioners.filter(
    (each) => each.id === booking.practitionerId || procedure?.practitionerIds.includes(each.id),
  )
  const [practitionerId, setPractitionerId] = useState(booking.practitionerId)
  const [day, setDay] = useState(civilDay(booking.start) < today ? today : civilDay(booking.start))
  return (
    <div className="flex flex-col gap-4 border-t border-line pt-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <SelectField
          label="Practitioner"
          value={practitionerId}
          onChange={(event) => {
            setPractitionerId(event.target.value)
            onChoose(null)
          }}
        >
          {able.map((each) => (
            <option key={each.id} value={each.id}>
              {each.name}
            </option>
          ))}
        </SelectField>
        <TextField
          label="New day"
          type="date"
          min={today}
          max={lastDay}
          value={day}
          onChange={(event) => {
            setDay(event.target.value)
            onChoose(null)
          }}
        />
      </div>
      <SlotPicker
        wanted={{ procedure: booking.procedure.slug, practitionerId, day, moving: booking.id }}
        chosen={slot}
        onChoose={onChoose}
        refusals={refusals}
      />
    </div>
  )
}
