import { isOneLetter, list, type Word } from './text.ts'

/** What a word, with those after it, stands for when something is spelled or dictated: digits and letters, upper case. */
export type Symbol = { text: string; took: number; kind: 'digit' | 'letter' | 'mixed' | 'pair' }

const digits: Record<string, string> = {
  zero: '0',
  oh: '0',
  o: '0',
  ow: '0',
  owe: '0',
  nought: '0',
  naught: '0',
  nil: '0',
  nowt: '0',
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  niner: '9',
}
const teens: Record<string, string> = {
  ten: '10',
  eleven: '11',
  twelve: '12',
  thirteen: '13',
  fourteen: '14',
  fifteen: '15',
  sixteen: '16',
  seventeen: '17',
  eighteen: '18',
  nineteen: '19',
}
const tens: Record<string, string> = {
  twenty: '2',
  thirty: '3',
  forty: '4',
  fourty: '4',
  fifty: '5',
  sixty: '6',
  seventy: '7',
  eighty: '8',
  ninety: '9',
}
const times: Record<string, number> = { double: 2, triple: 3, treble: 3, quadruple: 4 }
const zeros: Record<string, string> = { hundred: '00', thousand: '000' }

/** The spelling alphabet of radio (ICAO) with its usual spellings. */
const alphabet: Record<string, string> = Object.fromEntries(
  list(`alpha alfa bravo charlie delta echo foxtrot golf hotel
  india juliet juliett kilo lima mike november oscar papa quebec romeo sierra tango uniform victor whiskey whisky xray
  yankee zulu`).map((word) => [word, word[0]!.toUpperCase()]),
)

/** How recognition writes the names of letters; only where something is plainly being spelled. */
const letterNames: Record<string, string> = {
  ay: 'A',
  bee: 'B',
  cee: 'C',
  dee: 'D',
  ee: 'E',
  ef: 'F',
  eff: 'F',
  gee: 'G',
  aitch: 'H',
  haitch: 'H',
  jay: 'J',
  kay: 'K',
  el: 'L',
  ell: 'L',
  em: 'M',
  en: 'N',
  pee: 'P',
  cue: 'Q',
  queue: 'Q',
  ar: 'R',
  ess: 'S',
  tee: 'T',
  vee: 'V',
  ex: 'X',
  wye: 'Y',
  zed: 'Z',
  zee: 'Z',
}
/** Words that are heard for a letter's name, where one code is spelled and nothing else: "see ay one five tee jay". */
const heardLetters: Record<string, string> = { see: 'C', sea: 'C', be: 'B', why: 'Y', you: 'U', are: 'R', tea: 'T', pea: 'P', eye: 'I', oh: 'O', owe: 'O', gee: 'G', jay: 'J', kay: 'K', ex: 'X' }
/** Whether a word is how a letter's name is heard. */
export const isLetterName = (w: string): boolean => w in heardLetters || w in letterNames

/** Recognition hears these for digits inside a number. */
const homophones: Record<string, string> = {
  to: '2',
  too: '2',
  for: '4',
  fore: '4',
  won: '1',
  ate: '8',
  sex: '6',
  tree: '3',
}

const digitOf = (word: Word | undefined): string | null =>
  word ? (/^\p{N}$/u.test(word.w) ? word.w : (digits[word.w] ?? null)) : null

function digitsAt(words: readonly Word[], i: number): Symbol | null {
  const { w } = words[i]!
  if (/^\d+$/.test(w)) return { text: w, took: 1, kind: 'digit' }
  const again = times[w]
  if (again) {
    const digit = digitOf(words[i + 1])
    const letter = words[i + 1]?.w
    if (digit) return { text: digit.repeat(again), took: 2, kind: 'digit' }
    if (letter && isOneLetter(letter)) return { text: letter.toUpperCase().repeat(again), took: 2, kind: 'letter' }
    if (letter && alphabet[letter] && !words[i + 1]!.isMask) return { text: alphabet[letter].repeat(again), took: 2, kind: 'letter' }
    return null
  }
  const ten = tens[w]
  if (ten) {
    const unit = digitOf(words[i + 1])
    const isJoined = unit && unit !== '0' && words[i + 1]!.gap === '' && /^[a-z]/.test(words[i + 1]!.w) && words[i + 1]!.w !== 'o'
    return isJoined ? { text: ten + unit, took: 2, kind: 'digit' } : { text: `${ten}0`, took: 1, kind: 'digit' }
  }
  const text = digits[w] ?? teens[w]
  return text ? { text, took: 1, kind: 'digit' } : null
}

/** "b for bravo", "m as in mother": the letter, and how many words that took. */
function explainedAt(words: readonly Word[], i: number): Symbol | null {
  const letter = words[i]!.w
  if (!isOneLetter(letter)) return null
  const link = words[i + 1]?.w
  const isAs = link === 'as' && ['in', 'for'].includes(words[i + 2]?.w ?? '')
  const skip = link === 'for' || link === 'like' ? 2 : isAs ? 3 : 0
  const example = skip ? words[i + skip]?.w : undefined
  return example && example.length > 1 && example[0] === letter
    ? { text: letter.toUpperCase(), took: skip + 1, kind: 'letter' }
    : null
}

const spoken = new Set([digits, teens, tens, times, zeros, homophones, alphabet, letterNames].flatMap((table) => Object.keys(table)))
/** Whether a word may stand for letters or digits at all: most do not, and need no closer look. */
const mayStand = (w: string): boolean => w.length < 3 || spoken.has(w) || /\d/.test(w)

/** The symbol that begins at a word. `isOpen`: the word before was one too, so that "hundred" and "for" may be digits. */
export function symbolAt(words: readonly Word[], i: number, isOpen: boolean, isLetters = false): Symbol | null {
  const word = words[i]
  if (!word || word.isMask) return null
  const { w } = word
  const named = isLetters ? (heardLetters[w] ?? letterNames[w]) : undefined
  if (named) return { text: named, took: 1, kind: 'letter' }
  if (isLetters && isOpen && homophones[w]) return { text: homophones[w], took: 1, kind: 'digit' }
  if (!mayStand(w)) return null
  const explained = explainedAt(words, i)
  if (explained) return explained
  if (w === 'double' && /^(?:u|you|yu)$/.test(words[i + 1]?.w ?? '')) return { text: 'W', took: 2, kind: 'letter' }
  // "Yes, that one", "the same one": nobody's number.
  if (w === 'one' && !isOpen && /^(?:that|this|the|same|nice|good|right|other|another|which|any|old|new|first|last|every|no|a)$/.test(words[i - 1]?.w ?? '') && !(words[i + 1] && digitsAt(words, i + 1))) return null
  const number = digitsAt(words, i)
  if (number) return number
  if (isOpen && (w === 'hundred' || (zeros[w] && digitOf(words[i + 1]) === '0'))) return { text: zeros[w]!, took: 1, kind: 'digit' }
  const isBetween = isOpen && words[i + 1] && (digitOf(words[i + 1]) ?? digitsAt(words, i + 1))
  // "From ten to eleven fifteen" is a time.
  const isHour = (word: Word | undefined) => word !== undefined && (teens[word.w] ?? tens[word.w]) !== undefined
  // "Six for five hundred" is a price.
  const isPrice = w === 'for' && [2, 3].some((k) => /^(?:hundred|thousand|grand|quid|pounds?)$/.test(words[i + k]?.w ?? ''))
  if (isBetween && homophones[w] && !isPrice && !isHour(words[i - 1]) && !isHour(words[i + 1])) return { text: homophones[w], took: 1, kind: 'digit' }
  if (w === 'x' && words[i + 1]?.w === 'ray') return { text: 'X', took: 2, kind: 'letter' }
  if (isOneLetter(w)) return { text: w.toUpperCase(), took: 1, kind: 'letter' }
  if (alphabet[w]) return { text: alphabet[w], took: 1, kind: 'letter' }
  if (/^(?=.*\d)(?=.*[a-z])[a-z\d]{2,9}$/.test(w) && !/(?:st|nd|rd|th)$/.test(w)) {
    return { text: w.toUpperCase(), took: 1, kind: 'mixed' }
  }
  if (isOpen && letterNames[w]) return { text: letterNames[w], took: 1, kind: 'letter' }
  return /^[a-z]{2}$/.test(w) ? { text: w.toUpperCase(), took: 1, kind: 'pair' } : null
}

/**
 * One letter or digit after the other: the word that each character came from, the word at which what it came from ends, and
 * whether it was spelled as a letter by itself.
 */
export type Spelled = {
  text: string
  wordOf: number[]
  endOf: number[]
  isO: boolean[]
  isSpelled: boolean[]
  from: number
  to: number
}

const joins = new Set(['and', 'then', 'dash', 'hyphen', 'space', 'capital', 'slash', 'pause', 'gap', 'that', 'is', 'so', 'yeah', 'yes', 'got'])

const putsRight = (words: readonly Word[], from: number, to: number): boolean =>
  words.slice(from, to).some((word) => word.w === 'no' || word.w === 'sorry')

/**
 * Runs of symbols: what was dictated without another word between. `isWanted` says which kinds belong to it. Words that
 * only part groups ("and then", "dash") do not end a run when a symbol follows.
 */
export function runsOf(words: readonly Word[], isWanted: (symbol: Symbol) => boolean, links = joins, isLetters = false): Spelled[] {
  const runs: Spelled[] = []
  let open: Spelled | null = null
  for (let i = 0; i < words.length;) {
    const symbol = symbolAt(words, i, open !== null, isLetters)
    const after = words[i + 1]?.w === 'and' ? words[i + 2] : words[i + 1]
    const isSigh = (words[i]!.w === 'oh' || words[i]!.w === 'o') && /^0\d{4}/.test(after?.w ?? '')
    const isNew = open !== null && /^[ai]$/.test(words[i]!.w) && putsRight(words, open.to, i)
    if (symbol && isWanted(symbol) && !isSigh && !isNew && !(symbol.kind === 'pair' && links.has(words[i]!.w))) {
      // "Oscar, no sorry, zero": what comes after takes the place of what came before.
      if (open && putsRight(words, open.to, i)) {
        const all: Spelled = open
        all.text = all.text.slice(0, -1)
        for (const one of [all.isO, all.isSpelled, all.wordOf, all.endOf]) one.pop()
      }
      open ??= { text: '', wordOf: [], endOf: [], isO: [], isSpelled: [], from: i, to: i }
      for (let k = 0; k < symbol.text.length; k += 1) {
        const isLast = k === symbol.text.length - 1
        const at = i + Math.min(symbol.took - 1, Math.floor((k * symbol.took) / symbol.text.length))
        open.isO.push(words[i]!.w === 'o')
        open.isSpelled.push(symbol.kind === 'letter')
        open.wordOf.push(at)
        open.endOf.push(isLast ? i + symbol.took : at + 1)
      }
      open.text += symbol.text
      open.to = i + symbol.took
      i = open.to
      continue
    }
    const isLink = open !== null && links.has(words[i]!.w) && i - open.to < 3
    if (!isLink && open) {
      runs.push(open)
      open = null
    }
    i += 1
  }
  if (open) runs.push(open)
  return runs
}

const sayings = new Set(list('no not sorry it is that hang on hold wait yes yeah aye and then the so right oh okay my'))

/** Whether nearly all that was said is letters and digits. */
export function isBare({ words }: { words: readonly Word[] }, runs: readonly Spelled[]): boolean {
  const inside = runs.reduce((sum, run) => sum + run.to - run.from, 0)
  return inside > 0 && inside * 2 >= words.length - words.filter((word) => sayings.has(word.w)).length
}
