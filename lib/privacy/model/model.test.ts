import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { redactCall } from '../redact.ts'
import type { Marked } from '../score.ts'
import { read, type Doc } from '../text.ts'
import type { Turn } from '../types.ts'
import { count, emptyWeights, marginalsOf, scoresOf } from './chain.ts'
import { featuresOf, featuresVersion, perWord, type Known } from './features.ts'
import { course, learned } from './learning.ts'
import { passed } from './net.ts'
import { rounded, unrounded } from './rounding.ts'
import { lessonsOf, varied } from './lessons.ts'
import { taggerOf } from './tagger.ts'
import packed from './weights.json' with { type: 'json' }

// Learning takes a while.
vi.setConfig({ testTimeout: 60_000 })

const folder = join(import.meta.dirname, 'corpus')
const textOf = (name: string) => readFileSync(join(folder, name), 'utf8')
const texts = readdirSync(folder)
  .filter((name) => name.endsWith('.jsonl'))
  .sort()
  .map(textOf)

const known = (length: number): Known => ({
  masked: new Uint8Array(length),
  frames: new Uint8Array(length),
  kept: new Uint8Array(length),
  expectation: 'none',
  isAgent: false,
})

/** The same for every word. */
const likelyOf = (doc: Doc, each: readonly number[]) => Float64Array.from(doc.words.flatMap(() => each))

describe('weights.json', () => {
  test('is of this corpus and these features: run model/train.ts after a change', () => {
    expect(packed.corpus).toBe(createHash('sha256').update(texts.join('\n')).digest('hex'))
    expect(packed.features).toBe(featuresVersion)
  })

  test('is small, and so is what words mean', () => {
    expect(statSync(join(import.meta.dirname, 'weights.bin')).size).toBeLessThan(700_000)
    expect(statSync(join(import.meta.dirname, 'vectors.bin')).size).toBeLessThan(1_500_000)
  })
})

describe('learning', () => {
  const records = textOf('consultations.jsonl')
    .split('\n')
    .slice(0, 24)
    .map((line) => JSON.parse(line) as Marked)
  const lessons = lessonsOf(records)
  const short = { ...course, rounds: 4 }

  test('a turn gives one class a word, and the same for the same', () => {
    expect(lessons.length).toBeGreaterThanOrEqual(records.length)
    for (const { features, gold } of lessons) expect(features.length).toBe(gold.length * perWord)
    expect(lessonsOf(records)).toEqual(lessons)
  })

  test('a sentence is learned again with other phrases of its kind, and only its phrases change', () => {
    const phraseOf = ({ text, turns }: Marked, { start, end, turn = 0 }: Marked['spans'][number]) => (turns?.[turn]?.text ?? text!).slice(start, end)
    const others = varied(records, 3)
    expect(others.length).toBeGreaterThan(5)
    expect(varied(records, 3)).toEqual(others)
    for (const other of others) {
      const own = records.find(({ id }) => id === other.id)!
      expect(other.text).not.toBe(own.text)
      const around = (one: Marked) => one.spans.reduceRight((text, { start, end }) => `${text.slice(0, start)}[]${text.slice(end)}`, one.text!)
      expect(around(other)).toBe(around({ ...own, spans: [...own.spans].sort((a, b) => a.start - b.start) }))
      for (const span of other.spans)
        expect(records.some((one) => one.spans.some((mark) => mark.category === span.category && phraseOf(one, mark) === phraseOf(other, span)))).toBe(true)
    }
  })

  test('of a long phrase it is learned that something is told, and not which of its words tell it', () => {
    const text = 'i get this thing where my left knee gives way whenever i climb'
    const of = (phrase: string): Marked => ({ id: 'one', text, spans: [{ start: text.indexOf(phrase), end: text.indexOf(phrase) + phrase.length, category: 'symptom' }] })
    const [long, short] = lessonsOf([of('my left knee gives way whenever i climb'), of('knee gives way')])
    const at = read(text).words.findIndex(({ w }) => w === 'knee')
    expect([long!.gold[at], long!.free[at]]).toEqual([1, 1])
    expect([short!.gold[at], short!.free[at]]).toEqual([1, 0])
  })

  test('the same lessons give the same weights', () => {
    const [one, other] = [rounded(learned(lessons, short)), rounded(learned(lessons, short))]
    expect(Buffer.from(one.words).equals(Buffer.from(other.words))).toBe(true)
    expect(Buffer.from(one.net).equals(Buffer.from(other.net))).toBe(true)
    expect([one.scale, one.steps, one.netScales]).toEqual([other.scale, other.steps, other.netScales])
  })

  test('what was learned is known, what was not is not', () => {
    const weights = unrounded(rounded(learned(lessons, { ...course, rounds: 20, pace: 0.04 })))
    const wrong = lessons.map(({ features, reading, gold, free }) => {
      const scores = scoresOf(features, weights)
      passed(reading, weights.net, scores)
      const likely = marginalsOf(scores, weights)
      return gold.filter((label, i) => free[i] === 0 && (label !== 0) !== likely[i * count]! < 0.5).length
    })
    expect(wrong.reduce((sum, one) => sum + one, 0)).toBeLessThan(lessons.flatMap(({ gold }) => [...gold]).length * 0.05)
    const nothing = marginalsOf(scoresOf(lessons[0]!.features, emptyWeights()), emptyWeights())
    for (const one of nothing) expect(one).toBeCloseTo(1 / count)
  })
})

test('how likely the classes of a word are adds up to one, however long the turn', () => {
  const doc = read('my skin has gone a funny colour since the peel '.repeat(100))
  const weights = { ...emptyWeights(), steps: Float32Array.from({ length: count * count }, (_, i) => (i % 7) / 3 - 1) }
  const likely = marginalsOf(scoresOf(featuresOf(doc, known(doc.words.length)), weights), weights)
  for (let i = 0; i < doc.words.length; i += 1) {
    const sum = likely.slice(i * count, (i + 1) * count).reduce((total, one) => total + one, 0)
    expect(sum).toBeCloseTo(1)
  }
})

test('what the rules found stays when the tagger is sure that it tells nothing, and in an answer it goes', () => {
  const sure = (doc: Doc) => ({ likely: likelyOf(doc, [1, 0, 0, 0, 0]), judged: 0 })
  const said: Turn = { role: 'user', text: 'i have got asthma' }
  const asked: Turn = { role: 'assistant', text: 'do you have any medical conditions' }
  expect(redactCall([said]).turns[0]!.text).not.toContain('asthma')
  expect(redactCall([said], { tagger: sure }).turns[0]!.text).toBe(said.text)
  expect(redactCall([said], { tagger: () => null }).turns[0]!.text).not.toContain('asthma')
  expect(redactCall([asked, said], { tagger: sure }).turns[1]!.text).not.toContain('asthma')
})

test('an hour said with its day needs more than a word beside it', () => {
  const likely = (doc: Doc) => ({ likely: likelyOf(doc, [0.2, 0.8, 0, 0, 0]), judged: 0.95 })
  const text = redactCall([{ role: 'user', text: 'it hurts so ten on friday' }], { tagger: likely }).turns[0]!.text
  expect(text).toMatch(/ten .*friday/)
})

test('beside a sure word the rest of its clause goes on a trace of doubt, and the next clause does not', () => {
  const text = 'the knee wobbles badly, parking round there looks tricky'
  const likely = (doc: Doc) => ({ likely: Float64Array.from(doc.words.flatMap(({ w }) => (w === 'knee' ? [0, 1, 0, 0, 0] : [0.97, 0.03, 0, 0, 0]))), judged: 0.95 })
  expect(redactCall([{ role: 'user', text }], { tagger: likely, without: ['lexicon', 'frames'] }).turns[0]!.text)
    .toBe('the [HEALTH], parking round there looks tricky')
})

/** Hides each of these words with its likelihood, in a turn that has something to hide. */
const hiding = (each: Record<string, number>) => (doc: Doc) => ({
  likely: Float64Array.from(doc.words.flatMap(({ w }) => [1 - (each[w] ?? 0), each[w] ?? 0, 0, 0, 0])),
  judged: 0.9,
})
const left = (text: string, each: Record<string, number>) =>
  redactCall([{ role: 'user', text }], { tagger: hiding(each), without: ['lexicon', 'frames'] }).turns[0]!.text

test('at its end a word that tells little goes only where it is likely to belong there', () => {
  expect(left('the zorb got bigger', { zorb: 0.99, got: 0.05 })).toBe('the [HEALTH] got bigger')
  expect(left('the zorb got bigger', { zorb: 0.99, got: 0.3 })).toBe('the [HEALTH] bigger')
  // Within, it goes along.
  expect(left('the zorb got bigger', { zorb: 0.99, got: 0.05, bigger: 0.99 })).toBe('the [HEALTH]')
})

test('words that tell nothing by themselves are hidden by themselves in an answer only', () => {
  expect(left('it was for me', { it: 0.99 })).toBe('it was for me')
  const turns: Turn[] = [{ role: 'assistant', text: 'are you on any medication' }, { role: 'user', text: 'it was for me' }]
  expect(redactCall(turns, { tagger: hiding({ it: 0.99 }), without: ['lexicon', 'frames'] }).turns[1]!.text).not.toBe('it was for me')
})

test('another tagger can be given, and the rules go without', () => {
  const turns: Turn[] = [{ role: 'user', text: 'a plain word' }]
  const all = taggerOf({ ...emptyWeights(), words: new Float32Array(65_536 * 4).map((_, i) => (i % 4 === 0 ? 1 : 0)) })
  expect(redactCall(turns, { tagger: all }).turns[0]!.text).toBe('a [HEALTH]')
  expect(redactCall(turns, { tagger: all, without: ['model'] }).turns[0]!.text).toBe('a plain word')
})
