import { count } from './chain.ts'
import { dimensions } from './meaning.ts'
import {
  at, first, marksEach, near, netSize, second, sizes, wider, type Keep, type Part, type Passed, type Reading,
} from './net.ts'

/** The net, the slopes that are being added up, and which neurons take part. */
export type Back = { net: Float32Array; slopes: Float32Array; keep: Keep }

/**
 * Adds to the slopes of the net for what was wrong: `wrong` for each word and class (as `scores`), `misjudged` for the
 * whole turn.
 */
export function traced(reading: Reading, passed: Passed, wrong: Float64Array, misjudged: number, own: Back): void {
  const { one, two, top, place } = passed
  const { net, slopes } = own
  const length = reading.marks.length / marksEach
  const back2 = new Float32Array(length * second)
  const whole = new Float64Array(count)
  for (let i = 0; i < length; i += 1)
    for (let y = 1; y < count; y += 1) {
      const slope = wrong[i * count + y]!
      if (slope === 0) continue
      whole[y]! += slope
      const row = at.word + (y - 1) * second
      for (let h = 0; h < second; h += 1) {
        slopes[row + h]! += slope * two[i * second + h]!
        back2[i * second + h]! += slope * net[row + h]!
      }
    }
  slopes[at.judge + second]! += misjudged
  for (let h = 0; h < second; h += 1) {
    slopes[at.judge + h]! += misjudged * top[h]!
    let sum = misjudged * net[at.judge + h]!
    for (let y = 1; y < count; y += 1) {
      const row = at.turn + (y - 1) * second
      slopes[row + h]! += whole[y]! * top[h]!
      sum += whole[y]! * net[row + h]!
    }
    if (place[h]! >= 0) back2[place[h]! * second + h]! += sum
  }
  const back1 = new Float32Array(length * first)
  for (let i = 0; i < length; i += 1) backSecond(passed, back2, back1, own, i)
  for (let i = 0; i < length; i += 1) backFirst(reading, one, back1, own, i)
}

/** From the second layer at one word to the first. */
function backSecond({ one, two }: Passed, back2: Float32Array, back1: Float32Array, own: Back, i: number): void {
  const { net, slopes, keep } = own
  const length = two.length / second
  const to = i * second
  let any = 0
  for (let h = 0; h < second; h += 1) {
    back2[to + h]! *= two[to + h]! > 0 ? keep.two[h]! : 0
    any += Math.abs(back2[to + h]!)
    slopes[at.secondBias + h]! += back2[to + h]!
  }
  if (any < 1e-4) return
  for (let o = -wider; o <= wider; o += 1) {
    const k = i + o
    if (k < 0 || k >= length) continue
    for (let g = 0; g < first; g += 1) {
      const x = one[k * first + g]!
      if (x === 0) continue
      const row = at.wide + ((o + wider) * first + g) * second
      let sum = 0
      for (let h = 0; h < second; h += 1) {
        slopes[row + h]! += x * back2[to + h]!
        sum += net[row + h]! * back2[to + h]!
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
  let any = 0
  for (let h = 0; h < first; h += 1) {
    back1[to + h]! *= one[to + h]! > 0 ? keep.one[h]! : 0
    any += Math.abs(back1[to + h]!)
    slopes[at.firstBias + h]! += back1[to + h]!
  }
  if (any < 1e-4) return
  for (let o = -near; o <= near; o += 1) {
    const k = i + o
    if (k < 0 || k >= length) continue
    for (let d = 0; d < dimensions; d += 1) {
      const x = meanings[k * dimensions + d]!
      if (x === 0) break
      const row = at.meanings + ((o + near) * dimensions + d) * first
      for (let h = 0; h < first; h += 1) slopes[row + h]! += x * back1[to + h]!
    }
  }
  for (let m = 0; m < marksEach; m += 1) {
    const row = at.marks + marks[i * marksEach + m]! * first
    for (let h = 0; h < first; h += 1) slopes[row + h]! += back1[to + h]!
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
  fill('turn', 0.1)
  fill('judge', Math.sqrt(1 / second))
  return net
}

/** Which neurons of the two layers are left out for one turn of learning, so that none leans on another. */
export function keepOf(random: () => number, drop: number): Keep {
  const of = (size: number) => Float32Array.from({ length: size }, () => (random() < drop ? 0 : 1 / (1 - drop)))
  return { one: of(first), two: of(second) }
}
