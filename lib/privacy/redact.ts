import { contextOf } from './context.ts'
import { divided, groupsOf, window } from './groups.ts'
import { detailsIn, nameOf, secretSpansIn } from './detect.ts'
import { expectationOf } from './expectation.ts'
import { masked, merged } from './mask.ts'
import { isUnknown } from './misheard.ts'
import { greetingsIn, isStatement, recalled, remember, type Memory } from './propagate.ts'
import { spansByPiece } from './pieces.ts'
import { charsOf, read } from './text.ts'
import {
  longestTurn,
  unprocessed,
  type Contact,
  type Context,
  type Expectation,
  type Label,
  type Options,
  type Span,
  type Turn,
} from './types.ts'

/** Stored beside a transcript: which rules it went through. It changes with every change of what is masked. */
export const redactorVersion = '1'

/** A turn that takes longer, in milliseconds, is not stored. */
const longestWork = 50
export type RedactedTurn = { role: Turn['role']; text: string }
export type RedactedCall = { turns: RedactedTurn[]; contact: Contact; categories: Label[] }

/** What is carried from one utterance to the next; serial within a call. */
export type CallState = {
  expectation: Expectation
  /** Callers' last turns under the same question, oldest first. */
  recent: string[]
  memory: Memory
}

/** The state before anything was said. */
export const newCall = (): CallState => ({ expectation: 'none', recent: [], memory: new Map() })

/** What an agent must not say again: what was masked before, numbers and addresses, and what it tells about somebody. */
function agentSpans(text: string, context: Context, memory: Memory): Span[] {
  const doc = read(text)
  const spans = detailsIn(text, { ...context, expectation: 'none' }).spans
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
  for (const i of greetingsIn(doc)) {
    const word = doc.words[i]!
    if (
      memory.size > 0 &&
      isUnknown(word.w) &&
      !context.keep.staff.has(word.w) &&
      recalled(memory, doc).some((one) => one.from === i)
    )
      spans.push({ ...charsOf(doc, { from: i, to: i + 1 }), label: 'NAME' })
  }
  return spans
}

/** Every span of one turn; `details` are those that several turns gave together. */
function spansOf(
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
          own.map((span) => ({ ...span, start: span.start - start, end: span.end - start })),
        ),
      ),
    )
  }
  for (const detector of options.detectors ?? []) own.push(...detector.detect(turn.text, context))
  const isMask = (span: Span) => doc.words.some((word) => word.isMask && word.start < span.end && span.start < word.end)
  return merged(
    turn.text,
    own.filter((span) => !isMask(span)),
  )
}

type Worked = { text: string; spans: Span[] | null }

/** Fails closed: an error, too long a turn or too long a work gives a fixed text, and nothing of the turn is kept. */
function guarded(turn: Turn, work: (mayGoOn: () => boolean) => Span[]): Worked {
  if (turn.text.length > longestTurn) return { text: unprocessed, spans: null }
  warmUp()
  try {
    // Twice at most: a pause of the machine is not the text's doing, the same delay again is.
    for (let tries = 0; tries < 2; tries += 1) {
      const start = performance.now()
      const spans = work(() => performance.now() - start <= longestWork)
      if (performance.now() - start <= longestWork) return { text: masked(turn.text, spans), spans }
    }
  } catch {
    // What went wrong may quote the turn, so not even its message is passed on.
  }
  return { text: unprocessed, spans: null }
}

let isWarm = false

/**
 * Unpacks the lexicon and compiles the rules, once in a process and outside of any turn's time. The first turn does it when
 * nobody has; a server does it at its start, since it takes some tenths of a second.
 */
export function warmUp(): void {
  if (isWarm) return
  isWarm = true
  const text = 'it is on 07700 900123 and i take a tablet for my heart at 1 high street'
  for (const expectation of ['none', 'health', 'phone'] as const) {
    const context = contextOf('user', expectation, {})
    detailsIn(text, context)
    secretSpansIn(text, context, [])
  }
}

/**
 * One utterance, given the state of its call, which is brought up to date. Parts of a number from earlier turns are joined
 * to it; those turns themselves are not masked again, so prefer `redactCall` where the whole call is at hand. Nothing is
 * thrown.
 */
export function redactUtterance(
  text: string,
  state: CallState = newCall(),
  options: Options = {},
  role: Turn['role'] = 'user',
): { text: string; spans: Span[]; contact: Contact } {
  const turn: Turn = { role, text }
  let contact: Contact = {}
  const worked = guarded(turn, (mayGoOn) => {
    const context = contextOf(role, state.expectation, options)
    if (role === 'assistant') return spansOf(turn, context, [], state.memory, options, mayGoOn)
    const turns = [...state.recent, text]
    const details = detailsIn(turns.join('\n'), context, true)
    contact = details.contact
    const name = nameOf(details.names)
    if (name) contact.name = name
    return spansOf(
      turn,
      context,
      divided(
        details.spans,
        turns.map((one) => one.length),
      ).at(-1)!,
      state.memory,
      options,
      mayGoOn,
    )
  })
  if (role === 'assistant') {
    const next = expectationOf(text, state.expectation)
    if (next !== state.expectation) state.recent = []
    state.expectation = next
  } else {
    state.recent = [...state.recent, text.slice(0, 500)].slice(-(window - 1))
    const doc = read(text.slice(0, longestTurn))
    for (const span of worked.spans ?? []) remember(state.memory, doc, span)
  }
  return { text: worked.text, spans: worked.spans ?? [], contact }
}

/**
 * A whole call. Numbers and answers may be split over turns; what was masked once is masked again wherever it is repeated,
 * by the agent too. `contact` is what was understood of the caller; `categories` the labels that occur. Nothing is thrown.
 */
export function redactCall(turns: readonly Turn[], options: Options = {}): RedactedCall {
  const expectations: Expectation[] = []
  let now: Expectation = 'none'
  for (const turn of turns) {
    if (turn.role === 'assistant' && turn.text.length <= longestTurn) now = expectationOf(turn.text, now)
    expectations.push(options.without?.includes('state') ? 'none' : now)
  }
  const details = new Map<number, Span[]>()
  const contact: Contact = {}
  const names: ReturnType<typeof detailsIn>['names'] = []
  const failed = new Set<number>()
  const groups = options.without?.includes('state')
    ? turns.flatMap((turn, i) => (turn.role === 'user' ? [[i]] : []))
    : groupsOf(turns, expectations)
  for (const group of groups) {
    const texts = group.map((i) => turns[i]!.text)
    if (texts.some((text) => text.length > longestTurn)) continue
    try {
      const start = performance.now()
      const spans = spansByPiece(
        texts.join('\n'),
        () => performance.now() - start <= longestWork * group.length,
        (piece) => {
          const found = detailsIn(piece, contextOf('user', expectations[group[0]!]!, options))
          Object.assign(contact, found.contact)
          names.push(...found.names)
          return found.spans
        },
      )
      divided(
        spans,
        texts.map((text) => text.length),
      ).forEach((own, k) => details.set(group[k]!, own))
    } catch {
      // As in `guarded`: the turns are not stored.
      for (const i of group) failed.add(i)
    }
  }
  const memory: Memory = new Map()
  const categories = new Set<Label>()
  const redacted = turns.map((turn, i): RedactedTurn => {
    if (failed.has(i)) return { role: turn.role, text: unprocessed }
    const { text, spans } = guarded(turn, (mayGoOn) =>
      spansOf(turn, contextOf(turn.role, expectations[i]!, options), details.get(i) ?? [], memory, options, mayGoOn),
    )
    if (spans && spans.length > 0) {
      const doc = read(turn.text)
      for (const span of spans) {
        categories.add(span.label)
        remember(memory, doc, span)
      }
    }
    return { role: turn.role, text }
  })
  const name = nameOf(names)
  return { turns: redacted, contact: name ? { name, ...contact } : contact, categories: [...categories].sort() }
}
