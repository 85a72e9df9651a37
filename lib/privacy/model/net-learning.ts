import { count } from './chain.ts'
import { dimensions } from './meaning.ts'
import {
  at, first, marksEach, near, netSize, second, sizes, wider, type Keep, type Most, type Part, type Passed, type Reading,
} from './net.ts'

/** The net, the slopes that are being added up, and which neurons take part. */
export type Back = { net: Float32Array; slopes: Float32Array; keep: Keep }

/**
 * Adds to the slopes of the net for what was wrong: `wrong` for each word and class (as `scores`), `misjudged` for the
 * whole turn.
 */
export function traced(reading: Reading, passed: Passed, wrong: Float64Array, misjudged: number, own: Back): void {
  const { two, clause, turn } = passed
  const { net, slopes } = own
  const length = reading.marks.length / marksEach
  const back2 = new Float32Array(length * second)
  const ofTurn = new Float64Array(count)
  const ofClause = new Float64Array((clause.top.length / second) * count)
  for (let i = 0; i < length; i += 1)
    for (let y = 1; y < count; y += 1) {
      const slope = wrong[i * count + y]!
      if (slope === 0) continue
      ofTurn[y]! += slope
      ofClause[reading.clauses[i]! * count + y]! += slope
      const row = at.word + (y - 1) * second
      for (let h = 0; h < second; h += 1) {
        slopes[row + h]! += slope * two[i * second + h]!
        back2[i * second + h]! += slope * net[row + h]!
      }
    }
  slopes[at.judge + second]! += misjudged
  for (let h = 0; h < second; h += 1) {
    slopes[at.judge + h]! += misjudged * turn.top[h]!
    if (turn.place[h]! >= 0) back2[turn.place[h]! * second + h]! += misjudged * net[at.judge + h]!
  }
  backMost(turn, ofTurn, at.turn, back2, own)
  backMost(clause, ofClause, at.clause, back2, own)
  const back1 = new Float32Array(length * first)
  for (let i = 0; i < length; i += 1) backSecond(passed, back2, back1, own, i)
  for (let i = 0; i < length; i += 1) backFirst(reading, passed.one, back1, own, i)
}

/** From what the most of each neuron in a group of words was worth, `wrong` for each group and class, to the words that gave it. */
function backMost({ top, place }: Most, wrong: Float64Array, from: number, back2: Float32Array, { net, slopes }: Back): void {
  for (let k = 0; k < top.length; k += 1) {
    if (place[k]! < 0) continue
    const h = k % second
    const group = ((k - h) / second) * count
    let sum = 0
    for (let y = 1; y < count; y += 1) {
      const row = from + (y - 1) * second + h
      slopes[row]! += wrong[group + y]! * top[k]!
      sum += wrong[group + y]! * net[row]!
    }
    back2[place[k]! * second + h]! += sum
  }
}

const places = new Int32Array(first)
const slope = new Float64Array(first)

/** Lists in `places` and `slope` the neurons of one word that spoke and are to change; most are silent. Tells how many there are. */
function active(
  said: Float32Array, back: Float32Array, to: number, width: number, keep: Float32Array, slopes: Float32Array, bias: number,
): number {
  let [many, any] = [0, 0]
  for (let h = 0; h < width; h += 1) {
    const own = said[to + h]! > 0 ? back[to + h]! * keep[h]! : 0
    if (own === 0) continue
    slopes[bias + h]! += own
    any += Math.abs(own)
    places[many] = h
    slope[many] = own
    many += 1
  }
  return any < 1e-4 ? 0 : many
}

/** From the second layer at one word to the first. */
function backSecond({ one, two }: Passed, back2: Float32Array, back1: Float32Array, own: Back, i: number): void {
  const { net, slopes, keep } = own
  const length = two.length / second
  const to = i * second
  const many = active(two, back2, to, second, keep.two, slopes, at.secondBias)
  if (many === 0) return
  for (let o = -wider; o <= wider; o += 1) {
    const k = i + o
    if (k < 0 || k >= length) continue
    for (let g = 0; g < first; g += 1) {
      const x = one[k * first + g]!
      if (x === 0) continue
      const row = at.wide + ((o + wider) * first + g) * second
      let sum = 0
      for (let n = 0; n < many; n += 1) {
        const h = places[n]!
        slopes[row + h]! += x * slope[n]!
        sum += net[row + h]! * slope[n]!
      }
      back1[k * first + g]! += sum
    }
  }
}

/** From the first layer at one word to what was read. */
function backFirst({ meanings, marks }: Reading, one: Float32Array, back1: Float32Array, own: Back, i: number): void {
  const { slopes, keep } = own
  const length = marks.length / marksEach
  const to = i * first
  const many = active(one, back1, to, first, keep.one, slopes, at.firstBias)
  if (many === 0) return
  for (let o = -near; o <= near; o += 1) {
    const k = i + o
    if (k < 0 || k >= length) continue
    for (let d = 0; d < dimensions; d += 1) {
      const x = meanings[k * dimensions + d]!
      if (x === 0) break
      const row = at.meanings + ((o + near) * dimensions + d) * first
      for (let n = 0; n < many; n += 1) slopes[row + places[n]!]! += x * slope[n]!
    }
  }
  for (let m = 0; m < marksEach; m += 1) {
    const row = at.marks + marks[i * marksEach + m]! * first
    for (let n = 0; n < many; n += 1) slopes[row + places[n]!]! += slope[n]!
  }
}

/** Numbers to begin with, small enough that no layer drowns the next. */
export function newNet(random: () => number): Float32Array {
  const net = new Float32Array(netSize)
  const fill = (part: Part, most: number) => {
    for (let k = at[part]; k < at[part] + sizes[part]; k += 1) net[k] = (random() * 2 - 1) * most
  }
  fill('meanings', Math.sqrt(1 / ((2 * near + 1) * dimensions)))
  fill('marks', 0.1)
  fill('wide', Math.sqrt(3 / ((2 * wider + 1) * first)))
  fill('word', Math.sqrt(1 / second))
  fill('clause', 0.1)
  fill('turn', 0.1)
  fill('judge', Math.sqrt(1 / second))
  return net
}

/** Which neurons of the two layers are left out for one turn of learning, so that none leans on another. */
export function keepOf(random: () => number, drop: number): Keep {
  const of = (size: number) => Float32Array.from({ length: size }, () => (random() < drop ? 0 : 1 / (1 - drop)))
  return { one: of(first), two: of(second) }
}
