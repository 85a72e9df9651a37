import 'server-only'
import type { Sql } from 'postgres'
import { as, ask } from '#lib/db/door.ts'
import type { Actor } from '#lib/db/actor.ts'
import { RETENTION_LIMITS } from './types.ts'
import type { Retention, RetentionDays, RetentionReport, RetentionRun } from './types.ts'

/** A night's work is done in passes, and ends even where more is always due. */
const mostPasses = 200

/** The periods as they hold, the last sweeps and what is held now. Throws a 403 when the actor may not see the clinic. */
export async function readRetention(actor: Actor, clinicId: string): Promise<RetentionReport> {
  return as(actor, async (tx) => {
    const [kept] = await tx<Retention[]>`
      select coalesce(r.transcript_days, ${RETENTION_LIMITS.transcriptDays.default}) as "transcriptDays", coalesce(r.lead_days, ${RETENTION_LIMITS.leadDays.default}) as "leadDays",
        coalesce(r.call_days, ${RETENTION_LIMITS.callDays.default}) as "callDays", coalesce(r.message_days, ${RETENTION_LIMITS.messageDays.default}) as "messageDays",
        app.rfc3339(r.updated_at, c.time_zone) as "updatedAt"
      from clinics c left join retention r on r.clinic_id = c.id where c.id = ${clinicId}`
    if (!kept) throw Object.assign(new Error('forbidden'), { code: 'PT403' })
    const [runs, [held]] = await Promise.all([
      tx<RetentionRun[]>`select app.rfc3339(r.at, c.time_zone) as at, r.swept from retention_runs r join clinics c on c.id = r.clinic_id
        where r.clinic_id = ${clinicId} order by r.at desc, r.id desc limit 30`,
      tx<RetentionReport['held'][]>`select
        (select count(*)::int from logs where clinic_id = ${clinicId}) as transcripts,
        (select count(*)::int from leads where clinic_id = ${clinicId} and contact_id is not null) as leads,
        (select count(*)::int from contacts where clinic_id = ${clinicId}) as contacts, (select count(*)::int from calls where clinic_id = ${clinicId}) as calls,
        (select count(*)::int from messages where clinic_id = ${clinicId}) as messages, (select count(*)::int from bookings where clinic_id = ${clinicId}) as bookings,
        (select count(*)::int from consents where clinic_id = ${clinicId}) as consents, (select count(*)::int from access_log where clinic_id = ${clinicId}) as views`,
    ])
    return { ...kept, lastRun: runs[0] ?? null, runs: [...runs], held: held! }
  })
}

/** Changes periods; what is not named stays. Owners only: throws a 403 for everybody else, a 422 outside the limits. */
export async function saveRetention(actor: Actor, clinicId: string, change: { [K in keyof RetentionDays]?: number | undefined }): Promise<RetentionReport> {
  const now = await readRetention(actor, clinicId)
  const { transcriptDays = now.transcriptDays, leadDays = now.leadDays, callDays = now.callDays, messageDays = now.messageDays } = change
  await ask(actor, (sql) => sql`select save_retention(${clinicId}, ${transcriptDays}, ${leadDays}, ${callDays}, ${messageDays})`)
  return readRetention(actor, clinicId)
}

/** The nightly sweep of every clinic, pass by pass, each its own transaction; and the reminders of what is due. Safe to repeat. */
export async function sweepRetention(sql: Sql, now = new Date()): Promise<void> {
  for (let pass = 0; pass < mostPasses; pass++) {
    const [row] = await sql<{ isMore: boolean }[]>`select app.retention_sweep(${now}) as "isMore"`
    if (!row!.isMore) break
  }
  await sql`select app.remind_of_requests(null, ${now})`
}
