import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { masked, merged } from './mask.ts'
import { piecesOf } from './pieces.ts'
import { newCall, prepare, redactCall, redactUtterance } from './redact.ts'
import type { Marked } from './score.ts'
import { read } from './text.ts'
import { longestTurn, unprocessed, type Span, type Turn } from './types.ts'
import { worked } from './work.ts'

const records = readFileSync(join(import.meta.dirname, 'fixtures', 'dev.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Marked)
const turnsOf = (record: Marked): Turn[] => record.turns ?? [{ role: 'user', text: record.text! }]
const textsOf = (turns: readonly { text: string }[]) => turns.map((turn) => turn.text)

describe('what holds for every call', () => {
  test.each(records.map((record) => [record.id, record] as const))('%s: twice is once', (_, record) => {
    const once = redactCall(turnsOf(record)).turns
    expect(textsOf(redactCall(once).turns)).toEqual(textsOf(once))
  })

  test.each(records.map((record) => [record.id, record] as const))('%s: what stays is what was said', (_, record) => {
    for (const [i, turn] of redactCall(turnsOf(record)).turns.entries()) {
      const pieces = turn.text.split(/\[[A-Z_]+\]/).map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      expect(turnsOf(record)[i]!.text).toMatch(new RegExp(`^${pieces.join('[\\s\\S]+')}$`))
    }
  })

  const telling = records.filter((record) => record.text && record.spans.length > 0 && !record.tags)
  const worn: [string, (text: string) => string][] = [
    ['in capitals', (text) => text.toUpperCase()],
    ['with more spaces', (text) => text.replace(/ /g, '   ')],
    ['with a pause in front', (text) => `um ${text}`],
    ['with a full stop', (text) => `${text}.`],
  ]
  test.each(worn)('nothing comes back %s', (_, change) => {
    const left = telling.filter((record) => {
      const out = redactCall([{ role: 'user', text: change(record.text!) }])
        .turns[0]!.text.toLowerCase()
        .replace(/\s+/g, ' ')
      return record.spans.some(({ start, end }) => out.includes(record.text!.slice(start, end).toLowerCase()))
    })
    expect(left.map((record) => record.id)).toEqual([])
  })

  test('a number may be parted anywhere', () => {
    const words = 'oh seven seven double oh nine hundred one one eight'.split(' ')
    for (let at = 1; at < words.length; at += 1) {
      const parts = [words.slice(0, at), words.slice(at)].map((part): Turn => ({ role: 'user', text: part.join(' ') }))
      const { turns } = redactCall([{ role: 'assistant', text: 'What is your number?' }, ...parts])
      expect(textsOf(turns).slice(1).join(' ')).not.toMatch(/\b(?:seven|nine|hundred|eight)\b/)
    }
  })
})

describe('one utterance after the other', () => {
  test('the state carries the question and what was masked', () => {
    const state = newCall()
    redactUtterance('Any medical conditions?', state, {}, 'assistant')
    expect(redactUtterance('vitiligo', state).text).toBe('[HEALTH]')
    expect(redactUtterance('You said vitiligo.', state, {}, 'assistant').text).toBe('You said [HEALTH].')
  })

  test('the spans are places in the text', () => {
    const text = "Well, I'm on warfarin — and it's 07700 900118!"
    // By the rules alone: how far around a word the tagger goes may change with what it has learned.
    const { spans, contact } = redactUtterance(text, newCall(), { without: ['model'] })
    expect(spans.map(({ start, end, label }) => [text.slice(start, end), label])).toEqual([
      ['warfarin', 'HEALTH'],
      ['07700 900118', 'PHONE'],
    ])
    expect(contact).toEqual({ phone: '+447700900118' })
  })
})

describe('it fails closed', () => {
  test('a detector that throws', () => {
    const detectors = [
      {
        name: 'broken',
        detect: (): Span[] => {
          throw new Error('no')
        },
      },
    ]
    expect(redactCall([{ role: 'user', text: 'hello' }], { detectors })).toEqual({
      turns: [{ role: 'user', text: unprocessed }],
      contact: {},
      categories: [],
    })
  })

  test('too long a turn, while the others go on', () => {
    const { turns } = redactCall([
      { role: 'user', text: 'a'.repeat(longestTurn + 1) },
      { role: 'user', text: 'hello' },
    ])
    expect(textsOf(turns)).toEqual([unprocessed, 'hello'])
  })

  test('too slow a reading: it is stopped between two pieces, and nothing of the turn is stored', () => {
    prepare()
    let pieces = 0
    const tagger = () => {
      pieces += 1
      for (const start = worked(); worked() - start < 15;);
      return null
    }
    const [slow, next] = redactCall([{ role: 'user', text: 'i like it here and '.repeat(500) }, { role: 'user', text: 'hello' }], { tagger }).turns
    expect([slow!.text, next!.text]).toEqual([unprocessed, 'hello'])
    // Some twenty would have been read; the last two are the other turn's.
    expect(pieces).toBeLessThan(6)
  })

  test('a further detector adds its spans', () => {
    const detectors = [
      {
        name: 'wombat',
        detect: (text: string): Span[] => [
          { start: text.indexOf('wombat'), end: text.indexOf('wombat') + 6, label: 'SENSITIVE' },
        ],
      },
    ]
    expect(redactCall([{ role: 'user', text: 'my wombat' }], { detectors }).turns[0]!.text).toBe('my [SENSITIVE]')
  })

  test('the work grows only with the length: pieces are short, and few', () => {
    for (const text of ['a '.repeat(5_000), 'a'.repeat(10_000), 'i have a really '.repeat(625), '1'.repeat(9_999)]) {
      const pieces = piecesOf(text)
      expect(Math.max(...pieces.map((piece) => piece.text.length))).toBeLessThanOrEqual(701)
      expect(pieces.length).toBeLessThanOrEqual(Math.ceil(text.length / 450) + 1)
      expect(pieces.every((piece) => text.startsWith(piece.text, piece.start))).toBe(true)
      expect(pieces.at(-1)!.start + pieces.at(-1)!.text.length).toBe(text.length)
    }
  })
})

test('spans that touch become one, with the label that ranks first', () => {
  const spans: Span[] = [
    { start: 4, end: 8, label: 'HEALTH' },
    { start: 0, end: 5, label: 'NAME' },
    { start: 9, end: 11, label: 'NAME' },
    { start: 12, end: 13, label: 'NAME' },
  ]
  expect(merged('abcdefgh ij k', spans)).toEqual([{ start: 0, end: 13, label: 'NAME' }])
  expect(masked('abcdef', [{ start: 1, end: 3, label: 'DOB' }])).toBe('a[DOB]def')
})

test('a text is read into plain words, each with its place', () => {
  const text = 'I’m, um, on   co-codamol. [HEALTH] it’s Mum’s'
  const { words, line } = read(text)
  expect(line).toBe('i am on co codamol . [] it is mum')
  expect(words.map(({ start, end }) => text.slice(start, end))).toEqual([
    'I’m',
    'I’m',
    'on',
    'co',
    'codamol',
    '[HEALTH]',
    'it’s',
    'it’s',
    'Mum’s',
  ])
})
