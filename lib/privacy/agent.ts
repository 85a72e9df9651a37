import { detailsIn, secretSpansIn } from './detect.ts'
import { expectationOf } from './expectation.ts'
import { isUnknown } from './misheard.ts'
import { greetingsIn, isStatement, recalled, type Memory } from './propagate.ts'
import { charsOf, read } from './text.ts'
import type { Context, Expectation, Span } from './types.ts'

/** What an agent reads back piece by piece: "so that's four six one". */
const numbers: readonly Expectation[] = ['phone', 'card', 'nhs', 'ni', 'dob', 'postcode']
const fewWords = 8

/**
 * What an agent must not say again: what was masked before, numbers and addresses, and what it tells about somebody. A short
 * turn that asks nothing of its own is read as an answer to what was asked before.
 */
export function agentSpans(text: string, context: Context, memory: Memory): Span[] {
  const doc = read(text)
  const isAsking = text.trim().endsWith('?') || expectationOf(text, 'none') !== 'none'
  const isEcho = doc.words.length <= fewWords && numbers.includes(context.expectation) && !isAsking
  const spans = detailsIn(text, { ...context, expectation: isEcho ? context.expectation : 'none' }).spans
  if (isStatement(doc)) {
    const statements = text.split(/(?<=[.!?])\s/)
    let at = 0
    for (const one of statements) {
      const start = text.indexOf(one, at)
      at = start + one.length
      if (one.trim().endsWith('?') && !isStatement(read(one))) continue
      for (const span of secretSpansIn(one, context, []))
        spans.push({ ...span, start: span.start + start, end: span.end + start })
    }
  }
  const known = memory.size > 0 ? recalled(memory, doc) : []
  for (const i of known.length > 0 ? greetingsIn(doc) : []) {
    const { w } = doc.words[i]!
    if (isUnknown(w) && !context.keep.staff.has(w) && known.some((one) => one.from === i))
      spans.push({ ...charsOf(doc, { from: i, to: i + 1 }), label: 'NAME' })
  }
  return spans
}
