import { describe, expect, test } from 'vitest'
import { qualityOf, redactionTable, type RedactionFigures } from '#lib/bench/redaction.ts'
import { redactors, turnsOf } from '#lib/bench/redactors.ts'
import { share, type Marked } from '#lib/privacy/score.ts'

const marked = (id: string, text: string, gone: [string, string][], more: Partial<Marked> = {}): Marked => ({
  id, text, ...more,
  spans: gone.map(([span, category]) => ({ start: text.indexOf(span), end: text.indexOf(span) + span.length, category })),
})
const records = [
  marked('written', 'Call me on 07700 900123 or write to glen.moss@aol.com.', [
    ['07700 900123', 'phone'], ['glen.moss@aol.com', 'email'],
  ]),
  marked('health', 'I was told I have epilepsy.', [['epilepsy', 'condition']]),
  marked('plain', 'What time do you open on Saturday?', [], { tags: ['neg'] }),
]

describe('the ways of masking that are compared', () => {
  test.each(Object.keys(redactors))('%s answers each turn, and what it masks is seen as masked', async (name) => {
    const redactor = await redactors[name]!()
    const score = await qualityOf(redactor, records)
    expect([score.contact.of, score.special.of, score.untouched.of]).toEqual([2, 1, 1])
    // All of them promise to mask an address that is written as one.
    expect(score.categories.email).toEqual({ of: 1, hit: 1 })
    const turns: Marked['turns'] = [{ role: 'assistant', text: 'Hello?' }, { role: 'user', text: 'Hello.' }]
    const { texts } = await redactor.answer({ id: 'two', turns, spans: [] })
    expect(texts).toHaveLength(2)
  })

  test('one that masks nothing has none of it, and one that masks all keeps nothing', async () => {
    const answering = (mask: (text: string) => string) => ({
      name: 'x', claims: '', setting: '',
      answer: async (record: Marked) => ({ texts: turnsOf(record).map((turn) => mask(turn.text)), contact: {} }),
    })
    const nothing = await qualityOf(answering((text) => text), records)
    const all = await qualityOf(answering(() => '[ALL]'), records)
    const sharesOf = (score: typeof all) => [share(score.contact), share(score.special), share(score.untouched)]
    expect([nothing, all].map(sharesOf)).toEqual([[0, 0, 1], [1, 1, 0]])
  })
})

test('the table lines its columns up, and says what each way promises', () => {
  const one = { share: 0.5, of: 2 }
  const row = (way: string): RedactionFigures => ({
    way, claims: 'much', setting: 'as it comes', fields: null,
    shares: { special: one, contact: one, kept: one, untouched: one, precision: one },
    utteranceMs: { p50: 1, p95: 20.5, p99: 300, max: 301 }, utterances: 3,
    firstAnswer: { sinceStartMs: 90, loadMs: 40, heapMb: 3 },
  })
  const lines = redactionTable([row('short'), row('a longer name')]).split('\n')
  expect(new Set(lines.slice(0, 3).map((line) => line.length)).size).toBe(1)
  expect(lines[4]).toBe('  a longer name (as it comes) promises: much')
})
