import { lexicon } from './lexicon/load.ts'
import { isUnknown } from './misheard.ts'
import { alsoNames } from './name-words.ts'
import { newCall, redactUtterance } from './redact.ts'
import type { Label, Span } from './types.ts'

const longest = 120
const mostWords = 6
/** A name is over where a sentence goes on, a list begins, or something is counted. */
const ends = /[,;:()[\]{}|/\\<>@"“”…!?=+*#&\n\r\t]|\s[-–—]\s|\.(?=\s+\p{Ll})/u
const sentence = new Set(
  `a an has had have having is was who whose with needs need wants want wanting suffers suffering got on takes take taking for about re regarding
  because but due since history allergic called calling from asks asking booked booking said says that which i
  my our your his their its am are feel feels feeling hurts hurting it this not`.split(/\s+/),
)
/** Of these the ones that are somebody's name as well, where a name is written as one: Said Hassan, An Nguyen, My Nguyen. */
const namesToo = new Set(['said', 'an', 'my'])
const links = new Set(['and', 'of', 'the'])
/** What somebody of some kind is called; some of these are surnames too. */
const people = /^(?:m[ae]n|wom[ae]n|couple|person|people|girl|boy|lady)$/i
/** Letters, and figures after at least three of them or as a short word of their own ("Rival 7"): neither a number nor part of a postcode. */
const isNameLike = (word: string): boolean => /^(?:\p{L}[\p{L}\p{M}'’.-]*|\p{L}{3,}[\p{L}\p{N}]*|\p{N}{1,3})$/u.test(word)
/** A name has no clause that a learned tagger could read, and sounds like many an illness: the plain rules alone decide. */
const rules = { without: ['model', 'misheard'] } as const
/** What a word of a name may look like to the rules and still be one: "Will Street". */
const isSecret = (label: Label): boolean => label !== 'NAME' && label !== 'ADDRESS'

/** A word that is a name whatever else it is, or no other word that is known here. */
const isOwnName = (word: string): boolean => {
  const low = word.toLowerCase()
  return alsoNames.has(low) || (isUnknown(low) && !lexicon().terms.has(low) && !lexicon().keep.has(low))
}

/**
 * Whether words are written as a name is: with capitals, and beginning with a given name, or with a word that is followed by nothing but
 * a surname. Then one that is also another word is a name: Gay White, Clare Balding, My Nguyen. "Knee Pain" begins with none.
 */
function isWritten(words: readonly string[]): boolean {
  return words.length > 1 && words.every((word) => /^\p{Lu}/u.test(word))
    && (isOwnName(words[0]!) || (words.length === 2 && isOwnName(words[1]!)))
}

/** The words of a text that can be a name, from its beginning. */
function leadingWords(text: string): string[] {
  const given = text.split(/[\s_]+/).map((word) => word.replace(/[-'’]+$/, '')).filter((word) => word !== '')
  const isName = isWritten(given)
  const words: string[] = []
  for (const [i, plain] of given.entries()) {
    const low = plain.toLowerCase()
    const isNameToo = isName && namesToo.has(low) && (i === 0 || i === given.length - 1)
    if (!isNameLike(plain) || (sentence.has(low) && !isNameToo) || words.length === mostWords) break
    words.push(plain)
  }
  while (words.length > 0 && links.has(words.at(-1)!.toLowerCase())) words.pop()
  return words
}

/** Whether a word says something of somebody, where it stands: diabetic does, and Pain in Penny Pain does not; nor does Christian, but christian. */
function tells(word: string, isName: boolean, isFirst: boolean): boolean {
  const term = alsoNames.has(word.toLowerCase()) ? undefined : lexicon().terms.get(word.toLowerCase())
  if (term?.label === 'SENSITIVE') return !isName && !(term.tier === 'F' && /^\p{Lu}/u.test(word))
  return term !== undefined && (term.tier === 'S' || !isName || isFirst)
}

/** Whether a word begins a phrase of the lexicon: "Chest Pain" is none that is a name, though Pain is. */
const beginsPhrase = (words: readonly string[], i: number): boolean =>
  [2, 3].some((length) => i + length <= words.length && lexicon().terms.has(words.slice(i, i + length).join(' ').toLowerCase()))

/** How many of the words come before a number, or anything about health or another matter of Article 9 (UK GDPR). */
function cleanCount(words: readonly string[]): number {
  const before = 'my name is '
  const { spans } = redactUtterance(before + words.join(' '), newCall(), rules)
  // Said of oneself, a surname reads like a name and an illness does not; "Sam Diabetic" would pass for the former. All are read in one text,
  // because a caller waits.
  const told = words.map((word) => `i am ${word.toLowerCase()}. `)
  const ofThemselves = redactUtterance(told.join(''), newCall(), rules).spans
  const labelsIn = (all: readonly Span[], from: number, length: number) => all.filter((span) => span.start < from + length && from < span.end).map((span) => span.label)
  const isName = isWritten(words)
  let [at, toldAt] = [before.length, 0]
  for (const [i, word] of words.entries()) {
    const isMasked = labelsIn(spans, at, word.length).some(isSecret)
    const itself = labelsIn(ofThemselves, toldAt, told[i]!.length)
    const isAlsoName = isName && (i > 0 || alsoNames.has(word.toLowerCase()))
    const isMeant = isAlsoName ? false : (i > 0 && itself.includes('HEALTH')) || (isMasked && !itself.includes('NAME'))
    // Gay White, and not "Gay Man".
    const isKind = itself.some(isSecret) && people.test(words[i + 1] ?? '')
    if (isMeant || isKind || tells(word, isName, i === 0) || beginsPhrase(words, i)) return i
    at += word.length + 1
    toldAt += told[i]!.length
  }
  return words.length
}

/**
 * The name in a text that should hold a name and may hold more: what a model noted of a caller, what somebody typed or wrote back.
 * Its leading words, at most six, up to whatever is no name; "Sam, has heart issues" is Sam. Null when no name is left.
 */
export function personNameIn(text: string | null | undefined): string | null {
  const head = (text ?? '').normalize('NFC').trim().slice(0, 400).split(ends, 1)[0]!
  const words = leadingWords(head)
  const count = cleanCount(words)
  // What is left of "chest pain" is no name either.
  const isLeft = count < head.split(/[\s_]+/).length && /^\p{Ll}/u.test(words[0]!) && !words.slice(0, count).some(isOwnName)
  const name = isLeft ? [] : words.slice(0, count)
  while (name.length > 0 && links.has(name.at(-1)!.toLowerCase())) name.pop()
  return name.length > 0 ? name.join(' ').slice(0, longest) : null
}
