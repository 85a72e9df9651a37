import { newCall, redactUtterance } from './redact.ts'
import type { Label, Span } from './types.ts'

const longest = 120
const mostWords = 6
/** A name is over where a sentence goes on, a list begins, or something is counted. */
const ends = /[,;:()[\]{}|/\\<>@"“”…!?=+*#&\n\r\t]|\s[-–—]\s|\.(?=\s+\p{Ll})/u
const sentence = new Set(
  `a an has had have having is was who whose with needs need wants want wanting suffers suffering got on takes take taking for about re regarding
  because but due since history allergic called calling from asks asking booked booking said says that which i`.split(/\s+/),
)
const links = new Set(['and', 'of', 'the'])
/** Letters, and figures after at least three of them or as a short word of their own ("Rival 7"): neither a number nor part of a postcode. */
const isNameLike = (word: string): boolean => /^(?:\p{L}[\p{L}\p{M}'’.-]*|\p{L}{3,}[\p{L}\p{N}]*|\p{N}{1,3})$/u.test(word)
/** A name has no clause that a learned tagger could read, and sounds like many an illness: the plain rules alone decide. */
const rules = { without: ['model', 'misheard'] } as const
/** What a word of a name may look like to the rules and still be one: "Will Street". */
const isSecret = (label: Label): boolean => label !== 'NAME' && label !== 'ADDRESS'

/** The words of a text that can be a name, from its beginning. */
function leadingWords(text: string): string[] {
  const words: string[] = []
  for (const word of text.split(/[\s_]+/)) {
    const plain = word.replace(/[-'’]+$/, '')
    if (plain === '') continue
    if (!isNameLike(plain) || sentence.has(plain.toLowerCase()) || words.length === mostWords) break
    words.push(plain)
  }
  while (words.length > 0 && links.has(words.at(-1)!.toLowerCase())) words.pop()
  return words
}

/** How many of the words come before a number, or anything about health or another matter of Article 9 (UK GDPR). */
function cleanCount(words: readonly string[]): number {
  const before = 'my name is '
  const { spans } = redactUtterance(before + words.join(' '), newCall(), rules)
  // Said of oneself, a surname reads like a name and an illness does not; "Sam Diabetic" would pass for the former. All are read in one text,
  // because a caller waits.
  const told = words.map((word) => `i am ${word.toLowerCase()}. `)
  const ofThemselves = redactUtterance(told.join(''), newCall(), rules).spans
  const labelsIn = (all: readonly Span[], from: number, length: number) => all.filter((span) => span.start < from + length && from < span.end).map((span) => span.label)
  let [at, toldAt] = [before.length, 0]
  for (const [i, word] of words.entries()) {
    const isMasked = labelsIn(spans, at, word.length).some(isSecret)
    const itself = labelsIn(ofThemselves, toldAt, told[i]!.length)
    if ((i > 0 && itself.includes('HEALTH')) || (isMasked && !itself.includes('NAME'))) return i
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
  const name = words.slice(0, cleanCount(words))
  while (name.length > 0 && links.has(name.at(-1)!.toLowerCase())) name.pop()
  return name.length > 0 ? name.join(' ').slice(0, longest) : null
}
