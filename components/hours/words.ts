import { formatDay, formatDayShort, formatDaySpan, formatTime, formatTimeRange } from '#lib/shared/format.ts'
import type { BankHoliday, UkPart } from '#lib/shared/bank-holidays.ts'
import type { BookingOutside, Closure, Span, TimeOff } from '#lib/scheduling/hours-types.ts'

/** The parts of the United Kingdom, each with bank holidays of its own. */
export const PART_WORDS: Record<UkPart, string> = {
  'england-and-wales': 'England and Wales',
  scotland: 'Scotland',
  'northern-ireland': 'Northern Ireland',
}

/** '09:00–12:30, 13:15–17:00', or that it is closed. */
export const spanWords = (spans: readonly Span[]): string =>
  spans.length === 0 ? 'Closed' : spans.map(({ opens, closes }) => `${opens}–${closes}`).join(', ')

const dayWithYear = (day: string) => `${formatDay(day)} ${day.slice(0, 4)}`

/** The day or the days of a closure. */
export const closureDays = ({ from, to }: Pick<Closure, 'from' | 'to'>): string => (from === to ? dayWithYear(from) : formatDaySpan(from, to))

/** From when until when, each day named once. */
export function timeOffSpan({ start, end }: Pick<TimeOff, 'start' | 'end'>): string {
  const [first, last] = [start.slice(0, 10), end.slice(0, 10)]
  if (first === last) return `${dayWithYear(first)}, ${formatTimeRange(start, end)}`
  const [year, lastYear] = [first.slice(0, 4), last.slice(0, 4)]
  return `${formatDayShort(first)}${year === lastYear ? '' : ` ${year}`} ${formatTime(start)} – ${formatDayShort(last)} ${lastYear} ${formatTime(end)}`
}

/** What a bank holiday is called where it is offered, and then in the list. */
export function holidayName({ name, kind }: Pick<BankHoliday, 'name' | 'kind'>): string {
  return kind === 'usual' ? name : kind === 'substitute' ? `${name} (substitute day)` : `${name} itself`
}

export const holidayDay = ({ day }: Pick<BankHoliday, 'day'>): string => dayWithYear(day)

/** The bank holidays that the clinic has no day of its own for yet. */
export const isSet = (day: string, closures: readonly Closure[]): boolean => closures.some((one) => one.practitionerId === null && one.from <= day && day <= one.to)

const counted = (count: number) => (count === 1 ? '1 booking' : `${count} bookings`)

/** What a change left outside of opening hours, for the toast; undefined when it left nothing there. */
export function outsideNote(bookings: readonly BookingOutside[]): string | undefined {
  if (bookings.length === 0) return undefined
  return `${counted(bookings.length)} ${bookings.length === 1 ? 'lies' : 'lie'} in that time and ${bookings.length === 1 ? 'stays' : 'stay'} booked: see the top of this page.`
}

export type OutsideDay = { day: string; sentence: string; who: string; practitionerId: string }

/** The bookings that lie in closed time, a line for each day. */
export function outsideByDay(bookings: readonly BookingOutside[], practitioners: readonly { id: string; name: string }[]): OutsideDay[] {
  const byDay = Map.groupBy(bookings, ({ start }) => start.slice(0, 10))
  return [...byDay].map(([day, some]) => {
    const times = Map.groupBy(some, ({ practitionerId }) => practitionerId)
    return {
      day,
      practitionerId: some[0]!.practitionerId,
      sentence: `${counted(some.length)} on ${formatDay(day)} ${some.length === 1 ? 'lies' : 'lie'} in closed time`,
      who: [...times].map(([id, theirs]) => `${practitioners.find((one) => one.id === id)?.name ?? 'Somebody'} ${theirs.map(({ start }) => formatTime(start)).join(', ')}`).join('; '),
    }
  })
}
