import 'server-only'
import type { Sql } from 'postgres'
import { asNobody, ask } from '#lib/db/door.ts'
import type { Actor } from '#lib/db/actor.ts'
import type { ClinicLine } from '#lib/calls/clinic-line.ts'
import { rfc3339 } from '#lib/shared/time.ts'

const PREFIX = 'stream:'
/** A call that gave no sign of life for so long was cut off. */
const SILENT_SECONDS = 30

/** What a call in our own pipeline is called, where Vapi's have Vapi's id. */
export const streamCallId = (callSid: string): string => `${PREFIX}${callSid}`
export const isStreamCall = (callId: string): boolean => callId.startsWith(PREFIX)

/** The clinic that is rung on a number, and whether our pipeline answers there. */
export async function clinicOfVoiceNumber(number: string): Promise<{ clinicId: string; path: 'vapi' | 'stream' } | null> {
  const [row] = await asNobody((sql) => sql<{ clinicId: string; path: 'vapi' | 'stream' }[]>`select clinic_id as "clinicId", voice_path as path from app.clinic_of_voice_number(${number})`)
  return row ?? null
}

/** Says that these calls of a clinic are going on. */
export async function touchStreamCalls(actor: Actor, clinicId: string, callIds: readonly string[]): Promise<void> {
  await ask(actor, (sql) => sql`select touch_stream_calls(${clinicId}, ${[...callIds]})`)
}

/** Whether a call in our pipeline still gives signs of life; for the sweeper, which acts with the owner's rights. */
export async function lookUpStreamCall(sql: Sql, callId: string): Promise<'still-going' | 'unknown'> {
  const rows = await sql`select 1 from app.stream_calls s where s.vapi_call_id = ${callId} and s.seen_at > clock_timestamp() - make_interval(secs => ${SILENT_SECONDS})`
  return rows.length > 0 ? 'still-going' : 'unknown'
}

/** The clinic's line as its members see it. Throws when the actor may not see it. */
export async function readLine(actor: Actor, clinicId: string): Promise<ClinicLine> {
  const [row] = await ask(actor, (sql) => sql<(Omit<ClinicLine, 'lastStreamCallAt'> & { zone: string; last: Date | null })[]>`
    select c.voice_path as path, c.transfer_number is not null as "canTransfer", c.time_zone as zone,
      (select max(k.created_at) from calls k where k.clinic_id = c.id and k.vapi_call_id like ${`${PREFIX}%`}) as last
    from clinics c where c.id = ${clinicId}`)
  if (!row) throw Object.assign(new Error('forbidden'), { code: 'PT403' })
  const { zone, last, ...line } = row
  return { ...line, lastStreamCallAt: last && rfc3339(last, zone) }
}

/** Who answers a clinic's telephone from now on. Throws PT403 for whoever may not decide that. */
export async function saveVoice(actor: Actor, clinicId: string, { path, brain }: { path?: string | undefined; brain?: string | undefined }): Promise<void> {
  await ask(actor, (sql) => sql`select save_voice(${clinicId}, ${path ?? null}, ${brain ?? null})`)
}
