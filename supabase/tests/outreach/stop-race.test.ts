import { randomUUID } from 'node:crypto'
import type { Sql, TransactionSql } from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serveText } from '#lib/recovery/outreach.ts'
import { apiClient, randomFrom, times, voiceAgent } from '../claiming.ts'
import { actAs, useDatabase, type TestClinic } from '../database.ts'
import { endCall, leadOf, loseCall, messageOf, startCall, whatCameOf } from '../leads.ts'
import { catchLog, makeTextingClinic, startCarrier, workerOn, type Carrier } from './carrier.ts'

// STOP against the text: from the moment at which STOP is committed no text begins its way to that person.

/** The inbound text STOP, as the webhook acts on it; `before` happens before it is committed. */
const stop = (sql: Sql, clinic: TestClinic, phone: string, before: () => Promise<void> = async () => undefined) =>
  actAs(sql, voiceAgent(clinic.id), async (tx) => {
    await tx`select receive_text(${clinic.id}, ${`SM${randomUUID()}`}, ${phone}, 'sealed', 'stop')`
    await before()
  })

/** Until somebody stands in the queue for the person's lock, as the server itself says; or `isOver`, and nobody ever will. */
async function untilSomebodyWaits(sql: Sql, isOver: () => boolean): Promise<boolean> {
  for (;;) {
    const [row] = await sql<{ waiting: number }[]>`select count(*)::int as waiting from pg_locks l join pg_database d on d.oid = l.database
      where d.datname = current_database() and l.locktype = 'advisory' and not l.granted`
    if (row!.waiting > 0) return true
    if (isOver()) return false
  }
}

/** Serves a text until nothing is left to do now. */
async function finish(sql: Sql, carrier: Carrier, messageId: string): Promise<void> {
  for (let turn = 0; turn < 10; turn++) if (await serveText(workerOn(sql, carrier), messageId) === null) return
  throw new Error('the text is never done with')
}

/** A carrier for the file's database, and the log kept for the test. */
function useCarrier(db: { sql: Sql }) {
  const world = {} as { carrier: Carrier }
  let logged: ReturnType<typeof catchLog>
  beforeAll(async () => {
    logged = catchLog()
    world.carrier = await startCarrier(db.sql, new Date(Date.now() + 60_000))
  })
  afterAll(async () => {
    logged.release()
    await world.carrier.close()
  })
  return world
}
const textsTo = async (carrier: Carrier, phone: string) => (await carrier.texts()).filter((text) => text.to === phone).length

describe('STOP against the claim', () => {
  const db = useDatabase()
  const world = useCarrier(db)

  test('STOP first: the worker waits for it, and nothing goes', async () => {
    const clinic = await makeTextingClinic(db.sql)
    const lost = await loseCall(db.sql, clinic)
    let working: Promise<void> | undefined
    let isOver = false
    await stop(db.sql, clinic, lost.phone!, async () => {
      working = finish(db.sql, world.carrier, lost.messageId!).finally(() => { isOver = true })
      expect(await untilSomebodyWaits(db.sql, () => isOver)).toBe(true)
    })
    await working
    expect(await textsTo(world.carrier, lost.phone!)).toBe(0)
    expect(await messageOf(db.sql, lost.messageId!)).toMatchObject({ state: 'cancelled', reason: 'opted_out', attempts: 0 })
    expect(await leadOf(db.sql, lost.leadId!)).toMatchObject({ status: 'not_permitted', reason: 'opted_out' })
  })

  test('the claim first: STOP waits for it, that text goes, and none after it', async () => {
    const clinic = await makeTextingClinic(db.sql)
    const lost = await loseCall(db.sql, clinic)
    let stopping: Promise<void> | undefined
    const slowly = (work: (tx: TransactionSql) => Promise<unknown>) => db.sql.begin(async (tx) => {
      const result = await work(tx)
      let isOver = false
      stopping = stop(db.sql, clinic, lost.phone!).finally(() => { isOver = true })
      expect(await untilSomebodyWaits(db.sql, () => isOver)).toBe(true)
      return result
    })
    const slow = Object.assign(((...query: [never]) => db.sql(...query)) as never, { begin: slowly }) as Sql
    // No callback, which would be dated by the database's clock.
    await world.carrier.fault('callbacks-none')
    await serveText(workerOn(slow, world.carrier), lost.messageId!)
    await stopping
    expect(await textsTo(world.carrier, lost.phone!)).toBe(1)
    expect(await messageOf(db.sql, lost.messageId!)).toMatchObject({ state: 'accepted' })
    expect(await leadOf(db.sql, lost.leadId!)).toMatchObject({ status: 'closed', reason: 'opted_out', contacted_at: world.carrier.clock.now })

    await finish(db.sql, world.carrier, lost.messageId!)
    const again = await loseCall(db.sql, clinic, { phone: lost.phone })
    expect(again.messageId).toBeNull()
    const [staff] = await actAs(db.sql, apiClient(clinic.id), (tx) => tx<{ answer: unknown }[]>`
      select send_staff_text(${lost.leadId}, 'sealed', null) as answer`)
    expect(staff!.answer).toEqual({ status: 409, code: 'not_permitted' })
    expect(await textsTo(world.carrier, lost.phone!)).toBe(1)
  })

  test('a row that begins its way to such a person is refused, whoever writes it', async () => {
    const clinic = await makeTextingClinic(db.sql)
    const lost = await loseCall(db.sql, clinic)
    await stop(db.sql, clinic, lost.phone!)
    await expect(db.sql`update messages set state = 'sending', attempt_id = gen_random_uuid(), attempt_started_at = now(), body = 'sealed',
      consent_id = (select id from consents where call_id = ${lost.callId}), basis = 'soft_opt_in' where id = ${lost.messageId}`).rejects.toMatchObject({ code: '42501' })
    // Nor one that is born on its way.
    await expect(db.sql`insert into messages (clinic_id, lead_id, contact_id, direction, kind, state, attempt_id, attempt_started_at, body)
      select clinic_id, id, contact_id, 'out', 'staff', 'sending', gen_random_uuid(), now(), 'sealed' from leads where id = ${lost.leadId}`).rejects.toMatchObject({ code: '42501' })
  })

  test('STOP to one clinic does not silence another, and START lifts it', async () => {
    const [one, other] = [await makeTextingClinic(db.sql), await makeTextingClinic(db.sql)]
    const lost = await loseCall(db.sql, one)
    await stop(db.sql, one, lost.phone!)
    const elsewhere = await loseCall(db.sql, other, { phone: lost.phone })
    await finish(db.sql, world.carrier, elsewhere.messageId!)
    expect(await textsTo(world.carrier, lost.phone!)).toBe(1)
    await actAs(db.sql, voiceAgent(one.id), (tx) => tx`select receive_text(${one.id}, ${`SM${randomUUID()}`}, ${lost.phone}, 'sealed', 'start')`)
    const later = await loseCall(db.sql, one, { phone: lost.phone })
    await finish(db.sql, world.carrier, later.messageId!)
    expect(await textsTo(world.carrier, lost.phone!)).toBe(2)
  })
})

type Person = { phone: string; stopped: number; claimed: number }

/**
 * People who are cut off and people who send STOP, each in an order and at a moment of its own, with workers among them.
 * Answers when each thing happened, by a counter: `stopped` after STOP was committed, `claimed` before the worker began.
 */
async function tumult(sql: Sql, carrier: Carrier, people: number, seed: number): Promise<Person[]> {
  const random = randomFrom(seed)
  const clinic = await makeTextingClinic(sql)
  let moment = 0
  const all: Person[] = []
  const acts: (() => Promise<void>)[] = []
  for (let n = 0; n < people; n++) {
    const { callId, vapiCallId, phone } = await startCall(sql, clinic, { offered: [] })
    const person: Person = { phone: phone!, stopped: Infinity, claimed: 0 }
    all.push(person)
    const sayStop = async () => {
      await stop(sql, clinic, person.phone)
      person.stopped = ++moment
    }
    const winBack = async () => {
      await endCall(sql, clinic, callId, vapiCallId, 'report')
      person.claimed = ++moment
      const { messageId } = await whatCameOf(sql, callId)
      if (messageId) await finish(sql, carrier, messageId)
    }
    // At the same moment, or far apart in either order.
    if (n % 2 === 0) acts.push(async () => void await Promise.all(random.below(2) ? [sayStop(), winBack()] : [winBack(), sayStop()]))
    else acts.push(sayStop, winBack)
  }
  for (let n = acts.length - 1; n > 0; n--) {
    const other = random.below(n + 1)
    ;[acts[n], acts[other]] = [acts[other]!, acts[n]!]
  }
  await Promise.all(times(20, async () => {
    for (let act = acts.pop(); act; act = acts.pop()) await act()
  }))
  return all
}

/** The people whose text began its way after their STOP was committed. */
async function wronged(carrier: Carrier, people: readonly Person[]): Promise<Person[]> {
  const texted = new Set((await carrier.texts()).map((text) => text.to))
  return people.filter((person) => person.claimed > person.stopped && texted.has(person.phone))
}

describe('200 people, their STOPs and twenty workers at random', () => {
  const db = useDatabase({ max: 40 })
  const world = useCarrier(db)

  test('nobody is texted whose STOP was committed before, and everybody once whose was not', async () => {
    const people = await tumult(db.sql, world.carrier, 200, 20_261_122)
    expect(people.filter((person) => person.claimed > person.stopped).length).toBeGreaterThan(30)
    expect(await wronged(world.carrier, people)).toEqual([])
    const texts = await world.carrier.texts()
    expect(new Set(texts.map((text) => text.to)).size).toBe(texts.length)
    expect(texts.length).toBeGreaterThan(30)
    const [open] = await db.sql<{ count: number }[]>`select count(*)::int as count from messages where state in ('queued', 'held', 'sending', 'unknown')`
    expect(open!.count).toBe(0)
  })
})

describe('without the guards', () => {
  const db = useDatabase({ max: 40 })
  const world = useCarrier(db)

  test('the same people are texted after their STOP: the look-up and the trigger are what holds', async () => {
    await db.sql`drop trigger messages_before_send on messages`
    await db.sql`create or replace function app.is_suppressed(p_clinic uuid, p_phone text) returns boolean language sql as 'select false'`
    const people = await tumult(db.sql, world.carrier, 60, 20_261_122)
    expect((await wronged(world.carrier, people)).length).toBeGreaterThan(0)
  })
})
