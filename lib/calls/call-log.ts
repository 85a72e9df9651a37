import 'server-only'
import type { Sql, TransactionSql } from 'postgres'
import { as, ask } from '#lib/db/door.ts'
import type { CallDetail, CallStatus, CallSummary, ToolCallRecord } from '#lib/calls/types.ts'
import type { Actor } from '#lib/db/actor.ts'

type Row = Omit<CallSummary, 'contact' | 'procedure'> & {
  contactId: string | null; contactName: string | null; slug: string | null; procedureName: string | null; latency: Record<string, number>
}

const columns = (tx: Sql | TransactionSql) => tx`k.id, k.vapi_call_id as "vapiCallId", k.status, k.ended_reason as "endedReason", k.is_test as "isTest", k.latency,
  app.rfc3339(k.started_at, c.time_zone) as "startedAt", app.rfc3339(k.ended_at, c.time_zone) as "endedAt",
  extract(epoch from k.ended_at - k.started_at)::int as "durationSeconds",
  case when exists (select from bookings b where b.call_id = k.id and b.status = 'booked') then 'booked'
    when k.was_transferred then 'transferred' when k.status <> 'ended' then 'in-progress' else 'not-booked' end as outcome,
  k.contact_id as "contactId", p.name as "contactName", q.slug, q.name as "procedureName"`

const tables = (tx: Sql | TransactionSql) => tx`calls k join clinics c on c.id = k.clinic_id left join contacts p on p.id = k.contact_id left join procedures q on q.id = k.procedure_id`

function summaryOf({ contactId, contactName, slug, procedureName, latency: _, ...call }: Row): CallSummary {
  return {
    ...call,
    contact: contactId ? { id: contactId, name: contactName ?? 'Unnamed caller' } : null,
    procedure: slug ? { slug, name: procedureName! } : null,
  }
}

/** Calls, newest first; `cursor` is the last id of the page before. No items for a clinic that is not the actor's. */
export async function listCalls(
  actor: Actor, clinicId: string, page: { limit?: number; cursor?: string | undefined; status?: CallStatus | undefined } = {},
): Promise<{ items: CallSummary[]; nextCursor: string | null }> {
  const limit = page.limit ?? 50
  const rows = await ask(actor, (tx) => tx<Row[]>`select ${columns(tx)} from ${tables(tx)}
    where k.clinic_id = ${clinicId} and (${page.status ?? null}::text is null or k.status = ${page.status ?? null})
      and (${page.cursor ?? null}::text is null
        or (k.started_at, k.id) < (select l.started_at, l.id from calls l where l.clinic_id = ${clinicId} and l.id::text = ${page.cursor ?? null}))
    order by k.started_at desc, k.id desc limit ${limit + 1}`)
  const items = rows.slice(0, limit).map(summaryOf)
  return { items, nextCursor: rows.length > limit ? items.at(-1)!.id : null }
}

/** One call with what the agent did in it, or null when the actor may not see it. No transcript is kept, so none is shown. */
export async function readCall(actor: Actor, clinicId: string, callId: string): Promise<CallDetail | null> {
  return as(actor, async (tx) => {
    const [call] = await tx<Row[]>`select ${columns(tx)} from ${tables(tx)} where k.clinic_id = ${clinicId} and k.id = ${callId}`
    if (!call) return null
    const [toolCalls, bookings] = await Promise.all([
      tx<ToolCallRecord[]>`select t.tool_call_id as id, t.name, (t.result ->> 'status')::int as status, t.result ->> 'code' as code,
        t.result ->> 'say' as say, app.rfc3339(t.at, c.time_zone) as at, t.took_ms as "tookMs"
        from tool_calls t join clinics c on c.id = t.clinic_id where t.call_id = ${callId} order by t.at, t.tool_call_id`,
      tx<CallDetail['bookings']>`select b.id, b.status, app.rfc3339(lower(b.during), c.time_zone) as start,
        app.rfc3339(upper(b.during), c.time_zone) as end, b.practitioner_id as "practitionerId"
        from bookings b join clinics c on c.id = b.clinic_id where b.call_id = ${callId} order by b.created_at`,
    ])
    return { ...summaryOf(call), toolCalls: [...toolCalls], bookings: [...bookings], transcript: [], latency: call.latency }
  })
}

/** Our own id of a call, by the voice platform's; null when the actor sees no such call. */
export async function callIdOf(actor: Actor, clinicId: string, vapiCallId: string): Promise<string | null> {
  const [row] = await as(actor, (tx) => tx<{ id: string }[]>`select id from calls where clinic_id = ${clinicId} and vapi_call_id = ${vapiCallId}`)
  return row?.id ?? null
}
