import { candidatesFor, indexOf, type Index } from './candidates.ts'
import { mayMatch } from './grams.ts'
import packed from './triggers.json' with { type: 'json' }

/** What tells a pattern from the others: cheaper than its whole text, which may have thousands of characters. */
export const keyOf = (source: string): string =>
  `${source.length}:${source.slice(0, 24)}:${source.slice(source.length >> 1, (source.length >> 1) + 16)}:${source.slice(-24)}`

type Table = { places: Map<string, number>; triggers: Uint16Array[] }
let table: Table | null = null
let index: Index | null = null
/** The index is made when so many patterns were looked for: it takes some milliseconds, which the first turns do not win back. */
const looksBeforeIndex = 5000
let looks = 0

function load(): Table {
  const bytes = Buffer.from(packed.grams, 'base64')
  const grams = new Uint16Array(bytes.length / 2)
  Buffer.from(grams.buffer).set(bytes)
  let from = 0
  const triggers = packed.lengths.map((length) => grams.subarray(from, (from += length)))
  return { places: new Map(packed.keys.map((key, i) => [key, i])), triggers }
}

const anything = new Uint16Array(0)
type Needed = { trigger: Uint16Array; place: number }
const seen = new Map<RegExp, Needed>()

function neededBy(pattern: RegExp): Needed {
  let needed = seen.get(pattern)
  if (needed) return needed
  table ??= load()
  const place = table.places.get(keyOf(pattern.source)) ?? -1
  seen.set(pattern, (needed = { trigger: table.triggers[place] ?? anything, place }))
  return needed
}

/** What a line must have for a pattern to match; a pattern that nothing is known of may match anywhere. */
export const needsOf = (pattern: RegExp): Uint16Array => neededBy(pattern).trigger

/** What a line has: its grams, see `gramsOf`, and which patterns they tell, as soon as that was asked. */
export type Traits = { grams: Uint32Array; may: Uint8Array | null }

/** Whether a pattern may match a line. It does not when this says so. */
export function mayOccur(pattern: RegExp, line: Traits): boolean {
  const { trigger, place } = neededBy(pattern)
  if (trigger.length === 0) return true
  if (!index && (looks += 1) > looksBeforeIndex) index = indexOf(table!.triggers)
  if (index && (line.may ??= candidatesFor(line.grams, index))[place] === 0) return false
  return mayMatch(trigger, line.grams)
}

/** Every pattern that was looked for since the process began. */
export const patternsSeen = (): RegExp[] => [...seen.keys()]
