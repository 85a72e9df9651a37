import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { serveText } from '#lib/recovery/outreach.ts'
import { aWednesday, useDatabase, type TestClinic } from '../database.ts'
import { anyMobile, leadOf, loseCall, messageOf, type LostCall } from '../leads.ts'
import { beginText, textSomebody } from '../recovery/texting.ts'
import { catchLog, makeTextingClinic, startCarrier, workerOn, type Carrier } from './carrier.ts'

// Somebody whose line drops rings again, and again. Each call has its promise; the person is one.

const db = useDatabase()
let carrier: Carrier
let logged: ReturnType<typeof catchLog>
let clinic: TestClinic
let phone: string
beforeAll(async () => {
  logged = catchLog()
  carrier = await startCarrier(db.sql)
})
afterAll(async () => {
  logged.release()
  await carrier.close()
})
beforeEach(async () => {
  clinic = await makeTextingClinic(db.sql)
  phone = anyMobile()
  await carrier.fault('callbacks-none')
})

const lose = async (call: LostCall = {}) => {
  const { leadId, messageId } = await loseCall(db.sql, clinic, { phone, ...call })
  return { leadId: leadId!, messageId: messageId! }
}
const kept = () => db.sql<{ id: string; start: Date }[]>`select id, lower(during) as start from bookings where clinic_id = ${clinic.id} and status = 'held'`

describe('the kept time of somebody who rings again', () => {
  test('is one: that of the newest text', async () => {
    await textSomebody(db.sql, clinic, { phone })
    const other = await textSomebody(db.sql, clinic)
    const newest = await textSomebody(db.sql, clinic, { phone })
    const holds = await Promise.all([other, newest].map(async ({ leadId }) => (await leadOf(db.sql, leadId)).hold_id as string))
    expect((await kept()).map((one) => one.id).sort()).toEqual(holds.sort())
  })

  test('stays when there is nothing to keep instead', async () => {
    await textSomebody(db.sql, clinic, { phone, offered: [{ start: aWednesday() }] })
    await textSomebody(db.sql, clinic, { phone, offered: [] })
    expect((await kept()).map((one) => one.start)).toEqual([aWednesday()])
  })
})

describe('two calls of a night, where texts go in permitted hours', () => {
  const night = new Date('2027-03-02T22:41:00Z')
  const morning = new Date('2027-03-03T08:00:00Z')
  const serve = (messageId: string) => serveText(workerOn(db.sql, carrier), messageId)
  const textsOf = async () => (await carrier.texts()).filter((text) => text.to === phone).length

  /** Both wait for the morning: their rows are moved to the night, because the database's own clock cannot be. */
  async function loseTwo(first: LostCall = {}, second: LostCall = {}) {
    await db.sql`update clinics set texts_are_hours_bound = true where id = ${clinic.id}`
    carrier.clock.now = night
    const calls = [await lose(first), await lose(second)] as const
    for (const { leadId, messageId } of calls) {
      await db.sql`update leads set hung_up_at = ${night}, eligible_at = ${night}, deadline_at = ${night}::timestamptz + interval '5 minutes' where id = ${leadId}`
      await db.sql`update messages set due_at = ${night}, next_at = ${night} where id = ${messageId}`
      await serve(messageId)
    }
    carrier.clock.now = morning
    return calls
  }

  test.each([['the first', [0, 1]], ['the second', [1, 0]]])('are one text in the morning, whichever is served first (%s)', async (_which, order) => {
    const calls = await loseTwo()
    for (const at of order) await serve(calls[at]!.messageId)
    expect(await textsOf()).toBe(1)
    expect(await leadOf(db.sql, calls[0].leadId)).toMatchObject({ status: 'closed', reason: 'rang_again' })
    expect(await messageOf(db.sql, calls[0].messageId)).toMatchObject({ state: 'cancelled', reason: 'rang_again' })
    expect(await leadOf(db.sql, calls[1].leadId)).toMatchObject({ status: 'contacted' })
  })

  test('are one text when both are served in the same instant', async () => {
    const calls = await loseTwo()
    await Promise.all(calls.map(({ messageId }) => serve(messageId)))
    expect(await textsOf()).toBe(1)
  })

  test('keep the first one\'s text when the second named no treatment', async () => {
    const calls = await loseTwo({}, { procedure: null, offered: [] })
    for (const { messageId } of calls) await serve(messageId)
    expect(await leadOf(db.sql, calls[0].leadId)).toMatchObject({ status: 'contacted' })
  })
})

test.each<[string, LostCall, string]>([
  ['asked for no texts', { heard: { consents: [{ channel: 'text', value: 'refused', words: 'no texts' }] } }, 'refused'],
  ['may be in danger', { heard: { isEmergency: true } }, 'emergency'],
])('who rings again and then %s gets no text about the call before either', async (_what, second, reason) => {
  const first = await lose()
  await loseCall(db.sql, clinic, { phone, ...second })
  expect(await beginText(db.sql, first.messageId)).toBe('nothing')
  expect(await leadOf(db.sql, first.leadId)).toMatchObject({ status: 'not_permitted', reason })
})

test('what another number said has nothing to do with it', async () => {
  const first = await lose()
  await loseCall(db.sql, clinic, { heard: { consents: [{ channel: 'text', value: 'refused', words: 'no texts' }] } })
  expect(await beginText(db.sql, first.messageId)).toBe('send')
})
