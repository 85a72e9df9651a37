import { readFileSync } from 'node:fs'
import { runMigrations } from 'graphile-worker'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { prepareAuthSchema } from '#supabase/local/api.ts'
import { migrate } from '#supabase/local/migrate.ts'
import { apiClient, claim, member } from './claiming.ts'
import { startScratchPostgres, testSecrets, type ScratchPostgres } from './cluster.ts'
import { actAs, aWednesday, makeClinic } from './database.ts'

// A hosted Supabase project: the platform's superuser owns the auth schema and the API's roles; `postgres` of the project
// is no superuser, has CREATEROLE, CREATEDB and BYPASSRLS, may use auth without passing that on, and administers the API's roles.
describe('the migrations on a hosted project, run by a role that is not a superuser', () => {
  let server: ScratchPostgres
  let url: string

  beforeAll(async () => {
    server = await startScratchPostgres()
    const platform = postgres(server.url, { max: 1, onnotice: () => undefined })
    await platform.unsafe(readFileSync('supabase/local/platform.sql', 'utf8'))
    await prepareAuthSchema(server.url, testSecrets)
    await platform.unsafe(`
      create role project login password 'project' nosuperuser createrole createdb bypassrls;
      grant anon, authenticated, service_role, authenticator to project with admin option, inherit true;
      alter database postgres owner to project;
      alter schema public owner to pg_database_owner;
      drop schema if exists supabase_migrations cascade;
      grant usage, create on schema extensions to project;
      grant usage on schema auth to anon, authenticated, service_role, project;
      grant all on all tables in schema auth to project;
      alter default privileges for role project in schema public grant all on tables to anon, authenticated, service_role;
      alter default privileges for role project in schema public grant all on sequences to anon, authenticated, service_role;
      alter default privileges for role project in schema public grant all on functions to anon, authenticated, service_role;`)
    await platform.end()
    url = server.url.replace(/postgres:\/\/postgres:[^@]*@/, 'postgres://project:project@')
  })
  afterAll(() => server.remove())

  test('all run, and members, programs and strangers get what they get at home', async () => {
    await runMigrations({ connectionString: url })
    const sql = postgres(url, { max: 10, onnotice: () => undefined })
    expect((await migrate(sql, 'supabase/migrations')).length).toBeGreaterThan(9)
    expect(await migrate(sql, 'supabase/migrations')).toEqual([])

    const clinic = await makeClinic(sql)
    const other = await makeClinic(sql)
    const start = aWednesday()
    const practitionerId = clinic.practitionerIds[0]
    expect(await claim(sql, clinic, { start, practitionerId }, member(clinic.ownerId))).toMatchObject({ status: 201 })
    const refused = await claim(sql, clinic, { start, practitionerId }, apiClient(clinic.id))
    expect(refused).toMatchObject({ status: 409, code: 'slot_taken' })
    expect(refused.alternatives!.length).toBeGreaterThan(0)
    await expect(claim(sql, clinic, { start }, member(other.ownerId))).rejects.toMatchObject({ code: 'PT403' })

    expect(await actAs(sql, member(clinic.ownerId), (tx) => tx`select count(*)::int as count from bookings`)).toEqual([{ count: 1 }])
    expect(await actAs(sql, member(other.ownerId), (tx) => tx`select count(*)::int as count from bookings`)).toEqual([{ count: 0 }])
    await expect(actAs(sql, { role: 'anon' }, (tx) => tx`select 1 from bookings`)).rejects.toMatchObject({ code: '42501' })
    await expect(actAs(sql, member(clinic.ownerId), (tx) => tx`delete from bookings`)).rejects.toMatchObject({ code: '42501' })
    await expect(actAs(sql, { role: 'anon' }, (tx) => tx`select claim_slot_atomic(${clinic.id}, 'rhinoplasty', now())`)).rejects.toMatchObject({ code: '42501' })
    await sql.end()
  })

  test('who has no token is nobody, unless they administer the database; a token in one piece is known', async () => {
    const sql = postgres(url, { max: 4, onnotice: () => undefined })
    const clinic = await makeClinic(sql)
    const other = await makeClinic(sql)
    const mayAct = (...settings: string[]) => sql.begin(async (tx) => {
      for (const setting of settings) await tx.unsafe(setting)
      return (await tx<{ may: boolean }[]>`select app.may_act(${clinic.id}) as may`)[0]!.may
    })
    const claims = (of: { ownerId: string }) => `select set_config('request.jwt.claims', '{"role": "authenticated", "sub": "${of.ownerId}"}', true)`
    expect(await mayAct('set local role authenticated', claims(clinic))).toBe(true)
    expect(await mayAct('set local role authenticated', claims(other))).toBe(false)
    expect(await mayAct('set local role authenticated')).toBe(false)
    expect(await mayAct(`select set_config('request.jwt.claims', '{"role": "anon"}', true)`)).toBe(false)
    expect(await mayAct('set local role service_role')).toBe(true)
    expect(await mayAct()).toBe(true)
    await sql.end()
  })

  test('a booking enqueues the job that mirrors it, with the rights of the owner of the job tables', async () => {
    const sql = postgres(url, { max: 4, onnotice: () => undefined })
    const clinic = await makeClinic(sql)
    await sql`insert into calendar_connections (clinic_id) values (${clinic.id})`
    await sql`update practitioners set google_calendar_id = 'primary' where clinic_id = ${clinic.id}`
    const { booking } = await claim(sql, clinic, { start: aWednesday() })
    const jobs = await sql<{ key: string }[]>`select key from graphile_worker.jobs where task_identifier = 'mirror-booking'`
    expect(jobs.map((job) => job.key)).toContain(`mirror:${booking!.id}`)
    await sql.end()
  })
})
