import { addDays } from '#lib/shared/time.ts'
import type { Day } from '#lib/shared/time.ts'

/** Days in which a complaint is acknowledged; the first is the day after receipt (Data Protection Act 2018 s. 164A). */
const ACKNOWLEDGE_DAYS = 30

const weekdayOf = (day: Day): number => new Date(`${day}T00:00:00Z`).getUTCDay() || 7
const dayIn = (year: number, month: number, date: number): Day => new Date(Date.UTC(year, month - 1, date)).toISOString().slice(0, 10)

/** Easter Sunday by the anonymous Gregorian computus (Nature, 20 April 1876). */
function easterOf(year: number): Day {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const g = Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3)
  const h = (19 * a + b - Math.floor(b / 4) - g + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const n = h + l - 7 * m + 114
  return dayIn(year, Math.floor(n / 31), (n % 31) + 1)
}

const monday = (day: Day, by: 'first' | 'last'): Day =>
  by === 'first' ? addDays(day, (8 - weekdayOf(day)) % 7) : addDays(day, 1 - weekdayOf(day))

/**
 * The regular bank holidays of England and Wales (Banking and Financial Dealings Act 1971), in order. One-off ones, which are
 * proclaimed, are not here: an answer is then due a day early, never late.
 */
export function bankHolidays(year: number): Day[] {
  const easter = easterOf(year)
  const newYear = dayIn(year, 1, 1)
  const christmas = weekdayOf(dayIn(year, 12, 25))
  return [
    addDays(newYear, { 6: 2, 7: 1 }[weekdayOf(newYear)] ?? 0),
    addDays(easter, -2),
    addDays(easter, 1),
    monday(dayIn(year, 5, 1), 'first'),
    monday(dayIn(year, 5, 31), 'last'),
    monday(dayIn(year, 8, 31), 'last'),
    // On a weekend the day off is the next weekday that is not one already.
    addDays(dayIn(year, 12, 25), { 6: 2, 7: 1 }[christmas] ?? 0),
    addDays(dayIn(year, 12, 26), { 5: 2, 6: 2, 7: 1 }[christmas] ?? 0),
  ].sort()
}

/** The day itself when it is a working day in England and Wales, else the next that is. */
export function nextWorkingDay(day: Day): Day {
  let at = day
  while (weekdayOf(at) > 5 || bankHolidays(Number(at.slice(0, 4))).includes(at)) at = addDays(at, 1)
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
