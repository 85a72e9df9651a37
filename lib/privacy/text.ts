import { gramsOf } from './triggers/grams.ts'
import { mayOccur, type Traits } from './triggers/table.ts'

/**
 * One spoken word. Contractions are two words over the same characters ("i'm": i, am); hyphenated words are several;
 * fillers are left out, so that what surrounds them stands together.
 */
export type Word = {
  /** Lower case, straight apostrophes, without a possessive 's. */
  w: string
  start: number
  end: number
  /** What stood between this word and the one before: nothing, a pause (comma, line) or the end of a sentence. */
  gap: '' | ',' | '.'
  /** What joins it to the word before: "kim.vale", "kim_vale". */
  joint?: '.' | '_'
  /** It is a mask of an earlier run, and nothing may be read into it. */
  isMask: boolean
  /** As it was written. */
  raw: string
}

/** A text with its words, and the words as one line, in which every character knows its word. */
export type Doc = { text: string; words: readonly Word[]; line: string; at: Int32Array; traits: Traits }

const fillers = new Set([
  'um',
  'umm',
  'uh',
  'uhh',
  'er',
  'err',
  'erm',
  'ermm',
  'hmm',
  'mm',
  'mmm',
  'eh',
  'ah',
  'ahem',
  'basically',
  'actually',
  'obviously',
  'literally',
  'honestly',
  'apparently',
])
const twoWordFillers = new Set(['you know', 'i mean', 'sort of', 'kind of', 'kinda like'])
const asksKind = new Set(['what', 'any', 'some', 'that', 'this', 'which', 'same', 'other', 'one', 'all'])

const whole: Record<string, string> = {
  im: 'i am',
  // As recognition and callers write what dates are made of.
  feburary: 'february',
  febuary: 'february',
  janurary: 'january',
  septemper: 'september',
  ninteen: 'nineteen',
  ninteenth: 'nineteenth',
  twelth: 'twelfth',
  nineth: 'ninth',
  ive: 'i have',
  youre: 'you are',
  dont: 'do not',
  doesnt: 'does not',
  didnt: 'did not',
  cant: 'can not',
  cannot: 'can not',
  wont: 'will not',
  isnt: 'is not',
  wasnt: 'was not',
  havent: 'have not',
  hasnt: 'has not',
  hadnt: 'had not',
  couldnt: 'could not',
  "can't": 'can not',
  "won't": 'will not',
  "ain't": 'is not',
  theyre: 'they are',
  weve: 'we have',
  shes: 'she is',
  hes: 'he is',
  thats: 'that is',
  its: 'it is',
  whats: 'what is',
  gonna: 'going to',
  gotta: 'got to',
  wanna: 'want to',
  hafta: 'have to',
  hiya: 'hi',
  "let's": 'let us',
  "y'know": 'know',
  "d'you": 'do you',
  dyou: 'do you',
  "d'ye": 'do you',
  // Scots.
  hunner: 'hundred',
  hunnert: 'hundred',
  fower: 'four',
  seeven: 'seven',
  fae: 'from', frae: 'from', wi: 'with', aff: 'off', tae: 'to', masel: 'myself', meself: 'myself', gie: 'give', yer: 'your', naw: 'no', doon: 'down', oot: 'out', aboot: 'about', feart: 'scared', frit: 'scared',
  cannae: 'can not', dinnae: 'do not', didnae: 'did not', doesnae: 'does not', couldnae: 'could not', wouldnae: 'would not', isnae: 'is not', wasnae: 'was not', havenae: 'have not', hasnae: 'has not', willnae: 'will not',
}
const endings: Record<string, string> = { m: 'am', ve: 'have', re: 'are', d: 'would', ll: 'will' }
const isPronoun = new Set(['it', 'he', 'she', 'that', 'this', 'there', 'what', 'who', 'where', 'how', 'when', 'here'])

/** The plain words that a written token stands for. */
function expand(token: string): string[] {
  const plain = token
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[’‘ʼ`]/g, "'")
  const known = whole[plain]
  if (known) return known.split(' ')
  const cut = plain.lastIndexOf("'")
  if (cut <= 0) return [plain.slice(cut + 1)]
  const [stem, ending] = [plain.slice(0, cut), plain.slice(cut + 1)]
  if (ending === 's') return isPronoun.has(stem) ? [stem, 'is'] : [stem]
  if (ending === 't' && stem.endsWith('n')) return [stem.slice(0, -1), 'not']
  if (endings[ending]) return [stem, endings[ending]]
  return ending === '' ? [stem] : [plain]
}

const token =
  /\[[A-Z][A-Z_ ]*(?:: [a-z ]+)?\]|\p{N}+(?:st|nd|rd|th)?(?![\p{L}\p{N}])|[\p{L}\p{N}\p{M}]+(?:['’‘ʼ`][\p{L}]+)*/gu

function gapOf(between: string): Word['gap'] {
  if (between === ' ' || between === '') return ''
  // A full stop that no space follows stands inside a word: "kim.vale", "n.i.".
  if (/[.?!;]["')\]]*\s/.test(between)) return '.'
  return /[,\n–—]|:\s|\s-\s/.test(between) ? ',' : ''
}

function isFiller(words: readonly Word[], w: string): 'one' | 'two' | null {
  if (fillers.has(w)) return 'one'
  const before = words.at(-1)
  if (!before || !twoWordFillers.has(`${before.w} ${w}`)) return null
  return asksKind.has(words.at(-2)?.w ?? '') ? null : 'two'
}

/** Before "ma" when she is somebody's mother. */
const ownsMother = new Set(['my', 'me', 'our', 'his', 'her', 'your', 'their', 'the', 'and', 'or', 'a', 'yo'])

const lately = new Map<string, Doc>()

/** Texts read lately are forgotten. Called after each call, so that nothing of it is held on to. */
export const forgetTexts = (): void => lately.clear()

/** The words of a text with their places in it. Linear in the length; nothing is thrown. All detectors share one reading. */
export function read(text: string): Doc {
  const known = lately.get(text)
  if (known) return known
  const doc = readAnew(text)
  if (lately.size >= 32) lately.clear()
  lately.set(text, doc)
  return doc
}

function readAnew(text: string): Doc {
  const words: Word[] = []
  let last = 0
  let pending: Word['gap'] = ''
  for (const match of text.matchAll(token)) {
    const [start, end] = [match.index, match.index + match[0].length]
    const between = text.slice(last, start)
    const gap = gapOf(between)
    if (gap === '.' || pending === '') pending = gap === '' ? pending : gap
    last = end
    const isMask = match[0].startsWith('[')
    const parts = isMask ? ['[]'] : expand(match[0])
    const filler = parts.length === 1 ? isFiller(words, parts[0]!) : null
    if (filler) {
      if (filler === 'two') pending = words.pop()!.gap || pending
      continue
    }
    for (const part of parts) {
      // "Ma name's jackie": Scots for my, which is nobody's mother there.
      const w = part === 'ma' && !ownsMother.has(words.at(-1)?.w ?? '') ? 'my' : part
      words.push({ w, start, end, gap: pending, isMask, raw: match[0], ...(between === '.' || between === '_' ? { joint: between } : {}) })
      pending = ''
    }
  }
  return lineOf(text, words)
}

function lineOf(text: string, words: readonly Word[]): Doc {
  const pieces: string[] = []
  const at: number[] = []
  const put = (piece: string, word: number) => {
    pieces.push(piece)
    for (let i = 0; i < piece.length; i += 1) at.push(word)
  }
  words.forEach((word, i) => {
    put(i === 0 ? '' : word.gap === '.' ? ' . ' : ' ', i)
    put(word.w, i)
  })
  const line = pieces.join('')
  return { text, words, line, at: Int32Array.from(at), traits: { grams: gramsOf(line), may: null } }
}

/** Whether a word is one letter: asked of nearly every word by who reads what is spelled, so it costs no pattern. */
export const isOneLetter = (w: string): boolean => w.length === 1 && w >= 'a' && w <= 'z'

/** Words `from` to `to` (exclusive). */
export type Range = { from: number; to: number }

export type Place = Range & { match: RegExpExecArray }
const nowhere: readonly Place[] = []

/** Every place where a pattern (with the flag g) matches whole words of the line, as ranges of words. */
export function placesOf(doc: Doc, pattern: RegExp): readonly Place[] {
  if (!mayOccur(pattern, doc.traits)) return nowhere
  const places: Place[] = []
  pattern.lastIndex = 0
  for (let match = pattern.exec(doc.line); match; match = pattern.exec(doc.line)) {
    if (match[0].length === 0) {
      pattern.lastIndex += 1
      continue
    }
    const end = match.index + match[0].trimEnd().length
    const begin = match.index + (match[0].length - match[0].trimStart().length)
    places.push({ from: doc.at[begin]!, to: (doc.at[end - 1] ?? doc.words.length - 1) + 1, match })
  }
  return places
}

/** The characters of a range of words. */
export function charsOf(doc: Doc, { from, to }: Range): { start: number; end: number } {
  return { start: doc.words[from]!.start, end: doc.words[to - 1]!.end }
}

/** The words of a list that is written over several lines. */
export const list = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '')

/** The phrases of a list that are parted by commas or lines. */
export const phrases = (text: string): string[] =>
  text
    .split(/[,\n]/)
    .map((one) => one.trim())
    .filter((one) => one !== '')

/** One alternative of a pattern for each phrase, the longest first. */
export const anyOf = (list: readonly string[]): string =>
  `(?:${[...list]
    .sort((a, b) => b.length - a.length)
    .map((one) => one.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('|')})`

/** For each word the first of the spans that reaches into it. In proportion to the words and the spans, not to both. */
export function spanAtEach<S extends { start: number; end: number }>({ words }: Doc, spans: readonly S[]): (S | undefined)[] {
  const at: (S | undefined)[] = words.map(() => undefined)
  for (let s = spans.length - 1; s >= 0; s -= 1) {
    const span = spans[s]!
    let [from, to] = [0, words.length]
    while (from < to) {
      const middle = (from + to) >> 1
      if (words[middle]!.end <= span.start) from = middle + 1
      else to = middle
    }
    for (let i = from; i < words.length && words[i]!.start < span.end; i += 1) at[i] = span
  }
  return at
}
