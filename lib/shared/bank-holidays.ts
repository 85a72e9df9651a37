import { addDays, type Day } from '#lib/shared/time.ts'

/**
 * The bank and public holidays of the three parts of the United Kingdom, computed. Sources: Banking and Financial Dealings Act 1971,
 * Schedule 1; St Andrew's Day Bank Holiday (Scotland) Act 2007; the yearly proclamations under section 1(3) of the Act, which have been alike
 * since 1978 and give New Year's Day (England and Wales), the first Monday in May, the last in May and Boxing Day (Scotland), 12 July
 * (Northern Ireland) and a weekday instead of whatever falls on a weekend; Good Friday and Christmas Day by common law. Days that are
 * proclaimed once, as for a coronation, or moved once, as in May 2020, cannot be computed and are not here.
 */

export const UK_PARTS = ['england-and-wales', 'scotland', 'northern-ireland'] as const
export type UkPart = (typeof UK_PARTS)[number]

export type BankHoliday = {
  day: Day
  name: string
  /** `weekend`: the day itself where it falls on one, which is no bank holiday then; `substitute`: the weekday that is one instead. */
  kind: 'usual' | 'weekend' | 'substitute'
}

const weekdayOf = (day: Day): number => new Date(`${day}T00:00:00Z`).getUTCDay()
const isWeekend = (day: Day): boolean => [0, 6].includes(weekdayOf(day))
const MONDAY = 1

/** Easter Sunday by the Gregorian computus (Meeus, Jones and Butcher; Astronomical Algorithms, chapter 8). */
export function easterOf(year: number): Day {
  const [golden, century, rest] = [year % 19, Math.floor(year / 100), year % 100]
  const moon = (19 * golden + century - Math.floor(century / 4) - Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3) + 15) % 30
  const week = (32 + 2 * (century % 4) + 2 * Math.floor(rest / 4) - moon - (rest % 4)) % 7
  const correction = Math.floor((golden + 11 * moon + 22 * week) / 451)
  const number = moon + week - 7 * correction + 114
  return dayOf(year, Math.floor(number / 31), (number % 31) + 1)
}

const dayOf = (year: number, month: number, date: number): Day => `${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`
const firstMonday = (year: number, month: number): Day => addDays(dayOf(year, month, 1), (8 - weekdayOf(dayOf(year, month, 1))) % 7)

function lastMonday(year: number, month: number): Day {
  const last = addDays(dayOf(year, month + 1, 1), -1)
  return addDays(last, -((weekdayOf(last) + 7 - MONDAY) % 7))
}

type Named = [day: Day, name: string]

/** Holidays of a fixed date, with the weekday that stands for each one at a weekend: the next that is not one already. */
function dated(days: Named[]): BankHoliday[] {
  const taken = new Set(days.map(([day]) => day).filter((day) => !isWeekend(day)))
  return days.flatMap(([day, name]): BankHoliday[] => {
    if (!isWeekend(day)) return [{ day, name, kind: 'usual' }]
    let instead = addDays(day, 1)
    while (isWeekend(instead) || taken.has(instead)) instead = addDays(instead, 1)
    taken.add(instead)
    return [{ day, name, kind: 'weekend' }, { day: instead, name, kind: 'substitute' }]
  })
}

/** The holidays of one part of the United Kingdom in a year, by day, with weekend days themselves beside what stands for them. */
export function bankHolidaysOf(part: UkPart, year: number): BankHoliday[] {
  const easter = easterOf(year)
  const isScottish = part === 'scotland'
  const movable: Named[] = [
    [addDays(easter, -2), 'Good Friday'],
    ...(isScottish ? [] : [[addDays(easter, 1), 'Easter Monday'] as Named]),
    [firstMonday(year, 5), 'Early May bank holiday'],
    [lastMonday(year, 5), 'Spring bank holiday'],
    [isScottish ? firstMonday(year, 8) : lastMonday(year, 8), 'Summer bank holiday'],
  ]
  return [
    ...movable.map(([day, name]): BankHoliday => ({ day, name, kind: 'usual' })),
    ...dated([[dayOf(year, 1, 1), 'New Year’s Day'], ...(isScottish ? [[dayOf(year, 1, 2), '2nd January'] as Named] : [])]),
    ...(part === 'northern-ireland' ? [...dated([[dayOf(year, 3, 17), 'St Patrick’s Day']]), ...dated([[dayOf(year, 7, 12), 'Battle of the Boyne']])] : []),
    ...(isScottish ? dated([[dayOf(year, 11, 30), 'St Andrew’s Day']]) : []),
    ...dated([[dayOf(year, 12, 25), 'Christmas Day'], [dayOf(year, 12, 26), 'Boxing Day']]),
  ].toSorted((a, b) => a.day.localeCompare(b.day))
}

/** Those from one day to another, both included. */
export function bankHolidaysBetween(part: UkPart, from: Day, to: Day): BankHoliday[] {
  const years = Array.from({ length: Number(to.slice(0, 4)) - Number(from.slice(0, 4)) + 1 }, (_, n) => Number(from.slice(0, 4)) + n)
  return years.flatMap((year) => bankHolidaysOf(part, year)).filter(({ day }) => day >= from && day <= to)
}
