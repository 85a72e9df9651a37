import 'server-only'
import { ask } from '#lib/db/door.ts'
import { promptness } from '#lib/recovery/leads.ts'
import type { Alarm, Ledger, LedgerLine, Recovered } from '#lib/recovery/types.ts'
import type { Day } from '#lib/shared/time.ts'
import type { Actor } from '#lib/db/actor.ts'

type Span = { from: Day; to: Day }

/** What became of every lead between two civil days (both included), newest first, those of test calls left out: the evidence behind the five minutes. */
export async function ledgerLines(actor: Actor, clinicId: string, { from, to }: Span): Promise<LedgerLine[]> {
  return [...await ask(actor, (tx) => tx<LedgerLine[]>`
    select l.id as "leadId", l.call_id as "callId", q.slug as procedure, ${promptness(tx)} as promptness, l.reason,
      app.rfc3339(l.hung_up_at, c.time_zone) as "hungUpAt", app.rfc3339(l.eligible_at, c.time_zone) as "eligibleAt",
      app.rfc3339(m.claimed_at, c.time_zone) as "claimedAt", app.rfc3339(m.accepted_at, c.time_zone) as "acceptedAt",
      app.rfc3339(m.delivered_at, c.time_zone) as "deliveredAt", app.rfc3339(l.replied_at, c.time_zone) as "repliedAt",
      app.rfc3339(l.booked_at, c.time_zone) as "bookedAt", case when b.attended then app.rfc3339(lower(b.during), c.time_zone) end as "attendedAt",
      extract(epoch from m.accepted_at - l.hung_up_at)::float as "secondsToAccepted"
    from leads l join clinics c on c.id = l.clinic_id left join messages m on m.lead_id = l.id and m.kind = 'recovery'
      left join procedures q on q.id = l.procedure_id left join bookings b on b.id = l.booking_id
    where l.clinic_id = ${clinicId} and not l.is_test and timezone(c.time_zone, l.hung_up_at)::date between ${from}::date and ${to}::date
    order by l.hung_up_at desc, l.id`)]
}

/** The five minutes in figures, over the leads that hung up between two civil days (both included). Seconds are from hanging up to the carrier's acceptance. */
export async function readLedger(actor: Actor, clinicId: string, span: Span): Promise<Ledger> {
  const [row] = await ask(actor, (tx) => tx<Omit<Ledger, 'from' | 'to'>[]>`
    with lines as (
      select ${promptness(tx)} as promptness, extract(epoch from l.contacted_at - l.hung_up_at)::float as seconds
      from leads l join clinics c on c.id = l.clinic_id
      where l.clinic_id = ${clinicId} and not l.is_test and timezone(c.time_zone, l.hung_up_at)::date between ${span.from}::date and ${span.to}::date)
    select count(*) filter (where promptness in ('in_time', 'late', 'pending'))::int as counted,
      count(*) filter (where promptness = 'in_time')::int as "inTime", count(*) filter (where promptness = 'late')::int as late,
      count(*) filter (where promptness = 'pending')::int as pending, count(*) filter (where promptness = 'held')::int as held,
      count(*) filter (where promptness = 'not_permitted')::int as "notPermitted", count(*) filter (where promptness = 'needs_person')::int as "needsPerson",
      percentile_cont(0.5) within group (order by seconds) filter (where promptness in ('in_time', 'late')) as "secondsP50",
      percentile_cont(0.95) within group (order by seconds) filter (where promptness in ('in_time', 'late')) as "secondsP95"
    from lines`)
  return { ...span, ...row! }
}

/** The ledger as CSV (RFC 4180), times with offset, ids and no names. */
export function ledgerCsv(lines: readonly LedgerLine[]): string {
  const head = ['lead', 'call', 'procedure', 'promptness', 'reason', 'hung_up', 'eligible', 'claimed', 'accepted', 'delivered', 'replied', 'booked', 'attended', 'seconds_to_accepted']
  const cell = (value: string | number | null) => (value === null ? '' : /[",\r\n]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value))
  const rows = lines.map((line) => [
    line.leadId, line.callId, line.procedure, line.promptness, line.reason, line.hungUpAt, line.eligibleAt, line.claimedAt, line.acceptedAt, line.deliveredAt,
    line.repliedAt, line.bookedAt, line.attendedAt, line.secondsToAccepted === null ? null : Math.round(line.secondsToAccepted * 10) / 10,
  ])
  return `${[head, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

/** Whether somebody should act now: nobody is sending, or a permitted text is past four minutes. */
export async function readAlarm(actor: Actor, clinicId: string): Promise<Alarm> {
  const rows = await ask(actor, (tx) => tx<{ leadId: string | null; hungUpAt: string; deadlineAt: string; isAlive: boolean }[]>`
    select w.alive as "isAlive", l.id as "leadId", app.rfc3339(l.hung_up_at, c.time_zone) as "hungUpAt", app.rfc3339(l.deadline_at, c.time_zone) as "deadlineAt"
    from (select app.worker_is_alive() as alive) w
    left join leads l on l.clinic_id = ${clinicId} and l.status = 'waiting' and l.deadline_at < clock_timestamp() + interval '1 minute'
    left join clinics c on c.id = l.clinic_id order by l.deadline_at limit 50`)
  return {
    isWorkerSilent: !rows[0]!.isAlive,
    overdue: rows.flatMap(({ leadId, hungUpAt, deadlineAt }) => (leadId ? [{ leadId, hungUpAt, deadlineAt }] : [])),
  }
}

/** Pounds recovered in a month of the clinic's own calendar (YYYY-MM; this one when not given): booked after Sarah's text and still booked, test calls left out. */
export async function readRecovered(actor: Actor, clinicId: string, month?: string): Promise<Recovered> {
  const [row] = await ask(actor, (tx) => tx<Recovered[]>`
    select m.month, (select coalesce(sum(l.value_pence), 0)::int from leads l join bookings b on b.id = l.booking_id and b.status = 'booked'
        where l.clinic_id = c.id and not l.is_test and l.is_recovered and to_char(timezone(c.time_zone, l.booked_at), 'YYYY-MM') = m.month) as pence,
      (select count(*)::int from leads l join bookings b on b.id = l.booking_id and b.status = 'booked'
        where l.clinic_id = c.id and not l.is_test and l.is_recovered and to_char(timezone(c.time_zone, l.booked_at), 'YYYY-MM') = m.month) as bookings,
      (select count(*)::int from leads l where l.clinic_id = c.id and not l.is_test and to_char(timezone(c.time_zone, l.contacted_at), 'YYYY-MM') = m.month) as texted
    from clinics c cross join lateral (select coalesce(${month ?? null}::text, to_char(timezone(c.time_zone, now()), 'YYYY-MM')) as month) m where c.id = ${clinicId}`)
  if (!row) throw Object.assign(new Error('forbidden'), { code: 'PT403' })
  return row
}
