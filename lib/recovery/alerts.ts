import 'server-only'
import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { alertCallWords, alertText, testCallWords, testText } from '#lib/recovery/alert-words.ts'
import type { Dialler } from '#lib/recovery/dialler-port.ts'
import type { Messenger } from '#lib/recovery/messenger-port.ts'
import { errorCode, log } from '#lib/shared/log.ts'

/** Where alerts are sent from: `now` is the worker's clock; the dialler speaks the greeting it is given and hangs up. */
export type AlertDeps = { sql: Sql; messenger: Messenger; dialler: Dialler; appUrl: string; now: () => Date }

type Facts = {
  clinicId: string; clinicName: string; slug: string; from: string; to: string; channel: 'text' | 'call'; isTest: boolean; otherSids: string[]
}
type Todo =
  | { do: 'nothing' }
  | { do: 'wait'; until: string }
  | ({ do: 'look-up'; body: string; attemptId: string; since: string } & Facts)
  | ({ do: 'send'; body: string } & Facts)

/** What became of an attempt: `id` is the carrier's own. */
type Outcome =
  | { kind: 'sent'; id: string }
  | { kind: 'refused'; reason: string }
  | { kind: 'later'; afterSeconds: number }
  | { kind: 'unknown' }

/** An alert that the carrier could not hand over within ten minutes has been overtaken by the next steps. */
const validitySeconds = 600
/** As in the outbox: an attempt that is not on its way after so long may outlive its lease, and is looked up instead. */
const attemptFreshMs = 18_000

/** What is written, or said where the telephone rings. */
export function wordsOf({ channel, isTest, clinicName, slug }: Pick<Facts, 'channel' | 'isTest' | 'clinicName' | 'slug'>, appUrl: string): string {
  if (channel === 'call') return isTest ? testCallWords(clinicName) : alertCallWords(clinicName)
  return isTest ? testText({ clinicName }) : alertText({ clinicName, slug, appUrl })
}

/**
 * Does the next thing about one notice and answers when to come back, or null when nothing is left to do. Safe at any time, any
 * number of times, from any number of workers: the row decides, under its lock, and an attempt is committed before it leaves.
 */
export async function serveNotice(deps: AlertDeps, noticeId: string): Promise<Date | null> {
  const { sql, now } = deps
  const attemptId = randomUUID()
  const startedAt = now()
  const isSandbox = deps.messenger.isSandbox && deps.dialler.isSandbox
  const todo = await sql.begin(async (tx): Promise<Todo> => {
    const [row] = await tx<{ todo: Todo }[]>`select app.prepare_notice(${noticeId}, ${startedAt}, ${isSandbox}) as todo`
    const next = row!.todo
    if (next.do !== 'send') return next
    const body = wordsOf(next, deps.appUrl)
    await tx`select app.start_notice(${noticeId}, ${attemptId}, ${body}, ${startedAt})`
    return { ...next, body }
  })
  if (todo.do === 'nothing') return null
  if (todo.do === 'wait') return new Date(todo.until)
  if (todo.do === 'look-up') await lookUp(deps, noticeId, todo)
  else if (now().getTime() - startedAt.getTime() > attemptFreshMs) await sql`select app.notice_unknown(${noticeId}, ${attemptId})`
  else await settle(deps, noticeId, attemptId, await attempt(deps, noticeId, todo))
  const [left] = await sql<{ at: Date }[]>`select next_at as at from alert_notices where id = ${noticeId} and state in ('queued', 'sending', 'unknown')`
  return left?.at ?? null
}

async function attempt({ messenger, dialler, appUrl }: AlertDeps, noticeId: string, todo: Extract<Todo, { do: 'send' }>): Promise<Outcome> {
  const { from, to, body } = todo
  if (todo.channel === 'text') {
    const sent = await messenger.send({ from, to, body, statusCallback: `${appUrl}/api/twilio/status?n=${noticeId}`, validitySeconds })
    if (sent.ok) return { kind: 'sent', id: sent.sid }
    return sent.kind === 'refused' ? { kind: 'refused', reason: `carrier_${sent.code}` } : sent
  }
  const script = { clinicName: todo.clinicName, treatment: null, greeting: body }
  const placed = await dialler.place({ callBackId: noticeId, clinicId: todo.clinicId, from, to, name: null, script })
  if (placed.ok) return { kind: 'sent', id: placed.vapiCallId }
  return placed.kind === 'refused' ? { kind: 'refused', reason: 'call_refused' } : { kind: 'unknown' }
}

async function settle({ sql, now }: AlertDeps, noticeId: string, attemptId: string, outcome: Outcome): Promise<void> {
  if (outcome.kind === 'sent') {
    await sql`select app.notice_sent(${noticeId}, ${outcome.id}, ${now()})`
    return
  }
  log('warn', 'alert-not-accepted', { noticeId, outcome: outcome.kind, reason: outcome.kind === 'refused' ? outcome.reason : undefined })
  if (outcome.kind === 'refused') await sql`select app.notice_failed(${noticeId}, ${attemptId}, ${outcome.reason}, ${now()})`
  else if (outcome.kind === 'later') await sql`select app.notice_later(${noticeId}, ${attemptId}, ${outcome.afterSeconds}, ${now()})`
  else await sql`select app.notice_unknown(${noticeId}, ${attemptId})`
}

async function lookUp(deps: AlertDeps, noticeId: string, todo: Extract<Todo, { do: 'look-up' }>): Promise<void> {
  const { sql, now } = deps
  const id = await find(deps, noticeId, todo).catch((error: unknown) => {
    // Here a carrier that cannot say counts as one that has nothing: better alerted twice than not at all.
    log('warn', 'alert-not-looked-up', { noticeId, error: errorCode(error) })
    return null
  })
  if (id !== null) await sql`select app.notice_sent(${noticeId}, ${id}, ${now()})`
  else await sql`select app.notice_absent(${noticeId}, ${todo.attemptId}, ${now()})`
}

async function find({ messenger, dialler }: AlertDeps, noticeId: string, todo: Extract<Todo, { do: 'look-up' }>): Promise<string | null> {
  const since = new Date(todo.since)
  if (todo.channel === 'call') return dialler.find({ callBackId: noticeId, since })
  const found = await messenger.find({ from: todo.from, to: todo.to, body: todo.body, since, except: todo.otherSids })
  return found?.sid ?? null
}
