import { describe, expect, it } from 'vitest'
import { joined, maskCounts, noteOf, partsOf } from '#components/calls/masks.ts'
import { labels, unprocessed } from '#lib/privacy/types.ts'

describe('a redacted text', () => {
  it('is words and masks in their order', () => {
    expect(partsOf('It is [PHONE], or [EMAIL].')).toEqual([
      { kind: 'words', text: 'It is ' },
      { kind: 'mask', words: 'phone number' },
      { kind: 'words', text: ', or ' },
      { kind: 'mask', words: 'email address' },
      { kind: 'words', text: '.' },
    ])
  })

  it('has a word for every mask that the redactor writes, and never shows the label', () => {
    for (const label of labels) {
      const parts = partsOf(`[${label}]`)
      expect(parts).toEqual([{ kind: 'mask', words: expect.any(String) }])
      expect(JSON.stringify(parts)).not.toContain(`"${label}"`)
    }
  })

  it('keeps brackets that are no mask, and loses no word', () => {
    for (const text of ['[phone]', 'a [b] c', '[PHONE', 'PHONE]', '[[NAME]]', '']) {
      const said = partsOf(text).map((part) => (part.kind === 'words' ? part.text : '[NAME]')).join('')
      expect(said).toBe(text)
    }
    expect(partsOf('[[NAME]]')).toHaveLength(3)
  })
})

describe('a turn that is only a note of ours', () => {
  it('is told from words that were said', () => {
    expect(noteOf(unprocessed)).toBe('This turn could not be checked, so it was not kept.')
    expect(noteOf('[... 12 earlier turns not kept]')).toBe('12 earlier turns not kept.')
    expect(noteOf('[PHONE]')).toBeNull()
    expect(noteOf('Yes, please.')).toBeNull()
    expect(noteOf('[a] and [b]')).toBeNull()
  })
})

describe('what was taken out', () => {
  it('is counted over all turns, the most frequent first', () => {
    expect(maskCounts(['[NAME] here', 'and [NAME], on [PHONE]', 'no mask'])).toEqual(['2 names', '1 phone number'])
    expect(maskCounts(['nothing'])).toEqual([])
  })

  it('reads as a list', () => {
    expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(joined)).toEqual(['', 'a', 'a and b', 'a, b and c'])
  })
})
