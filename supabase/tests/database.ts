import { randomUUID } from 'node:crypto'
import postgres, { type Sql, type TransactionSql } from 'postgres'
import { afterAll, beforeAll, inject } from 'vitest'
import { SCOPES } from '#lib/shared/scopes.ts'
import type { Actor } from '#lib/db/actor.ts'

export type TestDatabase = { sql: Sql; url: string; as: <T>(actor: Actor, work: (tx: TransactionSql) => Promise<T>) => Promise<T> }

/** Steps down to the actor's role and claims for one transaction, as the product's own door does. */
export async function actAs<T>(sql: Sql, actor: Actor | { role: 'anon' }, work: (tx: TransactionSql) => Promise<T>): Promise<T> {
  const sub = 'userId' in actor ? actor.userId : ''
  const claims = { role: actor.role, ...(sub ? { sub } : {}), ...('clinicId' in actor ? { clinic_id: actor.clinicId } : {}), ...(actor.role === 'api_client' ? { scopes: actor.scopes ?? SCOPES, ...(actor.keyId ? { key_id: actor.keyId } : {}) } : {}) }
  return (await sql.begin(async (tx) => {
    const steppedDown = tx`select set_config('role', ${actor.role}, true), set_config('request.jwt.claims', ${JSON.stringify(claims)}, true),
      set_config('request.jwt.claim.sub', ${sub}, true), set_config('request.jwt.claim.role', ${actor.role}, true)`.execute()
    const [, result] = await Promise.all([steppedDown, work(tx)])
    return result
  })) as T
}

/** A database of its own for a test file: a copy of the migrated template, dropped afterwards. */
export function useDatabase(options: { max?: number } = {}): TestDatabase {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const database = {} as TestDatabase
  let admin: Sql
  beforeAll(async () => {
    admin = postgres(inject('adminUrl'), { onnotice: () => undefined, max: 1 })
    await admin.unsafe(`create database ${name} template clinic_template`)
    database.url = inject('adminUrl').replace(/postgres$/, name)
    database.sql = postgres(database.url, { onnotice: () => undefined, max: options.max ?? 10 })
    database.as = (actor, work) => actAs(database.sql, actor, work)
  })
  afterAll(async () => {
    await database.sql.end()
    await admin.unsafe(`drop database ${name} with (force)`)
    await admin.end()
  })
  return database
}

export type TestClinic = { id: string; ownerId: string; practitionerIds: [string, string]; procedures: Record<'rhinoplasty' | 'facelift' | 'lip-filler', string> }

/** A clinic that is open round the clock, so that only what a test is about can refuse a claim. Buffers: facelift 10 before, 20 after. */
export async function makeClinic(sql: Sql, overrides: { timeZone?: string; opens?: string; closes?: string } = {}): Promise<TestClinic> {
  const id = randomUUID()
  const ownerId = randomUUID()
  await sql`insert into clinics (id, slug, name, time_zone, phone_number, min_notice_minutes)
    values (${id}, ${`clinic-${id}`}, 'Test Clinic', ${overrides.timeZone ?? 'Europe/London'}, '+447700900100', 0)`
  await sql`insert into clinic_members (clinic_id, user_id, role) values (${id}, ${ownerId}, 'owner')`
  const people = await sql<{ id: string }[]>`insert into practitioners (clinic_id, name) values (${id}, 'Dr First'), (${id}, 'Dr Second') returning id`
  const procedures = await sql<{ id: string; slug: string }[]>`
    insert into procedures (clinic_id, slug, name, public_label, duration_minutes, buffer_before_minutes, buffer_after_minutes, is_age_restricted)
    values (${id}, 'rhinoplasty', 'Rhinoplasty consultation', 'Rhinoplasty consultation', 60, 0, 0, false),
           (${id}, 'facelift', 'Facelift consultation', 'Facelift consultation', 45, 10, 20, false),
           (${id}, 'lip-filler', 'Lip filler', 'Consultation', 30, 0, 0, true) returning id, slug`
  await sql`insert into practitioner_procedures (clinic_id, practitioner_id, procedure_id)
    select ${id}, p.id, q.id from practitioners p, procedures q where p.clinic_id = ${id} and q.clinic_id = ${id}`
  await sql`insert into working_hours (clinic_id, practitioner_id, weekday, opens, closes)
    select ${id}, p.id, d, ${overrides.opens ?? '00:00'}, ${overrides.closes ?? '24:00'} from practitioners p, generate_series(1, 7) d where p.clinic_id = ${id}`
  return {
    id, ownerId,
    practitionerIds: people.map((row) => row.id) as [string, string],
    procedures: Object.fromEntries(procedures.map((row) => [row.slug, row.id])) as TestClinic['procedures'],
  }
}

/** Noon UTC so many days from now, moved to a Wednesday: far from midnight, the weekend and the change of clocks' hour. */
export function aWednesday(weeksAhead = 2): Date {
  const day = new Date()
  day.setUTCHours(14, 0, 0, 0)
  day.setUTCDate(day.getUTCDate() + weeksAhead * 7 + ((3 - day.getUTCDay() + 7) % 7))
  return day
}
