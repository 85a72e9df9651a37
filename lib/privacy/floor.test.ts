import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { redactCall } from './redact.ts'
import { scoreOf, share, type Marked, type Score } from './score.ts'
import type { Part } from './types.ts'

const records = readFileSync(join(import.meta.dirname, 'fixtures', 'dev.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Marked)

function scored(...without: Part[]): Score {
  return scoreOf(records, (record) => {
    const { turns, contact } = redactCall(record.turns ?? [{ role: 'user', text: record.text! }], { without })
    return { texts: turns.map((turn) => turn.text), contact }
  })
}

describe('marked calls', () => {
  const score = scored()

  test('there are enough of them to say something', () => {
    expect(records.length).toBe(140)
    expect([score.special.of, score.contact.of, score.kept.of, score.untouched.of]).toEqual([96, 43, 29, 18])
  })

  test('nothing special is left', () => expect(share(score.special)).toBeGreaterThanOrEqual(0.99))

  test('no contact data is left', () => expect(share(score.contact)).toBeGreaterThanOrEqual(0.97))

  test('no category is left behind', () => {
    const weak = Object.entries(score.categories).filter(([, one]) => one.of >= 7 && share(one) < 0.9)
    expect(weak).toEqual([])
  })

  test('what was asked for stays', () => expect(share(score.kept)).toBe(1))

  test('plain talk is not touched', () => expect(share(score.untouched)).toBe(1))

  test('little else goes', () => expect(share(score.precision)).toBeGreaterThanOrEqual(0.9))

  test('contact details are understood', () => {
    const wrong = Object.entries(score.fields).filter(([, one]) => share(one) < 0.95)
    expect(wrong).toEqual([])
  })
})

describe('what each part is worth', () => {
  test('without the lexicon special data is left', () => expect(share(scored('lexicon').special)).toBeLessThan(0.9))
  test('without the frames special data is left', () => expect(share(scored('frames').special)).toBeLessThan(0.9))
  test('without the state of the call contact data is left', () =>
    expect(share(scored('state').contact)).toBeLessThan(0.97))
  test('without what was misheard special data is left', () =>
    expect(share(scored('misheard').special)).toBeLessThan(0.99))
})
