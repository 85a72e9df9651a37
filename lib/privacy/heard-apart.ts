import { brands } from './brands.ts'
import { lexicon } from './lexicon/load.ts'
import { distance, keysOf, soundingLike, soundOf, toldBy, writtenAsHeard } from './misheard.ts'
import { list, type Doc, type Range } from './text.ts'

/** A run of vowels is one: bright where there is anything bright in it, as "buy" and "tea" are, else dark. */
const voiced = (text: string): string => text.replace(/[aeiouy]+/g, (run) => (/[eiy]/.test(run) ? 'i' : 'a'))

type Label = 'HEALTH' | 'SENSITIVE'
type Told = Range & { label: Label }

/** How a word sounds: its consonants (`sound`), and with them of its vowels only whether they are bright (i) or dark (a). */
type Heard = { shape: string; sound: string }
/** Of English and health words it is kept, and of no others, which may be somebody's name. */
const heard = new Map<string, Heard>()
function heardOf(word: string): Heard {
  const known = heard.get(word)
  if (known) return known
  const shape = voiced(writtenAsHeard(word).replace(/[hw]/g, '').replace(/(?<=[^aeiouy])e$/, '')).replace(/(.)\1+/g, '$1')
  const one = { shape, sound: soundOf(word) }
  if ((lexicon().known.has(word) || toldBy(word)) && heard.size < 4096) heard.set(word, one)
  return one
}
/** Two that are said as one: a sound at the seam is heard once, and so are two vowels. */
function joined(a: string, b: string): string {
  const seam = `${a.at(-1) ?? ''}${b[0] ?? ''}`
  if (seam === 'ia' || seam === 'ai') return `${a.slice(0, -1)}i${b.slice(1)}`
  return seam.length === 2 && seam[0] === seam[1] ? a + b.slice(1) : a + b
}

type Nearest = { word: string; apart: number } | null

/** The word nearest to some sounds of those that callers say often, and which share of the sounds differs: at most `most`. */
function nearestTo(shape: string, sound: string, isWide: boolean, most: number): Nearest {
  let best: Nearest = null
  for (const key of isWide ? keysOf(sound) : [sound])
    for (const word of soundingLike(key)) {
      const one = heardOf(word).shape
      const length = Math.max(one.length, shape.length)
      const apart = distance(shape, one, Math.floor(length * most)) / length
      // Few sounds are soon met with by chance.
      const isByChance = apart > 0 && sound.length <= 4 && (!isWide || toldBy(word) === 'SENSITIVE')
      if (apart <= most && !isByChance && (!best || apart < best.apart)) best = { word, apart }
    }
  return best
}

/** With these no health word ends that was heard as several. */
const light = new Set(list('so i and but for my is it if the or now you to are was were am that this with does did has had have since want wanting they we at of out'))
/** With these none begins where nothing takes one. */
const idle = new Set(list('to of it is no that this these those the for have had has i we you he she my his her our your and in on off at with was were what when by from but one'))
/** What stands between two things, and ends no pair that was one word. */
const short = new Set(list('in on at a of up out'))
/** Consonants of the longest health word. */
const longest = 16
const owning = /^(?:my|our|your|his|her|their|the|a|an|this|that)$/

/**
 * The share of its sounds in which a phrase may differ from a health word; `alone` where nothing takes one, as "I'm on" does.
 * Words of English that make a phrase by themselves are health words least often: "my phone" is no morphine, nor "microphone on" microgynon.
 */
const allowed = { plain: { awaited: 0.12, alone: -1 }, english: { awaited: 0.12, alone: 0.12 }, odd: { awaited: 0.28, alone: 0.17 } }

/** Of what kind a phrase is, by its words. */
function kindOf(words: Doc['words']): keyof typeof allowed {
  if (!words.every((word) => lexicon().known.has(word.w))) return words.length === 2 && owning.test(words[0]!.w) ? 'english' : 'odd'
  const isPair = words.length === 2 && (owning.test(words[0]!.w) || words.every((word) => word.w.length > 2))
  return isPair || words.some((word) => word.w.length > 6) ? 'plain' : 'english'
}

/**
 * What some words from `i` sound like together, a word of health or of what people are: "war for in", "sir tra leen", "a picks a ban".
 * `isAwaited`: what stands before takes one; without that it must sound very much like it.
 */
function meantFrom(doc: Doc, parts: readonly Heard[], i: number, isAwaited: boolean): Told | null {
  const { terms, everyday } = lexicon()
  if (doc.words[i]!.isMask || idle.has(doc.words[i]!.w)) return null
  let best: (Told & { apart: number }) | null = null
  let { sound, shape } = parts[i]!
  for (let length = 2; length <= 6; length += 1) {
    const last = doc.words[i + length - 1]
    if (!last || last.isMask || last.gap === '.') break
    sound = joined(sound, parts[i + length - 1]!.sound)
    shape = joined(shape, parts[i + length - 1]!.shape)
    if (sound.length > longest) break
    if (light.has(last.w) || sound.length < (isAwaited ? 3 : 4) || (!isAwaited && soundingLike(sound).length === 0)) continue
    const words = doc.words.slice(i, i + length)
    if (words.every(({ w }) => w.length > 3 && everyday.has(w))) continue
    // What is such a word by itself is found as one.
    if (words.some(({ w }) => toldBy(w) || brands.has(w) || (!isAwaited && w.length > 5 && terms.has(w)))) continue
    const kind = kindOf(words)
    const most = isAwaited ? allowed[kind].awaited : kind === 'english' && length === 2 ? -1 : allowed[kind].alone
    // "Card in" is no codeine.
    if (most < 0 || (length === 2 && kind !== 'odd' && short.has(last.w))) continue
    const nearest = nearestTo(shape, sound, isAwaited, most)
    if (nearest && (!best || nearest.apart < best.apart)) best = { from: i, to: i + length, label: toldBy(nearest.word)!, apart: nearest.apart }
  }
  return best
}

/** Words of health, or of what people are, that were heard as several. `isAwaited`: whether what stands before a word takes one. */
export function apartIn(doc: Doc, isAwaited: (word: number) => boolean): Told[] {
  const parts = doc.words.map(({ w }) => heardOf(w))
  return doc.words.flatMap((_, i) => meantFrom(doc, parts, i, isAwaited(i)) ?? [])
}

/** How many words from `i`, where one is awaited, were a word of health that was heard as several; 0: none. */
export function healthFrom(doc: Doc, i: number): number {
  const parts: Heard[] = []
  for (let k = i; k < Math.min(i + 6, doc.words.length); k += 1) parts[k] = heardOf(doc.words[k]!.w)
  const told = meantFrom(doc, parts, i, true)
  return told?.label === 'HEALTH' ? told.to - told.from : 0
}
