import 'server-only'
import type { Sql, TransactionSql } from 'postgres'
import { turnsOfCall } from '#lib/calls/latency/figures.ts'
import { as, ask } from '#lib/db/door.ts'
import type { CallDetail, CallFilter, CallSummary, ToolCallRecord, Utterance, VendorCopy } from '#lib/calls/types.ts'
import type { Actor } from '#lib/db/actor.ts'

type Row = Omit<CallSummary, 'contact' | 'procedure'> & {
  contactId: string | null; contactName: string | null; slug: string | null; procedureName: string | null; latency: Record<string, number>
  leadId: string | null; transcriptAt: string | null; erasedAt: string | null
  forgetState: 'pending' | 'done' | 'refused' | null; forgetReason: string | null; forgottenAt: string | null
}

const columns = (tx: Sql | TransactionSql) => tx`k.id, k.vapi_call_id as "vapiCallId", k.status, k.ended_reason as "endedReason", k.is_test as "isTest", k.is_emergency as "isEmergency", k.latency,
  (select l.id from leads l where l.call_id = k.id) as "leadId", app.rfc3339(k.transcript_at, c.time_zone) as "transcriptAt",
  app.rfc3339(k.erased_at, c.time_zone) as "erasedAt",
  k.forget_state as "forgetState", k.forget_reason as "forgetReason", app.rfc3339(k.forgotten_at, c.time_zone) as "forgottenAt",
  app.rfc3339(k.started_at, c.time_zone) as "startedAt", app.rfc3339(k.ended_at, c.time_zone) as "endedAt",
  extract(epoch from k.ended_at - k.started_at)::int as "durationSeconds",
  case when exists (select from bookings b where b.call_id = k.id and b.status = 'booked') then 'booked'
    when k.was_transferred then 'transferred' when k.status <> 'ended' then 'in-progress' else 'not-booked' end as outcome,
  k.contact_id as "contactId", p.name as "contactName", q.slug, q.name as "procedureName"`

const tables = (tx: Sql | TransactionSql) => tx`calls k join clinics c on c.id = k.clinic_id left join contacts p on p.id = k.contact_id left join procedures q on q.id = k.procedure_id`

function summaryOf(row: Row): CallSummary {
  const { id, vapiCallId, status, outcome, startedAt, endedAt, durationSeconds, endedReason, isTest, isEmergency, contactId, contactName, slug, procedureName } = row
  return {
    id, vapiCallId, status, outcome, startedAt, endedAt, durationSeconds, endedReason, isTest, isEmergency,
    contact: contactId ? { id: contactId, name: contactName ?? 'Unnamed caller' } : null,
    procedure: slug ? { slug, name: procedureName! } : null,
  }
}

function vendorCopyOf({ forgetState, forgetReason, forgottenAt }: Row): VendorCopy {
  const states = { pending: 'pending', done: 'deleted', refused: 'refused' } as const
  return { state: forgetState ? states[forgetState] : 'kept', at: forgottenAt, reason: forgetReason }
}

/** A pattern that matches the words themselves anywhere, whatever they are made of. */
const containing = (words: string) => `%${words.replace(/[\\%_]/g, '\\$&')}%`

/** The digits that a stored number ends with, when what is looked for is part of a number: without the trunk 0 or the country. */
function numberEnd(words: string): string | null {
  if (!/^[\d\s+().-]+$/.test(words)) return null
  const digits = words.replace(/\D/g, '').replace(/^(?:0044|44|0)(?=\d{4})/, '')
  return digits.length >= 3 ? digits : null
}

/** The condition that a filter puts on a call. Outcomes are derived, so they are compared where they have been worked out. */
function matches(tx: Sql | TransactionSql, { status, procedure, from, to, q }: CallFilter) {
  const words = q?.trim() || null
  const pattern = words && containing(words)
  const end = words && numberEnd(words)
  return tx`(${status ?? null}::text is null or k.status = ${status ?? null})
    and (${procedure ?? null}::text is null or q.slug = ${procedure ?? null})
    and (${from ?? null}::date is null or k.started_at >= ${from ?? null}::date::timestamp at time zone c.time_zone)
    and (${to ?? null}::date is null or k.started_at < (${to ?? null}::date + 1)::timestamp at time zone c.time_zone)
    and (${words}::text is null or p.name ilike ${pattern}::text or ${end}::text is not null and right(p.phone, length(${end}::text)) = ${end}::text
      or exists (select from logs l where l.clinic_id = k.clinic_id and l.call_id = k.id and l.text ilike ${pattern}::text))`
}

/**
 * Calls that a filter lets through, newest first; `cursor` is the last id of the page before. A search shows no words, only which
 * calls hold them. No items for a clinic that is not the actor's.
 */
export async function listCalls(
  actor: Actor, clinicId: string, page: CallFilter & { limit?: number; cursor?: string | undefined } = {},
): Promise<{ items: CallSummary[]; nextCursor: string | null }> {
  const limit = page.limit ?? 50
  const rows = await ask(actor, (tx) => tx<Row[]>`select * from (select ${columns(tx)}, k.started_at as began from ${tables(tx)}
      where k.clinic_id = ${clinicId} and ${matches(tx, page)}
        and (${page.cursor ?? null}::text is null
          or (k.started_at, k.id) < (select l.started_at, l.id from calls l where l.clinic_id = ${clinicId} and l.id::text = ${page.cursor ?? null}))) found
    where ${page.outcome ?? null}::text is null or outcome = ${page.outcome ?? null} or ${page.outcome ?? null} = 'emergency' and "isEmergency"
    order by began desc, id desc limit ${limit + 1}`)
  const items = rows.slice(0, limit).map(summaryOf)
  return { items, nextCursor: rows.length > limit ? items.at(-1)!.id : null }
}

/** One call with what the agent did in it, or null when the actor may not see it. That its words were read is noted. */
export async function readCall(actor: Actor, clinicId: string, callId: string): Promise<CallDetail | null> {
  return as(actor, async (tx) => {
    const [call] = await tx<Row[]>`select ${columns(tx)} from ${tables(tx)} where k.clinic_id = ${clinicId} and k.id = ${callId}`
    if (!call) return null
    const [toolCalls, bookings, [words], turns] = await Promise.all([
      tx<ToolCallRecord[]>`select t.tool_call_id as id, t.name, (t.result ->> 'status')::int as status, t.result ->> 'code' as code,
        t.result ->> 'say' as say, app.rfc3339(t.at, c.time_zone) as at, t.took_ms as "tookMs"
        from tool_calls t join clinics c on c.id = t.clinic_id where t.call_id = ${callId} order by t.at, t.tool_call_id`,
      tx<CallDetail['bookings']>`select b.id, b.status, app.rfc3339(lower(b.during), c.time_zone) as start,
        app.rfc3339(upper(b.during), c.time_zone) as end, b.practitioner_id as "practitionerId"
        from bookings b join clinics c on c.id = b.clinic_id where b.call_id = ${callId} order by b.created_at`,
      tx<{ utterances: Utterance[] }[]>`select read_transcript(${callId}) as utterances`,
      turnsOfCall(tx, callId),
    ])
    const transcript = words!.utterances.map(({ role, text, at }) => ({ role, text, at }))
    return { ...summaryOf(call), toolCalls: [...toolCalls], bookings: [...bookings], transcript, transcriptAt: call.transcriptAt,
      erasedAt: call.erasedAt, leadId: call.leadId, vendorCopy: vendorCopyOf(call), latency: call.latency, turns }
  })
}

/** Our own id of a call, by the voice platform's; null when the actor sees no such call. */
export async function callIdOf(actor: Actor, clinicId: string, vapiCallId: string): Promise<string | null> {
  const [row] = await as(actor, (tx) => tx<{ id: string }[]>`select id from calls where clinic_id = ${clinicId} and vapi_call_id = ${vapiCallId}`)
  return row?.id ?? null
}
