const pad = (value: number) => String(value).padStart(2, '0')

/** A time of day as it is spoken, 3:00 PM, from an RFC 3339 string's own wall clock. */
export function spokenTime(start: string): string {
  const hour = Number(start.slice(11, 13))
  return `${hour % 12 || 12}:${pad(Number(start.slice(14, 16)))} ${hour < 12 ? 'AM' : 'PM'}`
}

// Made once: to make one takes longer than all that it formats in an answer.
const dayFormat = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' })

/** A day as it is spoken, Thursday 26 November, from an RFC 3339 string's own wall clock. */
export function spokenDay(start: string): string {
  return dayFormat.format(new Date(`${start.slice(0, 10)}T12:00:00Z`)).replace(',', '')
}

/** Offered times in a sentence, days named once: "I have Tuesday 24 November at 2:00 PM or 3:30 PM." */
export function spokenOffer(starts: readonly string[]): string {
  const days = new Map<string, string[]>()
  for (const start of starts) days.set(spokenDay(start), [...(days.get(spokenDay(start)) ?? []), spokenTime(start)])
  const list = (items: string[], word: string) => (items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${word} ${items.at(-1)}`)
  return `I have ${list([...days].map(([day, times]) => `${day} at ${list(times, 'or')}`), 'or')}. Which would suit you?`
}
