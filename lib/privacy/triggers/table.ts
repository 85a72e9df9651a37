import packed from './triggers.json' with { type: 'json' }

/** What tells a pattern from the others: cheaper than its whole text, which may have thousands of characters. */
export const keyOf = (source: string): string =>
  `${source.length}:${source.slice(0, 24)}:${source.slice(source.length >> 1, (source.length >> 1) + 16)}:${source.slice(-24)}`

let triggers: Map<string, Uint16Array> | null = null

function load(): Map<string, Uint16Array> {
  const bytes = Buffer.from(packed.grams, 'base64')
  const grams = new Uint16Array(bytes.length / 2)
  Buffer.from(grams.buffer).set(bytes)
  let from = 0
  return new Map(
    packed.keys.map((key, i) => {
      const to = from + packed.lengths[i]!
      const own = grams.subarray(from, to)
      from = to
      return [key, own]
    }),
  )
}

const anything = new Uint16Array(0)
const seen = new Map<RegExp, Uint16Array>()

/** What a line must have for a pattern to match; a pattern that nothing is known of may match anywhere. */
export function needsOf(pattern: RegExp): Uint16Array {
  let needed = seen.get(pattern)
  if (!needed) seen.set(pattern, (needed = (triggers ??= load()).get(keyOf(pattern.source)) ?? anything))
  return needed
}

/** Every pattern that was looked for since the process began. */
export const patternsSeen = (): RegExp[] => [...seen.keys()]
