import { brands } from './brands.ts'
import { lexicon } from './lexicon/load.ts'
import { distance, isOftenSaid, keysOf, soundingLike, soundOf, writtenAsHeard } from './misheard.ts'
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
  if ((lexicon().known.has(word) || isOftenSaid(word)) && heard.size < 4096) heard.set(word, one)
  return one
}
/** Two that are said as one: a sound at the seam is heard once, and so are two vowels. */
function joined(a: string, b: string): string {
  const seam = `${a.at(-1) ?? ''}${b[0] ?? ''}`
  if (seam === 'ia' || seam === 'ai') return `${a.slice(0, -1)}i${b.slice(1)}`
  return seam.length === 2 && seam[0] === seam[1] ? a + b.slice(1) : a + b
}

/** Which share of the sounds of some words, taken together, differs from those of the nearest word that was meant; 1: there is none. */
function apart(words: Doc['words'], sound: string, isWide: boolean, label: Label): number {
  const shape = words.reduce((text, word) => joined(text, heardOf(word.w).shape), '')
  let least = 1
  for (const key of isWide ? keysOf(sound) : [sound])
    for (const word of soundingLike(key, label)) {
      const one = heardOf(word).shape
      const most = Math.max(one.length, shape.length)
      least = Math.min(least, distance(shape, one, Math.floor(most * 0.35)) / most)
    }
  // Few sounds are soon met with by chance.
  return (!isWide || label === 'SENSITIVE') && sound.length <= 4 && least > 0 ? 1 : least
}

/** With these no health word ends that was heard as several. */
const light = new Set(list('so i and but for my is it if the or now you to are was were am that this with does did has had have since want wanting they we at of out'))
const weekdays = new Set(list('monday tuesday wednesday thursday friday saturday sunday'))
/** With these none begins where nothing takes one. */
const idle = new Set(list('to of it is no that this these those the for have had has i we you he she my his her our your and in on off at with was were what when by from but one'))
/** What stands between two things, and ends no pair that was one word. */
const short = new Set(list('in on at a of up out'))
/** With these an English sentence goes on. */
const goesOn = new Set(list('and so will that is or but i you we be'))
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
 * How many words from `i` sound together like one word of health, or of what people are (`label`): "war for in", "sir tra leen", "a picks a ban". 0: none.
 * `isAwaited`: what stands before takes a health word; without that it must sound very much like one.
 */
export function meantFrom(doc: Doc, i: number, isAwaited: boolean, label: Label = 'HEALTH'): number {
  const { terms } = lexicon()
  if (doc.words[i]!.isMask || idle.has(doc.words[i]!.w)) return 0
  let [best, least] = [0, 1]
  let { sound } = heardOf(doc.words[i]!.w)
  for (let length = 2; length <= 6; length += 1) {
    const last = doc.words[i + length - 1]
    if (!last || last.isMask || last.gap === '.') break
    sound = joined(sound, heardOf(last.w).sound)
    if (sound.length > longest) break
    if (sound.length < (isAwaited ? 3 : 4) || (!isAwaited && soundingLike(sound, label).length === 0)) continue
    const words = doc.words.slice(i, i + length)
    if (light.has(last.w) || words.some((word) => weekdays.has(word.w))) continue
    // What is such a word by itself is found as one.
    if (words.some((word) => isOftenSaid(word.w) || brands.has(word.w) || (!isAwaited && word.w.length > 5 && terms.has(word.w)))) continue
    const kind = kindOf(words)
    const most = isAwaited ? allowed[kind].awaited : kind === 'english' && length === 2 ? -1 : allowed[kind].alone
    // "Card in" is no codeine.
    if (most < 0 || (length === 2 && kind !== 'odd' && short.has(last.w))) continue
    if (kind === 'english' && words.slice(1).some((word) => goesOn.has(word.w))) continue
    const here = apart(words, sound, isAwaited, label)
    if (here <= most && here < least) [best, least] = [length, here]
  }
  // A health word that stands alone takes none of its neighbours along, unless with them it sounds exactly like another.
  return least > 0.1 && terms.get(doc.words[i]!.w)?.tier === 'S' ? 0 : best
}

/** Words of health, or of what people are, that were heard as several. `isAwaited`: whether what stands before a word takes one. */
export function apartIn(doc: Doc, isAwaited: (word: number) => boolean): Told[] {
  return doc.words.flatMap((_, from) =>
    (['HEALTH', 'SENSITIVE'] as const).flatMap((label) => {
      const to = from + meantFrom(doc, from, isAwaited(from), label)
      return to === from || doc.words.slice(from, to).every(({ w }) => w.length > 3 && lexicon().everyday.has(w)) ? [] : [{ from, to, label }]
    }),
  )
}
