import { clipToDay, type Stretch } from '#components/calendar/geometry.ts'
import { wallMinutes } from '#lib/shared/format.ts'
import type { Diary, DiaryColumn, Slot } from '#lib/scheduling/types.ts'

/** How far apart the times are that can be pointed at, in minutes. */
export const STEP_MINUTES = 15

/**
 * The quarters of an hour of one practitioner's day that are open, empty and still to come, as minutes since midnight. What a
 * procedure needs is not asked here: it is for pointing at, and the times that can be booked come from the server.
 */
export function freeQuarters(diary: Diary, day: string, practitioner: DiaryColumn): number[] {
  if (day < diary.today || day > diary.lastDay) return []
  const onDay = (spans: { start: string; end: string }[]): Stretch[] => spans.map((span) => clipToDay(span, day)).filter((one) => one !== null)
  const taken = onDay([
    ...practitioner.timeOff,
    ...practitioner.busy,
    ...diary.bookings.filter((one) => one.practitionerId === practitioner.id).map((one) => ({ start: one.blockStart, end: one.blockEnd })),
  ])
  const from = day === diary.today ? wallMinutes(diary.now) : 0
  const free: number[] = []
  for (const { from: opens, to: closes } of onDay(practitioner.open)) {
    for (let at = Math.ceil(Math.max(opens, from) / STEP_MINUTES) * STEP_MINUTES; at + STEP_MINUTES <= closes; at += STEP_MINUTES) {
      if (!taken.some((one) => one.from < at + STEP_MINUTES && at < one.to)) free.push(at)
    }
  }
  return free
}

/** The one of these minutes that is nearest to `wished`; of two as near the later. Undefined when there are none. */
export function nearestMinute(minutes: readonly number[], wished: number): number | undefined {
  return [...minutes].sort((a, b) => Math.abs(a - wished) - Math.abs(b - wished) || b - a)[0]
}

/** The slot of a day that begins nearest to `wished`, in minutes since midnight; of two as near the later. */
export function nearestSlot(slots: readonly Slot[], wished: number): Slot | undefined {
  const minute = nearestMinute(slots.map((slot) => wallMinutes(slot.start)), wished)
  return slots.find((slot) => wallMinutes(slot.start) === minute)
}
