import { namePartOf } from './expectation.ts'
import type { Expectation, Span, Turn } from './types.ts'

/** Callers' turns that may hold one number, address or name between them. */
export const window = 8

/** The spans of several turns that were read as one text, back in the turn that each belongs to. */
export function divided(spans: readonly Span[], lengths: readonly number[]): Span[][] {
  const result: Span[][] = lengths.map(() => [])
  let offset = 0
  lengths.forEach((length, i) => {
    for (const { start, end, label } of spans) {
      const [from, to] = [Math.max(start, offset) - offset, Math.min(end, offset + length) - offset]
      if (to > from) result[i]!.push({ start: from, end: to, label })
    }
    offset += length + 1
  })
  return result
}

const asksForPart = ({ role, text }: Turn): boolean => role === 'assistant' && namePartOf(text) !== 'whole'

/** Callers' turns that follow one another under one question, by their places in the call. */
export function groupsOf(turns: readonly Turn[], expectations: readonly Expectation[]): number[][] {
  const groups: number[][] = []
  turns.forEach((turn, i) => {
    if (turn.role !== 'user') return
    const last = groups.at(-1)
    const before = last?.at(-1)
    const isSame =
      last &&
      before !== undefined &&
      last.length < window &&
      expectations[i] === expectations[before] &&
      !(expectations[i] === 'name' && turns.slice(before + 1, i).some(asksForPart)) &&
      turns.slice(before + 1, i).every((one) => one.role === 'user' || one.text.length < 120) &&
      !(turns.slice(before + 1, i).length > 0 && expectations[i] === 'none')
    if (isSame) last.push(i)
    else groups.push([i])
  })
  return groups
}
