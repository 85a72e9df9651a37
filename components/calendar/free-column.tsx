'use client'

import { Plus } from 'lucide-react'
import { useRef, useState, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react'
import { useCalendar } from '#components/calendar/calendar-context.tsx'
import { nearestMinute, STEP_MINUTES } from '#components/calendar/free-times.ts'
import { placeIn, type Stretch } from '#components/calendar/geometry.ts'
import { formatMinutes } from '#lib/shared/format.ts'

/** What a column can be asked to book: which quarters are free, and whether Tab stops here. One column of a calendar is that stop. */
export type Free = { quarters: number[]; isStop: boolean }

/** The id of the sentence that says how the keys go. One a page. */
export const FREE_HINT = 'free-times-hint'

type Props = { free: Free; day: string; practitionerId: string; hours: Stretch; label: string }

/**
 * The free time of a column. It is one button, which is where the pointer is: pressing it opens a booking at that time. By
 * keyboard the calendar is one stop: arrows move through the day and across the columns, so that nobody tabs through each quarter.
 */
export function FreeColumn({ free: { quarters, isStop }, day, practitionerId, hours, label }: Props) {
  const { openNew } = useCalendar()
  const button = useRef<HTMLButtonElement>(null)
  const [chosen, choose] = useState(quarters[0]!)
  const [isPointed, setPointed] = useState(false)
  const [said, say] = useState('')
  // What was free may be taken since: the page is live.
  const minute = quarters.includes(chosen) ? chosen : nearestMinute(quarters, chosen)!
  const length = quarters.includes(minute + STEP_MINUTES) ? 2 * STEP_MINUTES : STEP_MINUTES

  function under(event: PointerEvent | MouseEvent): number | null {
    const box = event.currentTarget.getBoundingClientRect()
    const at = hours.from + ((event.clientY - box.top) / box.height) * (hours.to - hours.from)
    const quarter = Math.floor(at / STEP_MINUTES) * STEP_MINUTES
    return quarters.includes(quarter) ? quarter : null
  }

  function point(event: PointerEvent) {
    const at = under(event)
    setPointed(at !== null)
    if (at !== null) choose(at)
  }

  function press(event: MouseEvent) {
    const at = button.current?.contains(event.target as Node) ? minute : under(event)
    if (at === null) return
    // The dialog gives the focus back to what had it.
    button.current?.focus({ preventScroll: true })
    openNew({ day, practitionerId, minute: at })
  }

  function step(event: KeyboardEvent<HTMLButtonElement>) {
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      event.preventDefault()
      return neighbour(event.currentTarget, event.key === 'ArrowRight' ? 1 : -1)?.focus()
    }
    const place = quarters.indexOf(minute)
    const next = { ArrowDown: quarters[place + 1], ArrowUp: quarters[place - 1], Home: quarters[0], End: quarters.at(-1) }[event.key]
    if (next === undefined) return
    event.preventDefault()
    choose(next)
    say(formatMinutes(next))
    requestAnimationFrame(() => button.current?.scrollIntoView({ block: 'nearest' }))
  }

  return (
    <div className="absolute inset-0" onPointerMove={point} onPointerDown={point} onPointerLeave={() => setPointed(false)} onPointerCancel={() => setPointed(false)} onClick={press}>
      <button
        ref={button}
        type="button"
        tabIndex={isStop ? 0 : -1}
        data-free-minute={minute}
        aria-haspopup="dialog"
        aria-label={`Book at ${formatMinutes(minute)}, ${label}`}
        aria-describedby={FREE_HINT}
        onKeyDown={step}
        onFocus={(event) => {
          // From another column at the same time of day.
          const from = Number(event.relatedTarget instanceof HTMLElement ? event.relatedTarget.dataset.freeMinute : Number.NaN)
          if (!Number.isNaN(from)) choose(nearestMinute(quarters, from)!)
        }}
        style={placeIn(hours, { from: minute, to: minute + length }) ?? undefined}
        className={
          'absolute inset-x-1 flex items-start gap-1 overflow-hidden rounded-sm border border-dashed border-accent bg-accent-soft px-1.5 py-0.5 ' +
          `text-sm text-accent focus-visible:opacity-100 ${isPointed ? '' : 'opacity-0'}`
        }
      >
        <Plus aria-hidden className="mt-0.5 size-3.5 shrink-0" />
        {formatMinutes(minute)}
      </button>
      <span aria-live="polite" className="sr-only">
        {said}
      </span>
    </div>
  )
}

/** The free time of the next column to one side that is shown and has any. */
function neighbour(from: HTMLElement, direction: 1 | -1): HTMLElement | undefined {
  const all = [...document.querySelectorAll<HTMLElement>('[data-free-minute]')].filter((one) => one.offsetParent !== null)
  return all[all.indexOf(from) + direction]
}
