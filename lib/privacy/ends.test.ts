import { describe, expect, test } from 'vitest'
import { withoutIdleEnds } from './ends.ts'
import { read } from './text.ts'
import type { Label } from './types.ts'

const left = (text: string, hidden: string, label: Label = 'HEALTH') => {
  const start = text.indexOf(hidden)
  return withoutIdleEnds(read(text), [{ start, end: start + hidden.length, label }]).map((span) => text.slice(span.start, span.end))
}

describe('the ends of what is masked', () => {
  test.each([
    ["I'm allergic to latex", "I'm allergic to latex", 'allergic to latex'],
    ['my bmi is thirty four will he still do it', 'my bmi is thirty four will', 'bmi is thirty four'],
    ['been on methotrexate ten years', 'methotrexate ten', 'methotrexate'],
    ['a d h d and i forget', 'a d h d and i', 'a d h d'],
    ["no i don't smoke", "don't smoke", "don't smoke"],
    ['i smoked ten', 'i smoked ten', 'smoked ten'],
    ['i go to the gurdwara on sundays', 'the gurdwara on sundays', 'gurdwara'],
    ['it is my', 'it is my', 'it is my'],
    ['is it', 'it', 'it'],
  ])('%s', (text, hidden, expected) => expect(left(text, hidden)).toEqual([expected]))

  test('a name keeps all its words', () => expect(left("I'm Will", "I'm Will", 'NAME')).toEqual(["I'm Will"]))
})
