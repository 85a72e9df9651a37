import { bytesOf } from '../shipped.ts'

/** So many numbers tell what a word is about; each is one of sixteen steps. */
export const dimensions = 64
const buckets = 65_536
const bytesEach = dimensions / 2
/** The furthest a number may be from the middle, in standard deviations of all; the rest is cut off. */
const reach = 2.6

type Table = { first: Uint32Array; lows: Uint16Array; steps: Uint8Array }

/**
 * Vectors by the hashes of their words: the upper 16 bits of a hash choose a bucket, whose entries hold the lower 16
 * bits; each number is a step from 0 to 15, two to a byte. Each dimension is divided by its standard deviation, so that
 * the first do not drown the rest.
 */
export function packedVectors(all: readonly { hash: number; vector: readonly number[] }[]): Buffer {
  const entries = [...all].sort((a, b) => a.hash - b.hash)
  const counts = new Uint8Array(buckets)
  const steps = new Uint8Array(entries.length * bytesEach)
  for (const { hash } of entries) counts[hash >>> 16]! += 1
  for (let d = 0; d < dimensions; d += 1) {
    const spread = Math.sqrt(entries.reduce((sum, { vector }) => sum + vector[d]! ** 2, 0) / entries.length)
    entries.forEach(({ vector }, i) => {
      const step = Math.round((vector[d]! / spread / reach) * 7.5 + 7.5)
      steps[i * bytesEach + (d >> 1)]! |= Math.max(0, Math.min(15, step)) << ((d & 1) * 4)
    })
  }
  const lows = Uint16Array.from(entries, ({ hash }) => hash & 0xffff)
  return Buffer.concat([counts, Buffer.from(lows.buffer), steps])
}

function unpacked(bytes: Buffer): Table {
  const first = new Uint32Array(buckets + 1)
  for (let i = 0; i < buckets; i += 1) first[i + 1] = first[i]! + bytes[i]!
  const entries = first[buckets]!
  const lows = new Uint16Array(entries)
  Buffer.from(lows.buffer).set(bytes.subarray(buckets, buckets + entries * 2))
  return { first, lows, steps: bytes.subarray(buckets + entries * 2) }
}

let table: Table | null = null

/** Writes into `to`, from `at`, what the word of this hash is about (numbers of -2.6 to 2.6); false: it is not known. */
export function meaningOf(hash: number, to: Float32Array, at: number): boolean {
  table ??= unpacked(bytesOf('model', 'vectors.bin'))
  const [bucket, low] = [hash >>> 16, hash & 0xffff]
  for (let i = table.first[bucket]!; i < table.first[bucket + 1]!; i += 1) {
    if (table.lows[i] !== low) continue
    for (let d = 0; d < dimensions; d += 1) {
      const step = (table.steps[i * bytesEach + (d >> 1)]! >> ((d & 1) * 4)) & 15
      to[at + d] = ((step - 7.5) / 7.5) * reach
    }
    return true
  }
  return false
}
