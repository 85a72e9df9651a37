import type { Sql } from 'postgres'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Messenger, SendOutcome } from '#lib/recovery/messenger-port.ts'
import { serveText } from '#lib/recovery/outreach.ts'
import { plus, voiceAgent } from '../claiming.ts'
import { actAs, useDatabase } from '../database.ts'
import { leadOf, loseCall, messageOf } from '../leads.ts'
import { catchLog, makeTextingClinic, startCarrier, workerOn, type Carrier } from './carrier.ts'

// A worker may sleep for minutes, machine and all, and wake up in the middle of an attempt that is no longer the last one.

/** A promise that somebody else keeps. */
function gate() {
  let open!: () => void
  const passed = new Promise<void>((resolve) => { open = resolve })
  return { passed, open }
}

/** A worker whose request has come back, but who hears of it only when it is woken. */
function asleepInRequest(carrier: Carrier, answer?: SendOutcome) {
  const [sent, woken] = [gate(), gate()]
  const send: Messenger['send'] = async (text) => {
    const outcome = answer ?? await carrier.messenger.send(text)
    sent.open()
    await woken.passed
    return outcome
  }
  return { messenger: { ...carrier.messenger, send }, sent: sent.passed, wake: () => woken.open() }
}

let carrier: Carrier
let message: { id: string; leadId: string }
let start: Date
let logged: ReturnType<typeof catchLog>
beforeEach(() => { logged = catchLog() })
afterEach(async () => {
  logged.release()
  await carrier.close()
})

async function begin(sql: Sql): Promise<void> {
  const { messageId, leadId } = await loseCall(sql, await makeTextingClinic(sql))
  message = { id: messageId!, leadId: leadId! }
  start = new Date(Date.now() + 60_000)
  carrier = await startCarrier(sql, start)
  // Nothing but the look-up may tell.
  for (let n = 0; n < 3; n++) await carrier.fault('callbacks-none')
}
const at = (seconds: number) => { carrier.clock.now = plus(start, seconds / 60) }
const serve = (sql: Sql, messenger?: Messenger) => serveText(workerOn(sql, carrier, messenger), message.id)
const secondsOf = (date: Date | null) => (date === null ? null : (+date - +start) / 1_000)

/** Another worker finds nothing at the carrier, twice, and so the text is queued once more, 90 seconds after it was claimed. */
async function takeOver(sql: Sql): Promise<void> {
  at(30)
  expect(secondsOf(await serve(sql))).toBe(90)
  at(90)
  expect(secondsOf(await serve(sql))).toBe(90)
}

/** The first worker's answer comes in while the second one's request is on its way. Answers how many texts went in the end. */
async function answerLate(sql: Sql, answer?: SendOutcome): Promise<number> {
  const first = asleepInRequest(carrier, answer)
  const firstDone = serve(sql, first.messenger)
  await first.sent
  await takeOver(sql)
  const second = asleepInRequest(carrier)
  const secondDone = serve(sql, second.messenger)
  await second.sent
  first.wake()
  await firstDone
  second.wake()
  await secondDone
  for (let turn = 0, next = await serve(sql); next !== null && turn < 20; turn++) {
    if (next > carrier.clock.now) carrier.clock.now = next
    next = await serve(sql)
  }
  return (await carrier.texts()).length
}

describe('an answer that comes after another attempt has begun', () => {
  const db = useDatabase()
  beforeEach(() => begin(db.sql))

  test('"too many requests" does not take the other attempt back', async () => {
    await carrier.fault('429', 1, 'POST')
    expect(await answerLate(db.sql)).toBe(1)
    expect(await messageOf(db.sql, message.id)).toMatchObject({ state: 'accepted', attempts: 2 })
  })

  test('a refusal does not fail the other attempt', async () => {
    expect(await answerLate(db.sql, { ok: false, kind: 'refused', code: 30_003 })).toBe(1)
    expect(await messageOf(db.sql, message.id)).toMatchObject({ state: 'accepted', error_code: null })
    expect(await leadOf(db.sql, message.leadId)).toMatchObject({ status: 'contacted', reason: null })
  })

  test('nor does a fault of our own account queue it again', async () => {
    expect(await answerLate(db.sql, { ok: false, kind: 'refused', code: 20_003 })).toBe(1)
    expect(await messageOf(db.sql, message.id)).toMatchObject({ state: 'accepted', error_code: null })
  })

  test('but while nobody else has begun, "too many requests" is believed, however late', async () => {
    await carrier.fault('429', 1, 'POST')
    const first = asleepInRequest(carrier)
    const done = serve(db.sql, first.messenger)
    await first.sent
    at(30)
    await serve(db.sql)
    first.wake()
    await done
    expect(await messageOf(db.sql, message.id)).toMatchObject({ state: 'queued', attempts: 0, attempt_id: null })
  })
})

describe('the worker that slept', () => {
  const db = useDatabase()
  beforeEach(() => begin(db.sql))

  /** Asleep from its commit on, until the text has gone by another worker; answers how many went in the end. */
  async function sleepThrough(clockOf: (now: Date) => () => Date): Promise<number> {
    const [committed, woken] = [gate(), gate()]
    const beginSlowly = async (work: never) => {
      const result = await db.sql.begin(work)
      committed.open()
      await woken.passed
      return result
    }
    const sleepy = Object.assign(((...query: [never]) => db.sql(...query)) as never, { begin: beginSlowly }) as Sql
    const sleeping = serveText({ ...workerOn(sleepy, carrier), now: clockOf(start) }, message.id)
    await committed.passed
    await takeOver(db.sql)
    expect(await serve(db.sql)).toBeNull()
    woken.open()
    expect(await sleeping).toBeNull()
    return (await carrier.texts()).length
  }

  test('between its commit and its request sends nothing: others have gone on', async () => {
    expect(await sleepThrough(() => () => carrier.clock.now)).toBe(1)
  })

  test('would send a second text if it did not look at the clock, and the log says so', async () => {
    expect(await sleepThrough((now) => () => now)).toBe(2)
    expect(logged.lines().filter(({ event }) => event === 'text-sent-twice')).toHaveLength(1)
  })
})

/** A text whose request was never answered is looked up by two workers in one moment. */
async function lookTwiceAtOnce(sql: Sql): Promise<void> {
  const bothLooked = gate()
  let looked = 0
  const find: Messenger['find'] = async (text) => {
    const found = await carrier.messenger.find(text)
    if (++looked === 2) bothLooked.open()
    await bothLooked.passed
    return found
  }
  at(30)
  await Promise.all([serve(sql, { ...carrier.messenger, find }), serve(sql, { ...carrier.messenger, find })])
}

async function beginUnanswered(sql: Sql): Promise<void> {
  await begin(sql)
  await carrier.fault('timeout', 1, 'POST')
  await serve(sql)
}

describe('looking a text up', () => {
  const db = useDatabase()
  beforeEach(() => beginUnanswered(db.sql))

  test('by two workers in one moment counts once', async () => {
    await lookTwiceAtOnce(db.sql)
    expect(await messageOf(db.sql, message.id)).toMatchObject({ state: 'unknown', lookups: 1, attempts: 1 })
    expect(await carrier.texts()).toEqual([])
  })

  test('happens twice, a minute apart, however late the first was and whoever comes between', async () => {
    at(55)
    expect(secondsOf(await serve(db.sql))).toBe(115)
    at(90)
    expect(secondsOf(await serve(db.sql))).toBe(115)
    expect(await messageOf(db.sql, message.id)).toMatchObject({ lookups: 1 })
    at(115)
    await serve(db.sql)
    await serve(db.sql)
    expect(await messageOf(db.sql, message.id)).toMatchObject({ state: 'accepted', attempts: 2 })
    expect(await carrier.texts()).toHaveLength(1)
  })
})

describe('two people with one telephone', () => {
  const db = useDatabase()
  beforeEach(() => begin(db.sql))

  test('what the carrier has for the one is never taken for the other\'s text', async () => {
    const clinic = await makeTextingClinic(db.sql)
    const first = await loseCall(db.sql, clinic, { name: 'Tamsin Okafor' })
    const second = await loseCall(db.sql, clinic, { name: 'Tamsin Reid', phone: first.phone })
    expect(await serveText(workerOn(db.sql, carrier), first.messageId!)).toBeNull()
    const { provider_sid, contact_id } = await messageOf(db.sql, first.messageId!)
    expect((await messageOf(db.sql, second.messageId!)).contact_id).not.toBe(contact_id)
    const factsOf = async (id: string) => (await db.sql<{ facts: { otherSids: string[] } }[]>`select app.text_facts(m) as facts from messages m where m.id = ${id}`)[0]!.facts
    expect((await factsOf(second.messageId!)).otherSids).toEqual([provider_sid])
    expect((await factsOf(first.messageId!)).otherSids).toEqual([])
  })
})

describe('a text that was given up', () => {
  const db = useDatabase()
  beforeEach(() => begin(db.sql))

  test('and of which the carrier reports after all, went: nobody need ring any more', async () => {
    await carrier.fault('timeout', 2, 'POST')
    for (const seconds of [0, 30, 90, 90, 120, 180]) {
      at(seconds)
      await serve(db.sql)
    }
    expect(await messageOf(db.sql, message.id)).toMatchObject({ state: 'needs_review', reason: 'unconfirmed', attempts: 2 })
    const tasks = () => db.sql`select reason from staff_tasks where lead_id = ${message.leadId} and done_at is null`
    expect(await tasks()).toEqual([{ reason: 'unconfirmed' }])
    const { clinic_id: clinicId } = await leadOf(db.sql, message.leadId)
    await actAs(db.sql, voiceAgent(clinicId as string), (tx) => tx`select note_text_status(${message.id}, 'SM1', 'delivered')`)
    expect(await messageOf(db.sql, message.id)).toMatchObject({ state: 'accepted', reason: null, provider_sid: 'SM1' })
    expect(await leadOf(db.sql, message.leadId)).toMatchObject({ status: 'contacted', reason: null })
    expect(await tasks()).toEqual([])
  })
})

/** One of the database's functions without one of its conditions. */
async function takeOut(sql: Sql, signature: string, condition: string): Promise<void> {
  const [row] = await sql<{ source: string }[]>`select pg_get_functiondef(${signature}::regprocedure) as source`
  const source = row!.source.replace(condition, '')
  expect(source).not.toBe(row!.source)
  await sql.unsafe(source)
}

describe('with a condition taken out', () => {
  const db = useDatabase()

  test('without the number of the attempt, the late answer lets a second text go', async () => {
    await takeOut(db.sql, 'app.text_later(uuid, uuid, int, timestamptz)', ' and m.attempt_id = p_attempt')
    await begin(db.sql)
    await carrier.fault('429', 1, 'POST')
    expect(await answerLate(db.sql)).toBe(2)
  })

  test('without the look-up\'s own time, one moment counts as two', async () => {
    await takeOut(db.sql, 'app.text_absent(uuid, uuid, timestamptz)', ' and m.next_at <= p_now')
    await beginUnanswered(db.sql)
    await lookTwiceAtOnce(db.sql)
    expect(await messageOf(db.sql, message.id)).toMatchObject({ state: 'queued', lookups: 2 })
  })
})
