import postgres, { type Sql } from 'postgres'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ledgerLines, readLedger } from '#lib/recovery/ledger.ts'
import { serveText } from '#lib/recovery/outreach.ts'
import { dayOf } from '#lib/shared/time.ts'
import { member, voiceAgent } from '../claiming.ts'
import { actAs, useDatabase, type TestClinic } from '../database.ts'
import { endCall, leadOf, startCall, messageOf, whatCameOf } from '../leads.ts'
import { catchLog, makeTextingClinic, startCarrier, workerOn, type Carrier } from './carrier.ts'

// The recovery text follows the person's own call, so it goes at any hour, unless the clinic wants it in permitted hours
// only: 8 to 20 o'clock, on Sundays and bank holidays 10 to 18, on the clinic's own clock. The clock is the test's.

const db = useDatabase()
let carrier: Carrier
let logged: ReturnType<typeof catchLog>
let clinic: TestClinic
beforeAll(async () => {
  logged = catchLog()
  carrier = await startCarrier(db.sql)
  globalThis.callwaitingPool = postgres(db.url, { max: 2, onnotice: () => undefined, connection: { role: 'anon' } })
})
afterAll(async () => {
  logged.release()
  await carrier.close()
  await globalThis.callwaitingPool!.end()
  globalThis.callwaitingPool = undefined
})
beforeEach(async () => { clinic = await makeTextingClinic(db.sql) })

const bindToHours = (sql: Sql, zone = 'Europe/London') => sql`update clinics set texts_are_hours_bound = true, time_zone = ${zone} where id = ${clinic.id}`

/** A call that was lost at this instant: its rows are moved there, because the database's own clock cannot be. */
async function loseCallAt(instant: string) {
  const call = await startCall(db.sql, clinic)
  await endCall(db.sql, clinic, call.callId, call.vapiCallId, 'ended')
  const { leadId, messageId } = await whatCameOf(db.sql, call.callId)
  await db.sql`update leads set hung_up_at = ${instant}, eligible_at = ${instant}, deadline_at = ${instant}::timestamptz + interval '5 minutes' where id = ${leadId}`
  await db.sql`update messages set due_at = ${instant}, next_at = ${instant} where id = ${messageId}`
  carrier.clock.now = new Date(instant)
  // Only our own worker tells: a callback would be dated by the database's clock.
  await carrier.fault('callbacks-none')
  return { ...call, leadId: leadId!, messageId: messageId! }
}
const serve = (messageId: string) => serveText(workerOn(db.sql, carrier), messageId)
const textsTo = async (phone: string | null) => (await carrier.texts()).filter((text) => text.to === phone).length
const ledgerOf = (at: Date, zone = 'Europe/London') => readLedger(member(clinic.ownerId), clinic.id, { from: dayOf(at, zone), to: dayOf(at, zone) })
const lineOf = async (at: Date, leadId: string) =>
  (await ledgerLines(member(clinic.ownerId), clinic.id, { from: dayOf(at, 'Europe/London'), to: dayOf(at, 'Europe/London') })).find((line) => line.leadId === leadId)

describe('a clinic that texts at any hour, as clinics do unless they say otherwise', () => {
  test('texts at 22:41 who rang at 22:41', async () => {
    const lost = await loseCallAt('2027-03-02T22:41:00Z')
    expect(await serve(lost.messageId)).toBeNull()
    expect(await textsTo(lost.phone)).toBe(1)
    expect(await leadOf(db.sql, lost.leadId)).toMatchObject({ status: 'contacted' })
    expect(await ledgerOf(carrier.clock.now)).toMatchObject({ counted: 1, inTime: 1, late: 0, held: 0, secondsP50: 0 })
  })

  test('is late when it is late: 22:46:01', async () => {
    const lost = await loseCallAt('2027-03-02T22:41:00Z')
    carrier.clock.now = new Date('2027-03-02T22:46:01Z')
    await serve(lost.messageId)
    expect(await lineOf(carrier.clock.now, lost.leadId)).toMatchObject({ promptness: 'late', secondsToAccepted: 301 })
  })
})

describe('a clinic that texts in permitted hours only', () => {
  test.each([
    ['on a Tuesday night', '2027-03-02T22:41:00Z', '2027-03-03T08:00:00Z'],
    ['at eight in the evening', '2027-03-03T20:00:00Z', '2027-03-04T08:00:00Z'],
    ['at half past seven in the morning', '2027-03-03T07:30:00Z', '2027-03-03T08:00:00Z'],
    ['on a Saturday night, for Sunday at ten', '2027-03-06T21:00:00Z', '2027-03-07T10:00:00Z'],
    ['on a Sunday at six, for Monday', '2027-03-07T18:00:00Z', '2027-03-08T08:00:00Z'],
    ['on Good Friday at nine', '2027-03-26T09:00:00Z', '2027-03-26T10:00:00Z'],
    ['in the night in which the clocks go forward', '2027-03-27T23:30:00Z', '2027-03-28T09:00:00Z'],
    ['on Christmas Day', '2026-12-25T18:30:00Z', '2026-12-26T10:00:00Z'],
  ])('holds the text of a call %s', async (_when, rang, opens) => {
    await bindToHours(db.sql)
    const lost = await loseCallAt(rang)
    expect((await serve(lost.messageId))?.toISOString()).toBe(new Date(opens).toISOString())
    expect(await textsTo(lost.phone)).toBe(0)
    expect(await leadOf(db.sql, lost.leadId)).toMatchObject({ status: 'held', eligible_at: new Date(opens) })
    expect(await messageOf(db.sql, lost.messageId)).toMatchObject({ state: 'held', due_at: new Date(opens), attempts: 0 })
    expect(await ledgerOf(new Date(rang))).toMatchObject({ counted: 0, late: 0, held: 1 })

    carrier.clock.now = new Date(new Date(opens).getTime() - 1)
    expect(await serve(lost.messageId)).not.toBeNull()
    expect(await textsTo(lost.phone)).toBe(0)
    carrier.clock.now = new Date(opens)
    expect(await serve(lost.messageId)).toBeNull()
    expect(await textsTo(lost.phone)).toBe(1)
    expect(await leadOf(db.sql, lost.leadId)).toMatchObject({ status: 'contacted', contacted_at: new Date(opens) })
    expect(await ledgerOf(new Date(rang))).toMatchObject({ counted: 0, late: 0, held: 1 })
  })

  test.each([
    ['at eight in the morning', '2027-03-03T08:00:00Z'], ['a second before eight in the evening', '2027-03-03T19:59:59Z'],
    ['on a Sunday at noon', '2027-03-07T12:00:00Z'], ['in summer at 19:30', '2027-06-02T18:30:00Z'],
  ])('texts at once %s', async (_when, rang) => {
    await bindToHours(db.sql)
    const lost = await loseCallAt(rang)
    expect(await serve(lost.messageId)).toBeNull()
    expect(await textsTo(lost.phone)).toBe(1)
    expect(await ledgerOf(new Date(rang))).toMatchObject({ counted: 1, inTime: 1, held: 0 })
  })

  test('goes by its own clock, not by London\'s', async () => {
    await bindToHours(db.sql, 'America/New_York')
    const lost = await loseCallAt('2027-03-03T12:00:00Z')
    expect((await serve(lost.messageId))?.toISOString()).toBe('2027-03-03T13:00:00.000Z')
  })

  test('holds it still when the report comes late, and after a refusal in it not at all', async () => {
    await bindToHours(db.sql)
    for (const consents of [[], [{ channel: 'text', value: 'refused', words: 'no texts' }]]) {
      const lost = await loseCallAt('2027-03-02T22:41:00Z')
      await serve(lost.messageId)
      await endCall(db.sql, clinic, lost.callId, lost.vapiCallId, 'report', { heard: { consents } })
      await db.sql`update messages set due_at = least(due_at, '2027-03-02T22:41:00Z') where id = ${lost.messageId}`
      const next = await serve(lost.messageId)
      expect(await textsTo(lost.phone)).toBe(0)
      expect(next?.toISOString() ?? null).toBe(consents.length ? null : '2027-03-03T08:00:00.000Z')
      expect(await leadOf(db.sql, lost.leadId)).toMatchObject(consents.length ? { status: 'not_permitted', reason: 'refused' } : { status: 'held' })
    }
  })

  test('answers at any hour who writes to it', async () => {
    await bindToHours(db.sql)
    const lost = await loseCallAt('2027-03-03T19:00:00Z')
    await serve(lost.messageId)
    await actAs(db.sql, voiceAgent(clinic.id), (tx) => tx`select receive_text(${clinic.id}, ${`SM${lost.callId}`}, ${lost.phone}, 'sealed', 'help')`)
    const [help] = await db.sql<{ id: string }[]>`update messages set due_at = '2027-03-03T23:00:00Z', next_at = '2027-03-03T23:00:00Z'
      where lead_id = ${lost.leadId} and kind = 'help' returning id`
    carrier.clock.now = new Date('2027-03-03T23:00:00Z')
    await carrier.fault('callbacks-none')
    expect(await serve(help!.id)).toBeNull()
    expect(await textsTo(lost.phone)).toBe(2)
  })
})
