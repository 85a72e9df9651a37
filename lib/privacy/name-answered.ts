import { lexicon } from './lexicon/load.ts'
import { isForeign } from './name-apart.ts'
import { nameFrom } from './name-from.ts'
import { alsoNames, closers, isGivenToo, mayBeName, neverNames } from './name-words.ts'
import type { Name } from './names.ts'
import { isOneLetter, type Doc, type Range } from './text.ts'
import type { KeepList } from './types.ts'

/** What was said up to a word, from a few words before another on, with a space at the end. */
export const saidTo = (doc: Doc, to: number, from = to): string => `${doc.words.slice(Math.max(0, from - 3), to).map((word) => word.w).join(' ')} `

const noAnswer = /^(?:sure|certainly|correct|same|pardon|anonymous|none|nope|nah|either|unmarried|married|single|divorced|widowed|reception|whichever|dunno|cash|card|herself|himself|neither|aye|yup|okay|what|why|how)$/

/** The words of an answer to "and your name?". */
export function* answered(doc: Doc, own: KeepList, found: readonly Name[]): Generator<Range> {
  // "Hope taylor", "li na zhang": nothing but a name.
  const all = doc.words
  const isOnly = all.length >= 2 && all.length <= 4 && all.every(({ w, isMask, raw }, i) => !isMask && /^\p{L}[\p{L}'’-]*$/u.test(raw) && (!neverNames.has(w) || (i === 0 && isGivenToo(w))) && !closers.has(w) && !lexicon().keep.has(w))
  // "T w", to "initials?"; "ng", which no list has.
  const isInitials = all.length <= 4 && all.every(({ w, isMask }) => !isMask && isOneLetter(w))
  // "Will", "Love": one word, which is a name as well.
  const isDay = all.length === 1 && /^(?:mon|tues|wednes|thurs|fri|satur|sun)day$/.test(all[0]!.w)
  const isShort = all.length === 1 && /^[a-z]{2}$/.test(all[0]!.w) && !neverNames.has(all[0]!.w) && !/^(?:yo|ok|mm|aw|ta)$/.test(all[0]!.w)
  // "Kettering", to "and your surname?": whatever it is, unless it answers something else.
  const isBare = all.length === 1 && /^[a-z'’-]{3,}$/i.test(all[0]!.raw) && !all[0]!.isMask && !neverNames.has(all[0]!.w) && !closers.has(all[0]!.w) && !lexicon().keep.has(all[0]!.w) && !noAnswer.test(all[0]!.w)
  if (isInitials || isDay || isBare || isShort || (all.length === 1 && !all[0]!.isMask && mayBeName(all[0]!.w))) {
    yield { from: 0, to: all.length }
    return
  }
  const isKnown = all.some(({ w }) => (isForeign(w, own) || mayBeName(w)) && !own.staff.has(w))
  if (isOnly && isKnown && found.every((one) => one.weight < 2)) {
    yield { from: 0, to: all.length }
    return
  }
  if (found.length > 0 && found.some((one) => one.weight === 2)) return
  for (let i = 0; i < doc.words.length; i += 1) {
    const { w, isMask, raw } = doc.words[i]!
    const isWord = !isMask && /^\p{L}[\p{L}'’-]+$/u.test(raw) && !neverNames.has(w) && !lexicon().keep.has(w)
    const isLikened = /\b(?:like|as in)(?: an?| the)? $/.test(saidTo(doc, i, i))
    const isSeason = /^(?:in|last|next|this|since|until|till)$/.test(doc.words[i - 1]?.w ?? '') && !isForeign(w, own)
    if (!isWord || isSeason || (isLikened && i > 0) || (doc.words.length > 6 && !isForeign(w, own) && !alsoNames.has(w))) continue
    const range = nameFrom(doc, i, own, true, 4)
    if (range) {
      yield range
      i = range.to
    }
  }
}
