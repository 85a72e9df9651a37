import { marks, silent } from './email-words.ts'
import { distance } from './misheard.ts'
import { symbolAt } from './spelling.ts'
import { isOneLetter, type Doc, type Word } from './text.ts'

export const said = (words: readonly Word[], from: number, to: number): string =>
  words
    .slice(from, to)
    .map((word) => word.w)
    .join(' ')

/** The words that begin a turn, in turns that belong together. */
export const turnStarts = ({ text, words }: Doc): ReadonlySet<number> =>
  new Set(words.flatMap((word, i) => (i === 0 || text.slice(words[i - 1]!.end, word.start).includes('\n') ? [i] : [])))

export const isDigit = (word: Word | undefined): boolean =>
  word !== undefined && /^(?:\d+|one|two|three|four|five|six|seven|eight|nine|zero|ten|double)$/.test(word.w)

/** A letter by itself. */
export const isLetter = (word: Word | undefined): boolean => word !== undefined && !word.isMask && isOneLetter(word.w)

const isNumeral = (words: readonly Word[], i: number): boolean => isDigit(words[words[i]?.w === 'double' ? i + 1 : i])

const chatters = ['oh what is it', 'what is it', 'no hang on', 'hang on', 'hold on', 'let me think', 'let me see', 'followed by', 'after that']
/** What only tells how something before it is written: "with an f", "with two l's", "like the flower". */
const told = String.raw`(?:that is )?(?:with(?:out)?|no) (?:an? |the |one |two |just one |just an? |a single |double )?(?:letter )?(?:[a-z](?: [a-z])?|ph|ck|th)(?: and (?:an? |double )?[a-z])?(?: (?:and )?not (?:an? )?(?:[a-z]|ph|ck|th))?(?: (?:on|at) the end)?|(?:like|as in) (?:the|an?) [a-z]{3,}|no (?:gaps?|spaces?)|in (?:digits|figures|numbers|letters)`
const toldBefore = new RegExp(`(?:^| )(${told})$`)
const toldAfter = new RegExp(`^(${told})(?= |$)`)
const countOf = (text: string | undefined): number => (text ? text.split(' ').length : 0)

/** How many words before a place are said aside. */
export const asideBefore = (words: readonly Word[], to: number): number => countOf(toldBefore.exec(said(words, Math.max(0, to - 8), to))?.[1])

/** How many words are said aside, in the middle of an address; 0 for none. */
function chatterAt(words: readonly Word[], from: number, i: number, to: number): number {
  const line = said(words, i, Math.min(to, i + 8))
  const one = chatters.find((chatter) => line === chatter || line.startsWith(`${chatter} `))
  if (one) return countOf(one)
  if (i > from && toldAfter.test(line)) return countOf(toldAfter.exec(line)![1])
  return countOf(/^(?:the )?(?:number|letters?|figures?|digits?)(?= (?:[a-z]|\d+|one|two|three|four|five|six|seven|eight|nine|zero|double)(?: |$))/.exec(line)?.[0])
}

/** Whether a word is said once more in letters: "rhys r h y s". */
function isSpelledNext(words: readonly Word[], i: number, to: number): boolean {
  const { w } = words[i]!
  let end = i + 1
  while (end < to && isLetter(words[end])) end += 1
  const letters = said(words, i + 1, end).replaceAll(' ', '')
  const isAlike = letters.length >= 4 && letters[0] === w[0] && distance(letters, w, 2) <= 2
  return w.length > 2 && letters.length > 2 && (letters === w || isAlike)
}

/** "Alpha november november echo": nothing but words that stand for letters, and marks. */
function isInCode(words: readonly Word[], from: number, to: number): boolean {
  let [code, parts] = [0, 0]
  for (let i = from; i < to; i += 1) {
    const isCode = symbolAt(words, i, false)?.kind === 'letter' && words[i]!.w.length > 1
    if (!isCode && words[i]!.w.length > 1 && words[i]!.w !== 'then' && marks[words[i]!.w] === undefined && !isDigit(words[i])) return false
    if (isCode) code += 1
    else if (marks[words[i]!.w] !== undefined) parts += 1
  }
  // "Mike dot oscar" are two people.
  return code >= 3 || (code === 2 && parts === 0)
}

/** What the words of one part of an address spell. */
export function reading(words: readonly Word[], from: number, to: number, isDomain = false): string {
  let text = ''
  const inCode = isInCode(words, from, to)
  for (let i = from; i < to;) {
    const { w, raw } = words[i]!
    // Only the names of letters that mean nothing else.
    const symbol = symbolAt(words, i, /^(?:zed|aitch|haitch)$/.test(w))
    const isFull = w === 'full' && words[i + 1]?.w === 'stop'
    const isMark = marks[w] !== undefined
    // "Oh dash my", "dot cotton": no address begins with these.
    const isPlain = !isDomain && i === from && i + 1 < to && (w === 'oh' ? marks[words[i + 1]!.w] !== undefined : w === 'dot')
    const isLong = symbol !== null && symbol.took > 2
    const isO =
      (w === 'o' && !isLong && (isDomain || !isNumeral(words, i + 1) || (isLetter(words[i - 1]) && words[i + 1]!.gap !== ''))) || (w === 'oh' && !isNumeral(words, i + 1) && !isDigit(words[i - 1]))
    // "R o o r double o" is spelled, "seven double o" is counted.
    const isDoubleO = w === 'double' && /^oh?$/.test(words[i + 1]?.w ?? '') && /[a-z]$/.test(text) && isLetter(words[i - 1])
    const zeros = i > from && isDigit(words[i - 1]) ? { hundred: '00', thousand: '000' }[w] : undefined
    const chatter = chatterAt(words, from, i, to)
    // "M for mike m okoro": the letter that was explained, said once more.
    const isAgain = i >= from + 3 && w.length === 1 && words[i - 3]!.w === w && /^(?:for|as)$/.test(words[i - 2]!.w) && words[i - 1]!.w.startsWith(w) && i + 1 < to && !/^(?:for|as)$/.test(words[i + 1]!.w)
    const isLink = w === 'then' || (/^an?$/.test(w) && words[i - 1]?.w === 'then' && marks[words[i + 1]?.w ?? ''] !== undefined) || (w === 'and' && (marks[words[i + 1]?.w ?? ''] !== undefined) !== (marks[words[i - 1]?.w ?? ''] !== undefined))
    // "The three sisters" are no figure.
    const isCounted = i > from && words[i - 1]!.w === 'the' && isDigit(words[i]) && w.length > 2 && /[a-z]{2}s$/.test(words[i + 1]?.w ?? '')
    if (i > from) text += words[i]!.joint ?? ''
    if (chatter) i += chatter
    else if (isAgain || (isLink && to - from > 1) || isSpelledNext(words, i, to)) i += 1
    else if (isPlain) [text, i] = [text + w, i + 1]
    else if (isCounted) [text, i] = [text + w, i + 1]
    else if (isDoubleO) [text, i] = [`${text}oo`, i + 2]
    else if (zeros) [text, i] = [text + zeros, i + 1]
    else if (isO) [text, i] = [`${text}o`, i + 1]
    else if (isFull) [text, i] = [`${text}.`, i + 2]
    else if (isMark) [text, i] = [text + marks[w], i + 1]
    else if (silent.has(w) && (w !== 'one' || words[i + 1]?.w === 'word')) i += 1
    else if (
      symbol &&
      symbol.kind !== 'pair' &&
      i + symbol.took <= to &&
      (symbol.kind !== 'letter' || w.length === 1 || symbol.took > 1 || inCode || /^(?:zed|aitch|haitch)$/.test(w))
    ) {
      ;[text, i] = [text + symbol.text.toLowerCase(), i + symbol.took]
    } else [text, i] = [text + raw.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''), i + 1]
  }
  return text
}
