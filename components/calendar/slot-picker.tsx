'use client'

import { useEffect, useEffectEvent, useId, useRef, useState } from 'react'
import { readSlots, type Answer } from '#components/calendar/booking-api.ts'
import { useCalendar } from '#components/calendar/calendar-context.tsx'
import { nearestSlot } from '#components/calendar/free-times.ts'
import { SignInAgain } from '#components/shell/sign-in-again.tsx'
import { Button } from '#components/ui/button.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { civilDay, formatDay, formatMinutes, formatTime, wallMinutes } from '#lib/shared/format.ts'
import { addDays, instantOf, isDay, rfc3339 } from '#lib/shared/time.ts'
import type { Slot } from '#lib/scheduling/types.ts'

/** Which times are wanted. */
type Wanted = {
  procedure: string
  /** Empty: whoever is free first. */
  practitionerId: string
  day: string
  /** A booking that is to be moved: its own time does not stand in its way. */
  moving?: string
  /** A time that is kept for whoever this is for: free to them, and to nobody else. */
  kept?: Slot | null
}

type Props = {
  wanted: Wanted
  chosen: Slot | null
  onChoose: (slot: Slot) => void
  /** The minute of the day that was pointed at: it, or the nearest that is free, is chosen as soon as the times are known. */
  wished?: number | null
  /** Counts how often the times turned out to be out of date: with each they are read anew. */
  refusals?: number
  error?: string
}

/** Why a day has no times at all, whoever works; null for one that can be booked. `last` is the last such day. */
export function whyNotDay(day: string, today: string, last: string): string | null {
  if (day < today) return 'This day is past. Choose today or a later day.'
  if (day > last) return `Too far ahead: bookings are taken until ${formatDay(last)} ${last.slice(0, 4)}.`
  return null
}

/** The free times of a day as native radio buttons: arrows move between them, one tap chooses. */
export function SlotPicker({ wanted: { procedure, practitionerId, day, moving, kept = null }, chosen, onChoose, wished = null, refusals = 0, error }: Props) {
  const { clinicId, timeZone, today, lastDay } = useCalendar()
  const [loaded, setLoaded] = useState<{ for: string; answer: Answer<Slot[]> } | null>(null)
  const [attempt, setAttempt] = useState(0)
  const name = useId()
  const list = useRef<HTMLDivElement>(null)
  const key = `${procedure} ${practitionerId} ${day} ${attempt} ${refusals}`
  const isWhole = procedure !== '' && isDay(day)
  const whyNot = isWhole ? whyNotDay(day, today, lastDay) : null
  const canAsk = isWhole && whyNot === null

  const meetWish = useEffectEvent((slots: Slot[]) => {
    const slot = wished === null ? undefined : nearestSlot(slots, wished)
    if (!slot) return
    onChoose(slot)
    requestAnimationFrame(() => list.current?.querySelector('label:has(:checked)')?.scrollIntoView({ block: 'nearest' }))
  })

  const withKept = useEffectEvent((slots: Slot[]): Slot[] => {
    const isTheirs = kept && civilDay(kept.start) === day && (practitionerId === '' || practitionerId === kept.practitionerId)
    if (!isTheirs) return slots
    return [...slots.filter((slot) => slot.start !== kept.start), kept].sort((a, b) => a.start.localeCompare(b.start))
  })

  useEffect(() => {
    if (!canAsk) return
    const stop = new AbortController()
    const midnight = (of: string) => rfc3339(instantOf(of, '00:00', timeZone), timeZone)
    const query = {
      procedure,
      practitionerId,
      day,
      from: midnight(day),
      to: midnight(addDays(day, 1)),
      ...(moving ? { moving } : {}),
    }
    void readSlots(clinicId, query, stop.signal).then((answer) => {
      if (stop.signal.aborted) return
      const known = answer.ok ? { ...answer, data: withKept(answer.data) } : answer
      setLoaded({ for: key, answer: known })
      if (known.ok) meetWish(known.data)
    })
    return () => stop.abort()
  }, [canAsk, clinicId, day, moving, practitionerId, procedure, timeZone, key])

  if (!isWhole) return null
  const answer = canAsk && loaded?.for === key ? loaded.answer : null
  const nearest = answer?.ok && wished !== null ? nearestSlot(answer.data, wished) : undefined
  return (
    <fieldset aria-describedby={error ? `${name}-error` : undefined}>
      <legend className="mb-1.5 text-sm font-medium">Time on {formatDay(day)}</legend>
      <div aria-live="polite">
        {whyNot ? <p className="text-ink-soft">{whyNot}</p> : null}
        {canAsk && answer === null ? <SlotSkeleton /> : null}
        {answer && !answer.ok ? (
          <div className="flex flex-wrap items-center gap-3 text-bad">
            {answer.sentence}
            {answer.code === 'unauthenticated' ? <SignInAgain /> : null}
            <Button onClick={() => setAttempt(attempt + 1)}>Try again</Button>
          </div>
        ) : null}
        {answer?.ok && answer.data.length === 0 ? (
          <p className="text-ink-soft">No free time on this day. Choose another day or practitioner.</p>
        ) : null}
        {wished !== null && nearest && chosen?.start === nearest.start && wallMinutes(nearest.start) !== wished ? (
          <p className="mb-1.5 text-sm text-ink-soft">
            {formatMinutes(wished)} is not free for this; {formatTime(nearest.start)} is the nearest.
          </p>
        ) : null}
      </div>
      {answer?.ok && answer.data.length > 0 ? (
        <div ref={list} className="-m-1 grid max-h-44 grid-cols-4 gap-1.5 overflow-y-auto p-1 sm:grid-cols-6">
          {answer.data.map((slot) => (
            <label
              key={slot.start}
              className={
                'flex h-8 cursor-pointer items-center justify-center rounded-sm border border-line hover:bg-sunken ' +
                'has-checked:border-accent has-checked:bg-accent has-checked:font-medium has-checked:text-on-accent ' +
                'has-focus-visible:outline-2 has-focus-visible:outline-offset-1 has-focus-visible:outline-accent'
              }
            >
              <input
                type="radio"
                name={name}
                value={slot.start}
                checked={chosen?.start === slot.start}
                onChange={() => onChoose(slot)}
                className="sr-only"
              />
              {formatTime(slot.start)}
            </label>
          ))}
        </div>
      ) : null}
      {error ? (
        <p id={`${name}-error`} className="mt-1.5 text-sm text-bad">
          {error}
        </p>
      ) : null}
    </fieldset>
  )
}

function SlotSkeleton() {
  return (
    <>
      <span className="sr-only">Looking for free times</span>
      <div className="grid grid-cols-4 gap-1.5 sm:grid-cols-6">
        {Array.from({ length: 12 }, (_, n) => (
          <Skeleton key={n} className="h-8" />
        ))}
      </div>
    </>
  )
}
