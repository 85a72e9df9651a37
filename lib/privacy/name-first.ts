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
    return isForeign(w, own) || isLikelyAlone(w) || titles.has(w) || (i > from && (mayBeName(w) || particles.has(w) || words[i + 1]?.gap === ',' || (i === from + 1 && (isForeign(words[from]!.w, own) || isLikelyAlone(words[from]!.w)) && !closers.has(w) && /^(?:date|dob|born|mobile|number|phone|email)$/.test(words[i + 1]?.w ?? ''))))
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
    const isWritten = (k: number) => k > 0 && words[k] !== undefined && !words[k].isMask && /^\p{Lu}\p{Ll}{2,}/u.test(words[k].raw) && !neverNames.has(words[k].w) && !lexicon().keep.has(words[k].w) && words[k].gap === ''
    const isPlus = words[i - 1]?.w === 'plus' ? 1 : 0
    const last = i - 1 - isPlus
    const isBefore = last >= 1 && gap !== '.' && words[last]!.gap === '' && isName(last) && (isName(last - 1) || (mayBeName(words[last - 1]!.w) && /^\p{Lu}\p{Ll}/u.test(words[last - 1]!.raw) && /^\p{Lu}\p{Ll}/u.test(words[last]!.raw))) && !isName(last - 2)
    let next = i
    while (words[next]?.isMask) next += 1
    const isAfter = isName(next) && (isName(next + 1) || (isWritten(next + 1) && /^\p{Lu}\p{Ll}/u.test(words[next]!.raw) && (!words[next + 2] || words[next + 2]!.gap !== ''))) && !isName(next + 2) && words[next]!.gap !== '.' && words[next + 1]!.gap === ''
    return [...(isBefore ? [{ from: last - 1, to: last + 1 }] : []), ...(isAfter ? [{ from: next, to: next + 2 }] : [])]
  })
}

/** Given names that are plain words, and no state that somebody is in, nor a month or a colour: they are names after "i'm". */
const plainNames = new Set(list('frank hope grace joy will pat bill mark rob tim tom sue bob jean nick jack harry ray ken ali marge jules drew kit rose faith'))

/** Given names that are months and virtues, and what a caller who has said one goes on with: "it's april, can my …", "i'm june like the month". */
const monthsAndVirtues = new Set(list('hope grace joy faith april may june will august rose'))
const asksOn = /^(?:can|could|have|do|did|are|was|what|how|ringing|calling|like|as)$/

/** "I'm will", "it's marge from the tuesday slot": a plain word that is a name because nothing else comes; `isSure`: after "my name is". */
export function ordinaryName(doc: Doc, at: number, cue: string, isSure = false): Range | null {
  const [word, next] = [doc.words[at], doc.words[at + 1]]
  const isCued = /\b(?:i am|it is|this is|that is|am|that will be|it will be|ask for|shout for|just say|please say) $/.test(cue)
  const isOver = !next || next.isMask || (/^(?:on|at)$/.test(next.w) && doc.words[at + 2]?.isMask === true) || (next.gap !== '' && !word?.isMask) || /^(?:from|here|speaking|again|calling)$/.test(next.w) || (next.w === 'and' && doc.words[at + 2]?.w === 'i') || (isSure && closers.has(next.w)) || (word !== undefined && monthsAndVirtues.has(word.w) && asksOn.test(next.w))
  return isCued && isOver && word && !word.isMask && (plainNames.has(word.w) || (next !== undefined && next.gap === '' && monthsAndVirtues.has(word.w))) ? { from: at, to: at + 1 } : null
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

const goesOn = /^(?:and|i|they|ringing|calling|phoning|wanting|enquiring|for|but|to|it|is|two|again|please)$/

/** After God, and illnesses that are called after people. */
const isNoName = /^(?:in ?sha allah|von willebrand|van der|de quervain)/

/** What callers say before their name, or before anything else. */
const openers = new Set(list('hi hello hiya hey yes yeah yep aye right ok okay so well oh um erm er ah lovely cheers mate ta thanks go on then sorry good morning afternoon evening there'))
const afterOpeners = ({ words }: Doc): number => {
  let from = 0
  while (from < Math.min(6, words.length) && openers.has(words[from]!.w) && !words[from]!.isMask) from += 1
  return from
}

/** "Grace Obi and Mercy Obi, sisters", "yeah go on then lisa marie bickerstaff two …": words with which a turn begins, of which the last is nothing else but a name. */
export function pairAtStart(doc: Doc, own: KeepList): Range | null {
  const { words } = doc
  const from = afterOpeners(doc)
  for (const to of [from + 3, from + 2]) {
    const [all, next] = [words.slice(from, to), words[to]]
    if (all.length < to - from || all.some(({ isMask, gap, w }, k) => isMask || (k > 0 && gap !== '') || lexicon().terms.has(w) || own.staff.has(w) || w.length < 2)) continue
    const [given, last] = [all[0]!, all.at(-1)!]
    const isMonth = monthsAndVirtues.has(given.w) && /^\p{Lu}/u.test(given.raw) && /^\p{Lu}/u.test(last.raw) && next?.gap !== ''
    if (!isMonth && all.some(({ w }) => neverNames.has(w))) continue
    const isOver = next === undefined ? to - from > 2 || from > 0 : next.gap !== '' || next.isMask || goesOn.test(next.w)
    const isGiven = (w: string) => mayBeName(w) || isForeign(w, own)
    const isName = isForeign(last.w, own) ? all.every(({ w }) => isGiven(w)) : (isForeign(given.w, own) || isMonth) && all.slice(1).every(({ w }) => isLikelyAlone(w) || mayBeName(w) || isMonth)
    if (isOver && isName && meantBy(last.w, 0.2) === null && !isNoName.test(`${given.w} ${last.w}`)) return { from, to }
  }
  return null
}

/** "R dunphy, i'm on the list": an initial and a strange word with which a turn begins. */
export function initialAtStart(doc: Doc, own: KeepList): Range | null {
  const from = afterOpeners(doc)
  const [initial, last, next] = doc.words.slice(from, from + 3)
  const isPair = initial && last && /^[b-hj-np-z]$/.test(initial.w) && !initial.isMask && !last.isMask && last.gap !== ',' && last.w.length > 3
  return isPair && isForeign(last.w, own) && meantBy(last.w, 0.2) === null && (!next || next.gap !== '' || next.isMask || goesOn.test(next.w)) ? { from, to: from + 2 } : null
}

/** After a strange word with which a turn begins, when it names a place or a treatment, or asks about one. */
const namesThing = /^(?:street|road|lane|close|avenue|way|square|clinics?|massage|peels?|facials?|lasers?|fillers?|boosters?|threads?|method|test|treatments?|one|ones|rug|blind|how|what|which|or|per|with|under|over|in|on|cost|costs|price|prices|did|does|do|has|had|is|was|said|says|lasts?|works?|and|then|branch|salon|reduction|surgery|lift|injections?|implants?|jabs?|treatment|removal|contouring|touch|balloon|drip|ear|cream|serum|mask)$/
/** Not a strange word, but what somebody is or where something is from: "swedish massage", "persian rug". */
const isOrigin = /(?:ish|ese|ian|ean)$/

/** A strange word with which a turn begins: "Lachlan, with an a", "chidi for five", or nothing but it. What is no treatment or illness that anybody has heard of is somebody. */
export function strangeAtStart(doc: Doc, own: KeepList): Range | null {
  const from = afterOpeners(doc)
  const [word, next] = doc.words.slice(from)
  if (!word || word.isMask || word.w.length < 4 || (from > 0 && word.gap === '' && next === undefined)) return null
  const isPause = next ? next.gap === ',' : /^\p{Lu}/u.test(word.raw) || from === 0
  const goesOnSo = next !== undefined && next.gap === '' && !namesThing.test(next.w) && !isOrigin.test(word.w) && !/['’]/.test(word.raw)
  if (from > 0 && !goesOnSo) return null
  return (isPause || goesOnSo) && isForeign(word.w, own) && !neverNames.has(word.w) && !lexicon().terms.has(word.w) && meantBy(word.w, 0.2) === null ? { from, to: from + 1 } : null
}

const beforePlace = /^(?:stock|stocks|sell|sells|do|use|uses|love|loves|have|got|by|in|at|from|near|to|via|of|the|a|an|this|that|your|our|some|any|by|with|see|seeing|doctor|dr|nurse|sister|on|called|st|saint|new|old|my|me|as|is|or|like|at)$/

/** "Spell it how it sounds, breda gilhooly": two strange words together, which are no place, and nobody who works here. */
export function strangePairs({ words }: Doc, own: KeepList): Range[] {
  const isStrange = (i: number) => {
    const word = words[i]
    return word !== undefined && !word.isMask && word.w.length >= 4 && /^\p{L}[\p{L}'’-]+$/u.test(word.raw) && isForeign(word.w, own) && !neverNames.has(word.w) && !own.staff.has(word.w) && meantBy(word.w, 0.2) === null
  }
  return words.flatMap(({ gap }, i) => {
    const isPair = isStrange(i) && isStrange(i + 1) && !isStrange(i - 1) && !isStrange(i + 2) && words[i + 1]!.gap === ''
    const [before, next] = [words[i - 1]?.w ?? '', words[i + 2]?.w ?? '']
    return isPair && (gap !== '' || !beforePlace.test(before)) && !namesThing.test(next) ? [{ from: i, to: i + 2 }] : []
  })
}

/** "Iolanthe, that's me", "could you book Leo McAllister in? That's me": whoever was named last before it. */
export function nameOfMe(doc: Doc, own: KeepList): Range | null {
  const { words } = doc
  const at = words.findIndex(({ w }, i) => w === 'that' && words[i + 1]?.w === 'is' && words[i + 2]?.w === 'me')
  if (at < 1) return null
  const isName = (i: number) => {
    const { w, isMask, raw, gap } = words[i]!
    const isCapital = i > 0 && gap !== '.' && /^\p{Lu}\p{Ll}/u.test(raw) && doc.text !== doc.text.toUpperCase() && doc.text !== doc.text.toLowerCase()
    return !isMask && w.length > 1 && !neverNames.has(w) && !lexicon().keep.has(w) && !lexicon().terms.has(w) && !own.staff.has(w) && (isForeign(w, own) || isLikelyAlone(w) || (isCapital && mayBeName(w)))
  }
  const isNear = words[at]!.gap === ''
  let to = at
  while (to > Math.max(0, at - (isNear ? 1 : 10)) && !isName(to - 1)) to -= 1
  let from = to
  while (from > 0 && from > to - 3 && isName(from - 1) && (from === to || words[from]!.gap === '')) from -= 1
  return from < to ? { from, to } : null
}
