import type { Sql } from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FaultKind } from '#lib/integrations/sandbox/faults.ts'
import type { Messenger } from '#lib/recovery/messenger-port.ts'
import { serveText } from '#lib/recovery/outreach.ts'
import { deadlocks, plus, randomFrom, times } from '../claiming.ts'
import { aWednesday, useDatabase } from '../database.ts'
import { loseCall } from '../leads.ts'
import { catchLog, makeTextingClinic, secret, startCarrier, workerOn, type Carrier } from './carrier.ts'
import { openNursery, type Mortal } from './mortal.ts'

// Many workers, many texts, and nobody tells the workers apart: each may serve every text at any moment.

type Serve = (messageId: string) => Promise<unknown>

/** So many lost calls at several clinics, each with a number of its own and a time of its own that was offered. */
async function loseCalls(sql: Sql, count: number): Promise<string[]> {
  const clinics = await Promise.all(times(10, () => makeTextingClinic(sql)))
  const phones = new Set<string>()
  let next = 0
  await Promise.all(times(10, async () => {
    while (next < count) {
      const n = next++
      const clinic = clinics[n % 10]!
      // A number that happened to come twice would look like a second text.
      const phone = `+4474${String(10_000_000 + n * 7)}`
      phones.add(phone)
      const offered = [{ start: plus(aWednesday(), Math.floor(n / 20) * 90), practitionerId: clinic.practitionerIds[Math.floor(n / 10) % 2]! }]
      await loseCall(sql, clinic, { phone, offered, sources: ['report'] })
    }
  }))
  return [...phones]
}

const openTexts = (sql: Sql) => sql<{ id: string; at: Date }[]>`select id, date_trunc('milliseconds', next_at) + interval '1 millisecond' as at from messages
  where state in ('queued', 'held', 'sending', 'unknown')`

/**
 * Lets the workers serve whatever is due, each picking at random and none telling the others, until everything is done
 * with. The clock goes on only while all of them rest: a request that is on its way keeps its place in time.
 */
async function serveAll(sql: Sql, carrier: Carrier, workers: readonly Serve[], seed: number): Promise<void> {
  const random = randomFrom(seed)
  for (let round = 0; round < 200; round++) {
    const open = await openTexts(sql)
    if (open.length === 0) return carrier.settled()
    const due = open.filter(({ at }) => at <= carrier.clock.now).map(({ id }) => id)
    if (due.length === 0) carrier.clock.now = new Date(Math.min(...open.map(({ at }) => +at)))
    const served = new Set<string>()
    await Promise.all(workers.map(async (serve) => {
      for (let left = due; left.length > 0; left = due.filter((id) => !served.has(id))) {
        const id = random.pick(left)
        await serve(id)
        served.add(id)
      }
    }))
  }
  throw new Error('the texts are never done with')
}

/** How many texts each number got, as pairs of (texts, numbers). */
async function tally(carrier: Carrier, phones: readonly string[]): Promise<Record<number, number>> {
  const texts = new Map<string, number>(phones.map((phone) => [phone, 0]))
  for (const { to } of await carrier.texts()) texts.set(to, (texts.get(to) ?? 0) + 1)
  const result: Record<number, number> = {}
  for (const count of texts.values()) result[count] = (result[count] ?? 0) + 1
  return result
}

async function statesOf(sql: Sql): Promise<Record<string, number>> {
  const rows = await sql<{ state: string; count: number }[]>`select state, count(*)::int as count from messages group by state`
  return Object.fromEntries(rows.map((row) => [row.state, row.count]))
}

let logged: ReturnType<typeof catchLog>
beforeAll(() => { logged = catchLog() })
afterAll(() => {
  logged.release()
  expect(logged.lines().filter(({ event }) => event === 'text-sent-twice')).toEqual([])
})

describe('twenty workers and 500 lost calls', () => {
  const db = useDatabase({ max: 40 })

  test('every number is texted once, and nobody stands in anybody\'s way for ever', async () => {
    const phones = await loseCalls(db.sql, 500)
    const carrier = await startCarrier(db.sql, new Date(Date.now() + 60_000))
    const deps = workerOn(db.sql, carrier)
    await serveAll(db.sql, carrier, times(20, () => (id: string) => serveText(deps, id)), 1)
    expect(await tally(carrier, phones)).toEqual({ 1: 500 })
    expect(await statesOf(db.sql)).toEqual({ accepted: 500 })
    expect(await db.sql`select id from leads where status <> 'contacted'`).toEqual([])
    expect(await deadlocks(db.sql)).toBe(0)
    expect(carrier.callbacks.filter((status) => status !== 204)).toEqual([])
    await carrier.close()
  })
})

describe('a carrier that fails three times in ten', () => {
  const db = useDatabase({ max: 40 })

  test('texts nobody twice, and whom it does not text a person rings', async () => {
    const phones = await loseCalls(db.sql, 150)
    const carrier = await startCarrier(db.sql, new Date(Date.now() + 60_000))
    const random = randomFrom(2)
    const kinds: FaultKind[] = ['429', '500', 'drop-after-commit', '429', '500', 'drop-after-commit', 'callbacks-none', 'timeout', 'late']
    const maybeFail = async () => { if (random.below(10) < 3) await carrier.fault(random.pick(kinds)) }
    const failing: Messenger = {
      isSandbox: true,
      send: async (text) => { await maybeFail(); return carrier.messenger.send(text) },
      find: async (text) => { await maybeFail(); return carrier.messenger.find(text) },
    }
    const deps = workerOn(db.sql, carrier, failing)
    // A look-up that fails is a job that fails: it comes again.
    await serveAll(db.sql, carrier, times(20, () => (id: string) => serveText(deps, id).catch(() => null)), 3)
    const states = await statesOf(db.sql)
    const given = states.needs_review ?? 0
    expect(await tally(carrier, phones)).toEqual({ 1: 150 - given, ...(given > 0 ? { 0: given } : {}) })
    expect(states).toEqual({ accepted: 150 - given, ...(given > 0 ? { needs_review: given } : {}) })
    expect(await db.sql`select reason from staff_tasks where kind = 'lead' and reason = 'unconfirmed'`).toHaveLength(given)
    expect(await deadlocks(db.sql)).toBe(0)
    await carrier.close()
  })
})

describe('three worker processes that are killed again and again', () => {
  const db = useDatabase({ max: 30 })
  const nursery = openNursery()
  beforeAll(() => nursery.warm())
  afterAll(() => nursery.close())

  test('text each of 100 people once', async () => {
    const phones = await loseCalls(db.sql, 100)
    const carrier = await startCarrier(db.sql, new Date(Date.now() + 60_000))
    const random = randomFrom(4)
    let killed = 0
    /** A place that is filled again when its worker is dead. */
    const place = () => {
      let worker: Mortal | null = null
      let dieAt = 0
      const serve: Serve = async (messageId) => {
        if (!worker) {
          worker = nursery.hire()
          dieAt = 1 + random.below(80)
        }
        const now = carrier.clock.now.toISOString()
        const done = await worker.ask({ databaseUrl: db.url, settings: carrier.settings, appUrl: carrier.appUrl, secret, messageId, now, dieAt, isCareless: false })
        if (done !== 'died') return
        killed += 1
        worker = null
      }
      return { serve, end: async () => worker?.end() }
    }
    const places = times(3, place)
    await serveAll(db.sql, carrier, places.map(({ serve }) => serve), 5)
    await Promise.all(places.map(({ end }) => end()))
    expect(killed).toBeGreaterThan(5)
    expect(await tally(carrier, phones)).toEqual({ 1: 100 })
    expect(await statesOf(db.sql)).toEqual({ accepted: 100 })
    await carrier.close()
  })
})
