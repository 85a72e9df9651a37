import { lexicon } from './lexicon/load.ts'
import { isForeign } from './name-apart.ts'
import { pairedName } from './name-first.ts'
import { alsoNames, closers, isLikelyAlone, mayBeName, neverNames, particles, staffTitles, titles } from './name-words.ts'
import type { Doc, Range } from './text.ts'
import type { KeepList } from './types.ts'

/** The name that begins at a word, with its title; `isSure`: after what can lead to nothing else. At most `most` words. */
export function nameFrom(doc: Doc, at: number, own: KeepList, isSure: boolean, most = 5): Range | null {
  let from = at
  while (from < doc.words.length && titles.has(doc.words[from]!.w)) from += 1
  const hasTitle = from > at
  // "Mrs j barlow", "in the name of r j hollis": initials.
  const given = from
  const isArticle = (i: number) => doc.words[i]!.w === 'a' && !hasTitle && !isLikelyAlone(doc.words[i + 1]!.w) && !isForeign(doc.words[i + 1]!.w, own)
  const isDotted = (i: number) => /^\. ?$/.test(doc.text.slice(doc.words[i]!.end, doc.words[i + 1]!.start)) && /^\p{Lu}/u.test(doc.words[i]!.raw)
  const isInitial = (i: number) => /^[a-hj-z]$/.test(doc.words[i]?.w ?? '') && doc.words[i + 1] !== undefined && (doc.words[i + 1]!.gap === '' || isDotted(i)) && !isArticle(i)
  while ((hasTitle || isSure) && from < given + 2 && isInitial(from)) from += 1
  if (/^[a-z]$/.test(doc.words[from]?.w ?? '')) from = given
  if (!isSure && !hasTitle && staffTitles.has(doc.words[from]?.w ?? '')) return null
  let to = from
  while (to < doc.words.length && to - from < most) {
    const { w, isMask, gap, raw } = doc.words[to]!
    if (isMask || (to > from && gap === '.') || !/^\p{L}[\p{L}'’-]*$/u.test(raw) || (w.length === 1 && to === from))
      break
    if (w.length === 1 && !particles.has(w)) break
    // "Imogen Fairweather, dermal filler": what goes on after a pause in small letters is no name.
    if (to > from && gap === ',' && /^\p{Lu}/u.test(doc.words[to - 1]!.raw) && !/^\p{Lu}/u.test(raw)) break
    // "Mr okafor to cancel" goes on; "thi to" may be a name.
    if (w === 'to' && to > from && !isLast(doc, to)) break
    const isCapital = /^\p{Lu}\p{Ll}/u.test(raw) && doc.text !== doc.text.toUpperCase() && to > 0 && gap !== '.'
    const isName = (isForeign(w, own) && !neverNames.has(w)) || isLikelyAlone(w) || (isCapital && !neverNames.has(w) && !lexicon().keep.has(w))
    const isNext =
      to > from && ((alsoNames.has(w) && (!neverNames.has(w) || isLast(doc, to))) || particles.has(w) || (!neverNames.has(w) && !closers.has(w) && isLast(doc, to)))
    const isGiven = (isSure || hasTitle) && !neverNames.has(w) && !closers.has(w) && (!lexicon().keep.has(w) || (hasTitle && alsoNames.has(w)))
    if (!isName && !isNext && !(isGiven && (to === from || alsoNames.has(w) || isLast(doc, to)))) break
    if (!isSure && !hasTitle && to === from && !isName) break
    to += 1
  }
  while (to > from && particles.has(doc.words[to - 1]!.w) && !alsoNames.has(doc.words[to - 1]!.w)) to -= 1
  return to > from ? { from: hasTitle ? at : given, to } : null
}

/** The name after what leads to one for sure. "My name's Rupert" has lost its verb here, as has "her name slipped my mind". */
export function nameAfter(doc: Doc, at: number, own: KeepList, lead: string): Range | null {
  const next = doc.words[at]
  // "Last name read, like reading a book": whatever the word is.
  const isLikened = /\b(?:surname|(?:last|family|second|maiden|married) name) (?:is |was )?$/.test(lead) && next !== undefined && !next.isMask && /^[a-z'’-]{2,}$/i.test(next.raw) && !closers.has(next.w) && (/^(?:like|as in|spelt|spelled|with an?) /.test(`${doc.words.slice(at + 1, at + 3).map((word) => word.w).join(' ')} `) || (/ (?:is|was) $/.test(lead) && mayBeName(next.w) && (doc.words[at + 1]?.gap ?? '.') !== ''))
  if (isLikened) return { from: at, to: at + 1 }
  const isVerbless = / ?name $/.test(lead)
  // "Call me big tam".
  if (/^(?:big|wee|old|little|young)$/.test(next?.w ?? '') && !isVerbless) {
    const given = doc.words[at + 1]
    if (given && !given.isMask && given.gap === '' && (mayBeName(given.w) || isForeign(given.w, own) || given.w === 'tam')) return { from: at, to: at + 2 }
  }
  const isShort = isVerbless && (/\b(?:maiden|married|family|proper|real|legal) name $/.test(lead) || /['’]s$/i
    .test(doc.words[at - 1]!.raw)) && next !== undefined && (mayBeName(next.w) || isForeign(next.w, own) || (!neverNames.has(next.w) && doc.words[at + 1]?.gap === '' && isForeign(doc.words[at + 1]!.w, own)) || (/\b(?:surname|(?:maiden|married|family|last|second|proper|real|legal|full) name) $/.test(lead) && !neverNames.has(next.w) && isLast(doc, at)))
  return pairedName(doc, at, own, !isVerbless || isShort) ?? nameFrom(doc, at, own, !isVerbless || isShort)
}

/** Whether the sentence ends after a word, or goes on with what follows names. */
const isLast = (doc: Doc, i: number): boolean => {
  const next = doc.words[i + 1]
  return !next || next.gap !== '' || closers.has(next.w) || next.isMask
}

/** What goes on as a name on either side of one: "[Hope] Satterthwaite", "Dennis [Pike]", in writing whatever has a capital. */
export function grownName(doc: Doc, { from, to }: Range, own: KeepList): Range {
  const { words } = doc
  const isWritten = doc.text !== doc.text.toUpperCase() && /\p{Ll}/u.test(doc.text)
  const isOpen = (i: number) => {
    const { w, isMask, raw } = words[i]!
    return !isMask && w.length > 1 && /^\p{L}[\p{L}'’-]*$/u.test(raw) && !neverNames.has(w) && !closers.has(w) && !titles.has(w) && !staffTitles.has(w) && !own.staff.has(w) && !lexicon().keep.has(w) && !lexicon().terms.has(w)
  }
  const isCapital = (i: number) => isWritten && i > 0 && words[i]!.gap !== '.' && /^\p{Lu}\p{Ll}/u.test(words[i]!.raw)
  const isNext = (i: number) => words[i] !== undefined && words[i].gap === '' && isOpen(i) && (isCapital(i) || ((isForeign(words[i].w, own) || mayBeName(words[i].w)) && isLast(doc, i)))
  const isBegun = (i: number) => i === 0 || words[i]!.gap !== '' || neverNames.has(words[i - 1]!.w)
  const isBefore = (i: number) => i >= 0 && words[i + 1]!.gap === '' && isOpen(i) && (isCapital(i) || isForeign(words[i]!.w, own) || (mayBeName(words[i]!.w) && isBegun(i)))
  const [start, end] = [from, to]
  while (to < end + 2 && isNext(to)) to += 1
  while (from > start - 2 && isBefore(from - 1)) from -= 1
  return { from, to }
}
