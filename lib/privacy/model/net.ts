import { dimensions, meaningOf } from './meaning.ts'
import type { Known } from './features.ts'
import { codeOf } from './words.ts'
import type { Doc } from '../text.ts'
import { count, kept } from './chain.ts'

/**
 * A small net of three layers beside the chain: what words mean and what the rules know of them, three by three (`first`
 * numbers a word), five of those together (`second`), the most of each over the whole turn. It knows by
 * what they mean words that nobody used in training.
 */
export const first = 48
export const second = 32
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

/** What the net reads of a turn: for each word `dimensions` numbers of its meaning, and its marks. */
export type Reading = { meanings: Float32Array; marks: Uint16Array }

const asked = 'none name phone email dob address postcode card nhs ni health identity booking'.split(' ')

/** What the net reads of a turn, and of what the rules know of it. */
export function readingOf(doc: Doc, known: Known): Reading {
  const length = doc.words.length
  const meanings = new Float32Array(length * dimensions)
  const marks = new Uint16Array(length * marksEach)
  const turn = asked.indexOf(known.expectation) | (known.isAgent ? 16 : 0) | (doc.text.trimEnd().endsWith('?') ? 32 : 0)
  doc.words.forEach((word, i) => {
    const code = codeOf(word)
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
  return { meanings, marks }
}

/**
 * What each layer gave, kept for learning. `judged`: how much speaks for there being anything to hide in the turn, as
 * logarithm of the odds.
 */
export type Passed = { one: Float32Array; two: Float32Array; top: Float32Array; place: Int32Array; judged: number }

/**
 * Adds to `width` numbers (a multiple of four) what `size` numbers weigh in them; four at once are held in registers,
 * which is what makes it fast.
 */
function weigh(
  from: Float32Array,
  begin: number,
  size: number,
  net: Float32Array,
  row: number,
  to: Float32Array,
  place: number,
  width: number,
): void {
  for (let h = 0; h < width; h += 4) {
    let a = 0
    let b = 0
    let c = 0
    let d = 0
    let r = row + h
    for (let k = begin; k < begin + size; k += 1) {
      const x = from[k]!
      a += x * net[r]!
      b += x * net[r + 1]!
      c += x * net[r + 2]!
      d += x * net[r + 3]!
      r += width
    }
    to[place + h]! += a
    to[place + h + 1]! += b
    to[place + h + 2]! += c
    to[place + h + 3]! += d
  }
}

/** Factors of the neurons of both layers while learning. */
export type Keep = { one: Float32Array; two: Float32Array }

/** Adds to `scores` what the net has to say of each word; `keep` are factors of learning, nothing when it is used. */
export function passed(reading: Reading, net: Float32Array, scores: Float64Array, keep?: Keep): Passed {
  const length = reading.marks.length / marksEach
  const one = new Float32Array(length * first)
  const two = new Float32Array(length * second)
  for (let i = 0; i < length; i += 1) firstLayer(reading, net, one, i, keep)
  for (let i = 0; i < length; i += 1) secondLayer(one, net, two, i, keep)
  const top = new Float32Array(second)
  const place = new Int32Array(second).fill(-1)
  for (let i = 0; i < length; i += 1)
    for (let h = 0; h < second; h += 1)
      if (two[i * second + h]! > top[h]!) {
        top[h] = two[i * second + h]!
        place[h] = i
      }
  let judged = net[at.judge + second]!
  for (let h = 0; h < second; h += 1) judged += net[at.judge + h]! * top[h]!
  for (let y = 1; y < count; y += 1) {
    const row = (y - 1) * second
    let all = 0
    for (let h = 0; h < second; h += 1) all += net[at.turn + row + h]! * top[h]!
    for (let i = 0; i < length; i += 1) {
      let sum = all
      for (let h = 0; h < second; h += 1) sum += net[at.word + row + h]! * two[i * second + h]!
      scores[i * count + y]! += sum
    }
  }
  return { one, two, top, place, judged }
}

function firstLayer({ meanings, marks }: Reading, net: Float32Array, one: Float32Array, i: number, keep?: Keep): void {
  const length = marks.length / marksEach
  const to = i * first
  for (let h = 0; h < first; h += 1) one[to + h] = net[at.firstBias + h]!
  for (let o = -near; o <= near; o += 1) {
    const k = i + o
    if (k < 0 || k >= length) continue
    // A word that is not known has no meaning, and no number of a known one is nothing.
    if (meanings[k * dimensions] !== 0)
      weigh(meanings, k * dimensions, dimensions, net, at.meanings + (o + near) * dimensions * first, one, to, first)
  }
  for (let m = 0; m < marksEach; m += 1) {
    const row = at.marks + marks[i * marksEach + m]! * first
    for (let h = 0; h < first; h += 1) one[to + h]! += net[row + h]!
  }
  for (let h = 0; h < first; h += 1) {
    if (one[to + h]! < 0) one[to + h] = 0
    else if (keep) one[to + h]! *= keep.one[h]!
  }
}

function secondLayer(one: Float32Array, net: Float32Array, two: Float32Array, i: number, keep?: Keep): void {
  const length = two.length / second
  const to = i * second
  for (let h = 0; h < second; h += 1) two[to + h] = net[at.secondBias + h]!
  for (let o = -wider; o <= wider; o += 1) {
    const k = i + o
    if (k < 0 || k >= length) continue
    weigh(one, k * first, first, net, at.wide + (o + wider) * first * second, two, to, second)
  }
  for (let h = 0; h < second; h += 1) {
    if (two[to + h]! < 0) two[to + h] = 0
    else if (keep) two[to + h]! *= keep.two[h]!
  }
}
