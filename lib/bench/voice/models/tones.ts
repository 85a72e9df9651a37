// What the models speak: mu-law, 8 kHz. A sound is two tones whose pitches say a pair of numbers, so that whoever hears it knows from the samples alone
// which turn and which word or chunk it is. All pitches are multiples of 50 Hz: 20 ms hold whole periods and are told apart exactly.
export const SAMPLES_PER_MS = 8
export const FRAME_MS = 20
export const FRAME_BYTES = FRAME_MS * SAMPLES_PER_MS
export const SILENCE = 0xff

/** How many numbers either tone can say. */
export const CODES = 16
export type Code = { first: number; second: number }

const pitchOf = (base: number, code: number) => base + 50 * code
const FIRST_HZ = 400
const SECOND_HZ = 1_400
const BIAS = 132
const PEAK = 32_635

/** A 16-bit sample as G.711 mu-law. */
export function encodeSample(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0
  const magnitude = Math.min(PEAK, Math.abs(Math.round(sample))) + BIAS
  const exponent = 31 - Math.clz32(magnitude) - 7
  return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)) & 0xff
}

/** The 16-bit sample of each mu-law byte. */
export const decoded = Int16Array.from({ length: 256 }, (_, byte) => {
  const bits = ~byte & 0xff
  const magnitude = (((bits & 0x0f) << 3) + BIAS << ((bits >> 4) & 0x07)) - BIAS
  return bits & 0x80 ? -magnitude : magnitude
})

const blocks = new Map<number, Buffer>()

/** Twenty milliseconds of the pair's sound; put end to end they are one unbroken sound. `loudness` is 0 to 1. */
export function block({ first, second }: Code, loudness = 1): Buffer {
  const level = Math.round(loudness * 10)
  const key = (first * CODES + second) * 11 + level
  const known = blocks.get(key)
  if (known) return known
  const angle = (hz: number, sample: number) => Math.sin((2 * Math.PI * hz * sample) / (SAMPLES_PER_MS * 1_000))
  const made = Buffer.from(Uint8Array.from({ length: FRAME_BYTES }, (_, sample) =>
    encodeSample(600 * level * (angle(pitchOf(FIRST_HZ, first), sample) + angle(pitchOf(SECOND_HZ, second), sample)))))
  blocks.set(key, made)
  return made
}

/** So many bytes of the pair's sound, unbroken. */
export const toneOf = (code: Code, bytes: number): Buffer => Buffer.alloc(bytes, block(code))

/** Mean of the samples' sizes; 0 of silence, above 300 whenever a model speaks or coughs. */
export function energyOf(frame: Uint8Array): number {
  let sum = 0
  for (let index = 0; index < frame.length; index++) sum += Math.abs(decoded[frame[index]!]!)
  return frame.length === 0 ? 0 : sum / frame.length
}

const factors = (base: number) => Float64Array.from({ length: CODES }, (_, code) => 2 * Math.cos((2 * Math.PI * pitchOf(base, code)) / (SAMPLES_PER_MS * 1_000)))
const firstFactors = factors(FIRST_HZ)
const secondFactors = factors(SECOND_HZ)

/** Goertzel's filter at each pitch of a band: the strongest, its power, and that of all. */
function strongest(frame: Uint8Array, band: Float64Array): { code: number; power: number; total: number } {
  let best = { code: 0, power: 0 }
  let total = 0
  for (let code = 0; code < CODES; code++) {
    const factor = band[code]!
    let last = 0
    let before = 0
    for (let index = 0; index < FRAME_BYTES; index++) {
      const now = decoded[frame[index]!]! + factor * last - before
      before = last
      last = now
    }
    const power = last * last + before * before - factor * last * before
    total += power
    if (power > best.power) best = { code, power }
  }
  return { ...best, total }
}

/** The pair that twenty milliseconds say; null when they are silence, noise, or the seam of two. */
export function codeOf(frame: Uint8Array): Code | null {
  if (frame.length < FRAME_BYTES || energyOf(frame) < 300) return null
  const first = strongest(frame, firstFactors)
  const second = strongest(frame, secondFactors)
  return first.power > 0.8 * first.total && second.power > 0.8 * second.total ? { first: first.code, second: second.code } : null
}
