import { bankHolidaysOf } from '#lib/shared/bank-holidays.ts'
import { addDays } from '#lib/shared/time.ts'
import type { Day } from '#lib/shared/time.ts'

/** Days in which a complaint is acknowledged; the first is the day after receipt (Data Protection Act 2018 s. 164A). */
const ACKNOWLEDGE_DAYS = 30

const weekdayOf = (day: Day): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7
const dayIn = (year: number, month: number, date: number): Day => new Date(Date.UTC(year, month - 1, date)).toISOString().slice(0, 10)

/** No working days (England and Wales). One-off holidays, which are proclaimed, are not known: an answer is then due a day early, never late. */
const isHoliday = (day: Day): boolean => bankHolidaysOf('england-and-wales', Number(day.slice(0, 4))).some((one) => one.day === day)

/** The day itself when it is a working day in England and Wales, else the next that is. */
export function nextWorkingDay(day: Day): Day {
  let at = day
  while (weekdayOf(at) > 5 || isHoliday(at)) at = addDays(at, 1)
  return at
}

/** The same day of the next month, or its last day when it has no such day. */
function monthAfter(day: Day): Day {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number]
  const last = Number(dayIn(year, month + 2, 0).slice(8))
  return dayIn(year, month + 1, Math.min(date, last))
}

/**
 * When a request must be answered: one month after receipt (UK GDPR Art. 12(3)), counted as the ICO's guidance on the right of
 * access does, to the corresponding day of the next month, or its last; a weekend or bank holiday moves it to the next working day.
 */
export const dueOn = (receivedOn: Day): Day => nextWorkingDay(monthAfter(receivedOn))

/** When a complaint must have been acknowledged (Data Protection Act 2018 s. 164A). */
export const acknowledgeBy = (receivedOn: Day): Day => nextWorkingDay(addDays(receivedOn, ACKNOWLEDGE_DAYS))

/** Whole days from one civil date to another; negative when it has passed. */
export const daysLeft = (due: Day, today: Day): number => Math.round((Date.parse(due) - Date.parse(today)) / 86_400_000)

/** The new due day of a request whose clock stood still: the days of waiting are added. */
export const resumedDue = (due: Day, stoppedOn: Day, resumedOn: Day): Day => nextWorkingDay(addDays(due, daysLeft(resumedOn, stoppedOn)))
