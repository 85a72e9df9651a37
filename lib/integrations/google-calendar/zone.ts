/**
 * The UTC instant (milliseconds) of a local wall-clock time `YYYY-MM-DD[THH:mm[:ss]]` in an IANA zone. A time that the
 * clocks skip is taken after the gap, one that happens twice the first time.
 */
export function instantOfLocal(local: string, timeZone: string): number {
  const wanted = Date.parse(`${local.length === 10 ? `${local}T00:00:00` : local}Z`)
  const before = wanted - offsetMs(wanted - 86_400_000, timeZone)
  if (before + offsetMs(before, timeZone) === wanted) return before
  const after = wanted - offsetMs(wanted + 86_400_000, timeZone)
  return after + offsetMs(after, timeZone) === wanted ? after : before
}

function offsetMs(instant: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(instant)
  const part = (type: string) => Number(parts.find((found) => found.type === type)?.value)
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return local - Math.floor(instant / 1000) * 1000
}
