/** A distribution of a wait: lognormal, in milliseconds; sigma is ln(p95 / p50) / 1.645. */
export type Lognormal = { medianMs: number; sigma: number }

/**
 * Where the models' waits come from. `stt`: published, from the end of the caller's voice detection to the final text; `tts`: sonic-3, measured warm by
 * others; `llms`: published for tool-calling conversations; the time between tokens and the batch requests are assumed.
 */
export const stt: Lognormal = { medianMs: 47, sigma: 0.447 }
export const tts: Lognormal = { medianMs: 138, sigma: 0.181 }
export const llms = {
  'gpt-4.1': { first: { medianMs: 683, sigma: 0.263 }, betweenTokensMs: 12 },
  'gpt-4o-mini': { first: { medianMs: 760, sigma: 0.337 }, betweenTokensMs: 10 },
  'gemini-2.5-flash': { first: { medianMs: 594, sigma: 0.499 }, betweenTokensMs: 6 },
  fast: { first: { medianMs: 98, sigma: 0.508 }, betweenTokensMs: 3 },
} as const satisfies Record<string, { first: Lognormal; betweenTokensMs: number }>
export type LlmName = keyof typeof llms
export const batchStt: Lognormal = { medianMs: 400, sigma: 0.35 }
/** A whole answer spoken at once takes so much for each millisecond of its sound, over the first of it. */
export const batchTtsShare = 0.12

/** A number in (0, 1) that depends on the seed and the key alone, so that every way of answering meets the same luck. */
export function uniform(seed: number, key: string): number {
  let hash = 2_166_136_261 ^ seed
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 16_777_619)
  // The last steps of MurmurHash3: neighbouring keys get numbers that are no neighbours.
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (((hash ^ (hash >>> 16)) >>> 0) + 0.5) / 2 ** 32
}

/** A standard normal number for the key. */
export const normal = (seed: number, key: string): number =>
  Math.sqrt(-2 * Math.log(uniform(seed, `${key}/radius`))) * Math.cos(2 * Math.PI * uniform(seed, `${key}/angle`))

/** Milliseconds drawn from the distribution for the key. */
export const lognormal = ({ medianMs, sigma }: Lognormal, seed: number, key: string): number => medianMs * Math.exp(sigma * normal(seed, key))

/** A number between the two, for the key. */
export const between = (low: number, high: number, seed: number, key: string): number => low + (high - low) * uniform(seed, key)
