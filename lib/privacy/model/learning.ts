import { count, emptyWeights, kept, marginalsOf, scoresOf, type Weights } from './chain.ts'
import { perWord } from './features.ts'
import { marksFrom, marksTo, netSize, passed, rowOfMark, type Reading } from './net.ts'
import { keepOf, newNet, traced } from './net-learning.ts'

/**
 * A turn to learn from: what the chain and the net read of it, the class of each word, and which words tell nothing by
 * themselves (`free`): authors mark those or not as they like, so either is right.
 */
export type Lesson = { features: Uint16Array; reading: Reading; gold: Uint8Array; free: Uint8Array }

export type Course = {
  rounds: number
  /** How far one step goes, and how much each number is drawn back to zero, for the chain and the net. */
  pace: number
  decay: number
  netPace: number
  netDecay: number
  /** How much a word that must go is made to look like one that may stay. */
  lean: number
  /** The share of the features, and of the neurons, that are left out of each turn. */
  drop: number
  netDrop: number
  /** What the judgement of the whole turn weighs beside the words. */
  judge: number
  seed: number
}

/** Found by trying on authors left out. */
export const course: Course = {
  rounds: 12,
  pace: 0.02,
  decay: 0.00002,
  netPace: 0.02,
  netDecay: 0.00001,
  lean: 0.5,
  drop: 0.5,
  netDrop: 0.25,
  judge: 1,
  seed: 20_261_123,
}

/** Mulberry32 (Tommy Ettinger, public domain): the same numbers for the same seed. */
export function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** One number, moved against its slope by a step that grows smaller the more it was moved (AdaGrad, 2011). */
function move(all: Float32Array, moved: Float32Array, at: number, slope: number, pace: number, decay: number): void {
  const whole = slope + decay * all[at]!
  moved[at]! += whole * whole
  all[at]! -= (pace * whole) / (Math.sqrt(moved[at]!) + 1e-6)
}

/** What is learned so far, and how far each number was moved. */
type State = {
  weights: Weights
  words: Float32Array
  net: Float32Array
  moved: { words: Float32Array; steps: Float32Array; net: Float32Array }
  slopes: Float32Array
  random: () => number
}

function begun(own: Course): State {
  const random = randomOf(own.seed)
  const net = newNet(random)
  const words = emptyWeights().words as Float32Array
  return {
    weights: { ...emptyWeights(), words, net },
    words,
    net,
    moved: {
      words: new Float32Array(words.length),
      steps: new Float32Array(count * count),
      net: new Float32Array(netSize),
    },
    slopes: new Float32Array(netSize),
    random,
  }
}

/** Learns from lessons; the same lessons and course give the same weights, the mean of the second half of the rounds. */
export function learned(lessons: readonly Lesson[], own: Course = course): Weights {
  const state = begun(own)
  const mean = { words: new Float32Array(state.words.length), net: new Float32Array(netSize) }
  const order = lessons.filter(({ gold }) => gold.length > 0)
  const later = own.rounds - Math.ceil(own.rounds / 2)
  for (let round = 0; round < own.rounds; round += 1) {
    for (let i = order.length - 1; i > 0; i -= 1) {
      const k = Math.floor(state.random() * (i + 1))
      ;[order[i], order[k]] = [order[k]!, order[i]!]
    }
    for (const lesson of order) learn(lesson, state, own)
    if (round < own.rounds - later) continue
    for (let k = 0; k < state.words.length; k += 1) mean.words[k]! += state.words[k]! / later
    for (let k = 0; k < netSize; k += 1) mean.net[k]! += state.net[k]! / later
  }
  return { ...state.weights, ...mean }
}

/** How likely the classes are when what people marked is given, free words left open. */
function clamped(scores: Float64Array, { gold, free }: Lesson, weights: Weights, pairs: Float64Array): Float64Array {
  const held = Float64Array.from(scores)
  for (let i = 0; i < gold.length; i += 1)
    for (let y = 0; y < count; y += 1) if (!free[i] && y !== gold[i]) held[i * count + y]! -= 60
  return marginalsOf(held, weights, pairs)
}

function learn(lesson: Lesson, state: State, own: Course): void {
  const { gold, reading } = lesson
  const { weights, words, moved, random } = state
  // So that no word is learned by heart where its kind would do.
  const features = lesson.features.map((one) => (random() < own.drop ? 0 : one))
  const keep = keepOf(random, own.netDrop)
  const scores = scoresOf(features, weights)
  const gone = passed(reading, state.net, scores, keep)
  gold.forEach((label, i) => {
    if (label !== 0) scores[i * count]! += own.lean
  })
  const [pairs, right] = [new Float64Array(count * count), new Float64Array(count * count)]
  const likely = marginalsOf(scores, weights, pairs)
  const wanted = clamped(scores, lesson, weights, right)
  const wrong = new Float64Array(likely.length)
  let most = 0
  for (let i = 0; i < gold.length; i += 1)
    for (let y = 1; y < count; y += 1) {
      const slope = likely[i * count + y]! - wanted[i * count + y]!
      if (Math.abs(slope) < 0.004) continue
      wrong[i * count + y] = slope
      most += Math.abs(slope)
      for (let k = i * perWord; k < (i + 1) * perWord; k += 1)
        move(words, moved.words, features[k]! * kept + y - 1, slope, own.pace, own.decay)
    }
  for (let k = 0; k < pairs.length; k += 1)
    move(weights.steps, moved.steps, k, pairs[k]! - right[k]!, own.pace, own.decay)
  const misjudged = 1 / (1 + Math.exp(-gone.judged)) - (gold.some((label) => label !== 0) ? 1 : 0)
  if (most < 0.02 && Math.abs(misjudged) < 0.02) return
  traced(reading, gone, wrong, misjudged * own.judge, { net: state.net, slopes: state.slopes, keep })
  moveNet(reading, state, own)
}

/** Moves the net by its slopes, and clears them; of the marks only those that the turn has. */
function moveNet({ marks }: Reading, { net, moved, slopes }: State, own: Course): void {
  const part = (from: number, to: number) => {
    for (let k = from; k < to; k += 1) {
      if (slopes[k] === 0) continue
      move(net, moved.net, k, slopes[k]!, own.netPace, own.netDecay)
      slopes[k] = 0
    }
  }
  part(0, marksFrom)
  part(marksTo, netSize)
  for (const mark of new Set(marks)) part(...rowOfMark(mark))
}
