import { proceduresIn, wantedIn } from '../keep.ts'
import { isUnknown } from '../misheard.ts'
import { mayBeName, neverNames, staffTitles, titles } from '../name-words.ts'
import { idiomsIn } from '../idioms.ts'
import { regionsOf } from '../regions.ts'
import { bytesOf } from '../shipped.ts'
import { charsOf, list, spanAtEach, type Doc } from '../text.ts'
import type { Context, Label, Span } from '../types.ts'
import { timesIn } from '../when.ts'
import { classes, count, kept as keptEach, marginalsOf, scoresOf, type Weights } from './chain.ts'
import { clausesOf, featuresOf, featuresVersion, rows, type Known } from './features.ts'
import { passed, readingOf, type Added } from './net.ts'
import { unrounded } from './rounding.ts'
import packed from './weights.json' with { type: 'json' }

/**
 * How likely each class is at each word of a turn, `count` numbers a word; `judged`: how likely it is that the turn has
 * anything to hide at all.
 */
export type Judgement = { likely: Float64Array; judged: number }
/** Nothing: it has no say, and what the rules found stands. */
export type Tagger = (doc: Doc, features: Uint16Array, known: Known) => Judgement | null

/** What these weights make of a turn: the chain's own scores and the net's together. */
export function taggerOf(weights: Weights): Tagger {
  const added: Added = new Map()
  return (doc, features, known) => {
    const scores = scoresOf(features, weights)
    const odds = weights.net.length > 0 ? passed(readingOf(doc, known), weights.net, scores, undefined, added).judged : 0
    return { likely: marginalsOf(scores, weights), judged: 1 / (1 + Math.exp(-odds)) }
  }
}

let shipped: Tagger | null = null

function load(): Tagger {
  if (packed.features !== featuresVersion) throw new Error('weights.json is of another featuresVersion: train again.')
  const bytes = bytesOf('model', 'weights.bin')
  const all = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length)
  return taggerOf(unrounded({ ...packed, words: all.subarray(0, rows * keptEach), net: all.subarray(rows * keptEach) }))
}

/**
 * How sure it must be, chosen by a search over authors whose sentences it was not trained on: the most of what is special
 * gone, while 98 % of plain talk, 97 % of what was asked for and 82 % of precision stand; then leaned towards hiding (`lean`, in logarithms
 * of the odds; `leanLong` where somebody goes on at length): where the two pull apart, what is told of health is hidden. A turn is touched only where one
 * word is sure (`touch`; `plain` where the turn as a whole looks plain and `telling` where it does not, in a turn of few
 * words `short`, `agent` in an agent's), or the rules are (`known`). In a turn that is touched less will do (`again`), and
 * what is least sure goes along with its neighbours to the end of their clause, beyond it what is `across`, and beside what the
 * rules found what is `beside`; a word that tells little goes at an end only from `vague` on. What was asked for, days, times and prices need more. What the rules found about health or belief
 * stays after all when it is less likely than `freed` that it must go.
 */
export const sureness = {
  lean: 0.6,
  leanLong: 1.5,
  touch: 0.59,
  plain: 0.95,
  telling: 0.15,
  short: 0.89,
  known: 0.12,
  agent: 0.97,
  name: 0.95,
  again: 0.11,
  along: 0.01,
  across: 0.6,
  beside: 0.75,
  kept: 0.93,
  freed: 0.29,
  isPlain: 0.75,
  isTelling: 0.95,
  vague: 0.2,
}

/** The same judgement, leaned towards hiding. */
function leaned({ likely, judged }: Judgement): Judgement {
  const more = Math.exp(likely.length >= longTalk * count ? sureness.leanLong : sureness.lean)
  const result = Float64Array.from(likely)
  for (let i = 0; i < result.length; i += count) {
    const stays = likely[i]! / (likely[i]! + (1 - likely[i]!) * more)
    const share = likely[i]! < 1 ? (1 - stays) / (1 - likely[i]!) : 1
    result[i] = stays
    for (let y = 1; y < count; y += 1) result[i + y]! *= share
  }
  return { likely: result, judged }
}

const fewWords = 6
/** Nobody books in so many words: who goes on tells of themselves. */
const longTalk = 20

const stays = new Set(
  list(`monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays sundays tomorrow today tonight morning mornings afternoon
  afternoons evening evenings weekend noon lunchtime pounds quid pound grand price cost deposit oclock appointment consultation booking slot botox filler fillers`),
)

/** What the rules masked, word by word: 1 health, 2 belief and the like, 3 contact data. */
function maskedOf(doc: Doc, closed: readonly Span[]): Uint8Array {
  const closedAt = spanAtEach(doc, closed)
  return Uint8Array.from(doc.words, ({ isMask }, i) => {
    const label = closedAt[i]?.label
    return isMask ? 4 : !label ? 0 : label === 'HEALTH' ? 1 : label === 'SENSITIVE' ? 2 : 3
  })
}

/** Among what stays, the words of a figure of speech: never masked by the tagger, which has not learned what they are. */
const figure = 3

/** What the rules know of a turn, for the features. */
function knownOf(doc: Doc, context: Context, closed: readonly Span[]): Known {
  const masked = maskedOf(doc, closed)
  const kept = Uint8Array.from(doc.words, ({ w }) => (stays.has(w) ? 2 : 0))
  for (const { from, to } of wantedIn(doc)) kept.fill(1, from, to)
  for (const { from, to } of timesIn(doc)) kept.fill(2, from, to)
  for (const { from, to } of proceduresIn(doc, context.keep)) {
    const title = doc.words[to + 1]?.w ?? ''
    // "A facelift with Dr Hale".
    kept.fill(1, from, to + (doc.words[to]?.w === 'with' && (titles.has(title) || staffTitles.has(title)) ? 1 : 0))
  }
  const frames = context.without.has('frames') ? new Uint8Array(doc.words.length) : regionsOf(doc)
  const expectation = context.without.has('state') ? 'none' : context.expectation
  return { masked, kept, frames, expectation, isAgent: context.role === 'assistant' }
}

const isSecret = (label: Label): boolean => label === 'HEALTH' || label === 'SENSITIVE'
const isAnswer = ({ expectation }: Known): boolean => expectation === 'health' || expectation === 'identity'

/** How sure a word must be for a turn to be touched that the rules left alone. */
function touchOf({ masked, isAgent, ...known }: Known, judged: number): number {
  if (isAgent) return sureness.agent
  if (isAnswer({ masked, isAgent, ...known }) || masked.some((one) => one === 1 || one === 2)) return sureness.known
  if (masked.length <= fewWords) return sureness.short
  return judged > sureness.isTelling ? sureness.telling : judged < sureness.isPlain ? sureness.plain : sureness.touch
}

/** The words to mask, by class; 0 is none. */
export function decided({ likely, judged }: Judgement, known: Known, clauses: Uint16Array): Uint8Array {
  const { masked, kept } = known
  const length = masked.length
  const result = new Uint8Array(length)
  const hidden = (i: number) => 1 - likely[i * count]!
  const least = (i: number, at: number) => (kept[i]! >= 2 ? Infinity : kept[i] ? Math.max(at, sureness.kept) : at)
  const best = (i: number) => {
    let top = 1
    for (let y = 2; y < count; y += 1) if (likely[i * count + y]! > likely[i * count + top]!) top = y
    return top
  }
  const goAlong = (i: number, at: number) => {
    for (const step of [-1, 1]) {
      const stop = (k: number) => k < 0 || k >= length || masked[k] || result[k]
      for (let k = i + step; !stop(k) && hidden(k) >= least(k, clauses[k] === clauses[i] ? at : sureness.across); k += step)
        result[k] = best(k)
    }
  }
  const touch = (at: number) => {
    for (let i = 0; i < length; i += 1) {
      if (masked[i] || result[i] || hidden(i) < least(i, best(i) > 2 ? sureness.name : at)) continue
      result[i] = best(i)
      goAlong(i, sureness.along)
    }
  }
  for (let i = 0; i < length; i += 1) if (masked[i] === 1 || masked[i] === 2) goAlong(i, sureness.beside)
  touch(touchOf(known, judged))
  if (!known.isAgent && result.some((one) => one === 1 || one === 2)) touch(sureness.again)
  return result
}

/** Which of what the rules found stays after all: nothing in an answer to a question about health or belief. */
function freedOf(doc: Doc, { likely }: Judgement, known: Known, closed: readonly Span[]): Span[] {
  if (isAnswer(known)) return []
  const mayStay = ({ start, end }: Span) =>
    doc.words.every((word, i) => word.end <= start || end <= word.start || 1 - likely[i * count]! < sureness.freed)
  return closed.filter((span) => isSecret(span.label) && mayStay(span))
}

/** Words that tell nothing where something begins or ends: "I've had [heart issues] in the past". */
const edges = new Set(list('about had have has in on at the a an of and to for with is was are am be been my me i it so or by from that this some'))

/** Words that tell little by themselves, so that at an end they stay unless they are likely to belong there: "it's [gone black]". */
const vague = new Set(
  list(`means thank hence whatever cos but which because where if called said say says since actually were please after till until sorry there before when then how makes made
  take taking gives give last already love what should told got tried most gets get want next who ever every he she they we you`),
)

/** Leaves out what the tagger put at the ends of a span although it tells nothing; of a span of nothing else something stays only where it answers a question. */
function trimmed(doc: Doc, classOf: Uint8Array, known: Known, { likely }: Judgement): void {
  const { masked } = known
  const isHidden = (i: number) => classOf[i] !== 0 || masked[i] === 1 || masked[i] === 2
  const isIdle = (i: number) =>
    !masked[i] && (edges.has(doc.words[i]!.w) || (vague.has(doc.words[i]!.w) && 1 - likely[i * count]! < sureness.vague))
  const isAnswered = isAnswer(known)
  for (let from = 0, to = 0; from < classOf.length; from = to + 1) {
    for (to = from; to < classOf.length && isHidden(to);) to += 1
    let [first, last] = [from, to - 1]
    while (first <= last && isIdle(first)) first += 1
    while (last >= first && isIdle(last)) last -= 1
    if (first > last && isAnswered) continue
    classOf.fill(0, from, first)
    classOf.fill(0, last + 1, to)
  }
}

/** Takes back what is called somebody's name and is none, or one of the clinic's people: "[I'll] take the earliest". */
function unnamed({ words }: Doc, classOf: Uint8Array, { staff }: Context['keep']): void {
  words.forEach(({ w }, i) => {
    if (classOf[i] === 3 && (neverNames.has(w) || staff.has(w))) classOf[i] = 0
    // "With doctor [Patel] at ten".
    if (classOf[i] && i > 0 && staffTitles.has(words[i - 1]!.w) && words[i]!.gap === '' && (mayBeName(w) || isUnknown(w))) classOf[i] = 0
  })
}

/** What the tagger adds to the spans of the rules, and which of those it takes back. */
export type Tagged = { found: Span[]; freed: Span[] }

/** What the tagger makes of a turn beside what the rules have masked (`closed`). Pure, and linear in the length. */
export function taggedIn(doc: Doc, context: Context, closed: readonly Span[]): Tagged {
  // What is masked already was read before; a second reading adds nothing.
  if (doc.words.length === 0 || doc.words.some((word) => word.isMask)) return { found: [], freed: [] }
  const known = knownOf(doc, context, closed)
  const tagger = context.tagger ?? (shipped ??= load())
  const said = tagger(doc, featuresOf(doc, known), known)
  if (!said) return { found: [], freed: [] }
  const judgement = leaned(said)
  const clauses = clausesOf(doc)
  const kept = Uint8Array.from(known.kept)
  for (const { from, to } of idiomsIn(doc)) kept.fill(figure, from, to)
  const chosen = (masked: Uint8Array): Uint8Array => {
    const classOf = decided(judgement, { ...known, masked, kept }, clauses)
    unnamed(doc, classOf, context.keep)
    trimmed(doc, classOf, { ...known, masked }, judgement)
    return classOf
  }
  // Only where nothing else is masked: a second reading, which has no tagger beside a mask, would mask what the first let stay.
  const freed = freedOf(doc, judgement, known, closed)
  if (freed.length > 0 && freed.length === closed.length && chosen(new Uint8Array(known.masked.length)).every((one) => one === 0)) return { found: [], freed }
  const classOf = chosen(known.masked)
  const found: Span[] = []
  for (let from = 0; from < classOf.length;) {
    let to = from + 1
    while (to < classOf.length && classOf[to] === classOf[from]) to += 1
    if (classOf[from]) found.push({ ...charsOf(doc, { from, to }), label: classes[classOf[from]!] as Label })
    from = to
  }
  return { found, freed: [] }
}

/** Loads the weights ahead of the first turn. Of another version they are left alone: a turn that needs them fails. */
export function warmTagger(doc: Doc, context: Context): void {
  if (packed.features === featuresVersion) taggedIn(doc, context, [])
}
