import 'server-only'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { Sql, TransactionSql } from 'postgres'
import { renderAnswer } from '#lib/recovery/answers.ts'
import { permittedAt } from '#lib/recovery/hours.ts'
import { lintText } from '#lib/recovery/lint.ts'
import type { Messenger } from '#lib/recovery/messenger-port.ts'
import { renderRecovery } from '#lib/recovery/template.ts'
import type { MessageKind, Offer } from '#lib/recovery/types.ts'
import { log } from '#lib/shared/log.ts'
import { rfc3339 } from '#lib/shared/time.ts'
import { seal, textsOf, unseal } from '#lib/shared/seal.ts'

/** Where Sarah works: `now` is her clock, `secret` the installation's, by which the words of every text are sealed. */
export type OutreachDeps = { sql: Sql; messenger: Messenger; secret: string; appUrl: string; now: () => Date }

type Facts = {
  clinicId: string; to: string; from: string; clinicName: string; clinicPhone: string; name: string | null; template: string | null; zone: string
  leadId: string | null; treatment: string; start: string | null; booking: { start: string; practitioner: string } | null; otherSids: string[]
}
type Todo =
  | { do: 'nothing' }
  | { do: 'wait'; until: string }
  | ({ do: 'look-up'; body: string; since: string; attemptId: string } & Facts)
  | ({ do: 'send'; kind: MessageKind; facts: { choices?: Offer[]; why?: 'gone' | 'change' | 'times' }; body: string | null } & Facts)

/** Twilio drops what it could not hand over in this time: a text that is late must not come at night. */
const validitySeconds = 900
const linkHours = 48

/**
 * An attempt that was not on its way after so long (a commit that hung, a machine that was asleep) is left to be looked up:
 * with the ten seconds of the request it would outlive its lease of thirty, and another worker may be at it by then.
 */
const attemptFreshMs = 18_000

/** What the words of a clinic's texts are sealed for. */
export const sealedFor = textsOf

/**
 * Does the next thing about one message and answers when to come back, or null when nothing is left to do. Safe to call at
 * any time, any number of times, from any number of workers: what may happen is decided by the row, under its lock, and an
 * attempt is committed before the carrier hears of it.
 */
export async function serveText(deps: OutreachDeps, messageId: string): Promise<Date | null> {
  const held = await holdForHours(deps, messageId)
  if (held) return held
  const attemptId = randomUUID()
  const startedAt = deps.now()
  const todo = await deps.sql.begin((tx) => begin(deps, tx, messageId, attemptId, startedAt))
  if (todo.do === 'nothing') return null
  if (todo.do === 'wait') return new Date(todo.until)
  if (todo.do === 'look-up') await lookUp(deps, messageId, todo)
  else if (deps.now().getTime() - startedAt.getTime() > attemptFreshMs) await deps.sql`select app.text_unknown(${messageId}, ${attemptId})`
  else await transmit(deps, messageId, attemptId, todo)
  const [left] = await deps.sql<{ at: Date }[]>`select next_at as at from messages where id = ${messageId} and state in ('queued', 'held', 'sending', 'unknown')`
  return left?.at ?? null
}

/** A clinic may want its recovery texts in permitted hours only: then until when this one waits, else null. */
async function holdForHours({ sql, now }: OutreachDeps, messageId: string): Promise<Date | null> {
  const [row] = await sql<{ zone: string }[]>`select c.time_zone as zone from messages m join clinics c on c.id = m.clinic_id
    where m.id = ${messageId} and m.kind = 'recovery' and m.state in ('queued', 'held') and c.texts_are_hours_bound`
  if (!row) return null
  const at = now()
  const until = permittedAt(at, row.zone)
  if (until <= at) return null
  await sql`select app.hold_text(${messageId}, ${until})`
  return until
}

async function begin(deps: OutreachDeps, tx: TransactionSql, messageId: string, attemptId: string, now: Date): Promise<Todo> {
  const [row] = await tx<{ todo: Todo }[]>`select app.prepare_text(${messageId}, ${now}, ${deps.messenger.isSandbox}) as todo`
  const todo = row!.todo
  if (todo.do !== 'send') return todo
  const body = todo.kind === 'staff' && todo.body ? unseal(deps.secret, sealedFor(todo.clinicId), todo.body) : await compose(deps, tx, todo)
  await tx`select app.start_text(${messageId}, ${attemptId}, ${seal(deps.secret, sealedFor(todo.clinicId), body)}, ${now})`
  return { ...todo, body }
}

/** The words of a text, out of what is true now: the kept time, the numbered choices, the booking. */
async function compose({ appUrl }: OutreachDeps, tx: TransactionSql, todo: Extract<Todo, { do: 'send' }>): Promise<string> {
  const clinic = { clinicName: todo.clinicName, clinicPhone: todo.clinicPhone }
  switch (todo.kind) {
    case 'recovery': {
      const facts = { ...clinic, firstName: todo.name, treatment: todo.treatment, start: todo.start, link: null }
      const own = renderRecovery(facts, todo.template)
      // The clinic's words were checked when they were saved; names and labels may have changed since.
      return todo.template && lintText(own, todo.clinicName).length > 0 ? renderRecovery(facts, null) : own
    }
    case 'offer': {
      const offers = (todo.facts.choices ?? []).map((choice) => rfc3339(new Date(choice.start), todo.zone))
      return renderAnswer('offer', { ...clinic, why: todo.facts.why ?? 'times', offers, link: todo.leadId ? await newLink(tx, appUrl, todo.clinicId, todo.leadId) : null })
    }
    case 'booked':
      if (!todo.booking) return renderAnswer('help', clinic)
      return renderAnswer('booked', { ...clinic, ...todo.booking, treatment: todo.treatment })
    case 'ask_age': case 'ask_name': case 'call_ack': case 'help':
      return renderAnswer(todo.kind, clinic)
    case 'staff': case 'reply':
      throw new Error(`a text of kind ${todo.kind} has no words of its own`)
  }
}

/** A page where times can be chosen without signing in; only the hash of its address is kept. */
async function newLink(tx: TransactionSql, appUrl: string, clinicId: string, leadId: string): Promise<string> {
  let token = ''
  // Telephones make a link of what looks like one, and leave out a dash at its end.
  while (!/[A-Za-z0-9]$/.test(token)) token = randomBytes(12).toString('base64url')
  await tx`insert into app.booking_links (hash, clinic_id, lead_id, expires_at)
    values (${hashOfToken(token)}, ${clinicId}, ${leadId}, clock_timestamp() + make_interval(hours => ${linkHours}))`
  return `${appUrl}/b/${token}`
}

export const hashOfToken = (token: string): Buffer => createHash('sha256').update(token).digest()

async function transmit({ sql, messenger, appUrl, now }: OutreachDeps, messageId: string, attemptId: string, todo: Extract<Todo, { do: 'send' }>): Promise<void> {
  const outcome = await messenger.send({
    // The callback carries our own id: it proves acceptance even when the answer to this request is lost.
    from: todo.from, to: todo.to, body: todo.body!, statusCallback: `${appUrl}/api/twilio/status?o=${messageId}`, validitySeconds,
  })
  if (outcome.ok) return noteAccepted(sql, messageId, outcome, now())
  if (outcome.kind === 'refused') await sql`select app.text_refused(${messageId}, ${attemptId}, ${outcome.code}, ${now()})`
  else if (outcome.kind === 'later') await sql`select app.text_later(${messageId}, ${attemptId}, ${outcome.afterSeconds}, ${now()})`
  else await sql`select app.text_unknown(${messageId}, ${attemptId})`
  log('warn', 'text-not-accepted', { messageId, outcome: outcome.kind, code: outcome.kind === 'refused' ? outcome.code : undefined })
}

async function lookUp({ sql, messenger, secret, now }: OutreachDeps, messageId: string, todo: Extract<Todo, { do: 'look-up' }>): Promise<void> {
  const body = unseal(secret, sealedFor(todo.clinicId), todo.body)
  const found = await messenger.find({ from: todo.from, to: todo.to, body, since: new Date(todo.since), except: todo.otherSids })
  if (found) return noteAccepted(sql, messageId, found, now())
  const [row] = await sql<{ then: string }[]>`select app.text_absent(${messageId}, ${todo.attemptId}, ${now()}) as then`
  log('warn', 'text-not-found-at-carrier', { messageId, then: row!.then })
}

async function noteAccepted(sql: Sql, messageId: string, text: { sid: string; status: string; segments: number }, at: Date): Promise<void> {
  const [row] = await sql<{ isFirst: boolean }[]>`select app.text_accepted(${messageId}, ${text.sid}, ${text.status}, ${text.segments}, ${at}) as "isFirst"`
  if (!row!.isFirst) log('error', 'text-sent-twice', { messageId })
}
