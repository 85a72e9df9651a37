import { createClient, type SupabaseClient } from '@supabase/supabase-js'
import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startApi, type RunningApi } from '#supabase/local/api.ts'
import { aWednesday, makeClinic, useDatabase, type TestClinic } from './database.ts'
import { plus, times } from './claiming.ts'
import { freePort, testSecrets } from './cluster.ts'

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
function token(claims: Record<string, unknown>, alg: 'HS256' | 'none' = 'HS256', secret = testSecrets.jwtSecret): string {
  const body = `${encode({ alg, typ: 'JWT' })}.${encode({ exp: Math.floor(Date.now() / 1000) + 600, aud: 'authenticated', ...claims })}`
  return `${body}.${alg === 'none' ? '' : createHmac('sha256', secret).update(body).digest('base64url')}`
}

describe('the data API, spoken to by the official client', () => {
  const db = useDatabase()
  let api: RunningApi
  let clinic: TestClinic
  let other: TestClinic
  let owner: SupabaseClient
  let stranger: SupabaseClient
  let tables: string[]
  const start = aWednesday()

  const client = (key = testSecrets.publishableKey) => createClient(api.url, key, { auth: { persistSession: false, autoRefreshToken: false } })
  const claimArgs = (more: Record<string, unknown> = {}) => ({
    p_clinic_id: clinic.id, p_procedure: 'rhinoplasty', p_start: start.toISOString(), p_practitioner_id: clinic.practitionerIds[0],
    p_contact: { name: 'Robin Test', phone: '+447700900123' }, ...more,
  })
  const raw = (path: string, headers: Record<string, string>, init: RequestInit = {}) => fetch(`${api.url}${path}`, { ...init, headers: { ...headers, ...init.headers as object } })

  async function invite(into: TestClinic): Promise<SupabaseClient> {
    const email = `${randomUUID()}@clinic.example`
    const password = randomUUID()
    const response = await raw('/auth/v1/signup', { apikey: testSecrets.secretKey, 'content-type': 'application/json' }, { method: 'POST', body: JSON.stringify({ email, password }) })
    expect(response.status).toBe(200)
    const supabase = client()
    const { data, error } = await supabase.auth.signInWithPassword({ email, password })
    expect(error).toBeNull()
    await db.sql`insert into clinic_members (clinic_id, user_id, role) values (${into.id}, ${data.user!.id}, 'staff')`
    return supabase
  }

  beforeAll(async () => {
    // The API's library prints every refusal; refusals are what this file is about.
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    api = await startApi(db.url, await freePort(), testSecrets)
    clinic = await makeClinic(db.sql)
    other = await makeClinic(db.sql)
    owner = await invite(clinic)
    stranger = await invite(other)
    tables = (await db.sql<{ name: string }[]>`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`).map((row) => row.name)
  })
  afterAll(() => api.stop())

  test('a member claims a slot and gets 201; the next gets 409 with real alternatives; one of 40 wins', async () => {
    const won = await owner.rpc('claim_slot_atomic', claimArgs())
    expect([won.status, won.data.status, won.data.booking.status]).toEqual([201, 201, 'booked'])
    const lost = await owner.rpc('claim_slot_atomic', claimArgs())
    expect(lost.status).toBe(409)
    const body = (lost.data ?? lost.error) as { code: string; say: string; alternatives: { start: string; practitionerId: string }[] }
    expect(body.code).toBe('slot_taken')
    const [best] = body.alternatives
    expect((await owner.rpc('claim_slot_atomic', claimArgs({ p_start: best!.start, p_practitioner_id: best!.practitionerId }))).status).toBe(201)
    const answers = await Promise.all(times(40, () => owner.rpc('claim_slot_atomic', claimArgs({ p_start: plus(start, 600).toISOString() }))))
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, ...times(39, () => 409)])
  })

  test('a stranger is refused with 403, for this clinic as for one that does not exist; nobody known gets nothing', async () => {
    for (const id of [clinic.id, randomUUID()]) {
      const refused = await stranger.rpc('claim_slot_atomic', claimArgs({ p_clinic_id: id, p_practitioner_id: null }))
      expect([refused.status, refused.error!.message]).toEqual([403, 'forbidden'])
    }
    const nobody = await client().rpc('claim_slot_atomic', claimArgs())
    expect([401, 403]).toContain(nobody.status)
    expect(nobody.data).toBeNull()
  })

  test('each table shows a member only their own clinic, and nobody unknown anything', async () => {
    expect((await owner.from('bookings').select('clinic_id')).data!.length).toBeGreaterThan(0)
    for (const table of tables) {
      const column = table === 'clinics' ? 'id' : 'clinic_id'
      const seen = await stranger.from(table).select(column)
      expect([table, seen.error, ((seen.data ?? []) as unknown as Record<string, string>[]).filter((row) => row[column] !== other.id)]).toEqual([table, null, []])
      expect([table, (await stranger.from(table).select('*').eq(column, clinic.id)).data]).toEqual([table, []])
      expect([table, (await client().from(table).select('*')).data ?? []]).toEqual([table, []])
    }
  })

  test('no table is written through the data API: insert, update, upsert and delete are 403, be it one\'s own', async () => {
    for (const supabase of [owner, stranger]) {
      for (const table of tables) {
        const column = table === 'clinics' ? 'id' : 'clinic_id'
        const row = { [column]: clinic.id } as never
        const answers = await Promise.all([supabase.from(table).insert(row), supabase.from(table).upsert(row),
          supabase.from(table).update(row).eq(column, clinic.id), supabase.from(table).delete().eq(column, clinic.id)])
        expect([table, ...answers.map((answer) => answer.status)]).toEqual([table, 403, 403, 403, 403])
      }
    }
    expect((await db.sql`select 1 from clinics where id = ${clinic.id}`)).toHaveLength(1)
  })

  test('helpers and secrets of the schema app are out of reach', async () => {
    expect((await owner.schema('app').from('clinic_keys').select('*')).data).toBeNull()
    expect((await owner.schema('app').rpc('attest_age', { p_clinic: clinic.id, p_call: null, p_is_adult: true })).error).not.toBeNull()
    expect((await owner.rpc('attest_age', { p_clinic: clinic.id, p_call: null, p_is_adult: true })).status).toBe(404)
  })

  test('a token that names the role postgres, or any other that is not ours, is refused', async () => {
    for (const role of ['postgres', 'clinic_engine', 'supabase_admin', 'authenticator']) {
      const response = await raw('/rest/v1/bookings?select=id', { apikey: testSecrets.publishableKey, authorization: `Bearer ${token({ role, sub: randomUUID() })}` })
      expect([role, response.status]).toEqual([role, 401])
    }
  })

  test('a token that is unsigned, signed with another secret or out of date reads nothing', async () => {
    const sub = (await owner.auth.getUser()).data.user!.id
    const claims = { role: 'authenticated', sub }
    const bad = [token(claims, 'none'), token(claims, 'HS256', 'another secret'), token({ ...claims, exp: 1_000_000_000 })]
    for (const authorization of bad) {
      const response = await raw('/rest/v1/bookings?select=id', { apikey: testSecrets.publishableKey, authorization: `Bearer ${authorization}` })
      if (response.ok) expect(await response.json()).toEqual([])
      else expect([401, 403]).toContain(response.status)
    }
    const good = await raw('/rest/v1/bookings?select=id', { apikey: testSecrets.publishableKey, authorization: `Bearer ${token(claims)}` })
    expect((await good.json() as unknown[]).length).toBeGreaterThan(0)
  })

  test("a voice agent's token reaches its clinic and no other", async () => {
    const headers = { apikey: testSecrets.publishableKey, authorization: `Bearer ${token({ role: 'voice_agent', clinic_id: clinic.id })}`, 'content-type': 'application/json' }
    const post = (body: unknown) => raw('/rest/v1/rpc/claim_slot_atomic', headers, { method: 'POST', body: JSON.stringify(body) })
    expect((await post(claimArgs({ p_start: plus(start, 1200).toISOString() }))).status).toBe(201)
    expect((await post(claimArgs({ p_clinic_id: other.id, p_practitioner_id: null }))).status).toBe(403)
  })

  test('without a key it answers 401, outside its two paths 404, and sign-up without the secret key 403', async () => {
    expect((await raw('/rest/v1/clinics?select=id', {})).status).toBe(401)
    for (const path of ['/_system', '/_system/config', '/storage/v1/bucket', '/']) expect((await raw(path, { apikey: testSecrets.secretKey })).status).toBe(404)
    const signUp = (apikey: string) => raw('/auth/v1/signup', { apikey, 'content-type': 'application/json' },
      { method: 'POST', body: JSON.stringify({ email: `${randomUUID()}@clinic.example`, password: randomUUID() }) })
    expect((await signUp(testSecrets.publishableKey)).status).toBe(403)
    expect((await client().auth.signUp({ email: `${randomUUID()}@clinic.example`, password: randomUUID() })).error!.status).toBe(403)
  })
})
