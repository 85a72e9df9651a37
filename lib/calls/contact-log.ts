import 'server-only'
import { as, ask } from '#lib/db/door.ts'
import { listContacts } from '#lib/tenancy/contacts.ts'
import type { ContactLine, ContactLog } from '#lib/calls/contact-types.ts'
import type { Actor } from '#lib/db/actor.ts'

type Page = { q?: string | undefined; cursor?: string | undefined; limit?: number }
type Glance = Pick<ContactLine, 'id' | 'lastCallAt' | 'nextBookingAt' | 'leadCount'>

/** Contacts as `listContacts` finds them, each with the last call, the next booking and how many leads. */
export async function listContactLines(actor: Actor, clinicId: string, page: Page = {}): Promise<{ items: ContactLine[]; nextCursor: string | null }> {
  const { items, nextCursor } = await listContacts(actor, clinicId, page)
  if (items.length === 0) return { items: [], nextCursor }
  const glances = await ask(actor, (sql) => sql<Glance[]>`
    select k.id,
      app.rfc3339((select max(s.started_at) from calls s where s.contact_id = k.id and s.clinic_id = k.clinic_id), c.time_zone) as "lastCallAt",
      app.rfc3339((select min(lower(b.during)) from bookings b where b.contact_id = k.id and b.clinic_id = k.clinic_id
        and b.status = 'booked' and lower(b.during) > clock_timestamp()), c.time_zone) as "nextBookingAt",
      (select count(*)::int from leads l where l.contact_id = k.id and l.clinic_id = k.clinic_id) as "leadCount"
    from contacts k join clinics c on c.id = k.clinic_id
    where k.clinic_id = ${clinicId} and k.id = any (${items.map((one) => one.id)}::uuid[])`)
  const byId = new Map(glances.map((one) => [one.id, one]))
  // A contact that was erased between the two questions is gone from the list as well.
  return { items: items.flatMap((one) => (byId.has(one.id) ? [{ ...one, ...byId.get(one.id)! }] : [])), nextCursor }
}

/** Rows of each kind that a page shows; a person has few, and the export holds all. */
const MOST = 50

/** What belongs to one contact; empty for one that the actor may not see. */
export async function readContactLog(actor: Actor, clinicId: string, contactId: string): Promise<ContactLog> {
  return as(actor, async (tx) => {
    const procedure = tx`case when q.id is not null then jsonb_build_object('slug', q.slug, 'name', q.name) end as procedure`
    const [calls, bookings, leads, consents, [counts]] = await Promise.all([
      tx<ContactLog['calls']>`select k.id, app.rfc3339(k.started_at, c.time_zone) as "startedAt", k.is_emergency as "isEmergency", ${procedure},
          exists (select from logs l where l.clinic_id = k.clinic_id and l.call_id = k.id) as "hasTranscript",
          case when exists (select from bookings b where b.call_id = k.id and b.status = 'booked') then 'booked'
            when k.was_transferred then 'transferred' when k.status <> 'ended' then 'in-progress' else 'not-booked' end as outcome
        from calls k join clinics c on c.id = k.clinic_id left join procedures q on q.id = k.procedure_id
        where k.clinic_id = ${clinicId} and k.contact_id = ${contactId} order by k.started_at desc, k.id limit ${MOST}`,
      tx<ContactLog['bookings']>`select b.id, b.status, app.rfc3339(lower(b.during), c.time_zone) as start, app.rfc3339(upper(b.during), c.time_zone) as end,
          b.practitioner_id as "practitionerId", p.name as practitioner, ${procedure}
        from bookings b join clinics c on c.id = b.clinic_id join practitioners p on p.id = b.practitioner_id join procedures q on q.id = b.procedure_id
        where b.clinic_id = ${clinicId} and b.contact_id = ${contactId} order by b.during desc, b.id limit ${MOST}`,
      tx<ContactLog['leads']>`select l.id, l.status, l.is_recovered as "isRecovered", app.rfc3339(l.hung_up_at, c.time_zone) as "hungUpAt", ${procedure}
        from leads l join clinics c on c.id = l.clinic_id left join procedures q on q.id = l.procedure_id
        where l.clinic_id = ${clinicId} and l.contact_id = ${contactId} order by l.hung_up_at desc, l.id limit ${MOST}`,
      tx<ContactLog['consents']>`select s.id, s.channel, s.value, s.basis, s.words, s.source, s.script_version as "scriptVersion",
          app.rfc3339(s.heard_at, c.time_zone) as "heardAt"
        from consents s join clinics c on c.id = s.clinic_id
        where s.clinic_id = ${clinicId} and s.contact_id = ${contactId} order by s.heard_at desc, s.created_at desc limit ${MOST}`,
      tx<ContactLog['counts'][]>`select
          (select count(*)::int from calls k where k.clinic_id = ${clinicId} and k.contact_id = ${contactId}) as calls,
          (select count(distinct l.call_id)::int from logs l join calls k on k.id = l.call_id
            where k.clinic_id = ${clinicId} and k.contact_id = ${contactId}) as transcripts,
          b.bookings, b.coming, (select count(*)::int from leads l where l.clinic_id = ${clinicId} and l.contact_id = ${contactId}) as leads,
          m."textsOut", m."textsIn"
        from (select count(*)::int as bookings, count(*) filter (where b.status in ('held', 'booked') and upper(b.during) > clock_timestamp())::int as coming
            from bookings b where b.clinic_id = ${clinicId} and b.contact_id = ${contactId}) b,
          (select count(*) filter (where m.direction = 'out' and m.accepted_at is not null)::int as "textsOut",
            count(*) filter (where m.direction = 'in')::int as "textsIn"
            from messages m where m.clinic_id = ${clinicId} and m.contact_id = ${contactId}) m`,
    ])
    return { calls: [...calls], bookings: [...bookings], leads: [...leads], consents: [...consents], counts: counts! }
  })
}
