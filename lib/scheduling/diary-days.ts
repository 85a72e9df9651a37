import type { Diary } from '#lib/scheduling/types.ts'

/** The diary narrowed to one of its days. */
export function onDay(diary: Diary, day: string): Diary {
  return { ...diary, days: [day], bookings: diary.bookings.filter((booking) => booking.start.slice(0, 10) === day) }
}

/** The first day on which anybody works or is booked; the first of all when nobody does. */
export function firstOpenDay(diary: Diary): string {
  const isUsed = (day: string) => diary.bookings.some((booking) => booking.start.slice(0, 10) === day)
    || diary.practitioners.some((one) => one.open.some((span) => span.start.slice(0, 10) === day))
  return diary.days.find(isUsed) ?? diary.days[0]!
}
