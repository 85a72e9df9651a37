import { closers, neverNames, staffTitles, titles } from './name-words.ts'
import { read } from './text.ts'
import type { Expectation, Span, Turn } from './types.ts'

/** What a caller says before their own name, and nothing else: "aye, it's …", "yes, put me down as …". */
const ownLead =
  /^(?:(?:hi|hello|hiya|hey|good|morning|afternoon|evening|aye|yeah|yes|no|right|so|oh|well|ok|okay|sorry|it|is|this|that|i|am|my|the|me|name|call|put|down|as|under|you|have|got|will|be|speaking|to|can|write|wee|find|just|only|full) )*$/
const greets = /(?:^| )(?:hi|hello|hiya|hey|morning|afternoon|evening|sorry|you|to) $/
const leads = /(?:^| )(?:(?:it|this|that) is|i am|name is|call me|be|as|under|got|put|speaking to|write|down) $/

/**
 * The name of a caller that was masked and that no rule read, as it was said; undefined when it may be anybody else's. It stands
 * alone at the beginning of their first turn or of an answer to "who's calling?", or after "it's" and its like.
 */
export function nameMasked(turns: readonly Turn[], spans: readonly (readonly Span[] | null)[], kinds: readonly Expectation[]): string | undefined {
  const first = turns.findIndex((turn) => turn.role === 'user')
  for (const [i, turn] of turns.entries()) {
    if (turn.role !== 'user') continue
    const span = [...(spans[i] ?? [])].filter((one) => one.label === 'NAME').sort((a, b) => a.start - b.start)[0]
    if (!span) continue
    const lead = `${read(turn.text.slice(0, span.start)).words.map((word) => word.w).join(' ')} `.trimStart()
    const isAnswer = kinds[i] === 'name' || (kinds[i] === 'none' && i === first)
    if (!ownLead.test(lead) || !(leads.test(lead) || (isAnswer && !greets.test(lead)))) continue
    const said = turn.text.slice(span.start, span.end)
    const words = said.split(/\s+/).map((word) => word.replace(/['’]s$/, ''))
    const own = words.filter((word) => !read(word).words.some(({ w }) => titles.has(w) || staffTitles.has(w) || neverNames.has(w) || closers.has(w)))
    const isTwice = own.length > 1 && own.slice(1).some((word) => word.toLowerCase() === own[0]!.toLowerCase())
    const name = (isTwice ? own.slice(1) : own).join(' ')
    if (own.length > 0 && own.length <= 4 && /^\p{L}[\p{L}\p{M}'’ -]+$/u.test(name)) return name
  }
  return undefined
}
