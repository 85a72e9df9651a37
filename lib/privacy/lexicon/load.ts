import { brotliDecompressSync } from 'node:zlib'
import { Lines } from './lines.ts'
import packed from './terms.json' with { type: 'json' }

/**
 * How a term of the lexicon is treated. S: it goes wherever it stands. M: it goes unless it is asked about in general, or an
 * idiom. F: only where a frame says that it is about somebody's health or belief. K: a product used in treatments, which
 * goes only in a frame of medication or allergy.
 */
export type Tier = 'S' | 'M' | 'F' | 'K'
export type Term = { label: 'HEALTH' | 'SENSITIVE'; tier: Tier }

type Words = { has(word: string): boolean }

export type Lexicon = {
  /** By words parted by one space, see `canonical`. `begins`: whether a term of several words has this as its first. */
  terms: { get(key: string): Term | undefined; has(key: string): boolean; begins(word: string): boolean }
  /** Procedures and words of booking. */
  keep: ReadonlySet<string>
  /** The eleven thousand commonest words, and those that a speaker of British English knows. */
  everyday: Words
  known: Words
}

function unpack(): Lexicon {
  const text = brotliDecompressSync(Buffer.from(packed.text, 'base64')).toString('utf8')
  const [terms, keep, everyday, known] = text.split('\n=\n') as [string, string, string, string]
  const lines = new Lines(terms)
  const kinds: Record<string, Term> = {}
  const get = (key: string): Term | undefined => {
    const code = lines.startingWith(`${key}\t`)?.slice(-2)
    return code
      ? (kinds[code] ??= { label: code[0] === 'H' ? 'HEALTH' : 'SENSITIVE', tier: code[1] as Tier })
      : undefined
  }
  return {
    terms: { get, has: (key) => get(key) !== undefined, begins: (word) => lines.startingWith(`${word} `) !== null },
    keep: new Set(keep.split('\n')),
    everyday: new Lines(everyday),
    known: new Lines(known),
  }
}

let loaded: Lexicon | null = null

/** The lexicon, unpacked when it is first asked for. */
export const lexicon = (): Lexicon => (loaded ??= unpack())
