import { hashOf, placeOf, unpacked, type Table } from './packed.ts'
import { bytesOf } from '../shipped.ts'
import packed from './terms.json' with { type: 'json' }

/**
 * How a term of the lexicon is treated. S: it goes wherever it stands. M: it goes unless it is asked about in general, or an
 * idiom. F: only where a frame says that it is about somebody's health or belief. K: a product used in treatments, which
 * goes only in a frame of medication or allergy. D: it stays, whatever the lists say.
 */
export type Tier = 'S' | 'M' | 'F' | 'K' | 'D'
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

/** The terms in the order of the lower four bits of a kind, from 1; the bits above say the rest. */
export const tiers: readonly Tier[] = ['S', 'M', 'F', 'K', 'D']
export const bits = { begins: 16, everyday: 32, known: 64 } as const

const kinds: readonly (Term | undefined)[] = [
  undefined,
  ...(['HEALTH', 'SENSITIVE'] as const).flatMap((label) => tiers.map((tier): Term => ({ label, tier }))),
]

/**
 * What the word net says that a word is in its first sense: for a noun (lower four bits) and a verb (upper four bits) the
 * place in these lists, from 1; 0 is neither.
 */
export const nounSenses = 'act animal artifact attribute body cognition communication event feeling food group person state substance time'
export const verbSenses = 'body change cognition communication competition consumption contact creation emotion motion perception possession social stative weather'

export type Seen = { hash: number; kind: number; sense: number }
const remembered = 8192

/** One look into the table for each word of a text; words said lately are kept. */
class Looks {
  readonly table: Table = unpacked(bytesOf('lexicon', 'terms.bin'))
  private readonly lately = new Map<string, Seen>()

  at = (word: string): Seen => {
    let seen = this.lately.get(word)
    if (seen) return seen
    const hash = hashOf(word)
    const place = placeOf(this.table, hash)
    seen = { hash, kind: place < 0 ? 0 : this.table.kinds[place]!, sense: place < 0 ? 0 : this.table.senses[place]! }
    if (place >= 0) {
      if (this.lately.size >= remembered) this.lately.clear()
      this.lately.set(word, seen)
    }
    return seen
  }
}

let loaded: { looks: Looks; lexicon: Lexicon } | null = null

function load(): { looks: Looks; lexicon: Lexicon } {
  const looks = new Looks()
  const get = (key: string): Term | undefined => kinds[looks.at(key).kind & 15]
  const having = (bit: number) => (word: string) => (looks.at(word).kind & bit) !== 0
  const lexicon: Lexicon = {
    terms: { get, has: (key) => get(key) !== undefined, begins: having(bits.begins) },
    keep: new Set(packed.keep.split('\n')),
    everyday: { has: having(bits.everyday) },
    known: { has: having(bits.known) },
  }
  return { looks, lexicon }
}

/** The lexicon, loaded when it is first asked for. */
export const lexicon = (): Lexicon => (loaded ??= load()).lexicon

/** All that is known of a word or phrase at one look: its hash, the bits above, its senses. */
export const seenAs = (word: string): Seen => (loaded ??= load()).looks.at(word)
