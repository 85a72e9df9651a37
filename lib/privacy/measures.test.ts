import { expect, test } from 'vitest'
import { redactCall } from './redact.ts'

/** What only the rules do. */
const masked = (text: string) => redactCall([{ role: 'user', text }], { without: ['model'] }).turns[0]!.text

test.each([
  ['my kidneys are at forty percent', 'my [HEALTH]'],
  ['body fat is about thirty percent', '[HEALTH]'],
  ['the scab came off early', 'the [HEALTH] came off early'],
  ['no gene faults that i know of', 'no [HEALTH] that i know of'],
  ['i know of no illness in the family', 'i know of [HEALTH]'],
  ["she's eight months on so i drive", "she's [HEALTH] on so i drive"],
  ['i get overloaded by noise and lights', 'i get [HEALTH]'],
  ['will it leave a scab', 'will it leave a scab'],
  ['is there ten percent off', 'is there ten percent off'],
])('%s', (text, kept) => expect(masked(text)).toBe(kept))
