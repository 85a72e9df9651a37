import { domainAt } from './email-domain.ts'
import { localFrom, ownFrom, prefaceIn } from './email-local.ts'
import { isDigit, reading, said, turnStarts } from './email-read.ts'
import { emailTogether } from './email-together.ts'
import { borders, desks, marks, providers } from './email-words.ts'
import type { Found } from './numbers.ts'
import { list, type Doc } from './text.ts'
import type { Expectation } from './types.ts'

const written = /[\p{L}\p{N}._%+'-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{2,63}){1,4}/gu

/** E-mail addresses, written or dictated ("h underscore k at outlook dot com"), and pieces of one that was asked for. */
export function emailsIn(doc: Doc, expects: Expectation): Found[] {
  const { words } = doc
  const starts = turnStarts(doc)
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
    const domain = words[at + 1] ? domainAt(words, at + 1, starts) : null
    // "Then the at sign".
    let end = at
    while (/^(?:sign|symbol)$/.test(words[at + 1]?.w ?? '') && end > 0 && /^(?:the|then|and)$/.test(words[end - 1]!.w)) end -= 1
    const reached = localFrom(words, end, expects === 'email', starts)
    const own = reached + prefaceIn(words, reached, end)
    if (!domain) {
      // "Kim dot vale at, no, hang on": it is begun, and said again.
      const isBegun = words.slice(own, end).some((word) => word.w === 'dot' || word.w === 'underscore') && words.slice(at + 1, at + 12).some((word) => word.w === 'at')
      if (isBegun) found.push({ from: own, to: end, label: 'EMAIL' })
      continue
    }
    const from = own === end && end > 0 && desks.has(words[end - 1]!.w) && domain.text.includes('.') ? end - 1 : own
    const local = reading(words, ownFrom(words, from, end), end).replace(/^[._-]+|[.-]+$/g, '')
    if (from === end || local === '') found.push({ from: at, to: domain.to, label: 'EMAIL' })
    else found.push({ from, to: domain.to, label: 'EMAIL', value: `${local}@${domain.text}` })
    // Who was asked for an address speaks of it before it too: "i meant gmail, …".
    const wide = expects === 'email' ? localFrom(words, end, true, starts, true) : from
    if (wide < from) found.push({ from: wide, to: from, label: 'EMAIL' })
  }
  const together = expects === 'email' && !found.some((one) => one.value) ? emailTogether(doc) : []
  if (together.length > 0) return together
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
    if ((w !== 'underscore' && w !== 'hyphen') || !isSymbol(i - 1) || !isSymbol(i + 1)) return
    let [from, to] = [i, i + 1]
    while (isSymbol(from - 1)) from -= 1
    while (isSymbol(to)) to += 1
    if (to - from >= 5) add(from, to)
  })
  return found
}

const aTelephone = /(?:\d[ -]?){9,}/
const plainAnswers = new Set(list('an a the email e mail text texts either both one by please just yes yeah no thanks would be is that it grand lovely great fine perfect brilliant good ok okay me to fab super wonderful nothing changed still same hold if you can send me us that one right not sure either of them whichever easier easiest better best phone call ring post'))
const refuses = /\b(?:rather not|prefer not|no thanks|do not (?:have|use|do|want)|have not got)\b/

/**
 * A part of an address in an answer to "and your e-mail?" where no whole one stands. `isSoft`: nobody asked outright, so it
 * must look like one.
 */
export function emailPiece(doc: Doc, isSoft = false): Found | null {
  const from = doc.words.findIndex((word, i) => !borders.has(word.w) || (word.w === 'at' && i === 0))
  // "Would you like an email or a text? — Either's fine.", "shall I email it? — That'd be grand."
  if (doc.words.every((word) => plainAnswers.has(word.w))) return null
  if (from < 0 || doc.words.length - from > 14 || aTelephone.test(doc.text) || refuses.test(doc.line)) return null
  const isMark = (w: string) => (marks[w] !== undefined && w !== 'point' && w !== 'stop') || /\d/.test(w)
  const hasMark = doc.words.some((word, i) => isMark(word.w) || (word.w === 'at' && i < 2))
  const letters = doc.words.filter((word) => /^[b-hj-z]$/.test(word.w)).length
  const isPiece = isSoft ? hasMark || letters >= 2 : hasMark || letters >= 2 || doc.words.length - from <= 4
  return isPiece ? { from, to: doc.words.length, label: 'EMAIL' } : null
}
