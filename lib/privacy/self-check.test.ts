import { describe, expect, test } from 'vitest'
import { redactCall } from './redact.ts'
import { isClean } from './self-check.ts'

describe('what may be stored', () => {
  test.each([
    'call me on [PHONE] or [EMAIL]',
    'friday the 14th at 3.30, about 2500 pounds',
    'between 10 and 12 on the 1st or 2nd',
    'unit price 1,200, deposit 50, room 204',
    'co2 laser and morpheus 8',
    '[PHONE][PHONE] 123456',
    '',
  ])('%j is', (text) => expect(isClean(text)).toBe(true))

  test.each([
    '07700 900118',
    '077-009-00118',
    '(0770) 0900118',
    '1 2 3 4 5 6 7',
    '٠٧٧٠٠٩٠٠١١٨',
    'kim@example.org',
    'kim＠example.org',
    'SW1A 2AA',
    'it is ls62dt please',
    'M1 1AE',
  ])('%j is not', (text) => expect(isClean(text)).toBe(false))

  test('what the redactor gives is', () => {
    const said = 'i am at SW1A 2AA, kim@example.org, 07700 900118, card 4111 1111 1111 1111'
    expect(isClean(redactCall([{ role: 'user', text: said }]).turns[0]!.text)).toBe(true)
  })

  test('a long text takes no longer than its length', () => {
    expect(isClean('1 2 3 4 5 6 '.repeat(1_000).replaceAll('6 1', '6 x 1'))).toBe(true)
  })
})
