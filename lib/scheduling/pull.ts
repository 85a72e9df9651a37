import 'server-only'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { TransactionSql } from 'postgres'
import type { CalendarChange } from '#lib/scheduling/calendar-port.ts'
import { askStaff, noteConnection, openClinicCalendar, TryLater, type MirrorDeps } from '#lib/scheduling/mirror.ts'

type Source = { clinicId: string; zone: string; calendarId: string; syncToken: string | null }

/**
 * Reads what changed in a practitioner's calendar and keeps when they are busy there: times only. A full answer replaces
 * what is stored, because it has no tombstones. Safe to repeat. Throws TryLater when the queue should come back.
 */
export async function pullCalendar(deps: MirrorDeps, practitionerId: string): Promise<void> {
  const { sql } = deps
  const [source] = await sql<Source[]>`select p.clinic_id as "clinicId", c.time_zone as zone, p.google_calendar_id as "calendarId", s.sync_token as "syncToken"
    from practitioners p join clinics c on c.id = p.clinic_id left join app.calendar_syncs s on s.practitioner_id = p.id
    where p.id = ${practitionerId} and p.google_calendar_id is not null`
  const calendar = source && (await openClinicCalendar(deps, source.clinicId))
  if (!source || !calendar) return
  const from = new Date(Date.now() - 86_400_000).toISOString()
  const answer = await calendar.changes({ calendarId: source.calendarId, syncToken: source.syncToken, from, timeZone: source.zone })
  if (!answer.ok) {
    await noteConnection(sql, source.clinicId, answer)
    if (answer.kind === 'temporary' || answer.kind === 'rate-limited') throw new TryLater(answer.kind, answer.retryAfterSeconds)
    return
  }
  await sql.begin(async (tx) => {
    if (answer.full) {
      const seen = answer.changes.filter((change) => change.kind === 'busy').map((change) => change.eventId)
      await tx`delete from external_busy where practitioner_id = ${practitionerId} and event_id <> all (${seen})`
    }
    for (const change of answer.changes) await apply(tx, source.clinicId, practitionerId, change)
    await tx`insert into app.calendar_syncs (practitioner_id, clinic_id, sync_token, pulled_at)
      values (${practitionerId}, ${source.clinicId}, ${answer.nextSyncToken}, now())
      on conflict (practitioner_id) do update set sync_token = excluded.sync_token, pulled_at = excluded.pulled_at`
    await tx`select pg_notify('clinic_changes', ${JSON.stringify({ clinicId: source.clinicId, table: 'external_busy', id: practitionerId })})`
  })
  await noteConnection(sql, source.clinicId, null)
}

async function apply(tx: TransactionSql, clinicId: string, practitionerId: string, change: CalendarChange): Promise<void> {
  if (change.kind === 'free') {
    await tx`delete from external_busy where practitioner_id = ${practitionerId} and event_id = ${change.eventId}`
  } else if (change.kind === 'busy' && change.start < change.end) {
    await tx`insert into external_busy (clinic_id, practitioner_id, event_id, during)
      values (${clinicId}, ${practitionerId}, ${change.eventId}, tstzrange(${change.start}, ${change.end}))
      on conflict (practitioner_id, event_id) do update set during = excluded.during`
    const over = await tx<{ id: string }[]>`select id from bookings where practitioner_id = ${practitionerId} and status = 'booked'
      and block && tstzrange(${change.start}, ${change.end}) and upper(during) > now()`
    for (const booking of over) await askStaff(tx, clinicId, booking.id)
  } else if (change.kind === 'ours') {
    // Somebody moved or deleted our event. The booking is the truth: write it again, and tell the staff.
    const [edited] = await tx`update booking_mirrors m set revision = m.revision + 1, etag = null, state = 'pending', updated_at = now()
      from bookings b where b.id = m.booking_id and m.booking_id = ${change.bookingId} and m.clinic_id = ${clinicId} and b.status = 'booked'
        and m.state = 'synced' and (${change.cancelled} or ${change.etag}::text is distinct from m.etag)
        and (${change.cancelled} or tstzrange(${change.start}, ${change.end}) is distinct from b.during) returning 1`
    if (edited) {
      await askStaff(tx, clinicId, change.bookingId)
      await tx`select app.enqueue('mirror-booking', ${tx.json({ bookingId: change.bookingId })}, ${`mirror:${change.bookingId}`}, ${`calendar:${clinicId}`})`
    }
  }
}

/** Opens a push channel for each calendar that has none or whose ends within a day; the old one is stopped after. */
export async function renewChannels(deps: MirrorDeps, address: string): Promise<void> {
  const due = await deps.sql<{ practitionerId: string; clinicId: string; calendarId: string; channelId: string | null; resourceId: string | null }[]>`
    select p.id as "practitionerId", p.clinic_id as "clinicId", p.google_calendar_id as "calendarId", s.channel_id as "channelId", s.resource_id as "resourceId"
    from practitioners p join calendar_connections g on g.clinic_id = p.clinic_id and g.state <> 'needs_reauth'
    left join app.calendar_syncs s on s.practitioner_id = p.id
    where p.google_calendar_id is not null and (s.channel_expires_at is null or s.channel_expires_at < now() + interval '1 day')`
  for (const one of due) {
    const calendar = await openClinicCalendar(deps, one.clinicId)
    if (!calendar) continue
    const channelId = randomUUID()
    const token = randomBytes(24).toString('base64url')
    // Stored before Google is asked, since its first notification can overtake its answer.
    await deps.sql`insert into app.calendar_syncs (practitioner_id, clinic_id, channel_id, channel_token_hash)
      values (${one.practitionerId}, ${one.clinicId}, ${channelId}, ${createHash('sha256').update(token).digest()})
      on conflict (practitioner_id) do update set channel_id = excluded.channel_id, channel_token_hash = excluded.channel_token_hash`
    const opened = await calendar.watch({ calendarId: one.calendarId, channelId, token, address, ttlSeconds: 7 * 86_400 })
    if (!opened.ok) {
      await noteConnection(deps.sql, one.clinicId, opened)
      continue
    }
    await deps.sql`update app.calendar_syncs set resource_id = ${opened.resourceId}, channel_expires_at = ${opened.expiresAt} where practitioner_id = ${one.practitionerId}`
    if (one.channelId && one.resourceId) await calendar.stopWatch({ channelId: one.channelId, resourceId: one.resourceId })
  }
}
