import { randomUUID } from 'node:crypto'
import { createClient } from '@supabase/supabase-js'
import { createServerClient } from '@supabase/ssr'
import type { DemoClinic, Runtime } from '#lib/commands/runtime.ts'
import { apiOf, ask, claimOf } from '../support/http.ts'
import { expect, test } from '../support/test.ts'

async function accessTokenOf(runtime: Runtime, clinic: DemoClinic): Promise<string> {
  const supabase = createClient(runtime.supabaseUrl, runtime.publishableKey, { auth: { persistSession: false } })
  const { data, error } = await supabase.auth.signInWithPassword({ email: clinic.ownerEmail, password: clinic.ownerPassword })
  if (error) throw error
  return data.session.access_token
}

/** The cookies that a browser holds after signing in, made by the same library that the dashboard uses. */
async function cookieOf(runtime: Runtime, clinic: DemoClinic): Promise<string> {
  const jar = new Map<string, string>()
  const supabase = createServerClient(runtime.supabaseUrl, runtime.publishableKey, {
    cookies: {
      getAll: () => [...jar].map(([name, value]) => ({ name, value })),
      setAll: (all) => { for (const { name, value } of all) jar.set(name, value) },
    },
  })
  const { error } = await supabase.auth.signInWithPassword({ email: clinic.ownerEmail, password: clinic.ownerPassword })
  if (error) throw error
  return [...jar].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; ')
}

test('API key, access token and session cookie open the same clinic, and only that', async ({ runtime, larkspur, quillmere }) => {
  const ways = {
    key: { authorization: `Bearer ${larkspur.apiKey}` },
    token: { authorization: `Bearer ${await accessTokenOf(runtime, larkspur)}` },
    cookie: { cookie: await cookieOf(runtime, larkspur), origin: runtime.appUrl },
  }
  for (const [name, headers] of Object.entries(ways)) {
    const mine = apiOf(runtime, larkspur, headers)
    expect((await mine.get('/bookings?limit=1')).status, name).toBe(200)
    const booking = await mine.book('rhinoplasty', { name: 'Odile Trevanion' })
    expect((await mine.get(`/bookings/${booking.id}`)).body, name).toMatchObject({ id: booking.id, status: 'booked' })
    expect((await mine.delete(`/bookings/${booking.id}`)).body.status, name).toBe('cancelled')
    const foreign = apiOf(runtime, quillmere, headers)
    expect((await foreign.get('/bookings')).status, name).toBe(403)
  }
})

test('without credentials, or with wrong ones, every route answers 401 and nothing happens', async ({ runtime, larkspur, sql }) => {
  const [slot] = await apiOf(runtime, larkspur).slots('rhinoplasty', { ahead: 20 })
  const before = await sql`select count(*) from bookings`
  const wrong: Record<string, string>[] = [
    {}, { authorization: 'Bearer cw_wrong' }, { authorization: 'Bearer x.y.z' }, { authorization: 'Basic dXNlcjpwdw==' }, { authorization: 'Bearer' },
    { authorization: `Bearer ${larkspur.vapiSecret}` }, { authorization: `Bearer ${runtime.publishableKey}` }, { cookie: 'sb-127-auth-token=base64-e30' },
  ]
  for (const headers of wrong) {
    const nobody = apiOf(runtime, larkspur, headers)
    const span = `from=${encodeURIComponent(slot!.start)}&to=${encodeURIComponent(slot!.end)}`
    for (const path of [`/availability?procedure=rhinoplasty&${span}`, '/bookings', `/bookings/${randomUUID()}`, '/calls', `/calls/${randomUUID()}`, `/contacts/${randomUUID()}`, '/events']) {
      expect((await nobody.get(path)).status, `${path} ${JSON.stringify(headers).slice(0, 40)}`).toBe(401)
    }
    const refused = await nobody.post('/bookings', claimOf('rhinoplasty', slot!))
    expect(refused).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
    expect(refused.headers.get('content-type')).toContain('application/problem+json')
  }
  expect(await sql`select count(*) from bookings`).toEqual(before)
})

test('a foreign id, an unknown id and no id at all get the same 403, byte for byte', async ({ runtime, larkspur, quillmere, sql }) => {
  const theirs = apiOf(runtime, quillmere)
  const booking = await theirs.book('rhinoplasty', { name: 'Odile Trevanion' })
  const [call] = await sql<{ id: string }[]>`select id from calls where clinic_id = ${quillmere.id} limit 1`
  const ids = { bookings: booking.id, calls: call!.id, contacts: booking.contactId! }
  const mine = apiOf(runtime, larkspur)
  for (const [list, id] of Object.entries(ids)) {
    const answers = await Promise.all([mine.get(`/${list}/${id}`), mine.get(`/${list}/${randomUUID()}`), mine.get(`/${list}/nonsense`), theirs.get(`/${list}/${randomUUID()}`)])
    for (const answer of answers) expect(answer.status, list).toBe(403)
    expect(new Set(answers.map((answer) => answer.text)).size, list).toBe(1)
  }
  const changes = await Promise.all([booking.id, randomUUID()].flatMap((id) => [mine.patch(`/bookings/${id}`, { start: booking.start }), mine.delete(`/bookings/${id}`)]))
  expect(new Set(changes.map((answer) => `${answer.status} ${answer.text}`)).size).toBe(1)
  const clinics = await Promise.all([quillmere.id, randomUUID(), 'nonsense'].map((id) =>
    ask(`${runtime.appUrl}/api/clinics/${id}/bookings`, { headers: { authorization: `Bearer ${larkspur.apiKey}` } })))
  expect(new Set(clinics.map((answer) => `${answer.status} ${answer.text}`)).size).toBe(1)
  expect(clinics[0]!.status).toBe(403)
  expect((await theirs.get(`/bookings/${booking.id}`)).body.status).toBe('booked')
})

test('foreign ids inside a body are refused like foreign ids in the path', async ({ runtime, larkspur, quillmere, sql }) => {
  const mine = apiOf(runtime, larkspur)
  const [slot] = await mine.slots('rhinoplasty', { ahead: 21 })
  const [call] = await sql<{ id: string }[]>`select id from calls where clinic_id = ${quillmere.id} limit 1`
  const claim = claimOf('rhinoplasty', slot!)
  expect((await mine.post('/bookings', { ...claim, practitionerId: quillmere.practitioners[0]!.id })).status).toBe(403)
  expect((await mine.post('/bookings', { ...claim, callId: call!.id })).status).toBe(403)
  const span = new URLSearchParams({ procedure: 'rhinoplasty', from: slot!.start, to: slot!.end, practitionerId: quillmere.practitioners[0]!.id })
  expect((await mine.get(`/availability?${span}`)).status).toBe(403)
})

test('a change by cookie is believed only from our own pages', async ({ runtime, larkspur }) => {
  const cookie = await cookieOf(runtime, larkspur)
  const [slot] = await apiOf(runtime, larkspur).slots('rhinoplasty', { ahead: 22 })
  const send = (headers: Record<string, string>) => apiOf(runtime, larkspur, { cookie, ...headers }).post('/bookings', claimOf('rhinoplasty', slot!))
  const { port } = new URL(runtime.appUrl)
  for (const origin of ['https://evil.example', 'null', `http://127.0.0.1:${Number(port) + 1}`, `https://127.0.0.1.evil.example:${port}`]) {
    expect((await send({ origin })).status, origin).toBe(401)
  }
  expect((await send({})).status, 'no Origin').toBe(401)
  expect((await send({ origin: runtime.appUrl })).status).toBe(201)
})

test('the data API shows a signed-in owner her own clinic and a stranger nothing', async ({ runtime, larkspur, quillmere }) => {
  const token = await accessTokenOf(runtime, larkspur)
  const read = (table: string, headers: Record<string, string>) =>
    ask<{ clinic_id: string }[]>(`${runtime.supabaseUrl}/rest/v1/${table}?select=clinic_id`, { headers: { apikey: runtime.publishableKey, ...headers } })
  for (const table of ['bookings', 'contacts', 'calls', 'practitioners', 'procedures']) {
    const rows = (await read(table, { authorization: `Bearer ${token}` })).body
    expect(rows.length, table).toBeGreaterThan(0)
    expect(rows.every((row) => row.clinic_id === larkspur.id && row.clinic_id !== quillmere.id), table).toBe(true)
    const stranger = await read(table, {})
    expect(stranger.status >= 400 || stranger.body.length === 0, table).toBe(true)
  }
})
