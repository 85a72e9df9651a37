/** What is left until a deadline, in words and in how urgent it is. */
export type TimeLeft = { words: string; urgency: 'calm' | 'soon' | 'over' }

const SOON_MS = 60_000
const HOUR_S = 3_600

/** '4:07 left' until the deadline, 'Overdue by 0:12' after it. Under a minute it is `soon`. Both in epoch milliseconds. */
export function timeLeft(deadlineMs: number, nowMs: number): TimeLeft {
  const leftMs = deadlineMs - nowMs
  if (leftMs <= 0) return { words: `Overdue by ${clock(Math.floor(-leftMs / 1000))}`, urgency: 'over' }
  // Rounded up, so that 0:00 is never shown while there is time.
  return { words: `${clock(Math.ceil(leftMs / 1000))} left`, urgency: leftMs < SOON_MS ? 'soon' : 'calm' }
}

/** '4:07' of seconds; from an hour on '2 h 05 min', where seconds say nothing any more. */
function clock(seconds: number): string {
  const two = (n: number) => String(n).padStart(2, '0')
  if (seconds < HOUR_S) return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`
  return `${Math.floor(seconds / HOUR_S)} h ${two(Math.floor((seconds % HOUR_S) / 60))} min`
}
