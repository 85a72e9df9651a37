import { unprocessed, type Label } from '#lib/privacy/types.ts'

/** What stands in for a mask: the word a person reads, and its plural. */
const WORDS: Record<Label, [one: string, many: string]> = {
  PHONE: ['phone number', 'phone numbers'],
  NAME: ['name', 'names'],
  EMAIL: ['email address', 'email addresses'],
  ADDRESS: ['address', 'addresses'],
  POSTCODE: ['postcode', 'postcodes'],
  DOB: ['date of birth', 'dates of birth'],
  CARD: ['card number', 'card numbers'],
  NHS_NUMBER: ['NHS number', 'NHS numbers'],
  NI_NUMBER: ['National Insurance number', 'National Insurance numbers'],
  HEALTH: ['health detail', 'health details'],
  SENSITIVE: ['private detail', 'private details'],
}

export type RedactedPart =
  /** Words as they were said. */
  | { kind: 'words'; text: string }
  /** Something that was taken out, by its name in lower case: 'phone number'. */
  | { kind: 'mask'; words: string }

const MASK = new RegExp(`\\[(${Object.keys(WORDS).join('|')})\\]`)

/** Splits a redacted text at its masks, in order. Square brackets that are no mask of ours stay words. */
export function partsOf(text: string): RedactedPart[] {
  return text
    .split(MASK)
    .map((part, n): RedactedPart => (n % 2 === 1 ? { kind: 'mask', words: WORDS[part as Label][0] } : { kind: 'words', text: part }))
    .filter((part) => part.kind === 'mask' || part.text !== '')
}

/**
 * The words for a turn that holds nothing of what was said, only a note of ours in square brackets (it could not be worked
 * on, or earlier turns were left out); null for an ordinary turn.
 */
export function noteOf(text: string): string | null {
  if (text.trim() === unprocessed) return 'This turn could not be checked, so it was not kept.'
  const note = /^\[([^[\]]+)\]$/.exec(text.trim())?.[1]
  if (!note || MASK.test(text)) return null
  const words = note.replace(/^REDACTED:\s*/, '').replace(/^(\.\.\.|…)\s*/, '')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? '' : '.'}`
}

/** What was taken out of a call's turns, counted, the most frequent first: ['3 names', '1 phone number']. */
export function maskCounts(texts: readonly string[]): string[] {
  const counts = new Map<Label, number>()
  for (const [, label] of texts.flatMap((text) => [...text.matchAll(new RegExp(MASK, 'g'))])) {
    counts.set(label as Label, (counts.get(label as Label) ?? 0) + 1)
  }
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([label, count]) => `${count} ${WORDS[label][count === 1 ? 0 : 1]}`)
}

/** 'a', 'a and b', 'a, b and c'. */
export function joined(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
