import { brands } from './brands.ts'
import { lexicon } from './lexicon/load.ts'
import { oftenSaid, oftenSaidOfPeople } from './often-said.ts'
import type { Doc } from './text.ts'

/** A word as it sounds, roughly: what recognition confuses is made one. */
export function writtenAsHeard(word: string): string {
  return word
    .toLowerCase()
    .replace(/[^a-z]/g, '')
    .replace(/oe|ae/g, 'e')
    .replace(/ch(?=[lr]|em|ol|or)|ch(?=e$|es$)/g, 'k')
    .replace(/^(?:ps|pn)/, (start) => start[1]!)
    .replace(/^kn|^gn/, 'n')
    .replace(/^wr/, 'r')
    .replace(/^x/, 's')
    .replace(/ph/g, 'f')
    .replace(/(?:sch|sh|ti(?=[aou])|ci(?=[aou])|ssi)/g, 'S')
    .replace(/tch|ch/g, 'C')
    .replace(/th/g, 't')
    .replace(/gh/g, '')
    .replace(/d?g(?=[eiy])/g, 'j')
    .replace(/c(?=[eiy])/g, 's')
    .replace(/ck|qu?|c/g, 'k')
    .replace(/x/g, 'ks')
    .replace(/z/g, 's')
    .replace(/v/g, 'f')
    .replace(/(?<=[aeou])r(?![aeiouy])/g, '')
    .replace(/C/g, 'S')
}

/** How a word sounds by its consonants alone. */
export const soundOf = (word: string): string =>
  writtenAsHeard(word).replace(/[aeiouyhw]/g, '').replace(/(.)\1+/g, '$1')

/** Changes of a letter between two words, up to `most`; more is told as `most + 1`. */
export function distance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)))
    }
    if (Math.min(...next) > most) return most + 1
    row = next
  }
  return row[b.length]!
}

/** A sound, and with each but its first left out, so that one may be missing or wrong. */
export function keysOf(sound: string): Set<string> {
  if (sound.length < 5) return new Set([sound])
  return new Set([sound, ...[...sound].map((_, i) => sound.slice(0, i) + sound.slice(i + 1)).slice(1)])
}

const ofHealth: ReadonlySet<string> = new Set(oftenSaid)
const ofPeople: ReadonlySet<string> = new Set(oftenSaidOfPeople)
let built: ReadonlyMap<string, string[]> | null = null

function index(): ReadonlyMap<string, string[]> {
  if (built) return built
  const bySound = new Map<string, string[]>()
  for (const word of [...oftenSaid, ...oftenSaidOfPeople])
    for (const key of keysOf(soundOf(word))) {
      const known = bySound.get(key)
      if (known) known.push(word)
      else bySound.set(key, [word])
    }
  return (built = bySound)
}

/** What a word that callers say often tells of: their health, or what they are. Undefined for any other. */
export const toldBy = (word: string): 'HEALTH' | 'SENSITIVE' | undefined => (ofHealth.has(word) ? 'HEALTH' : ofPeople.has(word) ? 'SENSITIVE' : undefined)

/** The words that callers say often which have a sound, or would with one consonant less. */
export const soundingLike = (sound: string): readonly string[] => index().get(sound) ?? []

/** The health word that was probably meant, of those that callers say often. `slack` is the share of letters that may differ. */
export function meantBy(heard: string, slack: number): string | null {
  if (ofHealth.has(heard)) return heard
  const sound = soundOf(heard)
  if (sound.length < 3) return null
  const keys = keysOf(sound)
  let best: string | null = null
  let least = Infinity
  for (const key of keys) {
    for (const word of soundingLike(key)) {
      if (!ofHealth.has(word)) continue
      const most = Math.floor(Math.max(word.length, heard.length) * slack)
      const apart = distance(heard, word, most)
      if (apart <= most && apart < least) [best, least] = [word, apart]
    }
  }
  return best
}

/** Words of two that no list has: "grandkids", "stepdaughter", "minicab". */
const prefixed = /^(?:grand|step|mini)([a-z]{3,})$/

/** Whether a word is no English that is known here: a name, a drug, or misheard. */
export function isUnknown(w: string): boolean {
  const { known } = lexicon()
  if (w.length < 3 || /\d/.test(w) || known.has(w)) return false
  const rest = prefixed.exec(w)?.[1]
  if (rest && known.has(rest)) return false
  return !['s', 'es', 'ed', 'd', 'ing', 'er', 'ers', 'ly', 'y'].some(
    (ending) =>
      w.endsWith(ending) && (known.has(w.slice(0, -ending.length)) || known.has(`${w.slice(0, -ending.length)}e`)),
  )
}

/** The words of a text, those that are no English and sound like a health word replaced by it. */
export function putRight(doc: Doc): string[] {
  return doc.words.map(({ w, isMask }) => {
    if (isMask || w.length < 5 || !isUnknown(w) || lexicon().terms.has(w) || lexicon().keep.has(w) || brands.has(w)) return w
    return meantBy(w, 0.3) ?? w
  })
}
