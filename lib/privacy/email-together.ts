import { domainAt } from './email-domain.ts'
import { isDigit, isLetter, reading, turnStarts } from './email-read.ts'
import { asides, borders, endings, marks } from './email-words.ts'
import type { Found } from './numbers.ts'
import type { Doc, Range, Word } from './text.ts'

/** The turn that is nothing but a domain: "at hotmail dot com", "gmail", "the gmail". */
function domainIn(words: readonly Word[], turn: Range, starts: ReadonlySet<number>): (Range & { text: string }) | null {
  let from = turn.from
  while (from < turn.to && words[from]!.w !== 'at' && borders.has(words[from]!.w)) from += 1
  const at = words[from]?.w === 'at' ? from + 1 : from
  const domain = at < turn.to ? domainAt(words, at, starts) : null
  const isWhole = domain !== null && domain.to >= turn.to && endings.has(domain.text.slice(domain.text.lastIndexOf('.') + 1))
  return isWhole ? { from, to: domain.to, text: domain.text } : null
}

const answersYesOrNo = /^(?:yes|yeah|yep|no|nope|that|correct|right|thanks|thank|ok|okay|sure|sorry)$/

/** The turn that is nothing but the part before "at", without what leads to it. */
function localIn(words: readonly Word[], turn: Range): Range | null {
  let { from } = turn
  while (from < turn.to && (borders.has(words[from]!.w) || asides.has(words[from]!.w)) && !(isLetter(words[from]) && isLetter(words[from + 1]))) from += 1
  const isPart = (i: number) => !words[i]!.isMask && (!(borders.has(words[i]!.w) || asides.has(words[i]!.w)) || isLetter(words[i]) || words[i]!.w === 'for' || marks[words[i - 1]?.w ?? ''] !== undefined)
  for (let i = from; i < turn.to; i += 1) if (!isPart(i)) return null
  return from < turn.to && turn.to - from <= 14 && !answersYesOrNo.test(words[turn.from]!.w) ? { from, to: turn.to } : null
}

/**
 * An address that was asked for and given in turns of their own, in any order: "lou dot baines — at — gmail dot com", "hotmail —
 * and before it? — big jase dot eighty". Empty when it is not whole.
 */
export function emailTogether(doc: Doc): Found[] {
  const { words } = doc
  const starts = turnStarts(doc)
  const begins = [...starts]
  const turns = begins.map((from, k): Range => ({ from, to: begins[k + 1] ?? words.length }))
  const at = turns.findLastIndex((turn) => domainIn(words, turn, starts) !== null)
  if (at < 0 || turns.length < 2) return []
  const domain = domainIn(words, turns[at]!, starts)!
  const isEmpty = (turn: Range) => turn.to - turn.from === 1 && words[turn.from]!.w === 'at'
  const parts: Range[] = []
  for (let k = at - 1; k >= 0; k -= 1) {
    if (isEmpty(turns[k]!)) continue
    const part = localIn(words, turns[k]!)
    if (!part || (parts.length > 0 && !isOpen(words, part, parts[0]!))) break
    parts.unshift(part)
  }
  for (let k = at + 1; parts.length === 0 && k < turns.length; k += 1) {
    const part = turns[k]!.from >= domain.to ? localIn(words, turns[k]!) : null
    if (part) parts.push(part)
  }
  const local = parts.map((part) => words.slice(part.from, part.to)).flat()
  const text = reading(local, 0, local.length)
  if (parts.length === 0 || !/^[\p{L}\p{N}]/u.test(text)) return []
  return [...parts.map((part): Found => ({ ...part, label: 'EMAIL' })), { from: domain.from, to: domain.to, label: 'EMAIL', value: `${text}@${domain.text}` }]
}

/** Whether two turns are parts of one word: a mark where they meet, or letters and digits on one side. */
function isOpen(words: readonly Word[], before: Range, after: Range): boolean {
  const isSymbols = ({ from, to }: Range) => words.slice(from, to).every((word) => isLetter(word) || isDigit(word))
  const isMark = (i: number) => marks[words[i]!.w] !== undefined
  return isMark(before.to - 1) || isMark(after.from) || isSymbols(before) || isSymbols(after)
}
