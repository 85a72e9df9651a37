import postgres, { type Sql } from 'postgres'
import { describe, expect, test } from 'vitest'
import { refusalOf } from '#lib/db/door.ts'
import { claim, deadlocks, overlaps, plus, randomFrom, times, voiceAgent } from '../claiming.ts'
import { actAs, aWednesday, makeClinic, useDatabase, type TestClinic } from '../database.ts'
import { anyMobile, endCall, loseCall } from '../leads.ts'
import { acceptText, beginText, closeDoor, newSid, reply, textSomebody, useDoor } from './texting.ts'

const seed = Number(process.env.SEED ?? 20261122)
const atOnce = 30
const rounds = Number(process.env.ROUNDS ?? 8)

/** A time of this round's half day. */
const someTime = (random: ReturnType<typeof randomFrom>, round: number) => plus(aWednesday(), round * 720 + random.below(24) * 15)

type Person = { phone: string; callId: string; leadId: string; messageId: string; vapiCallId: string }

describe(`bookings, replies, texts, callbacks and hang-ups of the same people at once (SEED=${seed})`, () => {
  const db = useDatabase({ max: 4 })
  useDoor(db)

  /** Connections that are closed afterwards: only then has each told how often it met a deadlock. */
  async function together(work: (sql: Sql) => Promise<unknown>): Promise<number> {
    const before = await deadlocks(db.sql)
    const sql = postgres(db.url, { max: atOnce, onnotice: () => undefined })
    await work(sql)
    await sql.end()
    await closeDoor()
    return (await deadlocks(db.sql)) - before
  }

  /** A busy diary may say so; nothing else may be thrown. */
  async function orBusy(work: Promise<unknown>): Promise<void> {
    await work.catch((error: unknown) => {
      if (refusalOf(error)?.status !== 503) throw error
    })
  }

  /** Their call is over for the phone; its report is yet to come. */
  async function somebody(sql: Sql, clinic: TestClinic, phone: string, start: Date, isTexted: boolean): Promise<Person> {
    const offered = [{ start }, { start: plus(start, 60), practitionerId: clinic.practitionerIds[1] }]
    const lost = await loseCall(sql, clinic, { phone, sources: ['ended'], offered })
    const [call] = await sql<{ id: string }[]>`select vapi_call_id as id from calls where id = ${lost.callId}`
    await sql`update messages set due_at = clock_timestamp(), next_at = clock_timestamp() where id = ${lost.messageId}`
    if (isTexted && await beginText(sql, lost.messageId!) === 'send') await acceptText(sql, lost.messageId!)
    return { phone, callId: lost.callId, leadId: lost.leadId!, messageId: lost.messageId!, vapiCallId: call!.id }
  }

  test('meet no deadlock, double no booking and call nothing recovered that was not written to', { timeout: 300_000 }, async () => {
    console.log(`SEED=${seed} ROUNDS=${rounds}`)
    const clinic = await makeClinic(db.sql)
    const random = randomFrom(seed)
    const met = await together(async (sql) => {
      for (let round = 0; round < rounds; round++) {
        const phones = times(3, anyMobile)
        const people: Person[] = []
        for (const phone of [...phones, ...phones]) people.push(await somebody(sql, clinic, phone, someTime(random, round), random.below(2) === 0))
        await Promise.all(times(atOnce, () => orBusy(oneThing(sql, clinic, random, random.pick(people), round))))
      }
    })
    expect(met).toBe(0)
    expect(await overlaps(db.sql)).toBe(0)
    expect(await db.sql`select id from leads where is_recovered and contacted_at is null`).toHaveLength(0)
    expect(await db.sql`select lead_id from messages where kind = 'recovery' group by lead_id having count(*) > 1`).toHaveLength(0)
    expect(await db.sql`select booking_id from leads where booking_id is not null group by booking_id having count(*) > 1`).toHaveLength(0)
    const [done] = await db.sql`select count(*) filter (where is_recovered)::int as recovered, count(*) filter (where status = 'closed')::int as closed,
      count(*) filter (where reason = 'booked_meanwhile')::int as meanwhile from leads`
    // What the dice hit must have happened, or the test tries nothing.
    for (const count of Object.values(done!)) expect(count).toBeGreaterThan(0)
  })

  function oneThing(sql: Sql, clinic: TestClinic, random: ReturnType<typeof randomFrom>, person: Person, round: number): Promise<unknown> {
    const start = someTime(random, round)
    const contact = { name: 'Tamsin Okafor', phone: person.phone }
    const dice = random.below(100)
    const practitionerId = random.pick([...clinic.practitionerIds, null])
    if (dice < 12) return claim(sql, clinic, { start, contact, procedure: 'facelift', practitionerId })
    if (dice < 22) return claim(sql, clinic, { start, contact, procedure: 'facelift', callId: person.callId }, voiceAgent(clinic.id))
    if (dice < 48) return reply(clinic, person.phone, random.pick(['1', '2', '3', '1', 'Is parking free?']))
    if (dice < 52) return reply(clinic, person.phone, random.pick(['STOP', 'START']))
    if (dice < 72) return beginText(sql, person.messageId).then((todo) => (todo === 'send' ? acceptText(sql, person.messageId) : null))
    if (dice < 78) return sql`select app.hold_text(${person.messageId}, clock_timestamp())`
    if (dice < 86) return endCall(sql, clinic, person.callId, person.vapiCallId, random.pick(['ended', 'report']))
    if (dice < 96) {
      return actAs(sql, voiceAgent(clinic.id), (tx) =>
        tx`select book_lead(${person.leadId}, ${start.toISOString()}, ${clinic.practitionerIds[0]}, null, null, 'page', null)`)
    }
    return sql`select app.sweep()`
  }

  test('callbacks that come with the carrier\'s own answer do not meet it head on', { timeout: 120_000 }, async () => {
    const clinic = await makeClinic(db.sql)
    const met = await together(async (sql) => {
      for (let round = 0; round < 25; round++) {
        const { messageId } = await loseCall(sql, clinic)
        await beginText(sql, messageId!)
        const sid = newSid()
        await Promise.all([
          acceptText(sql, messageId!, sid),
          ...['queued', 'sent', 'delivered', 'sent'].map((status) =>
            actAs(sql, voiceAgent(clinic.id), (tx) => tx`select note_text_status(${messageId}, ${sid}, ${status})`)),
        ])
        const [kept] = await sql`select m.state, m.provider_sid, m.provider_status, l.status
          from messages m join leads l on l.id = m.lead_id where m.id = ${messageId}`
        expect(kept).toEqual({ state: 'accepted', provider_sid: sid, provider_status: 'delivered', status: 'contacted' })
      }
    })
    expect(met).toBe(0)
  })

  test('STOP and a booking at the desk for the same person do not wait for each other', { timeout: 120_000 }, async () => {
    const clinic = await makeClinic(db.sql)
    const met = await together(async (sql) => {
      for (let round = 0; round < 15; round++) {
        const start = plus(aWednesday(), round * 300)
        const { phone, leadId } = await textSomebody(sql, clinic, { offered: [{ start }] })
        await Promise.all([
          orBusy(reply(clinic, phone, 'STOP')),
          orBusy(claim(sql, clinic, { start: plus(start, 120), contact: { name: 'Tamsin Okafor', phone }, procedure: 'facelift' })),
        ])
        const [lead] = await sql`select status from leads where id = ${leadId}`
        expect(['booked', 'closed']).toContain(lead!.status)
      }
    })
    expect(met).toBe(0)
  })
})
