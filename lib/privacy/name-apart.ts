import { brands } from './brands.ts'
import { lexicon } from './lexicon/load.ts'
import { isUnknown, meantBy } from './misheard.ts'
import { isLikelyAlone, particles } from './name-words.ts'
import type { Doc } from './text.ts'
import type { KeepList } from './types.ts'

/** A word that can only be a name: not English, not a drug, not a procedure. */
export function isForeign(w: string, own: KeepList): boolean {
  const { terms, keep } = lexicon()
  return isUnknown(w) && !terms.has(w) && !keep.has(w) && !brands.has(w) && !own.procedures.has(w)
}

const staff = /^(?:nurse|doctor|surgeon|therapist|consultant|practitioner|receptionist|injector|one|lady|girl)$/
const spelledSo = /^(?: with (?:a|an|two|one|no|double) (?:ph|[a-z]s?)\b|(?: that is| which is| spelt| spelled)? [a-z](?: [a-z]){2})/

/**
 * Where a name ends that stands between two pauses: a given name, two names, or one with how it is written after it: "that's
 * right, gwendoline, i'm …". `i` itself when none does.
 */
export function apartFrom(doc: Doc, i: number, own: KeepList): number {
  const { words } = doc
  if (words.length < 2 || (i > 0 && words[i]!.gap === '')) return i
  if (staff.test(words[i - 1]?.w ?? '')) return i
  const isName = ({ w, isMask, raw }: Doc['words'][number]) =>
    !isMask && /^\p{L}[\p{L}'’]*$/u.test(raw) && (isForeign(w, own) || isLikelyAlone(w))
  let to = i
  const goesOn = (k: number) =>
    words[k] !== undefined &&
    k < i + 4 &&
    (k === i || words[k].gap === '') &&
    (isName(words[k]) || (k > i && particles.has(words[k].w)))
  while (goesOn(to)) to += 1
  if (to === i || (words[to] && words[to]!.gap === '' && !spelledSo.test(restOf(doc, to)))) return i
  const { w, gap, raw } = words[i]!
  const isCapital = i > 0 && gap === ',' && /^\p{Lu}\p{Ll}/u.test(raw)
  const isSpelled = spelledSo.test(restOf(doc, to))
  // "I'll be answering for her, sunita": the last word of all, which is nothing else.
  const isParting = to === words.length && i > 0 && doc.text.slice(words[i - 1]!.end, words[i]!.start).includes(',') && w.length >= 4 && meantBy(w, 0.2) === null
  return isParting || to - i > 1 || isLikelyAlone(w) || isCapital || isSpelled ? to : i
}

const restOf = (doc: Doc, from: number): string => ` ${doc.words.slice(from, from + 4).map((word) => word.w).join(' ')}`
