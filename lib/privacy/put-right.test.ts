import { expect, test } from 'vitest'
import { redactCall } from './redact.ts'

const masked = (line: string) =>
  redactCall(
    line.split(' / ').map((text) => ({ role: text.startsWith('A: ') ? 'assistant' : 'user', text: text.replace(/^A: /, '') })),
    { without: ['model'] },
  )
    .turns.map((turn) => turn.text)
    .join(' / ')

/** What was said wrong first tells half of what is right. */
test.each([
  ["it's triple seven no hang on oh double seven double oh nine hundred two two four", "it's [PHONE] no hang on [PHONE]"],
  ["it's seventh no sorry eighth of october nineteen forty nine", "it's [DOB] no sorry [DOB]"],
  ['fifty one no fifty two marsh lane spalding', '[ADDRESS] no [ADDRESS]'],
  ['oh double seven double oh pause nine double oh pause nine seven two', '[PHONE]'],
  ["A: house number and postcode please / forty two and it's w n five / nine y z", "house number and postcode please / [ADDRESS] and it's [POSTCODE] / [POSTCODE]"],
  ['A: where shall we post the pack / the lodge / manor farm / bakewell', 'where shall we post the pack / the [ADDRESS] / [ADDRESS] / [ADDRESS]'],
  ["house number's two hundred and three and the street is dunchurch highway", 'house [ADDRESS] and the street is [ADDRESS]'],
  ['11 dec 03', '[DOB]'],
])('%s', (said, left) => expect(masked(said)).toBe(left))

test.each([
  'at three no sorry at four',
  "can we say two no wait half past two, it's for a peel",
  'you need a case number do you, oh oh four nine one seven',
  'the third of may oh nine thirty',
])('%s: a time and a reference stay', (said) => expect(masked(said)).toBe(said))
