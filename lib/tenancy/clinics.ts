import 'server-only'
import { ask } from '#lib/db/door.ts'
import type { Actor } from '#lib/db/actor.ts'

export type Clinic = { id: string; slug: string; name: string; timeZone: string; phoneNumber: string; horizonDays: number }

/** The clinic, or null when it is not the actor's: the same for foreign and absent. */
export async function readClinic(actor: Actor, clinicId: string): Promise<Clinic | null> {
  const [row] = await ask(actor, (sql) => sql<Clinic[]>`select id, slug, name, time_zone as "timeZone", phone_number as "phoneNumber",
    horizon_days as "horizonDays" from clinics where id = ${clinicId}`)
  return row ?? null
}

/** Whether whoever was let in may stay: is still a member, or their key still opens. Costs none of their allowance. */
export async function mayStay(actor: Actor, clinicId: string): Promise<boolean> {
  const [row] = await ask(actor, (sql) => sql<{ may: boolean }[]>`select app.key_opens() and exists (select from clinics where id = ${clinicId}) as may`)
  return row!.may
}

/** Whether row level security lets the actor see the clinic at all. Takes one of a person's allowance on the way; throws PT429 when there is none left. */
export async function mayEnter(actor: Actor, clinicId: string): Promise<boolean> {
  const [row] = await ask(actor, (sql) => sql<{ may: boolean }[]>`select app.pace_person() and exists (select from clinics where id = ${clinicId}) as may`)
  return row!.may
}

/** The clinic's time zone. Throws PT403 when the actor may not see the clinic. */
export async function readClinicZone(actor: Actor, clinicId: string): Promise<string> {
  const clinic = await readClinic(actor, clinicId)
  if (!clinic) throw Object.assign(new Error('forbidden'), { code: 'PT403' })
  return clinic.timeZone
}

/** Where each id is from that a path may have beside its clinic's, when something else is read with it. */
const tables: Record<string, string> = {
  auditId: 'audits', bookingId: 'bookings', closureId: 'working_hours_exceptions', contactId: 'contacts', leadId: 'leads', practitionerId: 'practitioners',
  requestId: 'rights_requests', taskId: 'staff_tasks', timeOffId: 'time_off',
}

/** Whether each of these ids is one of the clinic's, as the actor sees it. */
export async function hasAll(actor: Actor, clinicId: string, ids: Record<string, string>): Promise<boolean> {
  for (const [name, id] of Object.entries(ids)) {
    const table = tables[name]
    if (table && (await ask(actor, (sql) => sql`select from ${sql(table)} where clinic_id = ${clinicId} and id = ${id}`)).length === 0) return false
  }
  return true
}
