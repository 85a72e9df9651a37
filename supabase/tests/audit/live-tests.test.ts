import { randomBytes, randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '#lib/db/actor.ts'
import { hashOf } from '#lib/tenancy/keys.ts'
import { apiClient, claim, member, voiceAgent } from '../claiming.ts'
import { aWednesday, makeClinic, useDatabase, type TestClinic } from '../database.ts'
import { loseCall } from '../leads.ts'

type Made = { id: string; practitionerIds: string[]; procedures: { slug: string; durationMinutes: number }[]; timeZone: string }
type Begun = { status: number; runId: string; clinics: Made[] }

describe('synthetic clinics', () => {
  const db = useDatabase({ max: 4 })
  let host: TestClinic
  let other: TestClinic
  beforeAll(async () => {
    host = await makeClinic(db.sql)
    other = await makeClinic(db.sql)
    for (const clinic of [host, other]) {
      await claim(db.sql, clinic, { start: aWednesday(), contact: { name: 'Robin Test', phone: '+447700900123' } })
      await loseCall(db.sql, clinic)
    }
  })

  const digest = () => hashOf(randomBytes(16).toString('hex')).toString('hex')
  const keys = () => [0, 1].map(() => ({ api: digest(), vapi: digest() }))
  const begin = async (actor: Actor = apiClient(host.id), clinicId = host.id, given: unknown = keys()): Promise<Begun> => {
    const [row] = await db.as(actor, (tx) => tx<{ begun: Begun }[]>`select begin_live_test(${clinicId}, 'silo', ${tx.json(given as never)}) as begun`)
    return row!.begun
  }
  const look = (actor: Actor, runId: string, clinicId: string) => db.as(actor, (tx) => tx<{ sight: { bookings: object[]; leads: Record<string, any>[] } }[]>`select look_at_live_test(${runId}, ${clinicId}) as sight`)
  const find = (actor: Actor, runId: string, clinicId: string, words: string[]) =>
    db.as(actor, (tx) => tx<{ places: string[] }[]>`select find_in_live_test(${runId}, ${clinicId}, ${words}) as places`)
  const end = (actor: Actor, runId: string, passed: boolean | null = true) =>
    db.as(actor, (tx) => tx<{ first: boolean }[]>`select end_live_test(${runId}, ${passed}, '{"tried": 3}', '[{"what": "x"}]') as first`)

  /** Every place of the database, the job queue included, in which any of the ids stands. */
  async function placesOf(ids: readonly string[]): Promise<string[]> {
    const tables = await db.sql<{ name: string }[]>`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'app', 'graphile_worker', 'auth')`
    const found: string[] = []
    for (const { name } of tables) {
      const [row] = await db.sql.unsafe<{ is: boolean }[]>(`select exists (select from ${name} t cross join unnest($1::text[]) w where strpos(to_jsonb(t)::text, w) > 0) as is`, [[...ids]])
      if (row!.is) found.push(name)
    }
    return found
  }

  /** Something in as many tables as a test can reach: a booking, a lost call with its text and jobs, words, a view. */
  async function use({ id, practitionerIds }: Made): Promise<string[]> {
    const clinic = { id, practitionerIds: practitionerIds as [string, string] } as TestClinic
    const answer = await claim(db.sql, clinic, { start: aWednesday(), key: randomUUID(), contact: { name: 'Tamsin Okafor', phone: '+447700900777' } })
    const lost = await loseCall(db.sql, clinic, { heard: { consents: [{ channel: 'call', value: 'granted', words: 'call me back' }] } })
    await db.as(voiceAgent(id), (tx) => tx`select keep_transcript(${lost.callId}, '1', '[{"role": "user", "text": "A sunny meadow."}]')`)
    await db.as(apiClient(id), (tx) => tx`select note_view('lead', ${lost.leadId})`)
    return [id, answer.booking!.id, lost.callId, lost.leadId!, lost.messageId!, ...practitionerIds]
  }

  test('a clinic gets two to try things in, of which its own people and lists see nothing', async () => {
    const before = await db.as(apiClient(host.id), (tx) => tx`select (select count(*) from clinics) as clinics, (select count(*) from bookings) as bookings, (select count(*) from leads) as leads`)
    const { status, runId, clinics } = await begin(member(host.ownerId))
    expect(status).toBe(201)
    expect(clinics[0]).toMatchObject({ timeZone: 'Europe/London', practitionerIds: [expect.any(String), expect.any(String)] })
    expect(clinics[0]!.procedures.map((one) => one.slug)).toEqual(['facelift', 'lip-filler', 'rhinoplasty'])
    for (const clinic of clinics) await use(clinic)
    for (const actor of [apiClient(host.id), member(host.ownerId), voiceAgent(host.id)]) {
      expect(await db.as(actor, (tx) => tx`select (select count(*) from clinics) as clinics, (select count(*) from bookings) as bookings, (select count(*) from leads) as leads`)).toEqual(before)
    }
    const [numbers] = await db.sql<{ count: number }[]>`select count(*)::int as count from clinics c join clinics d on c.id <> d.id and app.is_synthetic(c.id)
      and (c.phone_number in (d.phone_number, d.sms_number))`
    expect(numbers!.count, 'their numbers are nobody else\'s').toBe(0)
    await end(member(host.ownerId), runId)
  })

  test('what happened there is seen by whoever may act for the host, and nothing else is', async () => {
    const { runId, clinics } = await begin()
    await use(clinics[0]!)
    const [row] = await look(member(host.ownerId), runId, clinics[0]!.id)
    expect(row!.sight.bookings).toHaveLength(1)
    expect(row!.sight.leads).toMatchObject([{ procedure: 'facelift', messages: [{ state: 'queued', acceptedAt: null }] }])
    const [found] = await find(apiClient(host.id), runId, clinics[0]!.id, ['tamsin okafor', '447700900777', 'Sunny Meadow'])
    expect(found!.places).toEqual(['app.idempotency_keys.request_hash', 'public.contacts.name', 'public.contacts.phone', 'public.logs.text'].filter((place) => found!.places.includes(place)))
    expect(found!.places).toContain('public.logs.text')
    expect((await find(apiClient(host.id), runId, clinics[1]!.id, ['tamsin okafor']))[0]!.places).toEqual([])
    const jobs = await db.sql<{ payload: string }[]>`select payload::text from graphile_worker._private_jobs where payload->>'messageId' is not null limit 1`
    expect((await find(apiClient(host.id), runId, clinics[1]!.id, [(JSON.parse(jobs[0]!.payload) as { messageId: string }).messageId]))[0]!.places).toContain('graphile_worker._private_jobs.payload')

    const strangers: Actor[] = [apiClient(other.id), member(other.ownerId), member(randomUUID()), apiClient(clinics[0]!.id)]
    for (const stranger of strangers) {
      for (const attempt of [() => begin(stranger, host.id), () => look(stranger, runId, clinics[0]!.id), () => find(stranger, runId, clinics[0]!.id, ['tamsin']), () => end(stranger, runId)]) {
        await expect(attempt()).rejects.toMatchObject({ code: 'PT403' })
      }
    }
    // Not even one's own run opens a clinic that is not of it, be it real or another's.
    for (const target of [host.id, other.id, randomUUID()]) {
      await expect(look(apiClient(host.id), runId, target)).rejects.toMatchObject({ code: 'PT403' })
      await expect(find(apiClient(host.id), runId, target, ['robin'])).rejects.toMatchObject({ code: 'PT403' })
    }
    await expect(look(voiceAgent(host.id), runId, clinics[0]!.id)).rejects.toMatchObject({ code: '42501' })
    await end(apiClient(host.id), runId)
  })

  test('the end removes all of it from every table and the job queue, and leaves every other row as it was', async () => {
    const count = async () => Object.fromEntries(await Promise.all((await db.sql<{ name: string; column: string }[]>`select name, id_column as column from app.clinic_tables()`)
      .map(async ({ name, column }) => [name, (await db.sql.unsafe(`select md5(string_agg(to_jsonb(t)::text, ',' order by to_jsonb(t)::text)) as rows from ${name} t where ${column} = any ($1)`, [[host.id, other.id]]))[0]!.rows])))
    const { runId, clinics } = await begin()
    const ids = (await Promise.all(clinics.map(use))).flat()
    const before = await count()
    expect(await placesOf(ids)).toEqual(expect.arrayContaining(['public.booking_audit', 'public.access_log', 'graphile_worker._private_jobs', 'public.messages']))
    expect((await end(apiClient(host.id), runId))[0]!.first).toBe(true)
    expect(await placesOf([...ids, ...clinics.map((one) => one.id)])).toEqual([])
    expect({ ...(await count()), 'public.live_test_runs': null }).toEqual({ ...before, 'public.live_test_runs': null })
    expect(await db.as(member(host.ownerId), (tx) => tx`select task, state, passed, metrics, evidence, started_by from live_test_runs where id = ${runId}`))
      .toEqual([{ task: 'silo', state: 'done', passed: true, metrics: { tried: 3 }, evidence: [{ what: 'x' }], started_by: 'api_client' }])
    expect((await end(apiClient(host.id), runId, false))[0]!.first, 'the first result stands').toBe(false)
  })

  test('what is append-only stays so: for real clinics whoever asks, for synthetic ones without their removal', async () => {
    const { runId, clinics } = await begin()
    await use(clinics[0]!)
    const tries = [
      `delete from booking_audit where clinic_id = '${host.id}'`, `delete from booking_audit where clinic_id = '${clinics[0]!.id}'`,
      `update booking_audit set actor = null`, `truncate booking_audit`,
    ]
    const attempt = (statement: string, { asEngine = false, removing = '' } = {}) => db.sql.begin(async (tx) => {
      await tx`select set_config('app.removing', ${removing}, true)`
      if (asEngine) await tx`set local role clinic_engine`
      await tx.unsafe(statement)
    })
    for (const asEngine of [false, true]) for (const statement of tries) await expect(attempt(statement, { asEngine }), statement).rejects.toMatchObject({ code: '42501' })
    // Even where the engine itself says that it removes a clinic, only rows of that one go, and only of a synthetic one.
    await expect(attempt(tries[0]!, { asEngine: true, removing: host.id })).rejects.toMatchObject({ code: '42501' })
    await expect(attempt(tries[0]!, { asEngine: true, removing: clinics[0]!.id })).rejects.toMatchObject({ code: '42501' })
    await expect(attempt(tries[1]!, { removing: clinics[0]!.id })).rejects.toMatchObject({ code: '42501' })
    await expect(db.sql`select app.remove_synthetic(${host.id})`).rejects.toMatchObject({ code: 'PT403' })
    await end(apiClient(host.id), runId, null)
    expect(await db.sql`select state, passed from live_test_runs where id = ${runId}`).toEqual([{ state: 'broken', passed: null }])
  })

  test('nobody outside is reached: no text to a real carrier, no call back, nothing asked of the voice platform', async () => {
    const { runId, clinics } = await begin()
    await use(clinics[0]!)
    const clinic = clinics[0]!.id
    const [message] = await db.sql<{ id: string }[]>`select id from messages where clinic_id = ${clinic}`
    const later = new Date(Date.now() + 60_000)
    // The sandbox is asked for what a real carrier is not.
    const todo = async (isSandbox: boolean) => (await db.sql<{ do: string }[]>`select app.prepare_text(${message!.id}, ${later}, ${isSandbox}) ->> 'do' as do`)[0]!.do
    expect(await todo(true)).toBe('send')
    // Not only the recovery text: whatever the clinic might write.
    expect(await db.sql`select (select w.reason from app.why_not_text(jsonb_populate_record(m, '{"kind": "staff"}'), false) w) as why from messages m where m.id = ${message!.id}`).toEqual([{ why: 'test_call' }])
    expect(await todo(false)).toBe('nothing')
    expect((await look(apiClient(host.id), runId, clinic))[0]!.sight.leads[0]!.messages).toEqual([{ state: 'withheld', acceptedAt: null }])
    expect(await db.sql`select state, reason from call_backs where clinic_id = ${clinic}`).toEqual([{ state: 'cancelled', reason: 'test_call' }])
    expect(await db.sql`select count(*)::int as n from calls where clinic_id = ${clinic} and (not is_test or forget_state is not null or asked_at < 'infinity')`).toEqual([{ n: 0 }])
    await end(apiClient(host.id), runId)
  })

  test('three at once and no more; what was left behind goes when its time is over, and is told apart from a result', async () => {
    const runs = [await begin(), await begin(), await begin()]
    expect(await begin()).toMatchObject({ status: 429, retryAfterSeconds: expect.any(Number) })
    expect(await begin(apiClient(other.id), other.id), 'another clinic has its own').toMatchObject({ status: 201 })
    const ids = await use(runs[0]!.clinics[0]!)
    await db.sql`update app.synthetic_clinics set expires_at = clock_timestamp() where host_id is not null`
    await db.sql`update live_test_runs set started_at = started_at - interval '6 minutes' where state = 'running'`
    await Promise.all([db.sql`select app.sweep_synthetic()`, db.sql`select app.sweep_synthetic()`])
    expect(await placesOf(ids)).toEqual([])
    expect(await db.sql`select count(*)::int as n from app.synthetic_clinics`).toEqual([{ n: 0 }])
    expect((await end(apiClient(host.id), runs[0]!.runId))[0]!.first).toBe(false)
    expect(await db.sql`select distinct state from live_test_runs where id = any (${runs.map((run) => run.runId)})`).toEqual([{ state: 'broken' }])
    expect(await begin()).toMatchObject({ status: 201 })
  })

  test('what is no pair of hashes, no test or no list of words is refused', async () => {
    for (const bad of [[], [{}], [{ api: 'x', vapi: 'y' }, { api: 'x', vapi: 'y' }], keys().slice(1), { api: digest() }]) {
      await expect(begin(apiClient(host.id), host.id, bad), JSON.stringify(bad)).rejects.toMatchObject({ code: 'PT422' })
    }
    const { runId, clinics } = await begin()
    for (const words of [[], ['no'], ['x'.repeat(201)]]) await expect(find(apiClient(host.id), runId, clinics[0]!.id, words)).rejects.toMatchObject({ code: 'PT422' })
    await end(apiClient(host.id), runId)
  })
})
