import 'server-only'
import type { Sql, TransactionSql } from 'postgres'
import { as, ask } from '#lib/db/door.ts'
import { sealedFor } from '#lib/recovery/outreach.ts'
import type { CallBack, Consent, LeadDetail, LeadMessage, LeadSummary, Offer } from '#lib/recovery/types.ts'
import { env } from '#lib/shared/env.ts'
import { unseal } from '#lib/shared/seal.ts'
import type { Actor } from '#lib/db/actor.ts'

type Tx = Sql | TransactionSql

/** The ways to look at leads. `open`: whatever somebody or Sarah has still to do, until a person has said that it is done; `recovered`: booked after Sarah's text and still booked. Test calls are only in `all`. */
export const leadViews = ['open', 'texted', 'recovered', 'not_texted', 'all'] as const
export type LeadView = (typeof leadViews)[number]

/** How the five-minute promise stands; "late" is only what was permitted and did not go. */
// One that was closed by hand stands as it did then: what was late stays late, and what was not yet is counted nowhere.
export const promptness = (tx: Tx) => tx`case
  when l.contacted_at is not null then case when l.eligible_at > l.deadline_at then 'held' when l.contacted_at <= l.deadline_at then 'in_time' else 'late' end
  when l.reason = 'booked_meanwhile' then 'booked_meanwhile'
  when l.reason = 'rang_again' then 'held'
  when coalesce(l.closed_from, l.status) in ('not_permitted', 'closed') then 'not_permitted'
  when coalesce(l.closed_from, l.status) = 'needs_person' then case when l.reason in ('undeliverable', 'unconfirmed') then 'late' else 'needs_person' end
  when l.closed_from = 'held' or l.closed_at <= l.deadline_at then 'closed'
  when l.status = 'held' then 'held'
  when clock_timestamp() > l.deadline_at then 'late' else 'pending' end`

const columns = (tx: Tx) => tx`l.id, l.status, l.reason, l.stage, ${promptness(tx)} as promptness, l.call_id as "callId", l.booking_id as "bookingId",
  l.value_pence as "valuePence", l.is_test as "isTest", l.is_recovered and coalesce(b.status = 'booked', false) as "isRecovered",
  app.rfc3339(l.created_at, c.time_zone) as "createdAt", app.rfc3339(l.hung_up_at, c.time_zone) as "hungUpAt", app.rfc3339(l.deadline_at, c.time_zone) as "deadlineAt",
  app.rfc3339(l.contacted_at, c.time_zone) as "contactedAt", app.rfc3339(l.replied_at, c.time_zone) as "repliedAt", app.rfc3339(l.booked_at, c.time_zone) as "bookedAt", app.rfc3339(l.closed_at, c.time_zone) as "closedAt",
  case when q.id is not null then jsonb_build_object('slug', q.slug, 'name', q.name) end as procedure,
  case when k.id is not null then jsonb_build_object('id', k.id, 'name', k.name, 'phone', k.phone) end as contact`

const tables = (tx: Tx) => tx`leads l join clinics c on c.id = l.clinic_id left join contacts k on k.id = l.contact_id
  left join procedures q on q.id = l.procedure_id left join bookings b on b.id = l.booking_id`

const inView = (tx: Tx, view: LeadView) => ({
  open: tx`not l.is_test and (exists (select from staff_tasks t where t.lead_id = l.id and t.done_at is null)
    or l.status in ('waiting', 'held', 'contacted', 'replied')
      and not exists (select from staff_tasks t where t.lead_id = l.id and t.done_at >= greatest(l.replied_at, l.contacted_at, l.hung_up_at)
        and not exists (select from messages m where m.lead_id = l.id and m.direction = 'out' and m.created_at >= t.created_at)))`,
  texted: tx`not l.is_test and l.contacted_at is not null`,
  recovered: tx`not l.is_test and l.is_recovered and b.status = 'booked'`,
  not_texted: tx`not l.is_test and l.status in ('not_permitted', 'needs_person')`,
  all: tx`true`,
})[view]

const inMonth = (tx: Tx, month: string | undefined) => (month === undefined ? tx`true` : tx`to_char(timezone(c.time_zone, l.booked_at), 'YYYY-MM') = ${month}`)

/** Leads, newest first, with how many each view holds. `month` (YYYY-MM, the clinic's own) is that of the booking. No items for a clinic that is not the actor's. */
export async function listLeads(
  actor: Actor, clinicId: string, page: { view?: LeadView; month?: string | undefined; cursor?: string | undefined; limit?: number } = {},
): Promise<{ items: LeadSummary[]; nextCursor: string | null; counts: Record<LeadView, number> }> {
  const limit = page.limit ?? 50
  return as(actor, async (tx) => {
    const [rows, [counts]] = await Promise.all([
      tx<LeadSummary[]>`select ${columns(tx)} from ${tables(tx)}
        where l.clinic_id = ${clinicId} and ${inView(tx, page.view ?? 'all')} and ${inMonth(tx, page.month)}
          and (${page.cursor ?? null}::text is null
            or (l.created_at, l.id) < (select o.created_at, o.id from leads o where o.clinic_id = ${clinicId} and o.id::text = ${page.cursor ?? null}))
        order by l.created_at desc, l.id desc limit ${limit + 1}`,
      tx<Record<LeadView, number>[]>`select count(*) filter (where ${inView(tx, 'open')})::int as open, count(*) filter (where ${inView(tx, 'texted')})::int as texted,
        count(*) filter (where ${inView(tx, 'recovered')})::int as recovered, count(*) filter (where ${inView(tx, 'not_texted')})::int as not_texted, count(*)::int as "all"
        from leads l left join bookings b on b.id = l.booking_id where l.clinic_id = ${clinicId}`,
    ])
    const items = rows.slice(0, limit)
    return { items, nextCursor: rows.length > limit ? items.at(-1)!.id : null, counts: counts! }
  })
}

type MessageRow = Omit<LeadMessage, 'body'> & { leadId: string; sealed: string | null }

const messageColumns = (tx: Tx) => tx`m.id, m.lead_id as "leadId", m.direction, m.kind, m.body as sealed, m.state, m.provider_status as delivery, m.reason,
  app.rfc3339(m.created_at, c.time_zone) as "createdAt", app.rfc3339(m.accepted_at, c.time_zone) as "acceptedAt", app.rfc3339(m.delivered_at, c.time_zone) as "deliveredAt"`

function messageOf(clinicId: string, { sealed, leadId: _, ...message }: MessageRow): LeadMessage {
  return { ...message, body: sealed === null ? null : unseal(env().CALLWAITING_SECRET, sealedFor(clinicId), sealed) }
}

/** The texts of several leads, oldest first, by lead. */
export async function messagesOf(actor: Actor, clinicId: string, leadIds: readonly string[]): Promise<Map<string, LeadMessage[]>> {
  const rows = await ask(actor, (tx) => tx<MessageRow[]>`select ${messageColumns(tx)} from messages m join clinics c on c.id = m.clinic_id
    where m.clinic_id = ${clinicId} and m.lead_id = any (${[...leadIds]}::uuid[]) order by m.created_at, m.id`)
  const byLead = Map.groupBy(rows, (row) => row.leadId)
  return new Map([...byLead].map(([leadId, some]) => [leadId, some.map((row) => messageOf(clinicId, row))]))
}

/** One lead with its conversation and its evidence, or null when the actor may not see it. */
export async function readLead(actor: Actor, clinicId: string, leadId: string): Promise<LeadDetail | null> {
  return as(actor, async (tx) => {
    const [row] = await tx<(LeadSummary & { zone: string; offered: Offer[]; hold: LeadDetail['hold']; booking: LeadDetail['booking']; mayWrite: boolean })[]>`
      select ${columns(tx)}, c.time_zone as zone,
        coalesce((select jsonb_agg(jsonb_build_object('start', app.rfc3339((o ->> 'start')::timestamptz, c.time_zone), 'practitionerId', o ->> 'practitionerId'))
          from jsonb_array_elements(l.offered) o), '[]') as offered,
        (select jsonb_build_object('start', app.rfc3339(lower(h.during), c.time_zone), 'end', app.rfc3339(upper(h.during), c.time_zone), 'expiresAt', app.rfc3339(h.hold_expires_at, c.time_zone), 'practitionerId', h.practitioner_id)
          from bookings h where h.id = l.hold_id and h.status = 'held' and h.hold_expires_at > clock_timestamp()) as hold,
        case when b.id is not null then jsonb_build_object('id', b.id, 'status', b.status, 'start', app.rfc3339(lower(b.during), c.time_zone),
          'end', app.rfc3339(upper(b.during), c.time_zone), 'practitionerId', b.practitioner_id, 'attended', b.attended) end as booking,
        (l.contacted_at is not null or l.replied_at is not null) and coalesce(l.reason, '') <> 'opted_out' as "mayWrite"
      from ${tables(tx)} where l.clinic_id = ${clinicId} and l.id = ${leadId}`
    if (!row) return null
    const { zone, ...lead } = row
    const [messages, consents, [callBack]] = await Promise.all([
      tx<MessageRow[]>`select ${messageColumns(tx)} from messages m join clinics c on c.id = m.clinic_id where m.lead_id = ${leadId} order by m.created_at, m.id`,
      tx<Consent[]>`select s.id, s.channel, s.value, s.basis, s.words, s.source, s.script_version as "scriptVersion", app.rfc3339(s.heard_at, ${zone}) as "heardAt"
        from consents s where s.call_id = ${lead.callId} order by s.heard_at, s.created_at`,
      tx<CallBack[]>`select b.id, b.state, b.reason, app.rfc3339(b.due_at, ${zone}) as "dueAt", app.rfc3339(b.placed_at, ${zone}) as "placedAt"
        from call_backs b where b.lead_id = ${leadId} order by b.created_at desc limit 1`,
    ])
    return { ...lead, messages: messages.map((one) => messageOf(clinicId, one)), consents: [...consents], callBack: callBack ?? null }
  })
}
