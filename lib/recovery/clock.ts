import { wallMinutes } from '#lib/shared/format.ts'

/** '2pm', '10:30am', 'midday', off the instant's own wall clock. */
export function formatClock(instant: string): string {
  const minutes = wallMinutes(instant)
  if (minutes === 720) return 'midday'
  const past = minutes % 60 === 0 ? '' : `:${String(minutes % 60).padStart(2, '0')}`
  return `${Math.floor(minutes / 60 + 11) % 12 + 1}${past}${minutes < 720 ? 'am' : 'pm'}`
}
