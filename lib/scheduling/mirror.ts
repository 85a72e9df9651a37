import 'server-only'
import type { Sql, TransactionSql } from 'postgres'
import type { CalendarFailure, OpenCalendar } from '#lib/scheduling/calendar-port.ts'
import { rfc3339 } from '#lib/shared/time.ts'
import { calendarOf, unseal } from '#lib/shared/seal.ts'

export type MirrorDeps = { sql: Sql; openCalendar: OpenCalendar; secret: string }

/** Told to the queue: try again, later than its own pace when the calendar asked for that. */
export class TryLater extends Error {
  readonly seconds: number | undefined
  constructor(kind: string, seconds: number | undefined) {
    super(`calendar: ${kind}`)
    this.seconds = seconds
  }
}

type Work = {
  clinicId: string; zone: string; eventTitle: string; status: string; start: Date; end: Date; practitionerId: string
  wantedCalendar: string | null; calendarId: string; revision: number; syncedRevision: number; etag: string | null
  label: string; contactName: string | null; refreshToken: string | null
}

const worthRetrying = new Set(['temporary', 'rate-limited', 'precondition'])

/** The clinic's door to its calendars, or null while it has none. */
export async function openClinicCalendar({ sql, openCalendar, secret }: MirrorDeps, clinicId: string) {
  const [row] = await sql<{ token: string }[]>`select refresh_token as token from app.calendar_credentials where clinic_id = ${clinicId}`
  return row ? openCalendar({ clinicId, refreshToken: unseal(secret, calendarOf(clinicId), row.token) }) : null
}

/** Keeps how the link stands. A clinic that must connect again stays so until a call succeeds. */
export async function noteConnection(sql: Sql, clinicId: string, failure: CalendarFailure | null): Promise<void> {
  const state = failure === null ? 'connected' : failure.kind === 'reauth' ? 'needs_reauth' : 'failing'
  await sql`update calendar_connections set state = ${state}, sentence = ${failure?.sentence ?? ''}, since = now()
    where clinic_id = ${clinicId} and (state, sentence) is distinct from (${state}, ${failure?.sentence ?? ''})`
}

/**
 * Makes Google Calendar show one booking as it is now. Safe to run any number of times and twice at once: the event's id
 * comes from the booking's, so a lost answer never makes a second event. Throws TryLater when the queue should come back.
 */
export async function mirrorBooking(deps: MirrorDeps, bookingId: string): Promise<void> {
  const { sql } = deps
  const [work] = await sql<Work[]>`
    select b.clinic_id as "clinicId", c.time_zone as zone, c.event_title as "eventTitle", b.status, lower(b.during) as start, upper(b.during) as end,
      b.practitioner_id as "practitionerId", p.google_calendar_id as "wantedCalendar", m.calendar_id as "calendarId", m.revision,
      m.synced_revision as "syncedRevision", m.etag, q.public_label as label, k.name as "contactName", g.refresh_token as "refreshToken"
    from booking_mirrors m join bookings b on b.id = m.booking_id join clinics c on c.id = b.clinic_id join practitioners p on p.id = b.practitioner_id
    join procedures q on q.id = b.procedure_id left join contacts k on k.id = b.contact_id left join app.calendar_credentials g on g.clinic_id = b.clinic_id
    where m.booking_id = ${bookingId}`
  if (!work) return
  if (work.syncedRevision === work.revision) {
    // Another run was faster, and one that failed after it may have said that it still waits.
    await sql`update booking_mirrors set state = 'synced', sentence = '' where booking_id = ${bookingId} and synced_revision = revision and state <> 'synced'`
    return
  }
  const calendar = await openClinicCalendar(deps, work.clinicId)
  if (!calendar) return
  const wanted = work.status === 'booked' ? work.wantedCalendar : null

  if (work.calendarId !== wanted) {
    const removed = await calendar.remove({ calendarId: work.calendarId, bookingId })
    if (!removed.ok) return fail(deps, work.clinicId, bookingId, removed)
  }
  let etag: string | null = null
  if (wanted) {
    const isSameCalendar = wanted === work.calendarId
    const written = await calendar.upsert({
      calendarId: wanted, bookingId, clinicId: work.clinicId, revision: work.revision,
      start: rfc3339(work.start, work.zone), end: rfc3339(work.end, work.zone), timeZone: work.zone,
      publicLabel: work.eventTitle === 'label' ? work.label : null, contactName: work.contactName,
      known: isSameCalendar && work.etag ? { etag: work.etag, revision: work.syncedRevision } : null,
    })
    if (!written.ok) return fail(deps, work.clinicId, bookingId, written)
    etag = written.etag
    if (written.humanEdited) await askStaff(sql, work.clinicId, bookingId)
  }
  await sql`update booking_mirrors set synced_revision = ${work.revision}, etag = ${etag}, calendar_id = ${wanted ?? work.calendarId},
    practitioner_id = ${work.practitionerId}, state = case when revision = ${work.revision} then 'synced' else 'pending' end, sentence = '', updated_at = now()
    where booking_id = ${bookingId}`
  await noteConnection(sql, work.clinicId, null)
}

/** A person changed our event, or put something over a booking: the two diaries disagree, and only a person can say who is right. */
export async function askStaff(sql: Sql | TransactionSql, clinicId: string, bookingId: string): Promise<void> {
  await sql`insert into staff_tasks (clinic_id, kind, booking_id) values (${clinicId}, 'calendar_conflict', ${bookingId}) on conflict do nothing`
}

async function fail({ sql }: MirrorDeps, clinicId: string, bookingId: string, failure: CalendarFailure): Promise<void> {
  // A dead permission and a refusal are not mended by asking again: they wait, in words, for the owner.
  const waits = failure.kind === 'reauth' || worthRetrying.has(failure.kind)
  await sql`update booking_mirrors set state = ${waits ? 'pending' : 'failed'}, sentence = ${failure.sentence}, updated_at = now()
    where booking_id = ${bookingId} and synced_revision is distinct from revision`
  await noteConnection(sql, clinicId, failure)
  if (worthRetrying.has(failure.kind)) throw new TryLater(failure.kind, failure.retryAfterSeconds)
}
