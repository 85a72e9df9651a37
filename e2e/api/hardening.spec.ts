import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { apiOf, ask, claimOf, newCall, vapiOf } from '../support/http.ts'
import { bearerOf, newStaff, ownerOf } from '../support/people.ts'
import { listRoutes, takesBody } from '../support/routes.ts'
import { startSecondServer } from '../support/second-server.ts'
import { expect, test } from '../support/test.ts'

const root = resolve(import.meta.dirname, '..', '..')

test('every answer says what a browser may do with it, and each page runs only what carries its own nonce', async ({ runtime, larkspur }) => {
  const chunk = readdirSync(join(root, '.next/static/chunks')).find((file) => file.endsWith('.js'))!
  const paths = ['/sign-in', '/', '/nothing/here', `/b/${'A'.repeat(16)}`, '/api/health', '/api/nothing', `/api/clinics/${larkspur.id}/bookings`, `/_next/static/chunks/${chunk}`, '/icon.svg']
  const nonces = new Set<string>()
  for (const path of paths) {
    const response = await fetch(`${runtime.appUrl}${path}`, { redirect: 'manual' })
    const html = await response.text()
    const headers = Object.fromEntries(response.headers)
    expect(headers, path).toMatchObject({
      'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', 'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin', 'x-frame-options': 'DENY',
    })
    expect(headers['permissions-policy'], path).toContain('camera=()')
    expect(headers['x-powered-by'], path).toBeUndefined()
    const policy = headers['content-security-policy']!
    // One policy and not two: a comma would begin another.
    expect(policy, path).not.toContain(',')
    expect(policy, path).toContain("frame-ancestors 'none'")
    if (/^\/(api|_next|icon)/.test(path)) {
      expect(policy, path).toContain("default-src 'none'; base-uri 'none'")
      continue
    }
    expect(policy.split('; ').find((one) => one.startsWith('script-src')), path).toMatch(/^script-src 'self' 'nonce-[0-9a-f]{32}' 'strict-dynamic'$/)
    expect(policy, path).toMatch(/object-src 'none'.*base-uri 'self'; form-action 'self'/)
    const nonce = /'nonce-([0-9a-f]+)'/.exec(policy)![1]!
    nonces.add(nonce)
    const scripts = [...html.matchAll(/<script\b[^>]*>/g)].map((match) => match[0])
    if (response.status === 200) expect(scripts.length, path).toBeGreaterThan(2)
    expect(scripts.filter((script) => !script.includes(`nonce="${nonce}"`)), path).toEqual([])
  }
  expect(nonces.size).toBe(4)
})

test('a forged policy in the request changes nothing, and the session cookie is out of reach of scripts', async ({ runtime, larkspur }) => {
  const response = await fetch(`${runtime.appUrl}/sign-in`, { headers: { 'content-security-policy': "script-src 'nonce-mine'", 'x-nonce': 'mine' } })
  expect(await response.text()).not.toContain('nonce="mine"')
  const action = /name="(\$ACTION_ID_[0-9a-f]+|\$ACTION_REF_\d+)"/
  const page = await (await fetch(`${runtime.appUrl}/sign-in`)).text()
  expect(page).toMatch(action)
  // The form as a browser without scripts sends it.
  const form = new FormData()
  for (const [, name, value = ''] of page.matchAll(/<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?/g)) form.set(name!, value.replaceAll('&quot;', '"').replaceAll('&amp;', '&'))
  form.set('email', larkspur.ownerEmail)
  form.set('password', larkspur.ownerPassword)
  const signedIn = await fetch(`${runtime.appUrl}/sign-in`, { method: 'POST', body: form, redirect: 'manual', headers: { origin: runtime.appUrl } })
  const cookies = signedIn.headers.getSetCookie().filter((cookie) => cookie.includes('auth-token'))
  expect(cookies.length).toBeGreaterThan(0)
  for (const cookie of cookies) expect(cookie.replace(/=[^;]+/, '=…').toLowerCase()).toMatch(/^(?=.*; httponly)(?=.*; samesite=lax)(?=.*; path=\/)(?!.*; secure)/)
})

test('no secret, no name of a server\'s variable and no module of the server is in what browsers are given', ({ runtime, directory }) => {
  const values = (value: unknown): string[] => typeof value === 'string' ? [value] : value && typeof value === 'object' ? Object.values(value).flatMap(values) : []
  const read = (file: string) => JSON.parse(readFileSync(join(directory, file), 'utf8')) as Record<string, unknown>
  const { demo: _, ...addresses } = read('runtime.json')
  const open = new Set([runtime.appUrl, runtime.supabaseUrl, runtime.publishableKey, runtime.sandboxUrl, 'production'])
  const secrets = [...values(read('secrets.json')), ...values(read('environment.json')), ...values(addresses), ...runtime.demo.clinics.map((clinic) => clinic.vapiSecret)].filter((value) => !open.has(value))
  expect(secrets.length).toBeGreaterThan(8)
  const words = ['CALLWAITING_SECRET', 'DATABASE_URL', 'SUPABASE_SECRET_KEY', 'SUPABASE_URL', 'SUPABASE_PUBLISHABLE_KEY', 'TWILIO_', 'GOOGLE_CLIENT_SECRET', 'VAPI_API_KEY', 'SANDBOX_TWILIO_TOKEN',
    'clinic_engine', 'service_role', 'set_config(', 'request.jwt.claims', 'postgres://', 'app.admit', 'claim_slot_atomic', 'graphile_worker', 'node:crypto', 'timingSafeEqual']
  const found: string[] = []
  const files = (readdirSync(join(root, '.next/static'), { recursive: true, encoding: 'utf8' })).filter((file) => /\.(js|css|json|html|txt|map)$/.test(file))
  expect(files.length).toBeGreaterThan(10)
  expect(files.filter((file) => file.endsWith('.map')), 'source maps').toEqual([])
  for (const file of files) {
    const text = readFileSync(join(root, '.next/static', file), 'utf8')
    found.push(...[...secrets, ...words].filter((word) => text.includes(word)).map((word) => `${file}: ${secrets.includes(word) ? 'a secret' : word}`))
  }
  expect(found).toEqual([])
})

test('a body that is too large is 413 before anything is done with it, on every route that takes one', async ({ runtime, larkspur }) => {
  const taking = listRoutes().filter(({ path }) => path.startsWith('/api/clinics/[clinicId]') && !/\[(?!clinicId)/.test(path))
    .flatMap((route) => route.verbs.filter((verb) => takesBody(route, verb)).map((verb) => ({ verb, path: route.path })))
  expect(taking.length).toBeGreaterThan(8)
  const headers = await bearerOf(runtime, ownerOf(larkspur))
  for (const { verb, path } of taking) {
    const answer = await ask(`${runtime.appUrl}${path.replace('[clinicId]', larkspur.id)}`, { method: verb, headers, body: `{"padding":"${'x'.repeat(70_000)}"}` })
    expect(answer, `${verb} ${path}`).toMatchObject({ status: 413, body: { code: 'too_large' } })
  }
})

test('a key is made once by an owner in person, opens what its scopes open, and is shut at once', async ({ runtime, sql, larkspur, quillmere }) => {
  const owner = apiOf(runtime, larkspur, await bearerOf(runtime, ownerOf(larkspur)))
  const staff = apiOf(runtime, larkspur, await bearerOf(runtime, await newStaff(runtime, sql, larkspur)))
  for (const other of [staff, apiOf(runtime, larkspur)]) {
    expect((await other.post('/keys', { label: 'Mine', scopes: ['read'] })).status).toBe(403)
    expect((await other.get('/keys')).status).toBe(403)
    expect((await other.get('/audit-trail')).status).toBe(403)
  }
  expect((await owner.post('/keys', { label: '', scopes: ['everything'] })).body.errors.map((error: { path: string }) => error.path)).toEqual(['label', 'scopes.0'])
  const made = await owner.post('/keys', { label: 'Website', scopes: ['book'] })
  expect(made).toMatchObject({ status: 201, body: { label: 'Website', scopes: ['book'], lastUsedAt: null, revokedAt: null } })
  const { id, secret } = made.body as { id: string; secret: string }
  const website = apiOf(runtime, larkspur, { authorization: `Bearer ${secret}` })
  const [slot] = await website.slots('rhinoplasty', { ahead: 25 })
  const booked = await website.post('/bookings', claimOf('rhinoplasty', slot!, { name: 'Isolde Farthing' }))
  expect(booked.status).toBe(201)
  expect((await website.get(`/bookings/${booked.body.id}`)).status).toBe(200)
  for (const [path, scopes] of [['/calls', ['read']], [`/contacts/${booked.body.contactId}`, ['read', 'contacts']], [`/contacts/${booked.body.contactId}/export`, ['contacts']]] as const) {
    expect(await website.get(path), path).toMatchObject({ status: 403, body: { code: 'forbidden', scopes: [...scopes] } })
  }
  expect((await apiOf(runtime, quillmere, { authorization: `Bearer ${secret}` }).get('/bookings')).status).toBe(403)
  expect((await website.delete(`/bookings/${booked.body.id}`)).body.status).toBe('cancelled')

  const listed = (await owner.get('/keys')).body.items.find((key: { id: string }) => key.id === id)
  expect(listed.lastUsedAt).not.toBeNull()
  expect((await owner.get('/keys')).text).not.toContain(secret)
  expect((await owner.delete(`/keys/${id}`)).body.revokedAt).not.toBeNull()
  expect((await website.get('/bookings')).status).toBe(401)
  expect((await owner.delete(`/keys/${id}`)).status).toBe(200)
  const { body: trail } = await owner.get('/audit-trail?limit=2')
  expect(trail.items.map((deed: { action: string; subjectId: string }) => [deed.action, deed.subjectId])).toEqual([['key.changed', id], ['key.added', id]])
  expect((await owner.get(`/audit-trail?limit=2&cursor=${trail.nextCursor}`)).body.items[0].id).not.toBe(trail.items[0].id)
})

test('a stream of changes ends for whoever is removed, or whose key is revoked, at that moment; others hear on', async ({ runtime, sql, larkspur }) => {
  const owner = apiOf(runtime, larkspur, await bearerOf(runtime, ownerOf(larkspur)))
  const account = await newStaff(runtime, sql, larkspur)
  const { id, secret } = (await owner.post('/keys', { label: 'Screen', scopes: ['read'] })).body as { id: string; secret: string }
  const listen = async (headers: Record<string, string>) => {
    const leave = new AbortController()
    const response = await fetch(`${runtime.appUrl}/api/clinics/${larkspur.id}/events`, { headers, signal: leave.signal })
    expect(response.status).toBe(200)
    const heard = { text: '', hasEnded: false, leave: () => leave.abort() }
    void (async () => {
      for await (const chunk of response.body!) heard.text += Buffer.from(chunk).toString('utf8')
      heard.hasEnded = true
    })().catch(() => undefined)
    await expect.poll(() => heard.text).toContain('event: ready')
    return heard
  }
  const staff = await listen(await bearerOf(runtime, account))
  const screen = await listen({ authorization: `Bearer ${secret}` })
  const colleague = await listen({ authorization: `Bearer ${larkspur.apiKey}` })
  await sql`delete from clinic_members m using auth.users u where u.id = m.user_id and u.email = ${account.email}`
  await expect.poll(() => staff.hasEnded).toBe(true)
  expect(screen.hasEnded).toBe(false)
  await owner.delete(`/keys/${id}`)
  await expect.poll(() => screen.hasEnded).toBe(true)
  const before = colleague.text.length
  await sql`update bookings set updated_at = now() where id = (select id from bookings where clinic_id = ${larkspur.id} limit 1)`
  await expect.poll(() => colleague.text.slice(before)).toContain('"bookings"')
  expect(colleague.hasEnded).toBe(false)
  colleague.leave()
})

test('two servers share one allowance: three hundred at once pass, then 429 says when; the other clinic goes on, and what was refused may come again', async ({ runtime, directory, sql, larkspur, quillmere }) => {
  test.setTimeout(120_000)
  const second = await startSecondServer(directory)
  try {
    const owner = apiOf(runtime, larkspur, await bearerOf(runtime, ownerOf(larkspur)))
    const { secret } = (await owner.post('/keys', { label: 'In a hurry', scopes: ['read'] })).body
    // The cheapest thing that a key may ask for: an address that is nobody's.
    const knock = (base: string) => fetch(`${base}/api/clinics/${randomUUID()}/bookings`, { headers: { authorization: `Bearer ${secret}` } })
    const wave = (count: number) => Promise.all(Array.from({ length: count }, (_, n) => knock(n % 2 ? runtime.appUrl : second.url)))
    // However slow the machine is, three hundred pass. How many more do depends on its clock, and is asked of the database itself.
    for (let n = 0; n < 6; n++) expect(new Set((await wave(50)).map((answer) => answer.status))).toEqual(new Set([403]))
    await sql`update app.rate_limits set full_at = clock_timestamp() + interval '1 minute' where key = ${createHash('sha256').update(secret).digest()}`
    const refused = await wave(2)
    expect(refused.map((answer) => answer.status)).toEqual([429, 429])
    for (const answer of refused) {
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(40)
      expect(answer.headers.get('content-type')).toBe('application/problem+json')
      expect(await answer.json()).toMatchObject({ status: 429, code: 'too_many' })
    }
    expect((await apiOf(runtime, quillmere).get('/bookings?limit=1')).status).toBe(200)

    // A report that is refused is tried again by the voice platform, and makes its lead then.
    const assistant = (await vapiOf(runtime, larkspur).message(newCall('+447700900931'), { type: 'assistant-request' })).body.assistant
    expect(assistant.server.backoffPlan.excludedStatusCodes).not.toContain(429)
    const call = newCall('+447700900932')
    await sql`insert into app.rate_limits (key, started_at, full_at) select k.hash, now(), now() + interval '1 hour' from app.clinic_keys k where k.clinic_id = ${larkspur.id} and k.kind = 'vapi'
      on conflict (key) do update set full_at = excluded.full_at`
    const report = { type: 'end-of-call-report', endedReason: 'customer-ended-call', endedAt: new Date().toISOString(), artifact: { messages: [] } }
    const post = () => fetch(`${runtime.appUrl}/api/vapi/webhook`, {
      method: 'POST', headers: { 'content-type': 'application/json', 'x-vapi-secret': larkspur.vapiSecret },
      body: JSON.stringify({ message: { timestamp: Date.now(), ...report, call: { id: call.id, type: 'inboundPhoneCall', customer: { number: call.phone } }, customer: { number: call.phone } } }),
    })
    expect((await post()).status).toBe(429)
    expect(await sql`select 1 from calls where vapi_call_id = ${call.id}`).toHaveLength(0)
    await sql`delete from app.rate_limits r using app.clinic_keys k where r.key = k.hash and k.clinic_id = ${larkspur.id}`
    expect((await post()).status).toBe(200)
    expect(await sql`select 1 from calls where vapi_call_id = ${call.id} and report_at is not null`).toHaveLength(1)
  } finally {
    await second.stop()
  }
})
