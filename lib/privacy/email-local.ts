import { asideBefore, isDigit, isLetter } from './email-read.ts'
import { asides, borders, desks, marks, providers, plainProviders, silent } from './email-words.ts'
import { lexicon } from './lexicon/load.ts'
import { isUnknown } from './misheard.ts'
import { mayBeName } from './name-words.ts'
import { symbolAt } from './spelling.ts'
import { list, type Word } from './text.ts'

const isMark = (word: Word | undefined): boolean => word !== undefined && !word.isMask && marks[word.w] !== undefined

/** Whether a word is the link in "j for juliet", "d as in delta". */
const isExplained = (words: readonly Word[], i: number): boolean =>
  [i - 1, i - 2].some((k) => words[k]?.w.length === 1 && words.slice(i + 1, i + 3).some((word) => word.w.startsWith(words[k]!.w)))

/** "V i j a y", "i t z": the letter, not the speaker. */
const isLetterI = (words: readonly Word[], i: number): boolean =>
  words[i]!.w === 'i' &&
  (isLetter(words[i - 1]) || (/^(?:for|as)$/.test(words[i + 1]?.w ?? '') && words.slice(i + 2, i + 4).some((word) => word.w.length > 2 && word.w.startsWith('i'))) || (isLetter(words[i + 1]) && isLetter(words[i + 2]) && !/^(?:can|could|shall|may|do|did|so|and|if|when)$/.test(words[i - 1]?.w ?? '')))

/** "Ross the boss": a "the" after the first word of what is said, or after "it's". */
function isNickname(words: readonly Word[], i: number, starts: ReadonlySet<number>): boolean {
  const first = words[i - 1]
  if (words[i]!.w !== 'the' || !first || starts.has(i) || words[i]!.gap !== '' || borders.has(first.w) || isMark(first) || first.w.length < 3) return false
  const isFirst = starts.has(i - 1) || /^(?:is|its|yeah|yes)$/.test(words[i - 2]?.w ?? '')
  return isFirst && !/^(?:ring|text|mail|ask|tell|of|in|by|after|before|then)$/.test(first.w)
}

/** What stands after "the" and is no part of an address: "the gmail", "the letter k", "at the moment". */
const notTheirs = /^(?:emails?|mails?|address|letters?|numbers?|digits?|figures?|word|one|first|second|last|same|usual|other|moment|minute|office|gmail|hotmail|outlook|yahoo|icloud|[a-z])$/

/** "It's the hendersons at", "the post house kelso at": an article that nothing but the address follows. */
const isTheir = (words: readonly Word[], i: number, at: number, starts: ReadonlySet<number>): boolean =>
  words[i]!.w === 'the' && i + 1 < at && words[i + 1]!.gap === '' && !desks.has(words[i + 1]!.w) && !notTheirs.test(words[i + 1]!.w) &&
  (starts.has(i) || words[i]!.gap !== '' || /^(?:is|its|address|at|yeah|yes)$/.test(words[i - 1]!.w))

/** "My wife's, helen at": whose it is, and none of it. */
const isWhose = (words: readonly Word[], i: number): boolean =>
  /['’]s$/.test(words[i]!.raw) && /^(?:wife|husband|mum|mam|mother|dad|daughter|son|partner|sister|brother|friend|nan)$/.test(words[i]!.w) && /^(?:my|our|the)$/.test(words[i - 1]?.w ?? '')

/** Words like several people, and none. */
const nobodies = new Set(list('mondays tuesdays wednesdays thursdays fridays saturdays sundays thanks cheers yes'))

/** "Clive and sue at": two people of one word each, at the beginning of what is said. */
const isCouple = (words: readonly Word[], i: number, at: number, starts: ReadonlySet<number>): boolean => {
  const [one, other] = [words[i - 1], words[i + 1]]
  if (words[i]!.w !== 'and' || i + 2 !== at || !one || !other || one.w === other.w || starts.has(i) || words[i]!.gap !== '' || other.gap !== '') return false
  if (![one, other].every(({ w }) => mayBeName(w) || isUnknown(w) || w.endsWith('s')) || nobodies.has(one.w)) return false
  if ([one, other].some(({ w, isMask }) => isMask || w.length < 3 || borders.has(w) || desks.has(w) || marks[w] !== undefined)) return false
  return starts.has(i - 1) || one.gap !== '' || (/^(?:is|its|email|mail)$/.test(words[i - 2]?.w ?? '') && words[i - 3]?.w !== 'name')
}

/** "With the t ma77", "with a y kym": a letter with its article tells of a letter and is none of the address. */
function isToldOf(words: readonly Word[], i: number): boolean {
  const before = words[i - 1]?.w ?? ''
  const isSpelling = isLetter(words[i + 1]) || isMark(words[i + 1]) || words[i + 1]?.w === 'at' || /^(?:for|as)$/.test(words[i + 1]?.w ?? '')
  return isLetter(words[i]) && !isSpelling && (/^(?:the|an)$/.test(before) || (before === 'a' && !isLetter(words[i - 2]) && !isMark(words[i - 2])))
}

/** Whether what an earlier turn ends with goes on in the turn that begins at `from`: they are one address. */
function goesOn(words: readonly Word[], from: number, at: number, starts: ReadonlySet<number>): boolean {
  let first = from - 1
  while (first > 0 && !starts.has(first)) first -= 1
  const before = words.slice(first, from)
  const later = words.slice(from, at)
  if (from === at || isMark(words[from]) || isMark(words[from - 1])) return true
  const isSymbols = (all: readonly Word[]) => all.every((word, i) => isLetter(word) || isDigit(word) || isMark(word) || isExplained(all, i) || isExplained(all, i - 1))
  if (isSymbols(before) || isSymbols(later)) return isSymbols(before) || !before.some((word) => borders.has(word.w))
  if (later.some(isMark) || before.length > 3) return false
  return !before.some((word) => borders.has(word.w)) || later.length === 1
}

const prefixes = /^(?:mrs?|miss|ms|dr|the|wee|big|little|young|old|real|baby|lady|mister|king|queen)$/

/**
 * Where the first part of an address with marks in it begins: one word, or what is spelled. In "there are babies crying, lauren dot p"
 * it begins with lauren; what is said before is masked with it all the same, and is none of the address.
 */
export function ownFrom(words: readonly Word[], from: number, at: number): number {
  const isPart = (i: number) => isLetter(words[i]) || isDigit(words[i])
  let mark = from
  while (mark < at && !isMark(words[mark])) mark += 1
  if (words[mark]?.w === 'stop' && words[mark - 1]?.w === 'full') mark -= 1
  while (mark < at && mark > from && /^(?:then|an?)$/.test(words[mark - 1]!.w)) mark -= 1
  // "Siobhan mcgarrigle siobhan mcgarrigle at": what is said again is said once.
  const isWord = (i: number) => words[i]!.w.length > 3 && !isDigit(words[i])
  for (let i = mark - 1; i > from; i -= 1) {
    if (!isWord(i)) continue
    const first = words.findIndex((word, k) => k >= from && k < i && word.w === words[i]!.w)
    if (first >= 0 && (first === from || mark < at)) return i - (first - from)
  }
  if (mark === at || mark === from) return from
  const end = mark - asideBefore(words, mark)
  if (end <= from) return from
  const isSymbol = (i: number) => isPart(i) || isExplained(words, i) || isExplained(words, i - 1) || symbolAt(words, i, false)?.kind === 'letter'
  let own = end - 1
  while (own > from && isSymbol(own) && isSymbol(own - 1)) own -= 1
  if (own > from && isDigit(words[own]) && !isSymbol(own - 1)) own -= 1
  while (own > from && prefixes.test(words[own - 1]!.w)) own -= 1
  // "Kerry ann dot s", "happy feet dot shop": two words that are one; a name after chatter is one by itself.
  const { everyday } = lexicon()
  const isPair = !everyday.has(words[from]!.w) || everyday.has(words[own]!.w)
  return own - 1 === from && words[own]!.gap === '' && isPair ? from : own
}

/** The first word of the part before "at"; `isWide`: of all that may have to do with it. */
export function localFrom(words: readonly Word[], at: number, isAsked: boolean, starts: ReadonlySet<number>, isWide = false): number {
  let from = at
  while (from > 0 && at - from < 18) {
    const { w, isMask } = words[from - 1]!
    if (isAsked && !isWide && starts.has(from) && !goesOn(words, from, at, starts)) break
    const aside = asideBefore(words, from)
    if (aside && aside < from) {
      from -= aside
      continue
    }
    if (isMask || (words[from]!.gap === '.' && from < at)) break
    if (!isWide && from < at && isToldOf(words, from - 1)) break
    const isInside = from > 1 && isMark(words[from - 2])
    const isJoined = from < at && isMark(words[from])
    if (!isWide && providers[w] && !plainProviders.has(w) && from < at && !isInside && !isJoined) break
    // "Big dave the builder, all one word": what is one word may have any in it.
    const isOneWord =
      words[at - 1]?.w === 'word' && at - from < 8 && words[from]?.gap !== '.' && /^(?:the|and|my|me|is|it|for)$/.test(w) &&
      words[from - 2] !== undefined && words[from - 1]!.gap === '' && from > 2
    const isSilent = silent.has(w) && words.slice(from, at).every((word) => silent.has(word.w))
    const isZero = w === 'oh' && (isDigit(words[from - 2]) || (from < at && isDigit(words[from])))
    const isAmongDigits = isDigit(words[from - 1]) && (isDigit(words[from]) || /^(?:oh|hundred|thousand)$/.test(words[from]!.w))
    // "D e s m o n d then a dot then t u t then at".
    const isThen =
      (w === 'then' && (from === at || isLetter(words[from]) || isMark(words[from])) && (isLetter(words[from - 2]) || isMark(words[from - 2]))) ||
      (/^an?$/.test(w) && words[from - 2]?.w === 'then' && isMark(words[from])) ||
      (w === 'then' && /^an?$/.test(words[from]?.w ?? '') && isMark(words[from + 1]))
    const isOwn = isThen || isInside || isJoined || isSilent || isZero || isOneWord || isTheir(words, from - 1, at, starts) || isCouple(words, from - 1, at, starts) || isAmongDigits || isLetterI(words, from - 1)
    const isBorder = (borders.has(w) || isWhose(words, from - 1) || (!isWide && asides.has(w))) && !isOwn && !(from < at && isNickname(words, from - 1, starts))
    // "J for juliet": the link of a letter that is explained.
    if (isBorder && (!/^(?:for|in|as|an?)$/.test(w) || !isExplained(words, from - 1))) break
    // Before a pause stands another sentence, unless it was being spelled.
    const isSpelled =
      w.length === 1 || isMark(words[from - 1]) || isDigit(words[from - 1]) || silent.has(w) ||
      (/^(?:for|in)$/.test(words[from - 2]?.w ?? '') && isExplained(words, from - 2))
    if (!isAsked && words[from]!.gap === ',' && from < at && !isInside && !isJoined && !isSpelled && !silent.has(words[from]!.w))
      break
    const isExample = isExplained(words, from - 2) || isExplained(words, from - 1)
    if (!isAsked && at - from >= 8 && !isMark(words[from - 1]) && w.length > 1 && !isInside && !isJoined && !isExample) break
    from -= 1
  }
  return from
}

const sent = /^(?:aftercare|sheets?|cards?|vouchers?|certificates?|letters?|forms?|links?|list|lists|prices|brochures?|details|invoices?|receipts?|leaflets?|info|information|confirmation|quotes?|directions|photos|results|paperwork|copy)$/

/** How many words of "the price list petra nowak at" tell what is to be sent, before whom it goes to. */
export function prefaceIn(words: readonly Word[], from: number, at: number): number {
  for (let i = Math.min(from + 2, at - 2); i >= from; i -= 1)
    if (sent.test(words[i]!.w) && marks[words[i + 1]!.w] === undefined && /^(?:the|your|that|a|an|my|price|me)$/.test(words[i - 1]?.w ?? '')) return i + 1 - from
  return 0
}
