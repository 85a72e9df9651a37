import { addDays } from '#lib/shared/time.ts'

/**
 * How times, days and amounts are shown. All pure: a time is read off the wall clock written in its own RFC 3339
 * string, never off the zone of the machine that draws it, so server and browser always agree.
 */

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const MONTHS = [
  'January', 'February', 'March', 'April', 'May', 'June',
  'July', 'August', 'September', 'October', 'November', 'December',
]

/** The civil day ('YYYY-MM-DD') that an RFC 3339 instant falls on, in its own offset. */
export function civilDay(instant: string): string {
  return instant.slice(0, 10)
}

/** Minutes since midnight on the wall clock of an RFC 3339 instant, in its own offset. */
export function wallMinutes(instant: string): number {
  return Number(instant.slice(11, 13)) * 60 + Number(instant.slice(14, 16))
}

/** '14:05', 24-hour, off the instant's own wall clock. */
export function formatTime(instant: string): string {
  return instant.slice(11, 16)
}

/** '14:05–14:35'. */
export function formatTimeRange(start: string, end: string): string {
  return `${formatTime(start)}–${formatTime(end)}`
}

/** '14:00' for minutes since midnight. */
export function formatMinutes(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`
}

function civil(day: string): Date {
  return new Date(`${day}T00:00:00Z`)
}

/** 'Tuesday 14 July'. */
export function formatDay(day: string): string {
  const date = civil(day)
  return `${WEEKDAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`
}

/** '14 July 2026'. */
export function formatDateLong(day: string): string {
  const date = civil(day)
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`
}

/** 'Tue 14 Jul'. */
export function formatDayShort(day: string): string {
  const date = civil(day)
  return `${WEEKDAYS[date.getUTCDay()]?.slice(0, 3)} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]?.slice(0, 3)}`
}

/** '14–20 July 2026', or with both months or years where they differ. */
export function formatDaySpan(first: string, last: string): string {
  const [a, b] = [civil(first), civil(last)]
  const [monthA, monthB] = [MONTHS[a.getUTCMonth()], MONTHS[b.getUTCMonth()]]
  const [yearA, yearB] = [a.getUTCFullYear(), b.getUTCFullYear()]
  if (yearA !== yearB) return `${a.getUTCDate()} ${monthA} ${yearA} – ${b.getUTCDate()} ${monthB} ${yearB}`
  if (monthA !== monthB) return `${a.getUTCDate()} ${monthA} – ${b.getUTCDate()} ${monthB} ${yearB}`
  return `${a.getUTCDate()}–${b.getUTCDate()} ${monthB} ${yearB}`
}

/** 'Today', 'Tomorrow', 'Yesterday', else 'Tue 14 Jul'. */
export function formatDayNear(day: string, today: string): string {
  if (day === today) return 'Today'
  if (day === addDays(today, 1)) return 'Tomorrow'
  if (day === addDays(today, -1)) return 'Yesterday'
  return formatDayShort(day)
}

/** Whole minutes from one instant to another; negative when the second is earlier. */
export function minutesBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 60_000)
}

/** '45 min', '1 h', '1 h 30 min'. */
export function formatMinuteCount(minutes: number): string {
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (hours === 0) return `${rest} min`
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`
}

/** '48 s', '3 min 12 s'; a dash when not known yet. */
export function formatSeconds(seconds: number | null): string {
  if (seconds === null) return '–'
  const whole = Math.round(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

/** '84 ms', '1.2 s'. */
export function formatMs(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
}

/** '£1,250' or '£1,250.50'. */
export function formatPence(pence: number): string {
  const pounds = String(Math.floor(pence / 100)).replace(/\B(?=(\d{3})+$)/g, ',')
  return pence % 100 === 0 ? `£${pounds}` : `£${pounds}.${String(pence % 100).padStart(2, '0')}`
}

/** 'A. S.' for 'Amelia Shaw': what is shown when names are hidden. */
export function initials(name: string): string {
  const parts = name.trim().split(/\s+/).filter(Boolean)
  const shown = parts.length > 2 ? [parts[0], parts.at(-1)] : parts
  return shown.map((part) => `${part?.[0]?.toUpperCase()}.`).join(' ')
}
