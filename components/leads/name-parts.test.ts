import { describe, expect, it } from 'vitest'
import { namePartsOf } from '#components/leads/name-parts.ts'

const names = (text: string, name: string | null) => namePartsOf(text, name).filter((part) => part.isName).map((part) => part.text)

describe('mentions of a name in a text', () => {
  it('finds first and last name, alone or together, in any case', () => {
    expect(names('Hi Amy, Larkspur here', 'Amy Okafor')).toEqual(['Amy'])
    expect(names('this is AMY OKAFOR speaking', 'Amy Okafor')).toEqual(['AMY OKAFOR'])
    expect(names('Hi Amy-Jane, it’s O’Neil', 'Amy-Jane O’Neil')).toEqual(['Amy-Jane', 'O’Neil'])
  })

  it('leaves other words alone', () => {
    expect(names('Amyloid, at may fair', 'Amy May')).toEqual(['may'])
    expect(names('Reply 1 to book', 'Rose')).toEqual([])
    expect(names('anything', null)).toEqual([])
    expect(names('a + b (c)', 'A+ (B')).toEqual([])
  })

  it('loses no character of the text', () => {
    for (const text of ['Amy', '', 'Hi Amy Okafor. Amy?', 'no mention']) {
      expect(namePartsOf(text, 'Amy Okafor').map((part) => part.text).join('')).toBe(text)
    }
  })
})
