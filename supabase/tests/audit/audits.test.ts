import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { serveAudit } from '#lib/audit/audits.ts'
import type { Report } from '#lib/audit/types.ts'
import type { Actor } from '#lib/db/actor.ts'
import { apiClient, member, voiceAgent } from '../claiming.ts'
import { makeClinic, useDatabase, type TestClinic } from '../database.ts'

const build = 'a'.repeat(64)
const report: Report = {
  schemaVersion: '1.0', target: 'http://127.0.0.1', startedAt: '2026-11-27T10:00:00Z', finishedAt: '2026-11-27T10:00:30Z',
  summary: { passed: true, critical: 0, high: 0, medium: 0, low: 0 }, tasks: [], findings: [],
}

describe('audits', () => {
  const db = useDatabase({ max: 4 })
  let clinic: TestClinic
  let other: TestClinic
  beforeAll(async () => {
    clinic = await makeClinic(db.sql)
    other = await makeClinic(db.sql)
  })

  type Answer = { status: number; id?: string; retryAfterSeconds?: number }
  const request = async (actor: Actor, clinicId = clinic.id): Promise<Answer> =>
    (await db.as(actor, (tx) => tx<{ answer: Answer }[]>`select request_audit(${clinicId}, ${build}) as answer`))[0]!.answer
  const row = async (id: string) => (await db.sql`select state, report, attempts, schema_print = app.schema_print() as same from audits where id = ${id}`)[0]!

  test('an owner or the key asks, once at a time; staff, the agent and strangers do not; only the clinic reads it', async () => {
    const staff = randomUUID()
    await db.sql`insert into clinic_members (clinic_id, user_id, role) values (${clinic.id}, ${staff}, 'staff')`
    for (const stranger of [member(staff), member(other.ownerId), apiClient(other.id)]) await expect(request(stranger)).rejects.toMatchObject({ code: 'PT403' })
    await expect(request(voiceAgent(clinic.id))).rejects.toMatchObject({ code: '42501' })
    const asked = await Promise.all([request(member(clinic.ownerId)), request(apiClient(clinic.id)), request(apiClient(clinic.id))])
    expect(new Set(asked.map((one) => one.id)).size).toBe(1)
    expect(asked[0]).toMatchObject({ status: 202, id: expect.any(String) })
    expect(await db.sql`select count(*)::int as jobs from graphile_worker._private_jobs where key = ${`audit:${asked[0]!.id}`}`).toEqual([{ jobs: 1 }])

    await serveAudit({ sql: db.sql, audit: async () => report }, asked[0]!.id!)
    expect(await row(asked[0]!.id!)).toMatchObject({ state: 'done', report, same: true })
    for (const actor of [member(staff), apiClient(clinic.id)]) expect(await db.as(actor, (tx) => tx`select id from audits`)).toEqual([{ id: asked[0]!.id }])
    for (const actor of [member(other.ownerId), apiClient(other.id), member(randomUUID())]) expect(await db.as(actor, (tx) => tx`select id from audits`)).toEqual([])
    await serveAudit({ sql: db.sql, audit: async () => { throw new Error('made again') } }, asked[0]!.id!)
    expect(await row(asked[0]!.id!), 'what is done stays').toMatchObject({ state: 'done', report })
  })

  test('an audit that cannot be made says so, and one whose worker dies is not begun for ever', async () => {
    const { id } = await request(apiClient(other.id), other.id)
    await serveAudit({ sql: db.sql, audit: async () => { throw new Error('no connection') } }, id!)
    expect(await row(id!)).toMatchObject({ state: 'failed', report: null })
    const again = await request(apiClient(other.id), other.id)
    expect(again.id).not.toBe(id)
    for (let n = 0; n < 3; n++) expect((await db.sql`select app.begin_audit(${again.id!}) as due`)[0]!.due).toBe(true)
    expect((await db.sql`select app.begin_audit(${again.id!}) as due`)[0]!.due).toBe(false)
    expect(await row(again.id!)).toMatchObject({ state: 'failed', attempts: 3 })
  })

  test('twenty a day and no more', async () => {
    const crowded = await makeClinic(db.sql)
    await db.sql`insert into audits (clinic_id, build_print, state, finished_at) select ${crowded.id}, ${build}, 'failed', now() from generate_series(1, 20)`
    expect(await request(apiClient(crowded.id), crowded.id)).toMatchObject({ status: 429, retryAfterSeconds: expect.any(Number) })
    await expect(db.as(apiClient(clinic.id), (tx) => tx`select request_audit(${clinic.id}, 'x')`)).rejects.toMatchObject({ code: 'PT422' })
  })

  test('the fingerprint of the database is another as soon as anything of it is, and the same when it is mended', async () => {
    const print = async () => (await db.as(apiClient(clinic.id), (tx) => tx<{ print: string }[]>`select app.schema_print() as print`))[0]!.print
    const before = await print()
    expect((await db.sql<{ print: string }[]>`select app.schema_print() as print`)[0]!.print, 'whoever asks').toBe(before)
    for (const [plant, mend] of [
      ['alter table bookings disable row level security', 'alter table bookings enable row level security'],
      ['alter table leads disable trigger user', 'alter table leads enable trigger user'],
      ['alter policy "members read their clinics" on leads using (true)', 'alter policy "members read their clinics" on leads using (clinic_id = any ((select app.my_clinics())::uuid[]))'],
      ['grant execute on function app.hand_off(uuid, boolean) to anon', 'revoke execute on function app.hand_off(uuid, boolean) from anon'],
      ['create index planted on leads (status)', 'drop index planted'],
      [`alter function app.hand_off(uuid, boolean) set search_path = public`, `alter function app.hand_off(uuid, boolean) set search_path = ''`],
    ] as const) {
      await db.sql.unsafe(plant)
      expect(await print(), plant).not.toBe(before)
      await db.sql.unsafe(mend)
      expect(await print(), mend).toBe(before)
    }
  })
})
