import { agentSpans } from './agent.ts'
import { secretSpansIn } from './detect.ts'
import { withoutIdleEnds } from './ends.ts'
import { masked, merged } from './mask.ts'
import { taggedIn } from './model/tagger.ts'
import { isLong, spansByPiece } from './pieces.ts'
import { quoted, recalled, type Memory } from './propagate.ts'
import { charsOf, read } from './text.ts'
import { longestTurn, unprocessed, type Context, type Options, type Span, type Turn } from './types.ts'
import { warmUp } from './warm.ts'
import { timeFor, worked } from './work.ts'

const moved = (spans: readonly Span[], by: number): Span[] =>
  spans.map((span) => ({ ...span, start: span.start + by, end: span.end + by }))

/** Every span of one turn; `details` are those that several turns gave together. */
export function spansOf(
  turn: Turn,
  context: Context,
  details: readonly Span[],
  memory: Memory,
  options: Options,
  mayGoOn: () => boolean,
): Span[] {
  const own = turn.role === 'user' ? [...details] : agentSpans(turn.text, context, memory)
  const doc = read(turn.text)
  if (!context.without.has('propagation'))
    for (const one of recalled(memory, doc)) own.push({ ...charsOf(doc, one), label: one.label })
  if (turn.role === 'user') {
    own.push(
      ...spansByPiece(turn.text, mayGoOn, (piece, start) =>
        secretSpansIn(
          piece,
          context,
          moved(own, -start),
        ),
      ),
    )
  }
  const all = context.without.has('model') ? own : withTagged(turn.text, context, own, mayGoOn)
  for (const detector of options.detectors ?? []) all.push(...detector.detect(turn.text, context))
  const masks = doc.words.filter((word) => word.isMask)
  const isMask = (span: Span) => masks.some((word) => word.start < span.end && span.start < word.end)
  const whole = merged(
    turn.text,
    all.filter((span) => !isMask(span)),
  )
  const isAnswer = turn.role === 'user' && (context.expectation === 'health' || context.expectation === 'identity')
  return isAnswer ? whole : withoutIdleEnds(doc, whole)
}

/** What the tagger leaves of the spans of the rules, and what it adds. Of a text in several pieces nothing is taken back. */
function withTagged(text: string, context: Context, own: readonly Span[], mayGoOn: () => boolean): Span[] {
  let freed: readonly Span[] = []
  const found = spansByPiece(text, mayGoOn, (piece, start) => {
    const tagged = taggedIn(read(piece), context, moved(own, -start))
    if (piece.length === text.length) freed = tagged.freed
    return tagged.found
  })
  const isFreed = (span: Span) => freed.some((one) => one.start === span.start && one.end === span.end && one.label === span.label)
  return [...own.filter((span) => !isFreed(span)), ...found]
}

type Outcome = { text: string; spans: Span[] | null }

/** Fails closed: an error, too long a turn or too long a work gives a fixed text, and nothing of the turn is kept. */
export function guarded(turn: Turn, work: (mayGoOn: () => boolean) => Span[]): Outcome {
  if (turn.text.length > longestTurn) return { text: unprocessed, spans: null }
  try {
    warmUp()
    // Twice at most, and a long one once: a pause of the machine is not the text's doing, the same delay again is.
    for (let tries = isLong(turn.text) ? 1 : 0; tries < 2; tries += 1) {
      const [start, most] = [worked(), timeFor('secrets', isLong(turn.text))]
      const spans = work(() => worked() - start <= most)
      if (worked() - start <= most) return { text: masked(turn.text, spans), spans }
    }
  } catch {
    // What went wrong may quote the turn, so not even its message is passed on.
  }
  return { text: unprocessed, spans: null }
}

/** The spans of a turn with those of what was masked anywhere else in the call, later too. */
export function again(turn: Turn, spans: readonly Span[] | null, memory: Memory, context: Context): Span[] | null {
  if (!spans || context.without.has('propagation')) return spans ? [...spans] : null
  const doc = read(turn.text)
  const more = [...recalled(memory, doc), ...(turn.role === 'assistant' ? quoted(memory, doc) : [])]
  return more.length === 0 ? [...spans] : merged(turn.text, [...spans, ...more.map((one) => ({ ...charsOf(doc, one), label: one.label }))])
}
