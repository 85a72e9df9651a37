import 'server-only'
import { as, ask, asNobody, refusalOf } from '#lib/db/door.ts'
import { personNameIn } from '#lib/privacy/person-name.ts'
import { hashOfToken } from '#lib/recovery/outreach.ts'
import { treatmentOf } from '#lib/recovery/template.ts'
import type { BookByLink, BookingPage, Offer } from '#lib/recovery/types.ts'
import { availableSlots } from '#lib/scheduling/bookings.ts'
import { minutesBetween } from '#lib/shared/format.ts'
import { mayTry } from '#lib/tenancy/pace.ts'
import type { Actor } from '#lib/db/actor.ts'
import type { Slot } from '#lib/scheduling/types.ts'

/** A person looks at a page now and then; whoever tries links does so all the time. */
const looksAMinute = 40
const claimsAMinute = 10
const daysShown = 21
const slotsShown = 60

type Found = Omit<BookingPage, 'slots' | 'minutes' | 'held' | 'booked'> & { slug: string | null; held: (Slot & { keptUntil: string }) | null; booked: Slot | null }

async function whose(token: string): Promise<{ actor: Actor; clinicId: string; leadId: string } | null> {
  if (!/^[A-Za-z0-9_-]{16}$/.test(token)) return null
  const [row] = await asNobody((sql) => sql<{ clinicId: string; leadId: string }[]>`
    select clinic_id as "clinicId", lead_id as "leadId" from app.open_link(${hashOfToken(token)})`)
  return row ? { actor: { role: 'voice_agent', clinicId: row.clinicId }, ...row } : null
}

/**
 * What is behind a booking link: what for, the kept time and other free ones, with whom, and nothing else about the person. `gone` for a link that is
 * unknown or has run out, `too_many` when this address has looked too often in the last minute.
 */
export async function openLink(token: string, ip: string): Promise<{ ok: true; page: BookingPage } | { ok: false; reason: 'gone' | 'too_many' }> {
  if (!(await mayTry('look', ip, looksAMinute))) return { ok: false, reason: 'too_many' }
  const link = await whose(token)
  if (!link) return { ok: false, reason: 'gone' }
  const { actor, clinicId, leadId } = link
  const [lead] = await ask(actor, (sql) => sql<Found[]>`
    select c.name as "clinicName", c.phone_number as "clinicPhone", c.time_zone as "timeZone", q.slug,
      -- As in the texts: the label is public, and what is on prescription or with a discreet clinic has none.
      case when q.id is null or q.is_prescription_only or c.texts_are_discreet then 'consultation' else q.public_label end as treatment,
      (select coalesce(jsonb_object_agg(p.id, p.name), '{}') from practitioners p where p.clinic_id = c.id and (
        exists (select from practitioner_procedures d where d.practitioner_id = p.id and d.procedure_id = l.procedure_id)
        or exists (select from bookings b where b.id in (l.hold_id, l.booking_id) and b.practitioner_id = p.id))) as practitioners,
      (select jsonb_build_object('start', app.rfc3339(lower(h.during), c.time_zone), 'end', app.rfc3339(upper(h.during), c.time_zone), 'practitionerId', h.practitioner_id, 'keptUntil', app.rfc3339(h.hold_expires_at, c.time_zone))
        from bookings h where h.id = l.hold_id and h.status = 'held' and h.hold_expires_at > clock_timestamp()) as held,
      (select jsonb_build_object('start', app.rfc3339(lower(b.during), c.time_zone), 'end', app.rfc3339(upper(b.during), c.time_zone), 'practitionerId', b.practitioner_id)
        from bookings b where b.id = l.booking_id and b.status = 'booked') as booked,
      coalesce(q.is_age_restricted, false) as "needsAge", k.name is null as "needsName"
    from leads l join clinics c on c.id = l.clinic_id left join contacts k on k.id = l.contact_id left join procedures q on q.id = l.procedure_id and q.is_active
    where l.id = ${leadId} and coalesce(l.reason, '') <> 'opted_out'`)
  if (!lead) return { ok: false, reason: 'gone' }
  const { slug, held, booked, ...page } = lead
  const now = Date.now()
  const free = slug && !booked
    ? await availableSlots(actor, clinicId, { procedure: slug, from: new Date(now).toISOString(), to: new Date(now + daysShown * 86_400_000).toISOString() })
    : []
  const slots = spread(free)
  const minutes = [...new Set([held, booked, ...slots].flatMap((time) => (time ? minutesBetween(time.start, time.end) : [])))].sort((a, b) => a - b)
  return {
    ok: true,
    page: {
      ...page, treatment: treatmentOf(page.treatment), minutes,
      held: held && { ...offerOf(held), keptUntil: held.keptUntil }, booked: booked && offerOf(booked), slots: slots.map(offerOf),
    },
  }
}

/** At most so many, and of each instant one, whoever the practitioner is: a person chooses a time. */
function spread(slots: readonly Slot[]): Slot[] {
  const seen = new Set<string>()
  return slots.filter(({ start }) => !seen.has(start) && seen.add(start)).slice(0, slotsShown)
}

const offerOf = ({ start, practitionerId }: Slot): Offer => ({ start, practitionerId })

const sayings = {
  expired: 'This link has run out. Please ring us.',
  too_many: 'Too many tries. Please wait a minute.',
  busy: 'The diary is busy. Please try again.',
} as const

/** Books a time for whoever holds the link, through the same claim as everybody. Pressing twice books once. */
export async function bookByLink(
  token: string, ip: string, choice: { start: string; practitionerId: string; ageConfirmed?: boolean | null | undefined; name?: string | null | undefined },
): Promise<BookByLink> {
  const no = (code: keyof typeof sayings): BookByLink => ({ ok: false, code, say: sayings[code], alternatives: [] })
  if (!(await mayTry('book', ip, claimsAMinute))) return no('too_many')
  const link = await whose(token)
  if (!link) return no('expired')
  type Answer = { status: number; code?: string; say?: string; booking?: { start: string }; alternatives?: Offer[] }
  try {
    const [row] = await as(link.actor, (tx) => tx<{ answer: Answer }[]>`
      select book_lead(${link.leadId}, ${choice.start}, ${choice.practitionerId}, ${choice.ageConfirmed ?? null}, ${personNameIn(choice.name)}, 'page', null) as answer`)
    const { status, code, say, booking, alternatives = [] } = row!.answer
    if (booking && (status === 201 || status === 200)) return { ok: true, start: booking.start }
    const codes = { age_confirmation_required: 'age_required', age_refused: 'age_refused', name_required: 'name_required', not_bookable: 'expired' } as const
    return { ok: false, code: codes[code as keyof typeof codes] ?? 'taken', say: say ?? 'That time is not free.', alternatives }
  } catch (error) {
    const refusal = refusalOf(error)
    if (refusal?.status === 503) return no('busy')
    // A time or a practitioner that was never on the page.
    if (refusal) return { ok: false, code: 'taken', say: 'That time is not free.', alternatives: [] }
    throw error
  }
}
