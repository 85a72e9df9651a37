import { describe, expect, test } from 'vitest'
import { createChunker } from '#lib/voice/chunker.ts'

/** The pieces of a text that comes in tokens of a few characters each, as models write. */
function piecesOf(text: string, size = 4): string[] {
  const chunker = createChunker()
  const tokens = text.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? []
  return [...tokens.flatMap((token) => chunker.push(token)), ...chunker.end()]
}

describe('what a voice is given', () => {
  test('the first clause comes as soon as it is one', () => {
    const chunker = createChunker()
    expect(['Of', ' course'].flatMap((token) => chunker.push(token))).toEqual([])
    // Not a token later: the space is the next one's.
    expect(chunker.push(',')).toEqual(['Of course,'])
    expect(chunker.push(' I')).toEqual([])
  })

  test('a mark after a figure waits for what follows', () => {
    const chunker = createChunker()
    expect(chunker.push('It is about 3,')).toEqual([])
    expect(chunker.push('000 pounds')).toEqual([])
  })

  test('after it come whole sentences', () => {
    expect(piecesOf('Of course, I can look. We have Tuesday at ten, or Thursday at two. Which suits you?')).toEqual([
      'Of course, ', 'I can look. We have Tuesday at ten, or Thursday at two. ', 'Which suits you?',
    ])
  })

  test.each([
    'It costs £1.50 for each, and nothing else at all today.', 'You would see Dr. Smith on Monday, at the clinic in town.', 'We have 3.30 or 4.15 in the afternoon, which would you like?',
    'Write to hello@example.co.uk, or look at www.example.co.uk/prices for them.',  'The 1st or the 2nd of May, as you like it best.', 'At 3. 30 would be fine, I think so.',
  ])('nothing is cut within a price, a title, a time, an address or a number: %s', (text) => {
    for (const piece of piecesOf(text)) expect(piece).not.toMatch(/(?:£1\.|Dr\. |3\.|4\.|\bco\.|www\.|2nd )$/)
    expect(piecesOf(text).join('')).toBe(text)
  })

  test('whatever the tokens are, the pieces are the text', () => {
    const text = 'Yes, certainly. The first visit costs fifty pounds, and that is taken off the price. Shall I look for a time? A very long clause without any stop at all that goes on and on and on until somebody must breathe and so it is cut at a word after a hundred and fifty characters or thereabouts '
    for (const size of [1, 2, 3, 7, 500]) expect(piecesOf(text, size).join('')).toBe(text)
  })

  test('mark-up is not spoken', () => {
    expect(piecesOf('**Tuesday** at `ten`, or _Thursday_. # Which one?').join('')).not.toMatch(/[*_`]/)
  })

  test('a text without an end is cut at a word', () => {
    const [first] = piecesOf('wordsthatgo on without a stop and without a pause for ever and ever')
    expect(first!.length).toBeLessThanOrEqual(41)
    expect(first).toMatch(/ $/)
  })
})
