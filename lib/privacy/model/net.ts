import { dimensions, meaningOf } from './meaning.ts'
import { clausesOf, type Known } from './features.ts'
import { codeOf } from './words.ts'
import type { Doc } from '../text.ts'
import { count, kept } from './chain.ts'

/**
 * A small net of three layers beside the chain: what words mean and what the rules know of them, three by three (`first`
 * numbers a word), five of those together (`second`), the most of each over its clause and over the whole turn. It knows by
 * what they mean words that nobody used in training.
 */
export const first = 128
export const second = 64
export const near = 1
export const wider = 2
/** Marks of a word; each is a row of a table. */
export const marksEach = 8
const stems = 2048
const markRows = 6 + 64 + 128 + 16 + 16 + 128 + 64 + stems

export const sizes = {
  meanings: (2 * near + 1) * dimensions * first,
  marks: markRows * first,
  firstBias: first,
  wide: (2 * wider + 1) * first * second,
  secondBias: second,
  word: kept * second,
  clause: kept * second,
  turn: kept * second,
  judge: second + 1,
}
export type Part = keyof typeof sizes
let end = 0
export const at = Object.fromEntries(
  Object.entries(sizes).map(([part, size]) => {
    end += size
    return [part, end - size]
  }),
) as Record<Part, number>
/** So many numbers the net has, and where each of its parts begins and ends. */
export const netSize = end
export const netParts = (Object.keys(sizes) as Part[]).map((part) => [at[part], at[part] + sizes[part]] as const)
/** Where the marks stand, of which each turn moves only a few. */
export const marksFrom = at.marks
export const marksTo = at.marks + sizes.marks
export const rowOfMark = (mark: number): [number, number] => [marksFrom + mark * first, marksFrom + (mark + 1) * first]

/** What the net reads of a turn: for each word its hash, `dimensions` numbers of its meaning, its marks, and which clause it is in. */
export type Reading = { hashes: Uint32Array; meanings: Float32Array; marks: Uint16Array; clauses: Uint16Array }

const asked = 'none name phone email dob address postcode card nhs ni health identity booking'.split(' ')

/** What the net reads of a turn, and of what the rules know of it. */
export function readingOf(doc: Doc, known: Known): Reading {
  const length = doc.words.length
  const meanings = new Float32Array(length * dimensions)
  const marks = new Uint16Array(length * marksEach)
  const hashes = new Uint32Array(length)
  const turn = asked.indexOf(known.expectation) | (known.isAgent ? 16 : 0) | (doc.text.trimEnd().endsWith('?') ? 32 : 0)
  doc.words.forEach((word, i) => {
    const code = codeOf(word)
    hashes[i] = code.w
    const isKnown = meaningOf(code.w, meanings, i * dimensions)
    let from = 0
    const put = (place: number, value: number, size: number) => {
      marks[i * marksEach + place] = from + (value % size)
      from += size
    }
    put(0, (isKnown ? 1 : 0) | (word.gap === '.' ? 2 : word.gap === ',' ? 4 : 0), 6)
    put(1, known.masked[i]! | (known.kept[i]! << 3), 64)
    put(2, code.kind, 128)
    put(3, code.sense & 15, 16)
    put(4, code.sense >> 4, 16)
    put(5, code.topic, 128)
    put(6, turn, 64)
    put(7, code.stem, stems)
  })
  return { hashes, meanings, marks, clauses: clausesOf(doc) }
}

/** The most of each neuron of the second layer, and the word that gave it; -1: none did. `second` numbers for each group of words. */
export type Most = { top: Float32Array; place: Int32Array }
/**
 * What each layer gave, kept for learning. `judged`: how much speaks for there being anything to hide in the turn, as
 * logarithm of the odds.
 */
export type Passed = { one: Float32Array; two: Float32Array; clause: Most; turn: Most; judged: number }

/**
 * What each known word adds to the first layer at the word after it, at itself and at the one before, by its hash: the same
 * in every turn for the same net, so the commonest are kept. Only words that the table of meanings has are in it.
 */
export type Added = Map<number, Float64Array>
const mostAdded = 2048
/** The marks that follow from the word alone; the others depend on where it stands. */
const ofWord = [2, 3, 4, 5, 7]

/** What the word at `i` adds to the first layer by what it is, `first` numbers for each place from the last that sees it to the first. */
function addedBy({ hashes, meanings, marks }: Reading, i: number, net: Float32Array, added: Added | undefined): Float64Array {
  const known = added?.get(hashes[i]!)
  if (known) return known
  const sums = new Float64Array((2 * near + 1) * first)
  for (const m of ofWord) {
    const row = at.marks + marks[i * marksEach + m]! * first
    for (let h = 0; h < first; h += 1) sums[near * first + h]! += net[row + h]!
  }
  // A word that is not known has no meaning, and no number of a known one is nothing.
  if (meanings[i * dimensions] === 0) return sums
  for (let o = 0; o <= 2 * near; o += 1)
    for (let h = 0; h < first; h += 4) {
      // Four at once are held in registers, which is what makes it fast.
      let [a, b, c, d] = [0, 0, 0, 0]
      let r = at.meanings + o * dimensions * first + h
      for (let k = i * dimensions; k < (i + 1) * dimensions; k += 1) {
        const x = meanings[k]!
        a += x * net[r]!
        b += x * net[r + 1]!
        c += x * net[r + 2]!
        d += x * net[r + 3]!
        r += first
      }
      const to = o * first + h
      sums[to]! += a
      sums[to + 1]! += b
      sums[to + 2]! += c
      sums[to + 3]! += d
    }
  if (added?.size === mostAdded) added.clear()
  added?.set(hashes[i]!, sums)
  return sums
}

/** Factors of the neurons of both layers while learning. */
export type Keep = { one: Float32Array; two: Float32Array }

/**
 * Adds to `scores` what the net has to say of each word. `keep` are factors of learning, nothing when it is used; `added` is
 * for a net that does not change any more.
 */
export function passed(reading: Reading, net: Float32Array, scores: Float64Array, keep?: Keep, added?: Added): Passed {
  const { clauses } = reading
  const length = clauses.length
  const one = firstLayer(reading, net, keep, added)
  const two = secondLayer(one, net, length, keep)
  const clause = mostOf(two, clauses, (clauses.at(-1) ?? -1) + 1)
  const turn = mostOf(two, new Uint16Array(length), 1)
  const judged = net[at.judge + second]! + summed(net, at.judge, turn.top, 0)
  const ofClause = new Float64Array(clause.top.length / second)
  for (let y = 1; y < count; y += 1) {
    const row = (y - 1) * second
    const ofTurn = summed(net, at.turn + row, turn.top, 0)
    for (let c = 0; c < ofClause.length; c += 1) ofClause[c] = ofTurn + summed(net, at.clause + row, clause.top, c * second)
    for (let i = 0; i < length; i += 1) scores[i * count + y]! += ofClause[clauses[i]!]! + summed(net, at.word + row, two, i * second)
  }
  return { one, two, clause, turn, judged }
}

function summed(net: Float32Array, row: number, all: Float32Array, from: number): number {
  let sum = 0
  for (let h = 0; h < second; h += 1) sum += net[row + h]! * all[from + h]!
  return sum
}

function mostOf(two: Float32Array, groups: Uint16Array, many: number): Most {
  const top = new Float32Array(many * second)
  const place = new Int32Array(many * second).fill(-1)
  for (let i = 0; i < groups.length; i += 1)
    for (let h = 0, to = groups[i]! * second; h < second; h += 1, to += 1)
      if (two[i * second + h]! > top[to]!) {
        top[to] = two[i * second + h]!
        place[to] = i
      }
  return { top, place }
}

/** Nothing below zero passes; while learning, what is left out does not either. */
function opened(all: Float32Array, width: number, factors: Float32Array | undefined): Float32Array {
  for (let k = 0; k < all.length; k += 1) if (all[k]! < 0) all[k] = 0
  if (factors) for (let k = 0; k < all.length; k += 1) all[k]! *= factors[k % width]!
  return all
}

/** What is no word adds nothing. */
const nothing: Float64Array = new Float64Array((2 * near + 1) * first)

function firstLayer(reading: Reading, net: Float32Array, keep: Keep | undefined, added: Added | undefined): Float32Array {
  const { marks, clauses: { length } } = reading
  const one = new Float32Array(length * first)
  let [before, here] = [nothing, length > 0 ? addedBy(reading, 0, net, added) : nothing]
  for (let i = 0; i < length; i += 1) {
    const after = i + 1 < length ? addedBy(reading, i + 1, net, added) : nothing
    const row = (mark: number) => at.marks + marks[i * marksEach + mark]! * first
    const [a, b, c] = [row(0), row(1), row(6)]
    for (let h = 0, to = i * first; h < first; h += 1, to += 1)
      one[to] =
        net[at.firstBias + h]! + before[h]! + here[first + h]! + after[2 * first + h]! + net[a + h]! + net[b + h]! + net[c + h]!
    ;[before, here] = [here, after]
  }
  return opened(one, first, keep?.one)
}

/** The neurons of the first layer that speak at one word: where their weights begin in a table of the second, and what they say. */
const rowsOpen = new Int32Array(first)
const said = new Float64Array(first)

function secondLayer(one: Float32Array, net: Float32Array, length: number, keep: Keep | undefined): Float32Array {
  const two = new Float32Array(length * second)
  for (let i = 0; i < length; i += 1) two.set(net.subarray(at.secondBias, at.secondBias + second), i * second)
  for (let k = 0; k < length; k += 1) {
    // Most neurons are silent at a word, and what is silent weighs nothing.
    let many = 0
    for (let g = 0; g < first; g += 1) {
      if (one[k * first + g] === 0) continue
      rowsOpen[many] = g * second
      said[many++] = one[k * first + g]!
    }
    for (let o = -wider; o <= wider; o += 1) {
      const to = (k - o) * second
      if (to >= 0 && to < two.length) weigh(many, net, at.wide + (o + wider) * first * second, two, to)
    }
  }
  return opened(two, second, keep?.two)
}

/** Adds to the second layer at `to` what the first `many` neurons that speak weigh there; eight sums at once are held in registers. */
function weigh(many: number, net: Float32Array, table: number, two: Float32Array, to: number): void {
  for (let h = 0; h < second; h += 8) {
    let [a, b, c, d, e, f, g, i] = [0, 0, 0, 0, 0, 0, 0, 0]
    for (let n = 0; n < many; n += 1) {
      const x = said[n]!
      const r = table + rowsOpen[n]! + h
      a += x * net[r]!
      b += x * net[r + 1]!
      c += x * net[r + 2]!
      d += x * net[r + 3]!
      e += x * net[r + 4]!
      f += x * net[r + 5]!
      g += x * net[r + 6]!
      i += x * net[r + 7]!
    }
    two[to + h]! += a
    two[to + h + 1]! += b
    two[to + h + 2]! += c
    two[to + h + 3]! += d
    two[to + h + 4]! += e
    two[to + h + 5]! += f
    two[to + h + 6]! += g
    two[to + h + 7]! += i
  }
}
