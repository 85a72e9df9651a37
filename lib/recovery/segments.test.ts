import { describe, expect, test } from 'vitest'
import { randomFrom } from '#lib/commands/demo-data.ts'
import { isGsm7, segmentsOf, toGsm7 } from './segments.ts'

const gsm = (units: number, segments: number) => ({ encoding: 'gsm7', units, segments })
const ucs = (units: number, segments: number) => ({ encoding: 'ucs2', units, segments })

describe('parts of a text', () => {
  test.each([
    ['nothing', '', gsm(0, 0)], ['one letter', 'a', gsm(1, 1)], ['160 letters', 'a'.repeat(160), gsm(160, 1)],
    ['161 letters', 'a'.repeat(161), gsm(161, 2)],
    ['306 letters', 'a'.repeat(306), gsm(306, 2)], ['307 letters', 'a'.repeat(307), gsm(307, 3)],
    ['pounds', 'it\'s £50', gsm(8, 1)], ['a euro', '€50', gsm(4, 1)], ['80 euros', '€'.repeat(80), gsm(160, 1)],
    // 76 euros fill 152 of 153 units; the 77th is not cut in half.
    ['81 euros', '€'.repeat(81), gsm(162, 2)], ['153 euros', '€'.repeat(153), gsm(306, 3)],
    ['152 euros', '€'.repeat(152), gsm(304, 2)],
    ['152 letters, euro, 152 letters', `${'a'.repeat(152)}€${'a'.repeat(151)}`, gsm(305, 2)],
    ['a euro across the seam that needs a third part', `${'a'.repeat(152)}€${'a'.repeat(152)}`, gsm(306, 3)],
    ['a curly quote', 'it’s £50', ucs(8, 1)], ['70 of UCS-2', `ł${'a'.repeat(69)}`, ucs(70, 1)],
    ['71 of UCS-2', `ł${'a'.repeat(70)}`, ucs(71, 2)],
    ['134 of UCS-2', 'ł'.repeat(134), ucs(134, 2)], ['135 of UCS-2', 'ł'.repeat(135), ucs(135, 3)],
    ['35 emoji', '😀'.repeat(35), ucs(70, 1)], ['36 emoji', '😀'.repeat(36), ucs(72, 2)],
    // 33 pairs fill 66 of 67 units.
    ['66 emoji', '😀'.repeat(66), ucs(132, 2)], ['67 emoji', '😀'.repeat(67), ucs(134, 3)],
    ['a form feed and a tilde', '\f~', gsm(4, 1)], ['a backtick', '`', ucs(1, 1)],
    ['a small c with cedilla', 'ç', ucs(1, 1)], ['a capital one', 'Ç', gsm(1, 1)],
  ])('%s', (_, text, parts) => expect(segmentsOf(text)).toEqual(parts))

  test('the alphabet has 127 characters of one unit and ten of two', () => {
    const characters = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code))
    const sizes = characters.filter(isGsm7).map((one) => segmentsOf(one).units)
    expect(sizes.filter((size) => size === 1)).toHaveLength(127)
    expect(sizes.filter((size) => size === 2)).toHaveLength(10)
  })

  test('longer never takes fewer parts, and parts hold what they can', () => {
    const random = randomFrom(7)
    for (let round = 0; round < 300; round += 1) {
      const letters = round % 2 ? ['a', '€', '\\', 'é'] : ['a', 'ł', '😀']
      const length = 1 + Math.floor(random() * 400)
      const text = Array.from({ length }, () => letters[Math.floor(random() * letters.length)]).join('')
      const { encoding, units, segments } = segmentsOf(text)
      const [alone, room] = encoding === 'gsm7' ? [160, 153] : [70, 67]
      expect(segments).toBeGreaterThanOrEqual(units <= alone ? 1 : Math.ceil(units / room))
      expect(segments).toBeLessThanOrEqual(Math.max(1, Math.ceil(units / (room - 1))))
      expect(segmentsOf(`${text}a`).segments).toBeGreaterThanOrEqual(segments)
    }
  })
})

describe('the nearest in the 7-bit alphabet', () => {
  test.each([
    ['it’s “fine” – really…', 'it\'s "fine" - really...'], ['a\u00a0b\u2009c\td', 'a b c d'],
    ['Zoë Łukasz Çelik ça', 'Zoe Lukasz Çelik ca'], ['élan àéìòù ÄÖÜß', 'élan àéìòù ÄÖÜß'],
    ['e\u0301', 'é'], ['Siân Ângela Ñuñez', 'Sian Angela Ñuñez'], ['œuvre Œ þorn Ðan', 'oeuvre OE thorn Dan'],
    ['ﬁne ½ ™ x²', 'fine 1/2 TM x2'], ['50€ [a] {b} ~', '50€ [a] {b} ~'],
    ['hi 👋🏽 there', 'hi  there'], ['診所', ''], ['a\u200bb\u00adc', 'abc'], ['`quoted´', '\'quoted\''], ['', ''],
  ])('%j becomes %j', (text, plain) => expect(toGsm7(text)).toBe(plain))

  test('whatever comes in, what comes out is plain, and plain stays as it is', () => {
    const random = randomFrom(11)
    for (let round = 0; round < 500; round += 1) {
      const top = round % 3 ? 0x2100 : 0x1ffff
      const text = Array.from({ length: 40 }, () => String.fromCodePoint(Math.floor(random() * top))).join('')
      const plain = toGsm7(text)
      expect([...plain].every(isGsm7)).toBe(true)
      expect(toGsm7(plain)).toBe(plain)
    }
  })
})
