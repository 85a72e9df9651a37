import { perWord, rows } from './features.ts'

/** What a word is: nothing to hide, health, belief and the like, a name, where somebody lives. */
export const classes = ['O', 'HEALTH', 'SENSITIVE', 'NAME', 'ADDRESS'] as const
export const count = classes.length
/** Weights are kept for all classes but the first, which is the zero that the others are measured against. */
export const kept = count - 1

/**
 * A chain over the words of a turn (a conditional random field, Lafferty, McCallum and Pereira 2001): what speaks for each
 * class at a word, and for one class after another.
 */
export type Weights = {
  /** `rows` times `kept`. */
  words: Float32Array | Int8Array
  /** What one step of `words` is worth. */
  scale: number
  /** `count` times `count`: from a class to the next; logarithms. */
  steps: Float32Array
  /** The net beside the chain, see `net.ts`; its scores are added to those of the words. */
  net: Float32Array
}

export const emptyWeights = (): Weights => ({
  words: new Float32Array(rows * kept),
  scale: 1,
  steps: new Float32Array(count * count),
  net: new Float32Array(0),
})

/** For each word what speaks for each class. */
export function scoresOf(features: Uint16Array, { words, scale }: Weights): Float64Array {
  const length = features.length / perWord
  const scores = new Float64Array(length * count)
  for (let i = 0; i < length; i += 1) {
    let [a, b, c, d] = [0, 0, 0, 0]
    for (let k = i * perWord; k < (i + 1) * perWord; k += 1) {
      const at = features[k]! * kept
      a += words[at]!
      b += words[at + 1]!
      c += words[at + 2]!
      d += words[at + 3]!
    }
    const to = i * count
    scores[to + 1] = a * scale
    scores[to + 2] = b * scale
    scores[to + 3] = c * scale
    scores[to + 4] = d * scale
  }
  return scores
}

/** The sum over the class before (or after) of what leads to each class, scaled so that it stays within range. */
function spread(from: Float64Array, at: number, to: Float64Array, next: number, step: Float64Array, isBack: boolean) {
  let sum = 0
  for (let y = 0; y < count; y += 1) {
    let total = 0
    for (let x = 0; x < count; x += 1) total += from[at + x]! * step[isBack ? y * count + x : x * count + y]!
    to[next + y]! *= total
    sum += to[next + y]!
  }
  for (let y = 0; y < count; y += 1) to[next + y]! /= sum
}

/**
 * How likely each class is at each word, all the others taken into account (forward and backward). `pairs`, when given,
 * collects how likely each step is, for training.
 */
export function marginalsOf(scores: Float64Array, { steps }: Weights, pairs?: Float64Array): Float64Array {
  const length = scores.length / count
  const step = Float64Array.from(steps, Math.exp)
  const local = new Float64Array(scores.length)
  for (let i = 0; i < length; i += 1) {
    let most = -Infinity
    for (let y = 0; y < count; y += 1) most = Math.max(most, scores[i * count + y]!)
    for (let y = 0; y < count; y += 1) local[i * count + y] = Math.exp(scores[i * count + y]! - most)
  }
  const ahead = Float64Array.from(local)
  const back = new Float64Array(scores.length).fill(1)
  const weighted = new Float64Array(scores.length)
  for (let i = 1; i < length; i += 1) spread(ahead, (i - 1) * count, ahead, i * count, step, false)
  for (let i = length - 2; i >= 0; i -= 1) {
    for (let y = 0; y < count; y += 1) weighted[(i + 1) * count + y] = back[(i + 1) * count + y]! * local[(i + 1) * count + y]!
    spread(weighted, (i + 1) * count, back, i * count, step, true)
  }
  const result = new Float64Array(scores.length)
  for (let i = 0; i < length; i += 1) {
    let sum = 0
    for (let y = 0; y < count; y += 1) sum += result[i * count + y] = ahead[i * count + y]! * back[i * count + y]!
    for (let y = 0; y < count; y += 1) result[i * count + y]! /= sum
    if (pairs && i > 0) addPairs(pairs, ahead, weighted, step, i)
  }
  return result
}

function addPairs(pairs: Float64Array, ahead: Float64Array, weighted: Float64Array, step: Float64Array, i: number) {
  const here = new Float64Array(count * count)
  let sum = 0
  for (let x = 0; x < count; x += 1)
    for (let y = 0; y < count; y += 1)
      sum += here[x * count + y] = ahead[(i - 1) * count + x]! * step[x * count + y]! * weighted[i * count + y]!
  for (let k = 0; k < here.length; k += 1) pairs[k]! += here[k]! / sum
}
