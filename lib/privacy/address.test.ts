import { describe, expect, test } from 'vitest'
import { redactCall } from './redact.ts'
import type { Turn } from './types.ts'

const left = (...lines: string[]) =>
  redactCall(
    lines.map((line): Turn => ({ role: line.startsWith('A: ') ? 'assistant' : 'user', text: line.replace(/^[AU]: /, '') })),
    { without: ['model'] },
  ).turns.map((turn) => turn.text)

describe('an address said in parts', () => {
  test.each([
    ['take it to nine the beeches please', 'take it to [ADDRESS] please'],
    ["we're in the old vicarage, harker lane", "we're in [ADDRESS]"],
    ['it goes to second floor, unit four, tannery yard', 'it goes to [ADDRESS]'],
    ['one oh six saddlers road, flat b', '[ADDRESS]'],
    ['block c, room twelve', '[ADDRESS]'],
    ['number thirty on harbour close', '[ADDRESS]'],
    ["it's the old bakery, the courier knows it", "it's [ADDRESS], the courier knows it"],
    ['post it to larch nest, quarry hill', 'post it to [ADDRESS]'],
    ['three heol yr afon', '[ADDRESS]'],
    ['chalet nine seaview road', '[ADDRESS]'],
    ["it's for the lady from the old dairy in bala", "it's for the lady from [ADDRESS]"],
    ["i'm in a better place now", "i'm in a better place now"],
  ])('%s', (text, kept) => expect(left(text)[0]).toBe(kept))

  test.each(['House name or number?', 'And the street?', 'Which town?', 'Where shall we send it?', 'Is that a flat?'])(
    'goes whole where it was asked for by "%s"',
    (question) => expect(left(`A: ${question}`, 'brindlewick')[1]).toBe('[ADDRESS]'),
  )

  test.each([
    "i live in court, phones off till five",
    "it's harvest so i'm in the fields till dark",
    "i'm in the middle of moving house so send it again",
    "i'm number six in the queue it says",
  ])('%s: is none', (text) => expect(left(text)[0]).toBe(text))
})
