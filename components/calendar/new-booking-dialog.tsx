'use client'

import { useRouter } from 'next/navigation'
import { useId, useRef, useState, type FormEvent } from 'react'
import { createBooking, isTimeGone, type NewBooking, type Refused } from '#components/calendar/booking-api.ts'
import { useCalendar, type Wish } from '#components/calendar/calendar-context.tsx'
import { PersonFields } from '#components/calendar/person-fields.tsx'
import { Refusal } from '#components/calendar/refusal.tsx'
import { SlotPicker } from '#components/calendar/slot-picker.tsx'
import { useAttempt } from '#components/calendar/use-attempt.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog, DialogBody, DialogFooter } from '#components/ui/dialog.tsx'
import { CheckField, TextField } from '#components/ui/field.tsx'
import { SelectField } from '#components/ui/select.tsx'
import { useToast } from '#components/ui/toast.tsx'
import { civilDay, formatDayNear, formatMinuteCount, formatPence, formatTime } from '#lib/shared/format.ts'
import type { Procedure, Slot } from '#lib/scheduling/types.ts'

/** The fields that show their own error; any other refusal is said above the actions. */
const FIELDS = ['procedure', 'start', 'name', 'phone', 'email', 'ageConfirmed']

function describe(procedure: Procedure): string {
  const price = procedure.pricePence === null ? '' : `, ${formatPence(procedure.pricePence)}`
  return `${formatMinuteCount(procedure.durationMinutes)}${price}${procedure.ageRestricted ? ', 18 and over only' : ''}`
}

/** What the dialog begins with: what the lead asked about, else the first procedure that whoever was pointed at does. */
function procedureFor({ practitionerId, lead }: Wish, procedures: Procedure[]): Procedure | undefined {
  return (
    procedures.find((each) => each.slug === lead?.procedure)
    ?? procedures.find((each) => !practitionerId || each.practitionerIds.includes(practitionerId))
    ?? procedures[0]
  )
}

type Props = { wish: Wish; isOpen: boolean; onClose: () => void }

/** Books a slot: what, with whom, when, for whom. A slot that was taken meanwhile offers others to take instead. */
export function NewBookingDialog({ wish, isOpen, onClose }: Props) {
  const { clinicId, procedures, practitioners, today, lastDay } = useCalendar()
  const router = useRouter()
  const toast = useToast()
  const formId = useId()
  const form = useRef<HTMLFormElement>(null)
  const send = useAttempt()
  const [slug, setSlug] = useState(procedureFor(wish, procedures)?.slug ?? '')
  const [practitionerId, setPractitionerId] = useState(wish.practitionerId ?? '')
  const [day, setDay] = useState(wish.day)
  const [minute, setMinute] = useState(wish.minute ?? null)
  const [slot, setSlot] = useState<Slot | null>(null)
  const [isBusy, setBusy] = useState(false)
  const [refused, setRefused] = useState<Refused | null>(null)
  const [fields, setFields] = useState<Record<string, string>>({})
  const [refusals, setRefusals] = useState(0)
  const procedure = procedures.find((candidate) => candidate.slug === slug)
  const able = practitioners.filter((practitioner) => procedure?.practitionerIds.includes(practitioner.id))
  const nameOf = (id: string) => practitioners.find((practitioner) => practitioner.id === id)?.name ?? ''

  function forget() {
    setSlot(null)
    setRefused(null)
    setFields({})
  }

  async function submit(at: Slot | null) {
    if (isBusy || !form.current) return
    const booking = bookingFrom(new FormData(form.current), slug, at, wish.lead?.callId)
    const missing = missingFrom(booking, procedure?.ageRestricted ?? false)
    setFields(missing)
    setRefused(null)
    if (!at || Object.keys(missing).length > 0) return focusFirstError(form.current)
    setBusy(true)
    const answer = await send(booking, (key) => createBooking(clinicId, booking, key))
    setBusy(false)
    if (answer.ok) {
      toast(booking.hold ? 'Slot held for 5 minutes' : 'Booked', {
        description: `${formatDayNear(civilDay(answer.data.start), today)} at ${formatTime(answer.data.start)}, ${nameOf(answer.data.practitionerId)}`,
      })
      router.refresh()
      return onClose()
    }
    setFields(answer.fields)
    setRefused(answer)
    if (isTimeGone(answer)) {
      setSlot(null)
      setMinute(null)
      setRefusals(refusals + 1)
    }
    if (Object.keys(answer.fields).length > 0) focusFirstError(form.current)
  }

  return (
    <Dialog open={isOpen} onClose={onClose} title="New booking">
      <DialogBody>
        <form
          ref={form}
          id={formId}
          noValidate
          onSubmit={(event: FormEvent) => {
            event.preventDefault()
            void submit(slot)
          }}
          className="flex flex-col gap-4"
        >
          <SelectField
            label="Procedure"
            value={slug}
            hint={procedure ? describe(procedure) : undefined}
            error={fields.procedure}
            onChange={(event) => {
              const next = procedures.find((each) => each.slug === event.target.value)
              setSlug(event.target.value)
              if (!next?.practitionerIds.includes(practitionerId)) setPractitionerId('')
              forget()
            }}
          >
            {procedures.map((each) => (
              <option key={each.id} value={each.slug}>
                {each.name}
              </option>
            ))}
          </SelectField>
          <div className="grid gap-4 sm:grid-cols-2">
            <SelectField
              label="Practitioner"
              value={practitionerId}
              onChange={(event) => {
                setPractitionerId(event.target.value)
                forget()
              }}
            >
              <option value="">Whoever is free</option>
              {able.map((practitioner) => (
                <option key={practitioner.id} value={practitioner.id}>
                  {practitioner.name}
                </option>
              ))}
            </SelectField>
            <TextField
              label="Day"
              type="date"
              min={today}
              max={lastDay}
              value={day}
              onChange={(event) => {
                setDay(event.target.value)
                setMinute(null)
                forget()
              }}
            />
          </div>
          <SlotPicker
            wanted={{ procedure: slug, practitionerId, day, kept: slug === wish.lead?.procedure ? wish.lead.kept : null }}
            chosen={slot}
            onChoose={setSlot}
            wished={minute}
            refusals={refusals}
            error={fields.start}
          />
          {slot && practitionerId === '' ? (
            <p className="-mt-2 text-sm text-ink-soft">With {nameOf(slot.practitionerId)}</p>
          ) : null}
          <PersonFields known={wish.lead?.contact ?? null} errors={fields} />
          {procedure?.ageRestricted ? (
            <CheckField
              key={slug}
              label="18 or over confirmed"
              name="ageConfirmed"
              hint="By law this procedure is not for under-18s."
              error={fields.ageConfirmed}
            />
          ) : null}
          <CheckField label="Hold for 5 minutes instead of booking" name="hold" hint="The slot frees itself unless you confirm it." />
        </form>
      </DialogBody>
      {refused && !Object.keys(refused.fields).some((field) => FIELDS.includes(field)) ? (
        <div className="px-5 pb-3">
          <Refusal refused={refused} today={today} nameOf={nameOf} isBusy={isBusy} onTake={(at) => void submit(at)} />
        </div>
      ) : null}
      <DialogFooter>
        <Button tone="quiet" onClick={onClose}>
          Close
        </Button>
        <Button tone="primary" type="submit" form={formId} busy={isBusy}>
          {slot ? `Book ${formatTime(slot.start)}` : 'Book'}
        </Button>
      </DialogFooter>
    </Dialog>
  )
}

function bookingFrom(form: FormData, procedure: string, slot: Slot | null, callId: string | undefined): NewBooking {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  return {
    procedure,
    practitionerId: slot?.practitionerId ?? '',
    start: slot?.start ?? '',
    contact: { name: text('name'), phone: text('phone'), ...(text('email') ? { email: text('email') } : {}) },
    ...(callId ? { callId } : {}),
    ...(form.has('ageConfirmed') ? { ageConfirmed: true } : {}),
    ...(form.has('hold') ? { hold: true as const } : {}),
  }
}

function missingFrom(booking: NewBooking, needsAge: boolean): Record<string, string> {
  return {
    ...(booking.start ? {} : { start: 'Choose a time.' }),
    ...(booking.contact.name ? {} : { name: 'Enter the person’s name.' }),
    ...(booking.contact.phone ? {} : { phone: 'Enter a phone number.' }),
    ...(needsAge && !booking.ageConfirmed ? { ageConfirmed: 'Confirm that the person is 18 or over.' } : {}),
  }
}

/** After the errors are drawn, so that the field and what is wrong with it are read together. */
function focusFirstError(form: HTMLFormElement): void {
  requestAnimationFrame(() => {
    const field = form.querySelector<HTMLElement>('[aria-invalid="true"], fieldset[aria-describedby] input')
    field?.focus()
  })
}
