/** A civil date, YYYY-MM-DD, in some clinic's zone. */
export type Day = string

const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known) return known
  const formatter = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
  })
  formatters.set(zone, formatter)
  return formatter
}

/** Clocks change on quarters of an hour: within one, a zone has one offset. Formatting asks for it in a tenth of a millisecond, which a caller waits for. */
const quarterMs = 900_000
const mostOffsets = 4_096
const offsets = new Map<string, number>()

/** How far `zone`'s clocks are ahead of UTC at an instant, in milliseconds. */
function offsetAt(ms: number, zone: string): number {
  const quarter = Math.floor(ms / quarterMs)
  const key = `${zone} ${quarter}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  const at = quarter * quarterMs
  const p = Object.fromEntries(formatterOf(zone).formatToParts(at).map((part) => [part.type, Number(part.value)]))
  const offset = Date.UTC(p.year!, p.month! - 1, p.day, p.hour, p.minute, p.second) - at
  if (offsets.size >= mostOffsets) offsets.clear()
  offsets.set(key, offset)
  return offset
}

const two = (value: number) => String(Math.floor(value)).padStart(2, '0')

/** The instant as wall-clock time in `zone` with its offset, RFC 3339 to the second: 2026-12-01T10:00:00+00:00. */
export function rfc3339(at: Date, zone: string): string {
  const offset = offsetAt(at.getTime(), zone)
  const minutes = Math.abs(offset) / 60_000
  return `${new Date(at.getTime() + offset).toISOString().slice(0, 19)}${offset < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`
}

/** The civil date of an instant in `zone`. */
export const dayOf = (at: Date, zone: string): Day => rfc3339(at, zone).slice(0, 10)

/** The civil date so many days later; not an instant, so no change of clocks can bend it. */
export function addDays(day: Day, days: number): Day {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** Monday of the day's week. */
export const mondayOf = (day: Day): Day => addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))

/**
 * The instant at which `zone`'s clocks show `time` (HH:MM) on `day`. A time that the clocks skip moves forward by the gap;
 * of a time that comes twice the first is meant.
 */
export function instantOf(day: Day, time: string, zone: string): Date {
  const asUtc = new Date(`${day}T${time.length === 5 ? `${time}:00` : time}Z`).getTime()
  const before = asUtc - offsetAt(asUtc - 86_400_000, zone)
  const after = asUtc - offsetAt(asUtc + 86_400_000, zone)
  const shows = (ms: number) => ms + offsetAt(ms, zone) === asUtc
  if (shows(before)) return new Date(before)
  return new Date(shows(after) ? after : before)
}

/**
 * Whether the text names a real civil date of this or a near century. A date field that is being typed into names the year
 * 2 on its way to 2027, and so can an address; no diary is there.
 */
export const isDay = (text: string): boolean => /^[12]\d{3}-(0[1-9]|1[0-2])-\d{2}$/.test(text) && addDays(text, 0) === text

/** Whether the runtime knows the IANA zone. */
export function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}
