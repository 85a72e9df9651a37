import { bankHolidaysOf } from '#lib/shared/bank-holidays.ts'
import { addDays, dayOf, instantOf, type Day } from '#lib/shared/time.ts'

const weekdayOf = (day: Day): number => new Date(`${day}T00:00:00Z`).getUTCDay()

/** Sundays and the bank holidays of England and Wales, with Christmas, Boxing and New Year's Day themselves when a substitute stands in for them. */
const isQuiet = (day: Day): boolean => weekdayOf(day) === 0 || bankHolidaysOf('england-and-wales', Number(day.slice(0, 4))).some((one) => one.day === day)

/**
 * When a text that is bound to hours may go: `now` between 8 and 20 o'clock (10 and 18 on Sundays and bank holidays) on
 * the clinic's wall clock, else the next opening. No statute sets hours; these are our own reading of the direct marketing
 * codes' "not at antisocial times".
 */
export function permittedAt(now: Date, zone: string): Date {
  const today = dayOf(now, zone)
  const opening = (day: Day) => instantOf(day, isQuiet(day) ? '10:00' : '08:00', zone)
  if (now < opening(today)) return opening(today)
  if (now < instantOf(today, isQuiet(today) ? '18:00' : '20:00', zone)) return now
  return opening(addDays(today, 1))
}
