import 'server-only'
import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import type { Dialler } from '#lib/recovery/dialler-port.ts'
import { permittedAt } from '#lib/recovery/hours.ts'
import { log } from '#lib/shared/log.ts'

export type CallBackDeps = { sql: Sql; dialler: Dialler; now: () => Date; /** What Sarah says first. */ greetingOf: (clinicName: string) => string }

type Todo =
  | { do: 'nothing' }
  | { do: 'wait'; until: string }
  | { do: 'look-up'; since: string }
  | { do: 'dial'; clinicId: string; clinicName: string; from: string; to: string; name: string | null; treatment: string | null }

/**
 * Does the next thing about one call-back and answers when to come back, or null. A number is dialled once at most: an
 * unanswered request is looked up, never repeated, and what stays unclear is for a person. Only in permitted hours.
 */
export async function serveCallBack(deps: CallBackDeps, callBackId: string): Promise<Date | null> {
  const { sql, dialler, now } = deps
  const held = await holdForHours(deps, callBackId)
  if (held) return held
  const attemptId = randomUUID()
  const todo = await sql.begin(async (tx): Promise<Todo> => {
    const [row] = await tx<{ todo: Todo }[]>`select app.prepare_call_back(${callBackId}, ${now()}, ${dialler.isSandbox}) as todo`
    if (row!.todo.do === 'dial') await tx`select app.start_call_back(${callBackId}, ${attemptId}, ${now()})`
    return row!.todo
  })
  if (todo.do === 'nothing') return null
  if (todo.do === 'wait') return new Date(todo.until)
  if (todo.do === 'look-up') {
    const vapiCallId = await dialler.find({ callBackId, since: new Date(todo.since) })
    if (vapiCallId) await sql`select app.call_back_placed(${callBackId}, ${vapiCallId}, ${now()})`
    else await sql`select app.call_back_absent(${callBackId}, ${now()})`
  } else {
    const { clinicId, clinicName, from, to, name, treatment } = todo
    const outcome = await dialler.place({ callBackId, clinicId, from, to, name, script: { clinicName, treatment, greeting: deps.greetingOf(clinicName) } })
    if (outcome.ok) await sql`select app.call_back_placed(${callBackId}, ${outcome.vapiCallId}, ${now()})`
    else if (outcome.kind === 'refused') await sql`select app.call_back_failed(${callBackId}, 'failed', ${outcome.sentence.slice(0, 200)})`
    if (!outcome.ok) log('warn', 'call-back-not-placed', { callBackId, outcome: outcome.kind })
  }
  const [left] = await sql<{ at: Date }[]>`select next_at as at from call_backs where id = ${callBackId} and state in ('queued', 'held', 'dialling', 'unknown')`
  return left?.at ?? null
}

async function holdForHours({ sql, now }: CallBackDeps, callBackId: string): Promise<Date | null> {
  const [row] = await sql<{ zone: string }[]>`select c.time_zone as zone from call_backs b join clinics c on c.id = b.clinic_id
    where b.id = ${callBackId} and b.state in ('queued', 'held')`
  if (!row) return null
  const until = permittedAt(now(), row.zone)
  if (until <= now()) return null
  await sql`select app.hold_call_back(${callBackId}, ${until})`
  return until
}
