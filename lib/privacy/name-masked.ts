import { closers, neverNames, staffTitles, titles } from './name-words.ts'
import { read } from './text.ts'
import type { Expectation, Span, Turn } from './types.ts'

/** What a caller says before their own name, and nothing else: "aye, it's …", "yes, put me down as …". */
const ownLead =
  /^(?:(?:hi|hello|hiya|hey|good|morning|afternoon|evening|aye|yeah|yes|no|right|so|oh|well|ok|okay|sorry|it|is|this|that|i|am|my|the|me|name|call|put|down|as|under|you|have|got|will|be|speaking|to|can|write|wee|find|just|only|full) )*$/
const greets = /(?:^| )(?:hi|hello|hiya|hey|morning|afternoon|evening|sorry|you|to) $/
const leads = /(?:^| )(?:(?:it|this|that) is|i am|name is|call me|be|as|under|got|put|speaking to|write|down) $/

/** Before the name of somebody else: relatives, staff, and whoever is to be told. */
const others = /\b(?:my|me|our|his|her|their|your|mum|mam|mom|dad|son|daughter|sister|brother|husband|wife|partner|friend|mate|boss|neighbour|nan|gran|grandad|auntie|uncle|carer|called|nurse|doctor|dr|with|see|saw|tell|told|ask|rang|between|not|like|and|or|says|from|by|to|in|near|at|for|is|does|can) $/

/** The only name of a call, when nothing says that it is somebody else's: "put it down to …", "… [PHONE]". */
function onlyName(turns: readonly Turn[], spans: readonly (readonly Span[] | null)[]): string | undefined {
  const all = turns.flatMap((turn, i) => (turn.role === 'user' ? [...(spans[i] ?? [])].filter((one) => one.label === 'NAME').map((span) => ({ turn, span })) : []))
  const names = all.flatMap(({ turn, span }) => {
    const lead = `${read(turn.text.slice(0, span.start)).words.slice(-3).map((word) => word.w).join(' ')} `
    const name = ownName(turn.text.slice(span.start, span.end))
    return others.test(lead) || !name ? [] : [name]
  })
  const longest = [...names].sort((a, b) => b.length - a.length)[0]
  const isOne = longest !== undefined && names.length === all.length && names.every((name) => longest.toLowerCase().includes(name.toLowerCase()))
  return isOne ? longest : undefined
}

/** The words of a masked name without titles; undefined when there is more to it than a name. */
function ownName(said: string): string | undefined {
  const words = said.split(/\s+/).map((word) => word.replace(/['’]s$/, ''))
  const own = words.filter((word) => !read(word).words.some(({ w }) => titles.has(w) || staffTitles.has(w) || neverNames.has(w) || closers.has(w)))
  const isTwice = own.length > 1 && own.slice(1).some((word) => word.toLowerCase() === own[0]!.toLowerCase())
  const name = (isTwice ? own.slice(1) : own).join(' ')
  return own.length > 0 && own.length <= 4 && !own.some((word) => word.length < 2) && /^\p{L}[\p{L}\p{M}'’ -]+$/u.test(name) ? name : undefined
}

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
    const name = ownName(turn.text.slice(span.start, span.end))
    if (name) return name
  }
  return onlyName(turns, spans)
}

/** The same name with the rest of it, where one word of it was read and the caller said the whole somewhere: "it's ricky … no, ricky amos". */
export function nameCompleted(name: string, turns: readonly Turn[], spans: readonly (readonly Span[] | null)[]): string {
  if (name.includes(' ')) return name
  const unspelled = (said: string) => said.split(/\s+/).filter((word) => word.length > 1).join(' ')
  const wholes = turns.flatMap((turn, i) => {
    if (turn.role !== 'user') return []
    return (spans[i] ?? []).flatMap((span) => (span.label === 'NAME' ? [ownName(unspelled(turn.text.slice(span.start, span.end))) ?? ''] : []))
  })
  const isOf = (whole: string) => whole.includes(' ') && whole.toLowerCase().split(' ').includes(name.toLowerCase())
  return wholes.filter(isOf).sort((a, b) => b.length - a.length)[0] ?? name
}
