import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startApi, type RunningApi } from '#supabase/local/api.ts'
import { freePort, testSecrets } from '../cluster.ts'
import { useDatabase } from '../database.ts'
import { strangersTo } from './actors.ts'
import { digestOf, idsOf, makeTwoClinics, uuidsIn, type TwoClinics } from './two-clinics.ts'

type Bearer = { who: string; authorization: string | null }

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const inTime = () => Math.floor(Date.now() / 1000) + 600
function token(claims: Record<string, unknown>, { alg = 'HS256', secret = testSecrets.jwtSecret } = {}): string {
  const body = `${encode({ alg, typ: 'JWT' })}.${encode({ exp: inTime(), aud: 'authenticated', ...claims })}`
  return `Bearer ${body}.${alg === 'none' ? '' : createHmac('sha256', secret).update(body).digest('base64url')}`
}

/** So many at a time: the API is one process, and a queue of a thousand helps nobody. */
async function eachOf<T>(items: readonly T[], work: (item: T) => Promise<void>, atOnce = 16): Promise<void> {
  const queue = [...items]
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) await work(next)
  }))
}

// The same wall as in the matrix, from outside: over HTTP, with every kind of token, every verb and every way to ask for more than a table.
describe('the data API, for whoever has no business there', () => {
  const db = useDatabase({ max: 4 })
  let api: RunningApi
  let two: TwoClinics
  let secrets: Set<string>
  let good: Bearer[]
  let bad: Bearer[]
  let relations: string[]

  const ask = async (path: string, { authorization }: Bearer, method = 'GET', body?: unknown, more: Record<string, string> = {}) => {
    const response = await fetch(`${api.url}/rest/v1/${path}`, {
      method, headers: { apikey: testSecrets.publishableKey, ...(authorization ? { authorization } : {}), ...(body ? { 'content-type': 'application/json' } : {}), ...more },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const text = await response.text()
    // What was asked with may be repeated; anything else of ours may not.
    const asked = new Set(uuidsIn(path + JSON.stringify(body ?? null)))
    return { status: response.status, text, leaks: uuidsIn(text + JSON.stringify([...response.headers])).filter((id) => secrets.has(id) && !asked.has(id)) }
  }

  beforeAll(async () => {
    // The API's library prints every refusal; refusals are what this file is about.
    vi.spyOn(console, 'error').mockImplementation(() => undefined)
    two = await makeTwoClinics(db.sql)
    api = await startApi(db.url, await freePort(), testSecrets)
    const { ours, theirs } = two
    const owner = { role: 'authenticated', sub: ours.ownerId }
    good = (await strangersTo(db.sql, ours, theirs)).map(({ who, role, claims }) => ({ who, authorization: role === 'anon' ? null : token(claims) }))
    // Tokens that would open our door if they were what they say.
    bad = [
      { who: 'an unsigned token', authorization: token(owner, { alg: 'none' }) },
      { who: 'an unsigned token that claims HS256', authorization: `${token(owner).split('.').slice(0, 2).join('.')}.` },
      { who: "another project's token", authorization: token(owner, { secret: 'the secret of another project, of the same length' }) },
      { who: 'an expired token', authorization: token({ ...owner, exp: 1_000_000_000 }) },
      { who: 'a token signed with the publishable key', authorization: token(owner, { secret: testSecrets.publishableKey }) },
      { who: 'a changed token', authorization: token({ role: 'authenticated', sub: theirs.ownerId }).replace(/\.[^.]+\./, `.${encode({ exp: inTime(), aud: 'authenticated', ...owner })}.`) },
      { who: "our clinic's API key as it is", authorization: 'Bearer cw_something' },
    ]
    secrets = await idsOf(db.sql, two, ours)
    for (const id of await idsOf(db.sql, two, theirs)) secrets.delete(id)
    // Who asks knows their own id.
    for (const { authorization } of good) for (const id of uuidsIn(Buffer.from(authorization?.split('.')[1] ?? '', 'base64url').toString())) if (id !== ours.id) secrets.delete(id)
    relations = (await db.sql<{ name: string }[]>`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm') order by 1`).map((row) => row.name)
  })
  afterAll(() => api.stop())

  test('reads nothing of ours from any table or view, by any verb, filter, count or representation', async () => {
    const wrong: string[] = []
    const tries = relations.flatMap((name) => {
      const column = name === 'clinics' ? 'id' : 'clinic_id'
      return [...bad.map((who) => ({ who, path: `${name}?select=*`, method: 'GET', more: {} })), ...good.flatMap((who) => [
        { who, path: `${name}?${column}=eq.${two.ours.id}`, method: 'GET', more: { prefer: 'count=exact' } },
        { who, path: `${name}?or=(${column}.eq.${two.ours.id},${column}.not.is.null)`, method: 'GET', more: { accept: 'text/csv' } },
      ]), { who: good[3]!, path: `${name}?select=*`, method: 'HEAD', more: {} }]
    })
    await eachOf(tries, async ({ who, path, method, more }) => {
      const { leaks } = await ask(path, who, method, undefined, more as Record<string, string>)
      if (leaks.length > 0) wrong.push(`${who.who} reads ${path}`)
    })
    expect(wrong).toEqual([])
    const owner = { who: 'the owner', authorization: token({ role: 'authenticated', sub: two.ours.ownerId }) }
    await eachOf(relations, async (name) => {
      const { status, leaks } = await ask(`${name}?select=*`, owner)
      expect([name, status, leaks.length > 0]).toEqual([name, 200, true])
    })
  })

  test('an embedded table opens no door that is shut by itself, in either direction', async () => {
    const links = await db.sql<{ from: string; to: string }[]>`select distinct k.conrelid::regclass::text as from, k.confrelid::regclass::text as to from pg_constraint k
      where k.contype = 'f' and k.connamespace = 'public'::regnamespace`
    expect(links.length).toBeGreaterThan(25)
    const wrong: string[] = []
    await eachOf(links.flatMap(({ from, to }) => good.filter(({ who }) => /removed|another clinic's (owner|API key)/.test(who)).flatMap((who) => [`${from}?select=*,${to}(*)`, `${to}?select=*,${from}(*)`, `${to}?select=*,${from}!inner(*)`]
      .map((path) => ({ who, path })))), async ({ who, path }) => {
      const { leaks } = await ask(path, who)
      if (leaks.length > 0) wrong.push(`${who.who} reads ${path}`)
    })
    expect(wrong).toEqual([])
  })

  test('changes nothing: no verb on any table, no function by a token that is not good, no other schema', async () => {
    const before = await digestOf(db.sql, two, two.ours)
    const wrong: string[] = []
    const functions = (await db.sql<{ name: string }[]>`select distinct proname as name from pg_proc where pronamespace = 'public'::regnamespace and prorettype <> 'trigger'::regtype`).map((row) => row.name)
    const nobodys = [...bad, good[0]!]
    const tries = [
      ...relations.flatMap((name) => {
        const column = name === 'clinics' ? 'id' : 'clinic_id'
        const row = { [column]: two.ours.id }
        const bodies = [
          { who: good[3]!, method: 'POST', path: name, body: [row] as unknown, more: { prefer: 'resolution=merge-duplicates,return=representation' } },
          { who: good[3]!, method: 'PUT', path: `${name}?${column}=eq.${two.ours.id}`, body: row as unknown, more: {} },
        ]
        return [...bodies, ...bad.map((who) => ({ who, method: 'DELETE', path: `${name}?${column}=not.is.null`, body: undefined, more: {} })), ...good.flatMap((who) => [
          { who, method: 'POST', path: name, body: row as unknown, more: {} }, { who, method: 'PATCH', path: `${name}?${column}=eq.${two.ours.id}`, body: row as unknown, more: {} },
          { who, method: 'DELETE', path: `${name}?${column}=eq.${two.ours.id}`, body: undefined, more: {} },
        ])]
      }),
      ...functions.flatMap((name) => nobodys.map((who) => ({ who, method: 'POST', path: `rpc/${name}`, body: { p_clinic_id: two.ours.id } as unknown, more: {} }))),
      ...['app', 'auth', 'graphile_worker', 'pg_catalog'].flatMap((schema) => [good[3]!, bad[0]!].map((who) => ({ who, method: 'GET', path: 'clinic_keys?select=*', body: undefined, more: { 'accept-profile': schema } }))),
    ]
    await eachOf(tries, async ({ who, method, path, body, more }) => {
      const { status, leaks } = await ask(path, who, method, body, more as Record<string, string>)
      if (leaks.length > 0 || status < 400) wrong.push(`${who.who}: ${method} ${path} answers ${status}`)
    })
    expect(wrong).toEqual([])
    expect(await digestOf(db.sql, two, two.ours)).toEqual(before)
    // Both sides: with the right token the same function lets its owner in.
    const owner = { who: 'the owner', authorization: token({ role: 'authenticated', sub: two.ours.ownerId }) }
    const mine = await ask('rpc/open_request', owner, 'POST', { p_clinic_id: two.ours.id, p_kind: 'access' })
    expect([mine.status, uuidsIn(mine.text).length]).toEqual([200, 1])
  })

  test('a token that names a role of the engine is refused', async () => {
    for (const role of ['postgres', 'clinic_engine', 'supabase_admin', 'authenticator', 'pg_read_all_data', '']) {
      const { status } = await ask('bookings?select=id', { who: role, authorization: token({ role, sub: randomUUID() }) })
      expect([role, status]).toEqual([role, 401])
    }
  })
})
