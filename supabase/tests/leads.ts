import { randomInt, randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { aWednesday, actAs, type TestClinic } from './database.ts'
import { plus, voiceAgent } from './claiming.ts'

export type LostCall = {
  phone?: string | null; name?: string | null; procedure?: string | null
  /** Starts that were offered, best first; none: the caller rang off before. */
  offered?: readonly { start: Date; practitionerId?: string }[]
  heard?: Record<string, unknown>
  endedReason?: string
  isTest?: boolean
  greetingVersion?: string
  /** Which sources tell of the end; both by default. */
  sources?: readonly ('ended' | 'report')[]
}

/** A number of the shape of a UK mobile; nothing is sent from these tests but to the sandbox. */
export const anyMobile = () => `+447${String(randomInt(400_000_000, 599_999_999))}`

/** A call as the webhook would record it, while it goes on. */
export async function startCall(sql: Sql, clinic: TestClinic, call: LostCall = {}): Promise<{ callId: string; vapiCallId: string; phone: string | null }> {
  const phone = call.phone === undefined ? anyMobile() : call.phone
  const vapiCallId = randomUUID()
  const offered = call.offered ?? [{ start: aWednesday() }]
  const callId = await actAs(sql, voiceAgent(clinic.id), async (tx) => {
    const [row] = await tx<{ id: string }[]>`select note_call(${clinic.id}, ${vapiCallId}, 'in-progress', now(), ${phone}, null, ${call.isTest ?? false}) as id`
    const id = row!.id
    await tx`select note_line(${id}, false, ${call.greetingVersion ?? null})`
    const name = call.name === undefined ? 'Tamsin Okafor' : call.name
    const procedure = call.procedure === undefined ? 'facelift' : call.procedure
    await tx`select note_call_details(${id}, ${name}, null, ${procedure})`
    if (name !== null || procedure !== null) await tx`select note_tool_call(${id}, 'captured', 'capture_lead', '{"status": 200}', 1)`
    if (offered.length > 0) {
      const slots = offered.map(({ start, practitionerId }) => ({ start: start.toISOString(), end: plus(start, 45).toISOString(), practitionerId: practitionerId ?? clinic.practitionerIds[0] }))
      await tx`select note_tool_call(${id}, 'looked', 'check_availability', ${tx.json({ status: 200, slots })}, 1)`
    }
    return id
  })
  return { callId, vapiCallId, phone }
}

/** A call up to its end without a booking. Answers our ids. */
export async function loseCall(sql: Sql, clinic: TestClinic, call: LostCall = {}): Promise<{ callId: string; leadId: string | null; messageId: string | null; phone: string | null }> {
  const { callId, vapiCallId, phone } = await startCall(sql, clinic, call)
  for (const source of call.sources ?? ['ended', 'report']) await endCall(sql, clinic, callId, vapiCallId, source, call)
  return { callId, phone, ...await whatCameOf(sql, callId) }
}

/** The one lead of a call and its recovery text, as far as there are any. */
export async function whatCameOf(sql: Sql, callId: string): Promise<{ leadId: string | null; messageId: string | null }> {
  const [lead] = await sql<{ id: string }[]>`select id from leads where call_id = ${callId}`
  const [message] = await sql<{ id: string }[]>`select id from messages where lead_id = ${lead?.id ?? null} and kind = 'recovery'`
  return { leadId: lead?.id ?? null, messageId: message?.id ?? null }
}

/** One of the sources tells that the call is over. */
export async function endCall(sql: Sql, clinic: TestClinic, callId: string, vapiCallId: string, source: 'ended' | 'report', call: LostCall = {}): Promise<void> {
  await actAs(sql, voiceAgent(clinic.id), async (tx) => {
    if (source === 'report') await tx`select note_heard(${callId}, ${tx.json({ spoke: true, ...call.heard } as never)})`
    await tx`select note_call(${clinic.id}, ${vapiCallId}, 'ended', now(), null, ${call.endedReason ?? 'customer-ended-call'}, false)`
    if (source === 'report') await tx`select note_report(${callId}, '{}')`
  })
}

export const leadOf = async (sql: Sql, leadId: string) => (await sql<Record<string, any>[]>`select * from leads where id = ${leadId}`)[0]!
export const messageOf = async (sql: Sql, messageId: string) => (await sql<Record<string, any>[]>`select * from messages where id = ${messageId}`)[0]!
