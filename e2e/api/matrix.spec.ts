import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Sql } from 'postgres'
import type { DemoClinic } from '#lib/commands/runtime.ts'
import { newCall, vapiOf } from '../support/http.ts'
import { bearerOf, ownerOf } from '../support/people.ts'
import { builtActions, fill, listActions, listRoutes, paramsOf, takesBody, verbs, type Route, type Verb } from '../support/routes.ts'
import { neighbours, unknownVisitors, type Visitor } from '../support/strangers.ts'
import { expect, test } from '../support/test.ts'

// Read from the route tree: a new route, verb or server action is tried on the day it is made, or fails here by its name.
const routes = listRoutes()
const clinicRoutes = routes.filter((route) => route.path.startsWith('/api/clinics/[clinicId]'))

/** Routes below no clinic, and what nobody in particular gets there. */
const others: Record<string, Partial<Record<Verb, number>>> = {
  '/api/[[...unknown]]': { GET: 404, POST: 404, PUT: 404, PATCH: 404, DELETE: 404 },
  '/api/health': { GET: 200 },
  '/api/openapi.json': { GET: 200 },
  '/api/vapi/webhook': { POST: 401 },
  '/api/vapi/chat/completions': { POST: 401 },
  '/api/twilio/inbound': { POST: 403 },
  '/api/twilio/status': { POST: 403 },
  '/api/google/notifications': { POST: 404 },
  '/api/google/callback': { GET: 401 },
}

/** A body that is right, for routes that look at it before they look for the id; one that is missing here shows as a 422. */
const bodies = (ids: Record<string, string>): Record<string, unknown> => ({
  'PATCH /bookings/[bookingId]': { start: '2030-01-02T10:00:00+00:00' },
  'PATCH /leads/[leadId]': { status: 'closed' },
  'POST /leads/[leadId]/messages': { body: 'We can offer another time.' },
  'PATCH /requests/[requestId]': { action: 'acknowledge' },
  'PATCH /tasks/[taskId]': { done: true },
  'PUT /practitioners/[practitionerId]/hours': { week: [] },
  'POST /bookings': { procedure: 'rhinoplasty', practitionerId: ids.practitionerId, start: '2030-01-02T10:00:00+00:00', contact: { name: 'Wren' } },
})

/** Ids inside a body or a query of one's own clinic's route. */
const smuggled = (ids: Record<string, string>): { verb: Verb; path: string; body?: unknown }[] => [
  { verb: 'POST', path: '/bookings', body: { procedure: 'rhinoplasty', practitionerId: ids.practitionerId, start: '2030-01-02T10:00:00+00:00', contact: { name: 'Wren' } } },
  { verb: 'POST', path: '/bookings', body: { procedure: 'rhinoplasty', callId: ids.callId, start: '2030-01-02T10:00:00+00:00', contact: { name: 'Wren' } } },
  { verb: 'POST', path: '/closures', body: { closures: [{ practitionerId: ids.practitionerId, from: '2027-12-27' }] } },
  { verb: 'POST', path: '/time-off', body: { practitionerId: ids.practitionerId, start: '2027-12-27T10:00:00+00:00', end: '2027-12-27T12:00:00+00:00' } },
  { verb: 'PUT', path: `/practitioners/${ids.practitionerId}/hours`, body: { week: [] } },
  { verb: 'POST', path: '/requests', body: { kind: 'access', contactId: ids.contactId } },
  { verb: 'GET', path: `/availability?procedure=rhinoplasty&from=2030-01-02T09:00:00Z&to=2030-01-02T12:00:00Z&practitionerId=${ids.practitionerId}` },
]

/** The id of a clinic's own thing for each parameter of a path: by the foreign key of that name, else by the table called so. */
async function idsFor(sql: Sql, clinic: DemoClinic, params: string[]): Promise<Record<string, string>> {
  const ids: Record<string, string> = { clinicId: clinic.id }
  for (const param of params) {
    if (ids[param]) continue
    const kind = param.replace(/Id$/, '').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    const [found] = await sql<{ name: string; hasId: boolean }[]>`
      select c.oid::regclass::text as name from pg_class c where c.relkind = 'r' and c.relnamespace in ('public'::regnamespace, 'app'::regnamespace)
        and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'id')
        and (c.oid = (select k.confrelid from pg_constraint k join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any (k.conkey) where k.contype = 'f' and a.attname = ${`${kind}_id`} limit 1)
          or c.relname in (${`${kind}s`}, ${kind}) or c.relname like ${`%\\_${kind}s`}) order by length(c.relname) limit 1`
    if (!found) throw new Error(`Nobody knows what ${param} is an id of.`)
    const [row] = await sql.unsafe(`select id from ${found.name} where clinic_id = $1 limit 1`, [clinic.id])
    // A table that is empty here still has its route: an id that is nobody's.
    ids[param] = (row?.id as string | undefined) ?? randomUUID()
  }
  return ids
}

/** What strangers might have changed: everything of a clinic that nothing but a request changes. */
async function stateOf(sql: Sql, clinic: DemoClinic): Promise<unknown> {
  const still = ['bookings', 'practitioners', 'procedures', 'clinic_members', 'contacts', 'retention', 'rights_requests', 'erasures', 'on_call_contacts', 'staff_tasks', 'text_settings', 'working_hours', 'working_hours_exceptions', 'time_off']
  const lines: unknown[] = [await sql`select * from clinics where id = ${clinic.id}`]
  for (const name of still) {
    const [is] = await sql`select to_regclass(${`public.${name}`}) is not null as there`
    if (is!.there) lines.push([name, (await sql.unsafe(`select md5(string_agg(t::text, '|' order by t::text)) as digest from ${name} t where clinic_id = $1`, [clinic.id]))[0]!.digest])
  }
  return lines
}

type Try = { who: string; verb: Verb; url: string; headers: Record<string, string>; body?: unknown }
type Seen = { status: number; text: string }

/** One request; of a stream that is open no more than its beginning is wanted. */
async function send({ verb, url, headers, body }: Try): Promise<Seen> {
  for (;;) {
    const stop = new AbortController()
    const response = await fetch(url, {
      method: verb, redirect: 'manual', signal: AbortSignal.any([stop.signal, AbortSignal.timeout(45_000)]),
      headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    if (response.status === 429) {
      await response.text()
      await pause(1_000 * Number(response.headers.get('retry-after')))
      continue
    }
    const isStream = /event-stream|ndjson/.test(response.headers.get('content-type') ?? '')
    const text = isStream ? '' : await response.text()
    if (isStream) stop.abort()
    return { status: response.status, text }
  }
}

/** All of them, a few at a time. */
async function sendAll<T extends Try>(tries: readonly T[], check: (one: T, seen: Seen) => string | null, atOnce = 16): Promise<string[]> {
  const queue = [...tries]
  const wrong: string[] = []
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let next = queue.pop(); next; next = queue.pop()) {
      const complaint = check(next, await send(next))
      if (complaint) wrong.push(`${next.who}: ${next.verb} ${new URL(next.url).pathname} ${complaint}`)
    }
  }))
  return wrong.sort()
}

const key = (route: Route, verb: Verb) => `${verb} ${route.path.replace('/api/clinics/[clinicId]', '')}`
const each = (visit: (route: Route, verb: Verb) => Try[]): Try[] => clinicRoutes.flatMap((route) => route.verbs.flatMap((verb) => visit(route, verb)))

test('every route without credentials, or with any that must not count, is 401, and a verb that it has not is 405', async ({ runtime, directory, larkspur, quillmere, sql }) => {
  expect(routes.filter((route) => !clinicRoutes.includes(route)).map((route) => route.path).sort(), 'a route that nobody expects').toEqual(Object.keys(others).sort())
  expect(clinicRoutes.length).toBeGreaterThan(30)
  const ids = await idsFor(sql, quillmere, clinicRoutes.flatMap((route) => paramsOf(route.path)))
  const [visitors, before] = [await unknownVisitors(runtime, directory, sql, quillmere), await stateOf(sql, quillmere)]
  const url = (route: Route) => `${runtime.appUrl}${fill(route.path, ids)}`
  const known = each((route, verb) => visitors.map(({ who, headers }) => ({ who, verb, url: url(route), headers, body: verb === 'GET' ? undefined : (bodies(ids)[key(route, verb)] ?? {}) })))
  expect(await sendAll(known, (_, { status, text }) => (status === 401 && text.includes('"unauthenticated"') ? null : `answers ${status}`))).toEqual([])

  const missing = routes.flatMap((route) => verbs.filter((verb) => verb !== 'HEAD' && !route.verbs.includes(verb)).map((verb) => ({ who: 'nobody', verb, url: url(route), headers: {} })))
  expect(await sendAll(missing, (_, { status }) => (status === 405 ? null : `answers ${status}`))).toEqual([])
  const apart = routes.flatMap((route) => Object.entries(others[route.path] ?? {}).map(([verb, status]) => ({ who: 'nobody', verb: verb as Verb, url: url(route), headers: {}, body: verb === 'POST' ? '' : undefined, status })))
  expect(await sendAll(apart, (one, { status }) => (status === one.status ? null : `answers ${status}`))).toEqual([])
  expect(await stateOf(sql, quillmere)).toEqual(before)
  expect(larkspur.id).not.toBe(quillmere.id)
})

test('every route of another clinic, and every id of theirs in one\'s own, is 403, the same as for what is not there', async ({ runtime, larkspur, quillmere, sql }) => {
  const params = clinicRoutes.flatMap((route) => paramsOf(route.path))
  const theirs: Record<string, string> = { ...(await idsFor(sql, quillmere, [...params, 'practitionerId'])) }
  const absent = Object.fromEntries(Object.keys(theirs).map((param) => [param, randomUUID()]))
  const [visitors, before] = [await neighbours(runtime, sql, larkspur, quillmere), await stateOf(sql, quillmere)]
  const answers = new Map<string, Map<string, string>>()
  const note = (what: string, which: string, { status, text }: Seen) => answers.set(what, (answers.get(what) ?? new Map<string, string>()).set(which, `${status} ${text}`))

  type Marked = Try & { what: string; which: string }
  const at = (visitor: Visitor, route: Route, verb: Verb, ids: Record<string, string>, which: string): Marked => ({
    who: visitor.who, verb, url: `${runtime.appUrl}${fill(route.path, ids)}`, headers: visitor.headers, what: `${visitor.who} ${key(route, verb)} ${which.split(' ')[0]}`, which,
    body: verb === 'GET' ? undefined : (bodies(theirs)[key(route, verb)] ?? {}),
  })
  const tries = each((route, verb) => visitors.flatMap((visitor) => {
    const isNested = paramsOf(route.path).length > 1
    return [
      at(visitor, route, verb, theirs, 'clinic foreign'), at(visitor, route, verb, absent, 'clinic absent'),
      ...(isNested ? [at(visitor, route, verb, { ...theirs, clinicId: larkspur.id }, 'id foreign'), at(visitor, route, verb, { ...absent, clinicId: larkspur.id }, 'id absent')] : []),
    ]
  })) as Marked[]
  const wrong = await sendAll(tries, (one, seen) => {
    note(one.what, one.which, seen)
    return seen.status === 403 ? null : `answers ${seen.status} ${seen.text.slice(0, 120)}`
  })
  expect(wrong).toEqual([])
  expect([...answers].filter(([, two]) => new Set(two.values()).size !== 1).map(([what]) => what), 'foreign and absent told apart').toEqual([])

  const inside = visitors.filter((visitor) => visitor.who !== 'a removed member').flatMap((visitor) => [theirs, absent].flatMap((ids) => smuggled(ids).map((one) => ({
    who: visitor.who, verb: one.verb, url: `${runtime.appUrl}/api/clinics/${larkspur.id}${one.path}`, headers: visitor.headers, body: one.body,
  }))))
  expect(await sendAll(inside, (_, { status }) => (status === 403 ? null : `answers ${status}`))).toEqual([])
  expect(await stateOf(sql, quillmere)).toEqual(before)
})

test('401 comes before 403, and 403 before whatever else is wrong with a request', async ({ runtime, larkspur, quillmere, sql }) => {
  const params = clinicRoutes.flatMap((route) => paramsOf(route.path))
  const theirs = await idsFor(sql, quillmere, params)
  const absent = Object.fromEntries(Object.keys(theirs).map((param) => [param, randomUUID()]))
  const [visitors, before] = [await neighbours(runtime, sql, larkspur, quillmere), await stateOf(sql, quillmere)]
  const bodiless = '?limit=none&from=then&to=before&cursor=%00&format=none&open=perhaps&procedure=&day=8'
  const [broken, long] = ['{"no', JSON.stringify({ procedure: 'x'.repeat(70_000) })]
  const tries = each((route, verb) => {
    const ways = [theirs, absent, ...(paramsOf(route.path).length > 1 ? [{ ...theirs, clinicId: larkspur.id }, { ...absent, clinicId: larkspur.id }] : [])]
    const wrong = verb === 'GET' ? [undefined] : takesBody(route, verb) ? [broken, long] : [broken]
    return ways.flatMap((ids) => wrong.flatMap((body) => {
      const one = { verb, url: `${runtime.appUrl}${fill(route.path, ids)}${bodiless}`, ...(body === undefined ? {} : { body }) }
      return [{ who: 'nobody', headers: {}, ...one }, ...visitors.map(({ who, headers }) => ({ who, headers, ...one }))]
    }))
  })
  expect(tries.filter(({ who }) => who === 'nobody').length).toBeGreaterThan(100)
  expect(await sendAll(tries, ({ who }, { status }) => (status === (who === 'nobody' ? 401 : 403) ? null : `answers ${status}`))).toEqual([])
  expect(await stateOf(sql, quillmere)).toEqual(before)
})

test('and whoever it belongs to gets in', async ({ runtime, quillmere, sql }) => {
  const ids = await idsFor(sql, quillmere, clinicRoutes.flatMap((route) => paramsOf(route.path)))
  const headers = await bearerOf(runtime, ownerOf(quillmere))
  const queries: Record<string, string> = {
    '/availability': '?procedure=rhinoplasty&from=2030-01-02T09:00:00Z&to=2030-01-02T12:00:00Z', '/ledger': '?from=2026-11-01&to=2026-11-30',
  }
  // What is read is read; what would change something is sent with a body that is none, and refused only for that. Routes without a body have tests of their own.
  const tries = each((route, verb) => {
    const path = route.path.replace('/api/clinics/[clinicId]', '')
    if (verb === 'GET') return [{ who: 'the owner', verb, url: `${runtime.appUrl}${fill(route.path, ids)}${queries[path] ?? ''}`, headers }]
    return !takesBody(route, verb) ? [] : [{ who: 'the owner', verb, url: `${runtime.appUrl}${fill(route.path, ids)}`, headers, body: '{"no' }]
  })
  expect(tries.length).toBeGreaterThan(25)
  // An id that is nobody's, where the demo has none, is still 403.
  const mayBeAbsent = await absentOf(sql, ids)
  expect(await sendAll(tries, ({ verb, url }, { status }) => {
    const isAbsent = mayBeAbsent.some((id) => url.includes(id))
    const wanted = isAbsent ? [403] : verb === 'GET' ? [200, 303] : [422]
    return wanted.includes(status) ? null : `answers ${status}`
  })).toEqual([])
})

/** The ids among these that no table has. */
async function absentOf(sql: Sql, ids: Record<string, string>): Promise<string[]> {
  const tables = await sql<{ name: string }[]>`select c.oid::regclass::text as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'id' and a.atttypid = 'uuid'::regtype
    where c.relkind = 'r' and c.relnamespace in ('public'::regnamespace, 'app'::regnamespace)`
  const there = new Set<string>()
  for (const { name } of tables) for (const row of await sql.unsafe(`select id from ${name} where id = any ($1)`, [Object.values(ids)])) there.add(row.id as string)
  return Object.values(ids).filter((id) => !there.has(id))
}

test('what the voice platform sends with one clinic\'s secret reaches no practitioner, booking or call of another\'s', async ({ runtime, larkspur, quillmere, sql }) => {
  const [mine, theirs] = [vapiOf(runtime, larkspur), vapiOf(runtime, quillmere)]
  const call = newCall('+447700900941')
  expect((await theirs.message(call, { type: 'status-update', status: 'in-progress' })).status).toBe(200)
  const ofTheirs = () => sql`select * from calls where vapi_call_id = ${call.id} and clinic_id = ${quillmere.id}`
  const ids = await idsFor(sql, quillmere, ['practitionerId', 'bookingId'])
  const [before, theirCall] = [await stateOf(sql, quillmere), await ofTheirs()]
  expect(theirCall).toHaveLength(1)
  const start = '2030-01-02T10:00:00+00:00'
  const tools = ({ practitionerId, bookingId }: Record<string, string>): [string, object][] => [
    ['check_availability', { procedure: 'rhinoplasty', from: '2030-01-02', to: '2030-01-02', practitionerId }],
    ['claim_slot', { procedure: 'rhinoplasty', start, practitionerId, name: 'Wren' }],
    ['reschedule_booking', { bookingId, start, practitionerId }],
    ['cancel_booking', { bookingId }],
  ]
  const absent = tools({ practitionerId: randomUUID(), bookingId: randomUUID() })
  for (const [n, [name, given]] of tools(ids).entries()) {
    const foreign = await mine.tool(call, name, given)
    expect([name, foreign.status]).toEqual([name, 403])
    expect(foreign, name).toEqual(await mine.tool(call, name, absent[n]![1]))
  }
  // The same call by another clinic's secret is a call of that other clinic.
  const report = { type: 'end-of-call-report', endedReason: 'customer-ended-call', endedAt: new Date().toISOString(), artifact: { messages: [] } }
  expect((await mine.message(call, report)).status).toBe(200)
  expect(await ofTheirs()).toEqual(theirCall)
  expect(await sql`select 1 from calls where vapi_call_id = ${call.id} and clinic_id = ${larkspur.id} and report_at is not null`).toHaveLength(1)
  expect(await stateOf(sql, quillmere)).toEqual(before)
})

test('a server action is posted to by our own pages alone, and changes nothing for whoever has no session and no link', async ({ runtime, sql, larkspur, quillmere }) => {
  expect(listActions()).toEqual(['app/b/[token]/actions.ts book', 'app/sign-in/actions.ts signIn', 'app/sign-in/actions.ts signOut'])
  const before = [await stateOf(sql, larkspur), await stateOf(sql, quillmere)]
  const actions = builtActions()
  expect(actions.length).toBeGreaterThanOrEqual(3)
  const page = (name: string) => `${runtime.appUrl}${name.includes('[token]') ? `/b/${'A'.repeat(16)}` : '/sign-in'}`
  const post = (id: string, name: string, origin: string) => fetch(page(name), {
    method: 'POST', redirect: 'manual', headers: { 'next-action': id, origin, accept: 'text/x-component', 'content-type': 'text/plain;charset=UTF-8' }, body: JSON.stringify(['A'.repeat(16), { answers: 0 }, {}]),
  })
  for (const { id, name } of actions) {
    expect((await post(id, name, 'https://evil.example')).status, `${name} from another site`).toBeGreaterThanOrEqual(400)
    const own = await post(id, name, runtime.appUrl)
    expect(own.status, `${name} with anything`).toBeLessThan(500)
    expect(own.headers.getSetCookie().filter((cookie) => /auth-token=base64/.test(cookie)), name).toEqual([])
  }
  expect([await stateOf(sql, larkspur), await stateOf(sql, quillmere)]).toEqual(before)
})
