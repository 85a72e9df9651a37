import type { Turn } from '#lib/calls/heard.ts'
import { prepare, redactCall, redactorVersion, type RedactedCall } from '#lib/privacy/redact.ts'
import { isClean } from '#lib/privacy/self-check.ts'
import { unprocessed, type Contact, type Options } from '#lib/privacy/types.ts'
import { personNameIn } from '#lib/privacy/person-name.ts'
import { toE164 } from '#lib/shared/phone.ts'
import { isDay } from '#lib/shared/time.ts'

/** A turn as the platform reported it; `isCut` when it was longer than anything that is worked on, and `text` is only its beginning. */
export type ReportedTurn = Turn & { isCut?: boolean }

/** One utterance as it may be stored; `at` is RFC 3339 in UTC. */
export type KeptTurn = { role: 'assistant' | 'user'; text: string; at: string | null }

/** What is kept of a call's words, and what the redactor understood of the caller on the way. */
export type Transcript = { version: string; utterances: KeptTurn[]; contact: Contact }

export type Redactor = (turns: readonly { role: 'assistant' | 'user'; text: string }[], options: Options) => RedactedCall

/** About ten times the longest call. Turns after that many characters are not worked on: a report must not hold up other calls. */
const longestCall = 150_000
const roles = { assistant: 'assistant', caller: 'user' } as const

/** Contact data that the columns of a contact take; what is no such thing is left out. */
function fitting({ name, phone, email, dob, postcode, address }: Contact, today: string): Contact {
  const kept: Contact = {}
  const person = personNameIn(name)
  const number = toE164(phone)
  const where = address?.trim().slice(0, 200)
  if (person) kept.name = person
  if (number) kept.phone = number
  if (email && email.length <= 254 && /^[^@\s]+@[^@\s]+$/.test(email)) kept.email = email
  if (dob && isDay(dob) && dob >= '1900-01-01' && dob < today) kept.dob = dob
  if (postcode && /^[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$/.test(postcode)) kept.postcode = postcode
  if (where) kept.address = where
  return kept
}

/** The turns as they are given to the redactor: whatever is too long, or too much, is a placeholder from the start. */
function workable(turns: readonly ReportedTurn[]): { role: 'assistant' | 'user'; text: string }[] {
  let length = 0
  return turns.map((turn) => {
    length += turn.text.length
    return { role: roles[turn.role], text: turn.isCut || length > longestCall ? unprocessed : turn.text }
  })
}

/**
 * The words of a call as they may be stored, redacted in memory with the names of the clinic's staff and procedures left in. Fails
 * closed: when the redactor throws, or loses count, each turn becomes a placeholder and nothing is known of the caller. `earlier` turns
 * that were not kept are said to be missing, in a first line of our own. Throws nothing.
 */
export function transcriptOf(
  { turns, earlier = 0 }: { turns: readonly ReportedTurn[]; earlier?: number }, names: { staff: readonly string[]; procedures: readonly string[] }, now: Date,
  redact: Redactor = redactCall,
): Transcript {
  const given = workable(turns)
  let redacted: RedactedCall = { turns: given.map(({ role }) => ({ role, text: unprocessed })), contact: {}, categories: [] }
  try {
    // A call of placeholders alone has nothing to mask.
    let read = given.some(({ text }) => text !== unprocessed) ? redact(given, names) : redacted
    // A turn that took too long on a machine that paused is none that takes too long: once more, now that everything is compiled.
    if (read.turns.some(({ text }, i) => text === unprocessed && given[i]?.text !== unprocessed)) read = redact(given, names)
    if (read.turns.length === given.length) redacted = read
  } catch {
    // What went wrong may quote the call, so not even its message is passed on: the placeholders stand.
  }
  const utterances = redacted.turns.map(({ text }, i): KeptTurn => ({
    // Whatever the redactor says of itself, what the database would refuse is not stored.
    role: given[i]!.role, text: given[i]!.text === unprocessed || !isClean(text) ? unprocessed : text, at: turns[i]!.at?.toISOString() ?? null,
  }))
  if (earlier > 0) utterances.unshift({ role: 'assistant', text: `[${earlier} earlier turns not kept]`, at: null })
  return { version: redactorVersion, utterances, contact: fitting(redacted.contact, now.toISOString().slice(0, 10)) }
}

/** Makes redaction ready before the first report: it takes a second on a busy machine, and is noticed nowhere at a start. */
export const warmUpRedaction = (): void => prepare()
