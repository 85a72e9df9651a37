import { expect, test } from 'vitest'
import { read } from '../text.ts'
import { count } from './chain.ts'
import type { Known } from './features.ts'
import { randomOf } from './learning.ts'
import { dimensions, meaningOf } from './meaning.ts'
import { codeOf } from './words.ts'
import { keepOf, newNet, traced } from './net-learning.ts'
import { netSize, passed, readingOf, type Added } from './net.ts'

const known = (length: number): Known => ({
  masked: new Uint8Array(length),
  frames: new Uint8Array(length),
  kept: new Uint8Array(length),
  expectation: 'none',
  isAgent: false,
})
const doc = read('my tummy has been hurting since the peel')
const reading = readingOf(doc, known(doc.words.length))

const vectorOf = (word: string): Float32Array | null => {
  const to = new Float32Array(dimensions)
  return meaningOf(codeOf(read(word).words[0]!).w, to, 0) ? to : null
}
const likeness = (one: string, other: string): number => {
  const [a, b] = [vectorOf(one)!, vectorOf(other)!]
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, k) => sum + value * y[k]!, 0)
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}

test('words that mean much the same are near each other, and an unknown one has no meaning', () => {
  expect(likeness('stomach', 'kidney')).toBeGreaterThan(likeness('stomach', 'tuesday') + 0.2)
  expect(likeness('asthma', 'diabetes')).toBeGreaterThan(likeness('asthma', 'deposit') + 0.2)
  expect(vectorOf('qzxqvw')).toBeNull()
})

test('what a turn is asked and what was masked changes what the net reads', () => {
  const other = { ...known(doc.words.length), expectation: 'health' as const }
  expect(readingOf(doc, other).marks).not.toEqual(reading.marks)
  expect(readingOf(doc, other).meanings).toEqual(reading.meanings)
})

test('what is kept of the words from turn to turn changes nothing', () => {
  const net = newNet(randomOf(11))
  const added: Added = new Map()
  for (const text of ['my tummy hurts', 'the tummy of my sister hurts my qzxqvw', 'my tummy hurts']) {
    const turn = read(text)
    const own = readingOf(turn, known(turn.words.length))
    const [plain, kept] = [new Float64Array(turn.words.length * count), new Float64Array(turn.words.length * count)]
    expect(passed(own, net, kept, undefined, added)).toEqual(passed(own, net, plain))
    expect(kept).toEqual(plain)
  }
  expect(added.size).toBeGreaterThan(2)
})

test('the slopes are those of the scores', () => {
  const random = randomOf(8)
  const net = newNet(random)
  const keep = keepOf(random, 0)
  const size = doc.words.length * count
  const weighed = Float64Array.from({ length: size }, (_, k) => (k % count === 0 ? 0 : random() - 0.5))
  const valueOf = (): number => {
    const scores = new Float64Array(weighed.length)
    const { judged } = passed(reading, net, scores)
    return scores.reduce((sum, one, k) => sum + one * weighed[k]!, 0) + 0.7 * judged
  }
  const slopes = new Float32Array(netSize)
  const scores = new Float64Array(weighed.length)
  traced(reading, passed(reading, net, scores, keep), weighed, 0.7, { net, slopes, keep })
  const moving = [...slopes.keys()].filter((k) => Math.abs(slopes[k]!) > 0.05)
  expect(moving.length).toBeGreaterThan(200)
  for (const k of moving.filter((_, n) => n % 37 === 0)) {
    const [before, step] = [net[k]!, 0.002]
    net[k] = before + step
    const above = valueOf()
    net[k] = before - step
    expect((above - valueOf()) / (2 * step)).toBeCloseTo(slopes[k]!, 1)
    net[k] = before
  }
})
