import type { Weights } from './chain.ts'
import { netParts } from './net.ts'

/** Weights as they are stored: one byte a number, what one step is worth for the words and for each part of the net. */
export type Rounded = { words: Int8Array; scale: number; steps: number[]; net: Int8Array; netScales: number[] }

/** The furthest a weight of the chain may be from zero; the rest is cut off. */
const furthest = 3

const largest = (all: Float32Array | Int8Array): number => {
  let most = 1e-6
  for (const one of all) most = Math.max(most, Math.abs(one))
  return most
}
const stepsOf = (all: Float32Array, scale: number): Int8Array =>
  Int8Array.from(all, (one) => Math.max(-127, Math.min(127, Math.round(one / scale))))

/** The weights in one byte each; very small ones are left out. */
export function rounded({ words, steps, net }: Weights): Rounded {
  const scale = Math.min(largest(words), furthest) / 127
  const small = new Int8Array(net.length)
  const netScales = netParts.map(([from, to]) => {
    const part = net.subarray(from, to)
    const own = largest(part) / 127
    small.set(stepsOf(part, own), from)
    return own
  })
  return {
    words: stepsOf(Float32Array.from(words), scale),
    scale,
    steps: Array.from(steps, (one) => Math.round(one * 1000) / 1000),
    net: small,
    netScales,
  }
}

/** The weights that were rounded. */
export function unrounded({ words, scale, steps, net, netScales }: Rounded): Weights {
  const whole = new Float32Array(net.length)
  netParts.forEach(([from, to], part) => {
    for (let k = from; k < to; k += 1) whole[k] = net[k]! * netScales[part]!
  })
  return { words, scale, steps: Float32Array.from(steps), net: whole }
}
