import 'server-only'
import type { Sql } from 'postgres'
import { log } from '#lib/shared/log.ts'

/** What became of asking the voice platform to delete a call. `done` only when the platform no longer has it. */
export type Forgotten = { kind: 'done' } | { kind: 'later' } | { kind: 'refused'; reason: string }

/** Asks the voice platform to delete a call with everything that was said in it. Throws nothing that names the call. */
export type Forget = (vapiCallId: string) => Promise<Forgotten>

/**
 * Has the voice platform's copy of one call deleted, once its report has taken effect here, and answers when to ask again, or null.
 * Asking twice is harmless, so a worker that was killed between the answer and the note of it costs nothing.
 */
export async function forgetCall({ sql, forget, now }: { sql: Sql; forget: Forget; now: () => Date }, callId: string): Promise<Date | null> {
  const [call] = await sql<{ vapiCallId: string }[]>`select vapi_call_id as "vapiCallId" from calls
    where id = ${callId} and report_at is not null and forget_state in ('pending', 'refused')`
  if (!call) return null
  const outcome = await forget(call.vapiCallId)
  if (outcome.kind !== 'done') log('warn', 'call-not-forgotten', { callId, outcome: outcome.kind })
  const [settled] = await sql<{ at: Date | null }[]>`
    select app.settle_forgetting(${callId}, ${outcome.kind}, ${outcome.kind === 'refused' ? outcome.reason : null}, ${now()}) as at`
  return settled!.at
}
