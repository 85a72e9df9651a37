'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Attendance } from '#components/calendar/attendance.tsx'
import { cancelBooking, changeBooking, isTimeGone, rebook, type Answer, type BookingChange, type Refused } from '#components/calendar/booking-api.ts'
import { BookingFacts } from '#components/calendar/booking-facts.tsx'
import { useCalendar } from '#components/calendar/calendar-context.tsx'
import { MoveFields } from '#components/calendar/move-fields.tsx'
import { Refusal } from '#components/calendar/refusal.tsx'
import { useAttempt } from '#components/calendar/use-attempt.ts'
import { PersonName } from '#components/shell/person-name.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '#components/ui/dialog.tsx'
import { CheckField } from '#components/ui/field.tsx'
import { useToast } from '#components/ui/toast.tsx'
import { civilDay, formatDayNear, formatTime } from '#lib/shared/format.ts'
import type { Booking, DiaryBooking, Slot } from '#lib/scheduling/types.ts'

type Props = { booking: DiaryBooking; isOpen: boolean; onClose: () => void }

/** A booking's details, and what can be done with it: confirm a hold, move, cancel (which can be undone). */
export function BookingDialog({ booking, isOpen, onClose }: Props) {
  const { clinicId, practitioners, procedures, today } = useCalendar()
  const router = useRouter()
  const toast = useToast()
  const [isMoving, setMoving] = useState(false)
  const [slot, setSlot] = useState<Slot | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [refused, setRefused] = useState<Refused | null>(null)
  const [refusals, setRefusals] = useState(0)
  const [isAdult, setAdult] = useState(false)
  const [openedAt] = useState(() => Date.now())
  const send = useAttempt()
  const procedure = procedures.find((candidate) => candidate.slug === booking.procedure.slug)
  const nameOf = (id: string) => practitioners.find((practitioner) => practitioner.id === id)?.name ?? ''

  async function act(request: Promise<Answer<Booking>>, onDone: (booking: Booking) => void) {
    setBusy(true)
    setRefused(null)
    const answer = await request
    setBusy(false)
    if (!answer.ok) {
      if (isTimeGone(answer)) {
        setSlot(null)
        setRefusals(refusals + 1)
      }
      return setRefused(answer)
    }
    onDone(answer.data)
    router.refresh()
    onClose()
  }

  async function takeBack() {
    const answer = await rebook(clinicId, booking)
    if (answer.ok) toast('The booking is back')
    else toast('The booking could not be brought back', { description: answer.sentence })
    router.refresh()
  }

  const change = (to: BookingChange) => send(to, (key) => changeBooking(clinicId, booking.id, to, key))
  const confirm = () =>
    act(change({ status: 'booked', ...(isAdult ? { ageConfirmed: true } : {}) }), () => toast('The hold is now a booking'))
  const cancel = () =>
    act(cancelBooking(clinicId, booking.id), () =>
      toast(booking.status === 'held' ? 'Hold released' : 'Booking cancelled', {
        description: `${formatDayNear(civilDay(booking.start), today)} at ${formatTime(booking.start)} is free again`,
        // A hold that was let go has nothing to come back to but a new hold.
        undo: booking.status === 'booked' && booking.contact ? () => void takeBack() : undefined,
      }),
    )
  const moveTo = (to: Slot) =>
    act(change({ start: to.start, practitionerId: to.practitionerId }), (moved) =>
      toast('Moved', {
        description: `${formatDayNear(civilDay(moved.start), today)} at ${formatTime(moved.start)}, ${nameOf(moved.practitionerId)}`,
      }),
    )

  return (
    <Dialog
      open={isOpen}
      onClose={onClose}
      title={booking.contact ? <PersonName name={booking.contact.name} /> : 'Held slot'}
      description={booking.procedure.name}
    >
      <DialogBody>
        <BookingFacts booking={booking} practitioner={nameOf(booking.practitionerId)} />
        {isMoving ? (
          <MoveFields
            booking={booking}
            slot={slot}
            refusals={refusals}
            onChoose={(next) => {
              setSlot(next)
              setRefused(null)
            }}
          />
        ) : null}
        {!isMoving && booking.status === 'booked' && Date.parse(booking.start) <= openedAt ? (
          <Attendance clinicId={clinicId} bookingId={booking.id} attended={booking.attended} />
        ) : null}
        {!isMoving && booking.status === 'held' && procedure?.ageRestricted ? (
          <CheckField
            label="18 or over confirmed"
            hint="Needed to confirm this procedure, unless it was given with the hold."
            checked={isAdult}
            onChange={(event) => setAdult(event.target.checked)}
          />
        ) : null}
        {booking.contact ? (
          <p className="text-sm text-ink-soft">
            {isMoving ? 'Moving sends no text' : 'Moving or cancelling sends no text'}: please tell the person yourself.
          </p>
        ) : null}
        <Refusal refused={refused} today={today} nameOf={nameOf} isBusy={isBusy} onTake={(to) => void moveTo(to)} />
      </DialogBody>
      <DialogFooter>
        {isMoving ? (
          <>
            <Button tone="quiet" onClick={() => setMoving(false)}>
              Back
            </Button>
            <Button tone="primary" busy={isBusy} disabled={!slot} onClick={() => slot && void moveTo(slot)}>
              {slot ? `Move to ${formatTime(slot.start)}` : 'Choose a time'}
            </Button>
          </>
        ) : (
          <>
            <Button tone="danger" busy={isBusy} onClick={() => void cancel()} className="mr-auto">
              {booking.status === 'held' ? 'Release hold' : 'Cancel booking'}
            </Button>
            <Button onClick={() => setMoving(true)}>Move</Button>
            {booking.status === 'held' ? (
              <Button tone="primary" busy={isBusy} onClick={() => void confirm()}>
                Confirm
              </Button>
            ) : null}
          </>
        )}
      </DialogFooter>
    </Dialog>
  )
}
