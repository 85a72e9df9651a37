import { isForeign } from './name-apart.ts'
import { lexicon } from './lexicon/load.ts'
import { meantBy } from './misheard.ts'
import { closers, isLikelyAlone, mayBeName, neverNames, particles, titles } from './name-words.ts'
import { list, type Doc, type Range } from './text.ts'
import type { KeepList } from './types.ts'

/** What may stand before a name with which a turn begins, and between it and the details. */
const openings = new Set(list('hi hello hiya yes yeah yep sure ok okay so well right oh it is this the name my old big auntie uncle and of course'))
const links = new Set(list('and it is my the on at in from number mobile phone email address date of birth dob postcode born that so i am'))

/**
 * The name with which a turn begins that goes on with details, which are masked by now: "rosamund teal, [DOB]", "Femi, it's
 * [EMAIL]". Null when it begins otherwise.
 */
export function nameBeforeDetails(doc: Doc, own: KeepList): Range | null {
  const { words } = doc
  let from = 0
  while (from < words.length && from < 4 && openings.has(words[from]!.w) && !words[from]!.isMask) from += 1
  let to = from
  const isTold = (i: number) => {
    const { w, isMask, raw } = words[i]!
    if (isMask || neverNames.has(w) || !/^\p{L}[\p{L}'’]+$/u.test(raw)) return false
    return isForeign(w, own) || isLikelyAlone(w) || titles.has(w) || (i > from && (mayBeName(w) || particles.has(w) || words[i + 1]?.gap === ','))
  }
  while (to < words.length && to < from + 4 && (to === from || words[to]!.gap === '') && isTold(to)) to += 1
  if (to === from || titles.has(words[to - 1]!.w)) return null
  let next = to
  while (next < words.length && next < to + 5 && !words[next]!.isMask && links.has(words[next]!.w)) next += 1
  const isPlain = next === to && words[to]?.gap === '' && to - from === 1
  return words[next]?.isMask && !isPlain ? { from, to } : null
}

/** "… have you still got me on there, lorna mcphail [PHONE]": two names and nothing else right beside what somebody is reached by. */
export function namesBesideDetails({ words }: Doc, own: KeepList): Range[] {
  const isName = (i: number) => {
    const word = words[i]
    return word !== undefined && !word.isMask && word.w.length > 2 && /^\p{L}[\p{L}'’-]+$/u.test(word.raw) && !neverNames.has(word.w) && !own.staff.has(word.w) && (isForeign(word.w, own) || isLikelyAlone(word.w))
  }
  return words.flatMap(({ isMask, gap }, i) => {
    if (!isMask) return []
    const isPlus = words[i - 1]?.w === 'plus' ? 1 : 0
    const last = i - 1 - isPlus
    const isBefore = last >= 1 && gap !== '.' && words[last]!.gap === '' && isName(last) && isName(last - 1) && !isName(last - 2)
    let next = i
    while (words[next]?.isMask) next += 1
    const isAfter = isName(next) && isName(next + 1) && !isName(next + 2) && words[next]!.gap !== '.' && words[next + 1]!.gap === ''
    return [...(isBefore ? [{ from: last - 1, to: last + 1 }] : []), ...(isAfter ? [{ from: next, to: next + 2 }] : [])]
  })
}

/** Given names that are plain words, and no state that somebody is in, nor a month or a colour: they are names after "i'm". */
const plainNames = new Set(list('will pat bill mark rob tim tom sue bob jean nick jack harry ray ken ali marge jules drew kit rose faith'))

/** "I'm will", "it's marge from the tuesday slot": a plain word that is a name because nothing else comes; `isSure`: after "my name is". */
export function ordinaryName(doc: Doc, at: number, cue: string, isSure = false): Range | null {
  const [word, next] = [doc.words[at], doc.words[at + 1]]
  const isCued = /\b(?:i am|it is|this is|that is|am|that will be|it will be|ask for|shout for|just say|please say) $/.test(cue)
  const isOver = !next || (next.gap !== '' && !word?.isMask) || /^(?:from|here|speaking|again|calling)$/.test(next.w) || (next.w === 'and' && doc.words[at + 2]?.w === 'i') || (isSure && closers.has(next.w))
  return isCued && isOver && word && !word.isMask && plainNames.has(word.w) ? { from: at, to: at + 1 } : null
}

/** Given names that are plain words, and before a surname nothing else; and plain words among them that are no surname after a colour or a month. */
const givenWords = new Set(list(`mark bill rose hope faith grant art jack harry guy frank lance drew wren don rob tim tom nick sue dot pip kit bob pat jean ken ali ray will rich reed dale
  clementine may june april summer autumn amber ebony ginger ruby coral crystal precious blessing patience mercy joy angel jules marge miles sunny buck duke victor pearl holly ivy hazel olive daisy lily iris violet`))
const shades = new Set(list('white black brown green grey gray gold silver pink red blue may june april summer autumn spring winter day time weather wedding'))
const inTurn = new Set(list('rose may june april summer autumn amber ebony ginger ruby coral crystal olive violet pearl will'))

/** "It's jack wilson", "I'm hope taylor": a plain word that is a given name because a surname comes, and then the sentence is over. */
export function pairedName({ words }: Doc, at: number, own: KeepList, isSure: boolean): Range | null {
  const [given, last, next] = words.slice(at, at + 3)
  if (!given || !last || given.isMask || last.isMask || last.gap !== '' || own.staff.has(last.w) || !givenWords.has(given.w)) return null
  const isOver = !next || next.gap !== '' || next.isMask || closers.has(next.w)
  const isSurname = isForeign(last.w, own) || (mayBeName(last.w) && (isSure || !inTurn.has(given.w) || !shades.has(last.w))) || (isSure && !neverNames.has(last.w))
  return isOver && isSurname ? { from: at, to: at + 2 } : null
}

const goesOn = /^(?:and|i|they|ringing|calling|phoning|wanting|enquiring)$/

/** After God, and illnesses that are called after people. */
const isNoName = /^(?:in ?sha allah|von willebrand|van der|de quervain)/

/** "Grace Obi and Mercy Obi, sisters", "Ewa Nowak I'm phoning about …": two words with which a turn begins, of which the second is nothing else but a name. */
export function pairAtStart({ words }: Doc, own: KeepList): Range | null {
  const [given, last, next] = words
  if (!given || !last || given.isMask || last.isMask || last.gap !== '' || neverNames.has(given.w) || lexicon().terms.has(given.w)) return null
  const isOver = next !== undefined && (next.gap !== '' || goesOn.test(next.w))
  const isName = isForeign(last.w, own) ? mayBeName(given.w) || isForeign(given.w, own) : isForeign(given.w, own) && isLikelyAlone(last.w)
  return isOver && isName && meantBy(last.w, 0.2) === null && !isNoName.test(`${given.w} ${last.w}`) ? { from: 0, to: 2 } : null
}

/** A strange word with which a turn begins, and after which the caller pauses: "Lachlan, with an a"; written with a capital, nothing else. */
export function strangeAtStart(doc: Doc, own: KeepList): Range | null {
  const [word, next] = doc.words
  const isPause = next ? next.gap === ',' : /^\p{Lu}/u.test(word?.raw ?? '')
  if (!word || word.isMask || word.w.length < 4 || !isPause) return null
  return isForeign(word.w, own) && !neverNames.has(word.w) && !lexicon().terms.has(word.w) && meantBy(word.w, 0.2) === null ? { from: 0, to: 1 } : null
}
