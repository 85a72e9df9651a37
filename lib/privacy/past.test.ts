import { describe, expect, test } from 'vitest'
import { redactCall } from './redact.ts'

/** What only the rules do. */
const masked = (text: string) => redactCall([{ role: 'user', text }], { without: ['model'] }).turns[0]!.text

describe('cosmetic work of the past', () => {
  test.each([
    ['i had a boob job in two thousand and nine', 'boob job'],
    ["i've had lip filler twice", 'filler'],
    ['never had botox or filler', 'filler'],
    ['never had botox or filler', 'botox'],
    ['it was my last botox that drooped', 'botox'],
    ['i had threads at another place', 'threads'],
    ['a nose job at nineteen that went wrong', 'nose job'],
    ['tummy tuck in turkey', 'tummy tuck'],
    ['i got botox elsewhere', 'botox'],
  ])('%s: %s goes', (text, word) => expect(masked(text)).not.toContain(word))

  test.each([
    'can i have lip filler in march', 'how much is a nose job', 'i want botox before the wedding', 'do you do threads', 'i was told i could have botox in january',
    'when can i have the facelift', 'is botox sore after', 'what should i do after the peel',
  ])('%s: what is asked for stays', (text) => expect(masked(text)).toBe(text))
})
