'use client'

import { useEffect, useId, useState } from 'react'
import { readSlots, type Answer } from '#components/calendar/booking-api.ts'
import { useCalendar } from '#components/calendar/calendar-context.tsx'
import { SignInAgain } from '#components/shell/sign-in-again.tsx'
import { Button } from '#components/ui/button.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { formatDay, formatTime } from '#lib/shared/format.ts'
import { addDays, instantOf, isDay, rfc3339 } from '#lib/shared/time.ts'
import type { Slot } from '#lib/scheduling/types.ts'

type Props = {
  procedure: string
  /** Empty: whoever is free first. */
  practitionerId: string
  day: string
  /** A booking that is to be moved: its own time does not stand in its way. */
  moving?: string
  chosen: Slot | null
  onChoose: (slot: Slot) => void
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
export function SlotPicker({ procedure, practitionerId, day, moving, chosen, onChoose, refusals = 0, error }: Props) {
  const { clinicId, timeZone, today, lastDay } = useCalendar()
  const [loaded, setLoaded] = useState<{ for: string; answer: Answer<Slot[]> } | null>(null)
  const [attempt, setAttempt] = useState(0)
  const name = useId()
  const wanted = `${procedure} ${practitionerId} ${day} ${attempt} ${refusals}`
  const isWhole = procedure !== '' && isDay(day)
  const whyNot = isWhole ? whyNotDay(day, today, lastDay) : null
  const canAsk = isWhole && whyNot === null

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
      if (!stop.signal.aborted) setLoaded({ for: wanted, answer })
    })
    return () => stop.abort()
  }, [canAsk, clinicId, day, moving, practitionerId, procedure, timeZone, wanted])

  if (!isWhole) return null
  const answer = canAsk && loaded?.for === wanted ? loaded.answer : null
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
      </div>
      {answer?.ok && answer.data.length > 0 ? (
        <div className="-m-1 grid max-h-44 grid-cols-4 gap-1.5 overflow-y-auto p-1 sm:grid-cols-6">
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
