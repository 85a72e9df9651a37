import { addDays, dayOf, instantOf, mondayOf, type Day } from '#lib/shared/time.ts'

/** Easter Sunday of a year in the Gregorian calendar, by Butcher's method (Nature, 20 April 1876). */
function easterOf(year: number): Day {
  const golden = year % 19
  const [century, inCentury] = [Math.floor(year / 100), year % 100]
  const shift = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3)
  const epact = (19 * golden + century - Math.floor(century / 4) - shift + 15) % 30
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - epact - (inCentury % 4)) % 7
  const late = Math.floor((golden + 11 * epact + 22 * weekday) / 451)
  return addDays(`${year}-03-22`, epact + weekday - 7 * late)
}

const weekdayOf = (day: Day): number => new Date(`${day}T00:00:00Z`).getUTCDay()
const isWeekend = (day: Day): boolean => weekdayOf(day) % 6 === 0

/**
 * The bank holidays of England and Wales in a year, in order: those of the Banking and Financial Dealings Act 1971,
 * schedule 1, Good Friday and Christmas Day by common law, New Year's Day and the early May holiday by proclamation, and
 * the substitute days that GOV.UK lists when one of them falls on a weekend. A holiday that is proclaimed once (a
 * coronation) cannot be computed and is not here.
 */
export function bankHolidays(year: number): Day[] {
  const easter = easterOf(year)
  const newYear = `${year}-01-01`
  const [christmas, boxing] = [`${year}-12-25`, `${year}-12-26`]
  const firstMondayOfMay = mondayOf(`${year}-05-07`)
  return [
    isWeekend(newYear) ? addDays(mondayOf(newYear), 7) : newYear,
    addDays(easter, -2),
    addDays(easter, 1),
    firstMondayOfMay,
    mondayOf(`${year}-05-31`),
    mondayOf(`${year}-08-31`),
    // A weekend holiday moves to the first weekday that is no holiday itself.
    isWeekend(christmas) ? `${year}-12-27` : christmas,
    isWeekend(boxing) ? `${year}-12-28` : boxing,
  ].sort()
}

/** Sundays, bank holidays, and Christmas, Boxing and New Year's Day themselves when a substitute stands in for them. */
const isQuiet = (day: Day): boolean =>
  weekdayOf(day) === 0 || /-(12-25|12-26|01-01)$/.test(day) || bankHolidays(Number(day.slice(0, 4))).includes(day)

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
