'use client'

import { CircleAlert } from 'lucide-react'
import { useActionState, useEffect, useRef } from 'react'
import { NOTHING_SENT, timeValue, type BookState } from '#components/booking-page/book-state.ts'
import { OtherTimes } from '#components/booking-page/other-times.tsx'
import { What, With } from '#components/booking-page/what.tsx'
import { Button } from '#components/ui/button.tsx'
import { CheckField, TextField } from '#components/ui/field.tsx'
import { formatClock } from '#lib/recovery/clock.ts'
import { civilDay, formatDay, formatDayNear } from '#lib/shared/format.ts'
import type { BookingPage, Offer } from '#lib/recovery/types.ts'

type Props = { page: BookingPage; today: string; action: (before: BookState, form: FormData) => Promise<BookState> }

const NONE_FREE = 'Please ring us: the team will find a time with you.'

function titleOf({ held, slots }: BookingPage): string {
  if (held) return 'Your time is kept'
  return slots.length > 0 ? 'Choose a time' : 'No time is free online'
}

/** The kept time, one press from booked, and the other free ones. One form that works without script. */
export function BookingForm({ page, today, action }: Props) {
  const [state, submit, isPending] = useActionState(action, NOTHING_SENT)
  const form = useRef<HTMLFormElement>(null)
  const { held, slots } = page

  useEffect(() => {
    if (state.answers === 0) return
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid], [role="alert"]:not(:empty)')?.focus()
  }, [state])

  return (
    <form ref={form} action={submit} noValidate>
      {/* What Enter in a field presses: never one of the alternatives. */}
      <button type="submit" hidden name="time" value={held ? timeValue(held) : 'chosen'} />
      <h1 className="text-2xl">{titleOf(page)}</h1>
      {held || slots.length > 0 ? <What page={page} /> : null}
      <div role="alert" tabIndex={-1} className="mt-4 rounded-md outline-offset-4 empty:hidden">
        {state.problem ? <Problem page={page} state={state} today={today} isPending={isPending} /> : null}
      </div>
      {held ? <Kept page={page} held={held} today={today} /> : null}
      {held || slots.length > 0 ? <Person page={page} state={state} /> : <p className="mt-3 text-ink-soft">{NONE_FREE}</p>}
      {held ? (
        <Button type="submit" name="time" value={timeValue(held)} tone="primary" busy={isPending} className="mt-5 h-12 w-full text-lg">
          {isPending ? 'Booking' : 'Book this time'}
        </Button>
      ) : null}
      {slots.length > 0 ? <OtherTimes page={page} state={state} today={today} isPending={isPending} /> : null}
    </form>
  )
}

function nearWords(day: string, today: string): string {
  const near = formatDayNear(day, today)
  return near === 'Tomorrow' ? 'tomorrow' : `on ${near}`
}

function Kept({ page, held, today }: { page: BookingPage; held: NonNullable<BookingPage['held']>; today: string }) {
  const untilDay = civilDay(held.keptUntil)
  return (
    <div className="mt-4 rounded-lg border border-accent-edge bg-accent-soft px-5 py-4">
      <p className="text-xl font-semibold tracking-tight">{formatDay(civilDay(held.start))}</p>
      <p className="mt-1 text-[2.5rem] leading-none font-semibold tracking-tight">{formatClock(held.start)}</p>
      <With page={page} practitionerId={held.practitionerId} className="mt-2 text-lg" />
      <p className="mt-3 text-ink-soft">
        Kept for you until {formatClock(held.keptUntil)}
        {untilDay === today ? '' : ` ${nearWords(untilDay, today)}`}.
      </p>
    </div>
  )
}

function Person({ page, state }: { page: BookingPage; state: BookState }) {
  const { given, fields } = state
  if (!page.needsAge && !page.needsName) return null
  return (
    <div className="mt-5 flex flex-col gap-4">
      {page.needsName ? (
        <>
          <input type="hidden" name="asksName" value="1" />
          <TextField
            key={`name ${state.answers}`}
            label="Name of the person coming"
            name="name"
            autoComplete="name"
            maxLength={120}
            defaultValue={given.name}
            error={fields.name}
          />
        </>
      ) : null}
      {page.needsAge ? (
        <>
          <input type="hidden" name="asksAge" value="1" />
          <CheckField
            key={`age ${state.answers}`}
            label="The person coming is 18 or over"
            name="isAdult"
            hint="By law this is for adults only."
            defaultChecked={given.isAdult}
            error={fields.age}
          />
        </>
      ) : null}
    </div>
  )
}

function Problem({ page, state, today, isPending }: { page: BookingPage; state: BookState; today: string; isPending: boolean }) {
  return (
    <div className="rise rounded-md border border-warn-edge bg-warn-soft p-3">
      <p className="flex items-start gap-2 text-warn">
        <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
        {state.problem}
      </p>
      {state.alternatives.length > 0 ? (
        <ul aria-label="Times that are free" className="mt-3 flex flex-wrap gap-2">
          {state.alternatives.map((offer) => (
            <li key={timeValue(offer)}>
              <Alternative page={page} offer={offer} today={today} isPending={isPending} />
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}

function Alternative({ page, offer, today, isPending }: { page: BookingPage; offer: Offer; today: string; isPending: boolean }) {
  const name = page.practitioners[offer.practitionerId]
  return (
    <Button type="submit" name="time" value={timeValue(offer)} busy={isPending} className="h-11">
      <span className="sr-only">Book </span>
      {formatDayNear(civilDay(offer.start), today)} {formatClock(offer.start)}
      {name ? <span className="font-normal text-ink-soft">{name}</span> : null}
    </Button>
  )
}
