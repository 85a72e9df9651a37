import 'server-only'
import { as } from '#lib/db/door.ts'
import type { Diary, DiaryBooking, DiaryColumn } from '#lib/scheduling/types.ts'
import { addDays, dayOf, instantOf, rfc3339 } from '#lib/shared/time.ts'
import type { Actor } from '#lib/db/actor.ts'

type Span = { owner: string; start: Date; end: Date; label: string }

/** Everything the calendar shows from day `from`, for so many days, in the clinic's zone. Throws when the clinic is not the actor's. */
export async function readDiary(actor: Actor, clinicId: string, span: { from: string; days: number }): Promise<Diary> {
  return as(actor, async (tx) => {
    const [clinic] = await tx<{ zone: string; horizonDays: number }[]>`select time_zone as zone, horizon_days as "horizonDays" from clinics where id = ${clinicId}`
    if (!clinic) throw Object.assign(new Error('forbidden'), { code: 'PT403' })
    const { zone } = clinic
    const until = addDays(span.from, span.days)
    const range = [instantOf(span.from, '00:00', zone), instantOf(until, '00:00', zone)] as const
    const [people, hours, off, busy, bookings] = await Promise.all([
      tx<{ id: string; name: string; title: string }[]>`
        select id, name, title from practitioners where clinic_id = ${clinicId} and is_active order by name`,
      tx<Span[]>`select practitioner_id as owner, opens_at as start, closes_at as end, '' as label
        from open_hours(${clinicId}, ${span.from}, ${addDays(until, -1)}) order by opens_at`,
      tx<Span[]>`select practitioner_id as owner, lower(during) as start, upper(during) as end, label from time_off
        where clinic_id = ${clinicId} and during && tstzrange(${range[0]}, ${range[1]}) order by during`,
      tx<Span[]>`select practitioner_id as owner, lower(during) as start, upper(during) as end, '' as label from external_busy
        where clinic_id = ${clinicId} and during && tstzrange(${range[0]}, ${range[1]}) order by during`,
      tx<(Omit<DiaryBooking, 'procedure' | 'contact'> & { slug: string; procedureName: string; pricePence: number | null; contactId: string | null; contactName: string | null; phone: string | null; email: string | null })[]>`
        select b.id, b.status, app.rfc3339(lower(b.during), ${zone}) as start, app.rfc3339(upper(b.during), ${zone}) as "end",
          app.rfc3339(lower(b.block), ${zone}) as "blockStart", app.rfc3339(upper(b.block), ${zone}) as "blockEnd",
          b.practitioner_id as "practitionerId", p.slug, p.name as "procedureName", p.price_pence as "pricePence",
          b.contact_id as "contactId", k.name as "contactName", k.phone, k.email,
          b.source, b.call_id as "callId", case when b.status = 'held' then app.rfc3339(b.hold_expires_at, ${zone}) end as "holdExpiresAt",
          coalesce(m.state, 'off') as mirror, b.attended,
          (select l.id from leads l where l.booking_id = b.id or l.hold_id = b.id order by l.created_at desc, l.id limit 1) as "leadId",
          exists (select from leads l where l.booking_id = b.id and l.is_recovered) as "isRecovered",
          exists (select from calls t where t.id = b.call_id and t.is_test) or exists (select from leads l where l.booking_id = b.id and l.is_test) as "isTest"
        from bookings b join procedures p on p.id = b.procedure_id left join contacts k on k.id = b.contact_id
        left join booking_mirrors m on m.booking_id = b.id
        where b.clinic_id = ${clinicId} and b.during && tstzrange(${range[0]}, ${range[1]})
          and (b.status = 'booked' or b.status = 'held' and b.hold_expires_at > clock_timestamp())
        order by lower(b.during), b.id`,
    ])
    const mine = (spans: readonly Span[], id: string) =>
      spans.filter((one) => one.owner === id).map((one) => ({ start: rfc3339(one.start, zone), end: rfc3339(one.end, zone), label: one.label }))
    const now = new Date()
    return {
      timeZone: zone,
      today: dayOf(now, zone),
      lastDay: addDays(dayOf(now, zone), clinic.horizonDays),
      now: rfc3339(now, zone),
      days: Array.from({ length: span.days }, (_, index) => addDays(span.from, index)),
      practitioners: people.map((person): DiaryColumn => ({
        ...person,
        open: mine(hours, person.id).map(({ start, end }) => ({ start, end })),
        busy: mine(busy, person.id).map(({ start, end }) => ({ start, end })),
        timeOff: mine(off, person.id),
      })),
      bookings: bookings.map(({ slug, procedureName, pricePence, contactId, contactName, phone, email, ...booking }): DiaryBooking => ({
        ...booking,
        procedure: { slug, name: procedureName, pricePence },
        contact: contactId ? { id: contactId, name: contactName ?? 'Unnamed caller', phone, email } : null,
      })),
    }
  })
}
