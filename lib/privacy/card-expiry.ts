import type { Found } from './numbers.ts'
import { symbolAt } from './spelling.ts'
import { placesOf, type Doc } from './text.ts'
import type { Expectation } from './types.ts'

const expiry =
  /\b(?:exp|expiry|expires?|expiry date|valid (?:to|until|from)|runs out)(?: date)?(?: is| in| on| of)? (?=[a-z0-9])/g
const monthNames = /^(?:jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*$|^may$/

/** When a card expires: "exp eleven twenty seven", "march twenty eight" where a card is spoken of. */
export function withExpiry(doc: Doc, expects: Expectation, found: readonly Found[]): Found[] {
  const all = [...found]
  const isCard = expects === 'card' || found.some((one) => one.label === 'CARD') || /\bcvv|card\b/.test(doc.line)
  if (!isCard) return all
  const isOpen = (i: number) => doc.words[i] !== undefined && !all.some((one) => one.from <= i && i < one.to)
  const endFrom = (from: number): number => {
    let to = from
    while (isOpen(to) && to < from + 4) {
      const symbol = symbolAt(doc.words, to, to > from)
      if (!monthNames.test(doc.words[to]!.w) && symbol?.kind !== 'digit') break
      to += symbol?.kind === 'digit' ? symbol.took : 1
    }
    return to
  }
  for (const { from: cue, to: from } of placesOf(doc, expiry)) {
    const to = endFrom(from)
    if (to > from) all.push({ from: cue, to, label: 'CARD' })
  }
  if (expects === 'card')
    doc.words.forEach(({ w }, i) => {
      const isMonth = isOpen(i) && monthNames.test(w)
      const to = isMonth ? endFrom(i) : 0
      if (isMonth && (to > i + 1 || all.some((one) => one.from === i + 1))) all.push({ from: i, to, label: 'CARD' })
    })
  return all
}
