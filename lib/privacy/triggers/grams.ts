/**
 * Which patterns can match a line at all, told from pairs and triples of its characters, so that most of them are neither
 * compiled nor run. What each pattern needs was worked out before, see `compile.ts`.
 */
const codes = new Uint8Array(128).fill(28)
for (let i = 0; i < 26; i += 1) codes[97 + i] = i + 1
for (let i = 0; i < 10; i += 1) codes[48 + i] = 27
codes[32] = 0
const codeOf = (text: string, i: number): number => codes[text.charCodeAt(i)] ?? 28
const pairs = 32 * 32 * 32
/** So many grams there are. */
export const grams = pairs + 32 * 32

/** The pairs and triples of characters that a line has, as bits; it is read as if it stood between spaces. */
export function gramsOf(line: string): Uint32Array {
  const bits = new Uint32Array(grams >> 5)
  let before = 0
  let last = 0
  for (let i = 0; i <= line.length; i += 1) {
    const code = i < line.length ? codeOf(line, i) : 0
    const pair = (last << 5) | code
    const triple = (before << 10) | pair
    if (i > 0) bits[triple >> 5]! |= 1 << (triple & 31)
    bits[(pairs + pair) >> 5]! |= 1 << (pair & 31)
    before = last
    last = code
  }
  return bits
}

/** The gram at a place: a pair when there are only two characters, a triple otherwise. */
export function gramAt(text: string, i: number): number {
  const pair = (codeOf(text, i) << 5) | codeOf(text, i + 1)
  return text.length === 2 ? pairs + pair : (pair << 5) | codeOf(text, i + 2)
}

const has = (line: Uint32Array, gram: number): boolean => (line[gram >> 5]! & (1 << (gram & 31))) !== 0

/** Whether a line with these grams may hold a match of a pattern that needs this; see `triggerOf`. */
export function mayMatch(trigger: Uint16Array, line: Uint32Array): boolean {
  for (let at = 0; at < trigger.length;) {
    const end = at + 1 + trigger[at]!
    let isMet = false
    for (let i = at + 1; i < end && !isMet;) {
      const next = i + 1 + trigger[i]!
      let k = i + 1
      while (k < next && has(line, trigger[k]!)) k += 1
      isMet = k === next
      i = next
    }
    if (!isMet) return false
    at = end
  }
  return true
}
