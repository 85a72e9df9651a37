import { contextOf } from './context.ts'
import { contactIn, type Heard } from './contact.ts'
import { detailsIn, nameOf, type Details } from './detect.ts'
import { expectationOf, namePartOf } from './expectation.ts'
import { divided, groupsOf, window } from './groups.ts'
import { masked } from './mask.ts'
import { nameCompleted, nameMasked } from './name-masked.ts'
import { introducedIn } from './name-said.ts'
import { isLong, spansByPiece } from './pieces.ts'
import { remember, type Memory } from './propagate.ts'
import { isPastAsked, questionsOf } from './questions.ts'
import { forgetTexts, read } from './text.ts'
import { patternsSeen } from './triggers/table.ts'
import { again, guarded, spansOf } from './turn.ts'
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
import { warmUp } from './warm.ts'
import { setReady, timeFor, worked } from './work.ts'

export { warmUp }

/** Stored beside a transcript: which rules and model it went through, as a number that grows with every change of what is masked. */
export const redactorVersion = '14'

export type RedactedTurn = { role: Turn['role']; text: string }
export type RedactedCall = { turns: RedactedTurn[]; contact: Contact; categories: Label[] }

/** What is carried from one utterance to the next; serial within a call. */
export type CallState = {
  expectation: Expectation
  /** Whether the question is about what was done before. */
  isPast: boolean
  /** Callers' last turns under the same question, oldest first. */
  recent: string[]
  memory: Memory
}

/** The state before anything was said. */
export const newCall = (): CallState => ({ expectation: 'none', isPast: false, recent: [], memory: new Map() })

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
  const outcome = guarded(turn, (mayGoOn) => {
    const context = { ...contextOf(role, state.expectation, options), ...(state.isPast ? { isPast: true } : {}) }
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
    state.isPast = isPastAsked(text, next, state)
    state.expectation = next
  } else {
    state.recent = [...state.recent, text.slice(0, 500)].slice(-(window - 1))
    const doc = read(text.slice(0, longestTurn))
    for (const span of outcome.spans ?? []) remember(state.memory, doc, span)
  }
  forgetTexts()
  return { text: outcome.text, spans: outcome.spans ?? [], contact }
}

/** The details that turns which belong together give, each turn's own spans; null for what could not be worked on. */
function detailsOf(
  group: readonly number[],
  turns: readonly Turn[],
  context: Context,
): { spans: Span[][]; details: Details } | null {
  // Too long a turn is not stored, whatever it says.
  const texts = group.map((i) => (turns[i]!.text.length > longestTurn ? '' : turns[i]!.text))
  const all: Details = { spans: [], contact: {}, names: [], digits: [] }
  const before = group[0]! > 0 ? turns[group[0]! - 1] : undefined
  const part = context.expectation === 'name' && before?.role === 'assistant' ? namePartOf(before.text) : 'whole'
  try {
    const [start, most] = [worked(), texts.reduce((sum, text) => sum + timeFor('details', isLong(text)), 0)]
    all.spans = spansByPiece(texts.join('\n'), () => worked() - start <= most, (piece) => {
      const found = detailsIn(piece, context)
      Object.assign(all.contact, found.contact)
      const isPart = (one: Details['names'][number]) => part !== 'whole' && one.part === 'whole' && !one.value?.includes(' ')
      all.names.push(...found.names.map((one) => (isPart(one) ? { ...one, part } : one)))
      all.digits.push(...found.digits)
      return found.spans
    })
  } catch {
    // As in `guarded`: the turns are not stored.
    return null
  }
  return { spans: divided(all.spans, texts.map((text) => text.length)), details: all }
}

/**
 * A whole call. Numbers and answers may be split over turns; what was masked once is masked wherever else it is said, before
 * and after, by the agent too. `contact` is what was understood of the caller; `categories` the labels that occur. Nothing is
 * thrown.
 */
export function redactCall(turns: readonly Turn[], options: Options = {}): RedactedCall {
  try {
    return wholeCall(turns, options)
  } catch {
    // What went wrong may quote the call, so not even its message is passed on.
    forgetTexts()
    return { turns: turns.map(({ role }) => ({ role, text: unprocessed })), contact: {}, categories: [] }
  }
}

/** The options of a call in which the agent says its own name, which is none of the caller's. */
function withAgentOf(turns: readonly Turn[], options: Options): Options {
  const own = turns.flatMap(({ role, text }) => (role === 'assistant' && text.length <= longestTurn ? introducedIn(text) : []))
  return own.length > 0 ? { ...options, staff: [...(options.staff ?? []), ...own] } : options
}

function wholeCall(turns: readonly Turn[], given: Options): RedactedCall {
  const options = withAgentOf(turns, given)
  const without = new Set(options.without)
  const questions = without.has('state')
    ? turns.map(() => ({ expectation: 'none' as const, isSoft: false, isPast: false }))
    : questionsOf(turns)
  const contextAt = (i: number): Context => ({
    ...contextOf(turns[i]!.role, questions[i]!.expectation, options),
    ...(questions[i]!.isSoft ? { isSoft: true } : {}),
    ...(questions[i]!.isPast ? { isPast: true } : {}),
  })
  const [details, failed, heard]: [Map<number, Span[]>, Set<number>, Heard[]] = [new Map(), new Set(), []]
  const kinds = questions.map((one) => one.expectation)
  const groups = without.has('state')
    ? turns.flatMap((turn, i) => (turn.role === 'user' ? [[i]] : []))
    : groupsOf(turns, kinds)
  for (const group of groups) {
    const found = detailsOf(group, turns, contextAt(group[0]!))
    group.forEach((i, k) => (found ? details.set(i, found.spans[k]!) : failed.add(i)))
    if (found) heard.push({ at: group.at(-1)!, text: group.map((i) => turns[i]!.text).join('\n'), details: found.details })
  }
  const agent = new Map<number, Details>()
  turns.forEach((turn, i) => {
    const own = turn.role === 'assistant' ? detailsOf([i], turns, { ...contextAt(i), expectation: 'none' }) : null
    if (own) agent.set(i, own.details)
  })
  const memory: Memory = new Map()
  const spansAt = turns.map((turn, i): Span[] | null => {
    if (failed.has(i)) return null
    const { spans } = guarded(turn, (mayGoOn) => spansOf(turn, contextAt(i), details.get(i) ?? [], memory, options, mayGoOn))
    if (spans && spans.length > 0) for (const span of spans) remember(memory, read(turn.text), span)
    return spans
  })
  const contact = contactIn(turns, heard, agent)
  const name = contact.name ?? nameMasked(turns, spansAt, kinds)
  if (name) contact.name = nameCompleted(name, turns, spansAt)
  // "May", and "Young": two words of every sentence that are somebody when an agent says them together.
  if (contact.name?.includes(' ')) remember(memory, read(contact.name), { start: 0, end: contact.name.length, label: 'NAME' })
  const categories = new Set<Label>()
  const redacted = turns.map((turn, i): RedactedTurn => {
    const spans = again(turn, spansAt[i]!, memory, contextAt(i))
    for (const span of spans ?? []) categories.add(span.label)
    return { role: turn.role, text: spans ? masked(turn.text, spans) : unprocessed }
  })
  forgetTexts()
  return { turns: redacted, contact, categories: [...categories].sort() }
}

/** What callers and agents say, of every kind that is looked for: it is said once before the first call. */
const rehearsal: readonly Turn[] = [
  'Hello, who is calling, and what is the best number to reach you on?',
  "It's Robin Test on 07700 900123, robin dot test at example dot org, and I have hay fever.",
  'What is your date of birth, and your address with the postcode?',
  'The second of march nineteen ninety one, flat two, 9 Test Street, l s six two d t, and n i is q q one two three four five six c.',
  'Are you taking any medication, or have you had any surgery?',
  "My mum had a stroke, I'm on tablets for my blood pressure, I weigh twelve stone, I'm pregnant, and my knee keeps swelling up.",
  "I'm a vegan, I'm half welsh, I go to chapel, I'm gay and I am in the union, they said; the card number is 4111 1111 1111 1111.",
  'I see you mentioned an allergy to latex. You are with Dr Test on Monday at ten for the lip filler.',
].map((text, i) => ({ role: i % 2 === 0 && i < 6 ? 'assistant' : 'user', text }))

/**
 * Makes everything ready that a turn may need: lexicon, model, and each pattern, which V8 prepares when it is first run. From
 * then on a turn may take 50 ms of work and no more, see `timeFor`. To be called once, when a process starts; it takes about a second.
 */
export function prepare(): void {
  warmUp()
  for (let times = 0; times < 3; times += 1) {
    redactCall(rehearsal)
    for (const pattern of patternsSeen())
      for (const line of ['no line has this in it', 'nor this: ł']) {
        pattern.lastIndex = 0
        pattern.test(line)
      }
  }
  setReady()
}
