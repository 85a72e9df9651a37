import { civilDay, formatMinutes, wallMinutes } from '#lib/shared/format.ts'
import type { Diary } from '#lib/scheduling/types.ts'

/** A stretch of one day's wall clock, in minutes since its midnight. */
export type Stretch = { from: number; to: number }

const DAY_MINUTES = 24 * 60
/** Shown when nobody works on the days in view. */
const USUAL_HOURS: Stretch = { from: 9 * 60, to: 17 * 60 }

/**
 * The part of a span that falls on a civil day, by the wall clock written in its instants; null when none does.
 * Reading the strings keeps an hour in its row on days when the clocks change.
 */
export function clipToDay(span: { start: string; end: string }, day: string): Stretch | null {
  const [first, last] = [civilDay(span.start), civilDay(span.end)]
  if (first > day || last < day) return null
  const from = first < day ? 0 : wallMinutes(span.start)
  const to = last > day ? DAY_MINUTES : wallMinutes(span.end)
  if (first === day && last === day && to <= from) return { from, to: Math.min(from + 15, DAY_MINUTES) }
  return to > from ? { from, to } : null
}

/** The whole hours that hold all open time and every booking of the diary, with USUAL_HOURS when there are none. */
export function visibleHours(diary: Diary): Stretch {
  const spans = [...diary.practitioners.flatMap((practitioner) => practitioner.open), ...diary.bookings]
  const stretches = diary.days.flatMap((day) => spans.map((span) => clipToDay(span, day)).filter((s) => s !== null))
  if (stretches.length === 0) return USUAL_HOURS
  return {
    from: Math.floor(Math.min(...stretches.map((s) => s.from)) / 60) * 60,
    to: Math.ceil(Math.max(...stretches.map((s) => s.to)) / 60) * 60,
  }
}

/** The hours to label, as minutes with their text. */
export function hourMarks(hours: Stretch): { at: number; label: string }[] {
  const marks = []
  for (let at = hours.from; at < hours.to; at += 60) marks.push({ at, label: formatMinutes(at) })
  return marks
}

/** Where a stretch is drawn: CSS lengths in units of the --minute token; null when it is outside the hours shown. */
export function placeIn(hours: Stretch, stretch: Stretch): { top: string; height: string } | null {
  const from = Math.max(stretch.from, hours.from)
  const to = Math.min(stretch.to, hours.to)
  if (to <= from) return null
  return { top: `calc(var(--minute) * ${from - hours.from})`, height: `calc(var(--minute) * ${to - from})` }
}
