import { expect, test } from 'vitest'
import { redactCall } from './redact.ts'

/** What only the rules do. */
const masked = (text: string) => redactCall([{ role: 'user', text }], { without: ['model'] }).turns[0]!.text

test.each([
  ['my kidneys are at forty percent', 'my [HEALTH]'],
  ['body fat is about thirty percent', '[HEALTH]'],
  ['the scab came off early', 'the [HEALTH] came off early'],
  ['will it leave a scab', 'will it leave a scab'],
  ['is there ten percent off', 'is there ten percent off'],
])('%s', (text, kept) => expect(masked(text)).toBe(kept))
