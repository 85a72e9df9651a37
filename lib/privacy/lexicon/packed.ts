/**
 * Words by their hashes: for each the upper 16 bits of its hash choose a bucket, whose entries hold the lower 16 bits and one
 * byte of what is known of the word, one of its sense. Nothing is unpacked when it is loaded, and one look tells all. A word that is not in it
 * is taken for one that is once in some forty thousand times.
 */
export type Table = { first: Uint32Array; lows: Uint16Array; kinds: Uint8Array; senses: Uint8Array }

/** FNV-1a over UTF-16 units, its bits then spread as in MurmurHash3; both are in the public domain. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

const buckets = 65_536

/** Where a hash is in the table; -1: nowhere. */
export function placeOf({ first, lows }: Table, hash: number): number {
  const [bucket, low] = [hash >>> 16, hash & 0xffff]
  for (let i = first[bucket]!; i < first[bucket + 1]!; i += 1) if (lows[i] === low) return i
  return -1
}

/** The bytes of a table: how many entries each bucket has, their lower halves, what is known of each, its sense. */
export function packed(words: ReadonlyMap<string, { kind: number; sense: number }>): Buffer {
  const entries = [...words].map(([word, known]) => ({ hash: hashOf(word), ...known })).sort((a, b) => a.hash - b.hash)
  const counts = new Uint8Array(buckets)
  for (const { hash } of entries) counts[hash >>> 16]! += 1
  const lows = Uint16Array.from(entries, ({ hash }) => hash & 0xffff)
  const [kinds, senses] = [entries.map(({ kind }) => kind), entries.map(({ sense }) => sense)]
  return Buffer.concat([counts, Buffer.from(lows.buffer), Uint8Array.from(kinds), Uint8Array.from(senses)])
}

/** The table whose bytes these are. */
export function unpacked(bytes: Buffer): Table {
  const first = new Uint32Array(buckets + 1)
  for (let i = 0; i < buckets; i += 1) first[i + 1] = first[i]! + bytes[i]!
  const entries = first[buckets]!
  const lows = new Uint16Array(entries)
  Buffer.from(lows.buffer).set(bytes.subarray(buckets, buckets + entries * 2))
  const from = buckets + entries * 2
  return { first, lows, kinds: bytes.subarray(from, from + entries), senses: bytes.subarray(from + entries) }
}
