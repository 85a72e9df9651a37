import { grams } from './grams.ts'

/**
 * For each gram the patterns that a line with it may match, as a list from `heads` on: of every alternative of the first
 * thing that a pattern needs one gram is taken, the one that fewest others have. Most lines have that of a few patterns only.
 */
export type Index = { heads: Uint16Array; next: Uint16Array; patterns: Uint16Array; size: number }

/** What `see` is told of the alternatives of the first thing that is needed: where the grams of each begin and end. */
function firstNeeds(trigger: Uint16Array, see: (from: number, to: number) => void): void {
  const end = 1 + (trigger[0] ?? 0)
  for (let at = 1; at < end; at += 1 + trigger[at]!) see(at + 1, at + 1 + trigger[at]!)
}

/** The index of patterns that need this, in their order. */
export function indexOf(triggers: readonly Uint16Array[]): Index {
  const often = new Uint16Array(grams)
  let alternatives = 1
  for (const trigger of triggers)
    firstNeeds(trigger, (from, to) => {
      alternatives += 1
      for (let i = from; i < to; i += 1) often[trigger[i]!]! += 1
    })
  const index = { heads: new Uint16Array(grams), next: new Uint16Array(alternatives), patterns: new Uint16Array(alternatives), size: triggers.length }
  let last = 0
  triggers.forEach((trigger, pattern) =>
    firstNeeds(trigger, (from, to) => {
      let rarest = trigger[from]!
      for (let i = from + 1; i < to; i += 1) if (often[trigger[i]!]! < often[rarest]!) rarest = trigger[i]!
      const head = index.heads[rarest]!
      if (head > 0 && index.patterns[head] === pattern) return
      last += 1
      index.heads[rarest] = last
      index.next[last] = head
      index.patterns[last] = pattern
    }),
  )
  return index
}

/** For each pattern of the index 1 when a line with these grams has one of what tells it. */
export function candidatesFor(line: Uint32Array, { heads, next, patterns, size }: Index): Uint8Array {
  const may = new Uint8Array(size)
  for (let k = 0; k < line.length; k += 1)
    for (let rest = line[k]!; rest !== 0; rest &= rest - 1) {
      const gram = (k << 5) + 31 - Math.clz32(rest & -rest)
      for (let at = heads[gram]!; at > 0; at = next[at]!) may[patterns[at]!] = 1
    }
  return may
}
