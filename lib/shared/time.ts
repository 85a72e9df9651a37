/** A civil date, YYYY-MM-DD, in some clinic's zone. */
export type Day = string

const formatters = new Map<string, Intl.DateTimeFormat>()

function parts(at: Date, zone: string): Record<string, string> {
  let formatter = formatters.get(zone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone, hourCycle: 'h23', timeZoneName: 'longOffset',
      year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit',
    })
    formatters.set(zone, formatter)
  }
  return Object.fromEntries(formatter.formatToParts(at).map((part) => [part.type, part.value]))
}

/** The instant as wall-clock time in `zone` with its offset, RFC 3339 to the second: 2026-12-01T10:00:00+00:00. */
export function rfc3339(at: Date, zone: string): string {
  const p = parts(at, zone)
  const offset = p.timeZoneName === 'GMT' ? '+00:00' : p.timeZoneName!.slice(3)
  return `${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}:${p.second}${offset}`
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
  const offsetAt = (ms: number) => new Date(`${rfc3339(new Date(ms), zone).slice(0, 19)}Z`).getTime() - ms
  const before = asUtc - offsetAt(asUtc - 86_400_000)
  const after = asUtc - offsetAt(asUtc + 86_400_000)
  const shows = (ms: number) => ms + offsetAt(ms) === asUtc
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
