import { borders, desks, endings, marks, plainProviders, providers, silent } from './email-words.ts'
import type { Found } from './numbers.ts'
import { symbolAt } from './spelling.ts'
import type { Expectation } from './types.ts'
import type { Doc, Word } from './text.ts'

const written = /[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{2,63}){1,4}/gu

const said = (words: readonly Word[], from: number, to: number): string =>
  words
    .slice(from, to)
    .map((word) => word.w)
    .join(' ')

/** The domain after an "at": its text and the word where it ends. Null when it is none. */
function domainAt(words: readonly Word[], at: number): { text: string; to: number } | null {
  let i = at
  let text = ''
  for (const length of [3, 2, 1]) {
    const name = at + length <= words.length ? providers[said(words, at, at + length)] : undefined
    if (!name || (length === 1 && plainProviders.has(name) && words[at + 1]?.w !== 'dot')) continue
    ;[text, i] = [name, at + length]
    break
  }
  for (let k = i; text === '' && k < Math.min(words.length, at + 7); k += 1) {
    if (words[k]!.w === 'at') break
    const isDot = marks[words[k]!.w] === '.' && words[k + 1] !== undefined
    if (isDot && k > at) [text, i] = [reading(words, at, k, true), k]
  }
  if (text === '') return null
  const start = i
  for (;;) {
    const next =
      words[i]?.w === 'dot' || words[i]?.w === 'point' || words[i]?.w === 'full'
        ? i + (words[i]!.w === 'full' ? 2 : 1)
        : i
    const word = words[next]?.w ?? ''
    const one =
      (next > i || /^(?:com|co|uk)$/.test(word)) && endings.has(word) || (next > i && word !== 'dot' && /^[\p{L}\p{N}]+$/u.test(word))
        ? word
        : word === 'couk'
          ? 'co.uk'
          : ''
    const two = words[next + 1] && next + 2 <= words.length ? said(words, next, next + 2) : ''
    const spelled = next > i && /^[a-z] [a-z]$/.test(two) && words[next + 1]!.gap === '' ? two.replace(' ', '') : ''
    // Without its "dot" only what cannot be another word: "co uk".
    if (!(next > i || (i > start && word === 'uk') || (i === start && /^(?:com|couk|co)$/.test(word)))) break
    if (spelled) [text, i] = [`${text}.${spelled}`, next + 2]
    else if (one) [text, i] = [`${text}.${one}`, next + 1]
    else break
  }
  return text.includes('.') || (i === start && providers[text])
    ? { text: text.includes('.') ? text : `${text}.com`, to: i }
    : null
}

const isDigit = (word: Word | undefined): boolean =>
  word !== undefined && /^(?:\d+|one|two|three|four|five|six|seven|eight|nine|zero|ten|double)$/.test(word.w)

const chatters = [
  'oh what is it',
  'what is it',
  'hang on',
  'hold on',
  'let me think',
  'let me see',
  'with a y',
  'with an i',
  'with an e',
  'with a k',
  'with a c',
  'with two l',
]

/** How many words are said aside, in the middle of an address; 0 for none. */
function chatterAt(words: readonly Word[], i: number, to: number): number {
  for (const one of chatters) {
    const length = one.split(' ').length
    if (i + length <= to && said(words, i, i + length) === one) return length
  }
  return 0
}

/** "Alpha november november echo": nothing but words that stand for letters, and marks. */
function isInCode(words: readonly Word[], from: number, to: number): boolean {
  let [code, parts] = [0, 0]
  for (let i = from; i < to; i += 1) {
    const isCode = symbolAt(words, i, false)?.kind === 'letter' && words[i]!.w.length > 1
    if (!isCode && words[i]!.w.length > 1 && marks[words[i]!.w] === undefined && !isDigit(words[i])) return false
    if (isCode) code += 1
    else if (marks[words[i]!.w] !== undefined) parts += 1
  }
  // "Mike dot oscar" are two people.
  return code >= 3 || (code === 2 && parts === 0)
}

/** What the words of one part of an address spell. */
function reading(words: readonly Word[], from: number, to: number, isDomain = false): string {
  let text = ''
  const inCode = isInCode(words, from, to)
  for (let i = from; i < to;) {
    const { w, raw } = words[i]!
    const symbol = symbolAt(words, i, false)
    const isFull = w === 'full' && words[i + 1]?.w === 'stop'
    const isO = (w === 'o' && (isDomain || !isDigit(words[i + 1]))) || (w === 'oh' && !isDigit(words[i + 1]) && !isDigit(words[i - 1]))
    const chatter = chatterAt(words, i, to)
    if (i > from && words[i]!.dot) text += '.'
    if (chatter) i += chatter
    else if (isO) [text, i] = [`${text}o`, i + 1]
    else if (isFull) [text, i] = [`${text}.`, i + 2]
    else if (marks[w] !== undefined) [text, i] = [text + marks[w], i + 1]
    else if (silent.has(w) && (w !== 'one' || words[i + 1]?.w === 'word')) i += 1
    else if (
      symbol &&
      symbol.kind !== 'pair' &&
      i + symbol.took <= to &&
      (symbol.kind !== 'letter' || w.length === 1 || symbol.took > 1 || inCode)
    ) {
      ;[text, i] = [text + symbol.text.toLowerCase(), i + symbol.took]
    } else [text, i] = [text + raw.toLowerCase().replace(/[^\p{L}\p{N}]/gu, ''), i + 1]
  }
  return text
}

/** How many words before a place are said aside. */
function asideBefore(words: readonly Word[], to: number): number {
  const found = chatters.find((one) => one.startsWith('with') && said(words, Math.max(0, to - one.split(' ').length), to) === one)
  return found ? found.split(' ').length : 0
}

/** Whether a word is the link in "j for juliet", "d as in delta". */
const isExplained = (words: readonly Word[], i: number): boolean =>
  [i - 1, i - 2].some((k) => words[k]?.w.length === 1 && words.slice(i + 1, i + 3).some((word) => word.w.startsWith(words[k]!.w)))

/** The first word of the part before "at". */
function localFrom(words: readonly Word[], at: number, isAsked: boolean): number {
  let from = at
  while (from > 0 && at - from < 14) {
    const { w, isMask } = words[from - 1]!
    const aside = asideBefore(words, from)
    if (aside) {
      from -= aside
      continue
    }
    const isInside = from > 1 && marks[words[from - 2]!.w] !== undefined && !isMask
    const isJoined = from < at && marks[words[from]!.w] !== undefined
    // "Big dave the builder, all one word": what is one word may have any in it.
    const isOneWord = words[at - 1]?.w === 'word' && at - from < 8 && words[from]?.gap !== '.' && /^(?:the|and|my|me|is|it|for)$/.test(w) && words[from - 2] !== undefined && words[from - 1]!.gap === '' && from > 2
    const isSilent = silent.has(w) && words.slice(from, at).every((word) => silent.has(word.w))
    const isZero = (w === 'oh' && (isDigit(words[from - 2]) || (from < at && isDigit(words[from]))))
    if (isMask || (words[from]!.gap === '.' && from < at)) break
    if (borders.has(w) && !isInside && !isJoined && !isSilent && !isZero && !isOneWord && !(isDigit(words[from - 1]) && (isDigit(words[from]) || words[from]!.w === 'oh'))) {
      // "J for juliet": the link of a letter that is explained.
      if (!/^(?:for|in|as|an?)$/.test(w) || !isExplained(words, from - 1)) break
    }
    // Before a pause stands another sentence, unless it was being spelled.
    const isSpelled =
      w.length === 1 || isDigit(words[from - 1]) || silent.has(w) || (/^(?:for|in)$/.test(words[from - 2]?.w ?? '') && isExplained(words, from - 2))
    if (!isAsked && words[from]!.gap === ',' && from < at && !isInside && !isJoined && !isSpelled && !silent.has(words[from]!.w))
      break
    const isExample = isExplained(words, from - 2) || isExplained(words, from - 1)
    if (!isAsked && at - from >= 8 && marks[w] === undefined && w.length > 1 && !isInside && !isJoined && !isExample) break
    from -= 1
  }
  return from
}

const sent = /^(?:aftercare|forms?|links?|list|lists|prices|brochures?|details|invoices?|receipts?|leaflets?|info|information|confirmation|quotes?|directions|photos|results|paperwork|copy)$/

/** How many words of "the price list petra nowak at" tell what is to be sent, before whom it goes to. */
function prefaceIn(words: readonly Word[], from: number, at: number): number {
  for (let i = Math.min(from + 2, at - 2); i >= from; i -= 1)
    if (sent.test(words[i]!.w) && marks[words[i + 1]!.w] === undefined && /^(?:the|your|that|a|an|my|price|me)$/.test(words[i - 1]?.w ?? '')) return i + 1 - from
  return 0
}

/** E-mail addresses, written or dictated ("h underscore k at outlook dot com"), and pieces of one that was asked for. */
export function emailsIn(doc: Doc, expects: Expectation): Found[] {
  const { words } = doc
  const found: Found[] = []
  if (doc.text.includes('@'))
    for (const match of doc.text.matchAll(written)) {
      const from = words.findIndex((word) => word.end > match.index)
      let to = from
      while (to < words.length && words[to]!.start < match.index + match[0].length) to += 1
      if (from >= 0) found.push({ from, to, label: 'EMAIL', value: match[0].toLowerCase() })
    }
  for (let at = 0; at < words.length; at += 1) {
    if (words[at]!.w !== 'at' || found.some((one) => one.from <= at && at < one.to)) continue
    const domain = words[at + 1] ? domainAt(words, at + 1) : null
    if (!domain) continue
    const reached = localFrom(words, at, expects === 'email')
    const own = reached + prefaceIn(words, reached, at)
    const from = own === at && at > 0 && desks.has(words[at - 1]!.w) && domain.text.includes('.') ? at - 1 : own
    const local = reading(words, from, at)
    if (from === at || local === '') found.push({ from: at, to: domain.to, label: 'EMAIL' })
    else found.push({ from, to: domain.to, label: 'EMAIL', value: `${local}@${domain.text}` })
  }
  for (const one of piecesIn(doc)) if (!found.some((other) => other.from < one.to && one.from < other.to)) found.push(one)
  return found
}

/** What can only be a part of an address, asked for or not: "proton mail dot com", "dot co dot uk", "r, a, v, hyphen, one, nine". */
function piecesIn({ words }: Doc): Found[] {
  const found: Found[] = []
  const add = (from: number, to: number) => void found.push({ from, to, label: 'EMAIL' })
  words.forEach(({ w, isMask }, i) => {
    if (isMask) return
    if (w === 'dot' && /^(?:com|co|org|net)$/.test(words[i + 1]?.w ?? '')) {
      const length = [2, 1].find((count) => i >= count && providers[said(words, i - count, i)]) ?? 0
      const isWhole = words[i + 1]!.w === 'co' && words[i + 2]?.w === 'dot' ? 4 : 2
      if (length > 0 || i === 0) add(i - length, Math.min(words.length, i + isWhole))
    }
    const isSymbol = (k: number) => words[k] !== undefined && !words[k]!.isMask && (/^[a-z]$/.test(words[k]!.w) || isDigit(words[k]))
    if (!/^(?:underscore|hyphen)$/.test(w) || !isSymbol(i - 1) || !isSymbol(i + 1)) return
    let [from, to] = [i, i + 1]
    while (isSymbol(from - 1)) from -= 1
    while (isSymbol(to)) to += 1
    if (to - from >= 5) add(from, to)
  })
  return found
}

/**
 * A part of an address in an answer to "and your e-mail?" where no whole one stands. `isSoft`: nobody asked outright, so it
 * must look like one.
 */
export function emailPiece(doc: Doc, isSoft = false): Found | null {
  const from = doc.words.findIndex((word, i) => !borders.has(word.w) || (word.w === 'at' && i === 0))
  if (from < 0 || doc.words.length - from > 14) return null
  const isMark = (w: string) => (marks[w] !== undefined && w !== 'point' && w !== 'stop') || /\d/.test(w)
  const hasMark = doc.words.some((word, i) => isMark(word.w) || (word.w === 'at' && i < 2))
  const letters = doc.words.filter((word) => /^[b-hj-z]$/.test(word.w)).length
  const isPiece = isSoft ? hasMark || letters >= 2 : hasMark || letters >= 2 || doc.words.length - from <= 4
  return isPiece ? { from, to: doc.words.length, label: 'EMAIL' } : null
}
