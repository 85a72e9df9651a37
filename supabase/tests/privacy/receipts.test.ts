import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { createTwilioClient } from '#lib/integrations/twilio/client.ts'
import { TWILIO_SID, TWILIO_TOKEN } from '#lib/integrations/sandbox/testing.ts'
import { serveReceipt } from '#lib/privacy/rights/receipts.ts'
import { serveText } from '#lib/recovery/outreach.ts'
import { mirrorBooking } from '#lib/scheduling/mirror.ts'
import { seal, textsOf } from '#lib/shared/seal.ts'
import { apiClient, claim, member, plus, voiceAgent } from '../claiming.ts'
import { actAs, aWednesday, useDatabase } from '../database.ts'
import { anyMobile, loseCall } from '../leads.ts'
import { jobsOf, reply, secret, tasksOf, useDoor } from '../recovery/texting.ts'
import { catchLog } from '../outreach/carrier.ts'
import { erase, erasureOf, makeConnectedClinic, receiptsOf, useProcessors, whereStands } from './erasing.ts'

describe('the receipts of an erasure', () => {
  const db = useDatabase({ max: 12 })
  useDoor(db)
  const world = useProcessors(db)
  let clinic: Awaited<ReturnType<typeof makeConnectedClinic>>
  beforeAll(async () => { clinic = await makeConnectedClinic(db.sql, world.sandbox()) })
  const twilio = () => createTwilioClient({ accountSid: TWILIO_SID, authToken: TWILIO_TOKEN, sandboxUrl: world.sandbox().url })
  const contactOf = async (phone: string) => (await db.sql<{ id: string }[]>`select id from contacts where clinic_id = ${clinic.id} and phone = ${phone}`)[0]!.id
  const only = async (erasureId: string, processor: string) => (await receiptsOf(db.sql, erasureId)).find((one) => one.processor === processor)!
  const quietly = async <T>(work: () => Promise<T>): Promise<T> => {
    const caught = catchLog()
    try { return await work() } finally { caught.release() }
  }

  /** Somebody whose text is on its way: the attempt is committed, the carrier has not been heard of. `isSent`: it did get there. */
  async function adrift(isSent: boolean) {
    const phone = anyMobile()
    const { messageId } = await loseCall(db.sql, clinic, { phone })
    const attemptId = randomUUID()
    const at = new Date()
    const body = `Hi, this is about your call. ${randomUUID()} Reply STOP to opt out.`
    await db.sql.begin(async (tx) => {
      await tx`select app.prepare_text(${messageId}, ${at}, true)`
      await tx`select app.start_text(${messageId}, ${attemptId}, ${seal(secret, textsOf(clinic.id), body)}, ${at})`
    })
    const sent = isSent ? await twilio().send({ from: '+447700900100', to: phone, body, statusCallback: `${world.sandbox().appUrl}/x`, validitySeconds: 900 }) : null
    await world.sandbox().settled()
    return { phone, messageId: messageId!, sid: sent?.sid ?? null, at, contactId: await contactOf(phone) }
  }

  test('a text on its way when they were erased is looked for, found and deleted', async () => {
    const text = await adrift(true)
    const erasureId = await erase(db.sql, clinic, text.contactId)
    expect(await whereStands(db.sql, [text.phone])).toEqual([`app.erasure_searches: ${text.phone}`])
    // Not before the attempt's lease has ended: its request may still be going out.
    await world.serve(erasureId, text.at)
    expect((await only(erasureId, 'twilio')).state).toBe('pending')
    expect(await world.fetchText(text.sid!)).toBe('there')
    await world.serve(erasureId, plus(text.at, 1))
    expect(await world.fetchText(text.sid!)).toBe(404)
    expect((await only(erasureId, 'twilio')).state).toBe('done')
    expect(await whereStands(db.sql, [text.phone, text.sid!])).toEqual([])
    expect(await db.sql`select 1 from messages where id = ${text.messageId}`).toEqual([])
  })

  test('one that never reached the carrier is given up after two look-ups, a minute apart', async () => {
    const text = await adrift(false)
    const erasureId = await erase(db.sql, clinic, text.contactId)
    await world.serve(erasureId, plus(text.at, 1))
    await world.serve(erasureId, plus(text.at, 1.5))
    expect((await only(erasureId, 'twilio')).state).toBe('pending')
    await world.serve(erasureId, plus(text.at, 2.6))
    expect(await only(erasureId, 'twilio')).toMatchObject({ state: 'done', reason: 'It never reached them.', ref: null })
    expect(await whereStands(db.sql, [text.phone])).toEqual([])
  })

  test('the carrier\'s own callback tells its number too, and nobody is asked to ring an erased person', async () => {
    const text = await adrift(true)
    const erasureId = await erase(db.sql, clinic, text.contactId)
    const status = (of: string) => actAs(db.sql, voiceAgent(clinic.id), (tx) => tx`select note_text_status(${text.messageId}, ${text.sid}, ${of}, null)`)
    const before = (await tasksOf(db.sql, clinic)).length
    await status('sent')
    await status('undelivered')
    expect(await tasksOf(db.sql, clinic)).toHaveLength(before)
    // The outbox leaves it alone, whatever jobs it still has.
    expect(await serveText(world.outreach(plus(text.at, 5)), text.messageId)).toBeNull()
    await world.serve(erasureId, plus(text.at, 1))
    expect(await world.fetchText(text.sid!)).toBe(404)
    expect(await db.sql`select 1 from messages where id = ${text.messageId}`).toEqual([])
  })

  test('a text that waits does not go', async () => {
    const phone = anyMobile()
    const { messageId } = await loseCall(db.sql, clinic, { phone })
    const erasureId = await erase(db.sql, clinic, await contactOf(phone))
    expect(await serveText(world.outreach(), messageId!)).toBeNull()
    expect((await world.sandbox().state()).messages!.filter((one) => one.to === phone)).toEqual([])
    expect((await receiptsOf(db.sql, erasureId)).map((one) => [one.processor, one.state, one.reason])).toEqual([
      ['database', 'done', null], ['google', 'done', 'They held nothing.'], ['twilio', 'done', 'They held nothing.'], ['vapi', 'pending', null],
    ])
  })

  test('a text that goes out while they are erased has gone and is deleted, or has not gone', async () => {
    for (let round = 0; round < 8; round += 1) {
      const phone = anyMobile()
      const { messageId } = await loseCall(db.sql, clinic, { phone })
      const contactId = await contactOf(phone)
      const [erasureId] = await quietly(() => Promise.all([erase(db.sql, clinic, contactId), serveText(world.outreach(), messageId!)]))
      await world.sandbox().settled()
      for (const minutes of [1, 2.2, 4]) await world.serve(erasureId, plus(new Date(), minutes))
      expect((await receiptsOf(db.sql, erasureId)).filter((one) => one.processor === 'twilio' && one.state !== 'done')).toEqual([])
      for (const one of (await world.sandbox().state()).messages!.filter((each) => each.to === phone)) expect(one).toMatchObject({ deleted: true, body: '' })
      expect(await whereStands(db.sql, [phone])).toEqual([])
    }
  })

  test('what the carrier still delivers is asked for again, with growing pauses of a day at most', async () => {
    const person = await world.makePerson(clinic, anyMobile())
    const erasureId = await erase(db.sql, clinic, person.contactId)
    const busy = { ...world.processors().twilio, forget: async () => ({ outcome: 'later' as const, reason: 'Twilio is still delivering this text.' }) }
    let at = new Date()
    const pauses: number[] = []
    await quietly(async () => {
      for (let i = 0; i < 14; i += 1) {
        await world.serve(erasureId, at, { twilio: busy })
        const { next_at: next } = await only(erasureId, 'twilio')
        pauses.push(Math.round((next!.getTime() - at.getTime()) / 1_000))
        at = next!
      }
    })
    expect(pauses).toEqual([30, 60, 120, 240, 480, 960, 1920, 3840, 7680, 15360, 30720, 61440, 86400, 86400])
    expect(await only(erasureId, 'twilio')).toMatchObject({ state: 'pending', reason: 'Twilio is still delivering this text.' })
    await world.serve(erasureId, at)
    expect((await erasureOf(db.sql, erasureId)).completed_at).not.toBeNull()
  })

  test('a refusal is in words, keeps the erasure open, and is retried by an owner; staff and strangers may not', async () => {
    const person = await world.makePerson(clinic, anyMobile())
    const erasureId = await erase(db.sql, clinic, person.contactId)
    const [kept] = await db.sql<{ token: string }[]>`delete from app.calendar_credentials where clinic_id = ${clinic.id} returning refresh_token as token`
    await quietly(() => world.serve(erasureId))
    expect(await only(erasureId, 'google')).toMatchObject({ state: 'refused', reason: expect.stringContaining('Connect it again') })
    expect((await erasureOf(db.sql, erasureId)).completed_at).toBeNull()

    await db.sql`insert into app.calendar_credentials (clinic_id, refresh_token) values (${clinic.id}, ${kept!.token})`
    for (const actor of [member(clinic.staffId), member(randomUUID())]) {
      await expect(actAs(db.sql, actor, (tx) => tx`select retry_erasure(${erasureId})`)).rejects.toMatchObject({ code: 'PT403' })
    }
    await actAs(db.sql, apiClient(clinic.id), (tx) => tx`select retry_erasure(${erasureId})`)
    await world.serve(erasureId, plus(new Date(), 1))
    expect((await erasureOf(db.sql, erasureId)).completed_at).not.toBeNull()
  })

  test('an event that is being written at that moment is deleted after its writer must have ended', async () => {
    const phone = anyMobile()
    const { booking } = await claim(db.sql, clinic, { start: aWednesday(8), contact: { name: 'Quentin Zephyr', phone } })
    // The mirror has read the booking and is about to write; then the person is erased, and only then the write arrives.
    let arrive = () => {}
    const held = new Promise<void>((resolve) => { arrive = resolve })
    let isReading = () => {}
    const reading = new Promise<void>((resolve) => { isReading = resolve })
    const slow: typeof world.openCalendar = (...args) => {
      const port = world.openCalendar(...args)
      return { ...port, upsert: async (event) => { isReading(); await held; return port.upsert(event) } }
    }
    const mirroring = mirrorBooking({ sql: db.sql, openCalendar: slow, secret }, booking!.id)
    await reading
    const now = new Date()
    const erasureId = await erase(db.sql, clinic, booking!.contactId!)
    await world.serve(erasureId, now)
    expect((await only(erasureId, 'google')).state).toBe('pending')
    arrive()
    await mirroring
    const events = async () => (await world.sandbox().state()).events!.filter((event) => String(event.id).includes(booking!.id.replaceAll('-', '')) && event.status !== 'cancelled')
    expect(await events()).toHaveLength(1)
    await world.serve(erasureId, plus(now, 2))
    expect(await events()).toEqual([])
    expect((await only(erasureId, 'google')).state).toBe('done')
  })

  test('a worker that dies between the deletion and the note of it repeats it harmlessly; a lost job comes back', async () => {
    const person = await world.makePerson(clinic, anyMobile())
    const erasureId = await erase(db.sql, clinic, person.contactId)
    const receipts = (await receiptsOf(db.sql, erasureId)).filter((one) => one.state !== 'done')
    // The deletion is done, and nobody notes it.
    const dying = { ...world.deps(), sql: ((parts: TemplateStringsArray, ...values: never[]) => (parts.join('').includes('settle_receipt') ? Promise.reject(new Error('killed')) : db.sql(parts, ...values))) as never }
    for (const { id } of receipts) await expect(serveReceipt(dying, id)).rejects.toThrow('killed')
    expect(await world.fetchText(person.sids.out)).toBe(404)
    await db.sql`select graphile_worker.complete_jobs(array(select id from graphile_worker.jobs where task_identifier = 'erase'))`
    for (const { id } of receipts) expect(await jobsOf(db.sql, `erase:${id}`)).toBe(0)
    await db.sql`update erasure_receipts set next_at = next_at - interval '5 minutes' where erasure_id = ${erasureId} and state <> 'done'`
    await db.sql`select app.requeue_receipts()`
    for (const { id } of receipts) expect(await jobsOf(db.sql, `erase:${id}`)).toBe(1)
    await world.serve(erasureId)
    expect((await erasureOf(db.sql, erasureId)).completed_at).not.toBeNull()
  })

  test('whoever is being rung back at that moment is not erased in the middle; a call that may have been made is looked for', async () => {
    const phone = anyMobile()
    const { messageId } = await loseCall(db.sql, clinic, { phone })
    await serveText(world.outreach(), messageId!)
    await world.sandbox().settled()
    await reply(clinic, phone, '3')
    const contactId = await contactOf(phone)
    const [callBack] = await db.sql<{ id: string }[]>`update call_backs set state = 'dialling', attempt_id = gen_random_uuid(), attempt_started_at = clock_timestamp() where contact_id = ${contactId} returning id`
    await expect(erase(db.sql, clinic, contactId)).rejects.toMatchObject({ code: 'PT503' })
    await db.sql`update call_backs set state = 'unknown', attempt_started_at = clock_timestamp() - interval '40 seconds' where id = ${callBack!.id}`
    // It was made, and its first message has come here already.
    await world.sandbox().control('/vapi/calls', { id: `made-${callBack!.id}`, status: 'ended', customer: { number: phone }, assistant: { metadata: { callBackId: callBack!.id } } })
    const erasureId = await erase(db.sql, clinic, contactId)
    await actAs(db.sql, voiceAgent(clinic.id), (tx) => tx`select note_call(${clinic.id}, ${`made-${callBack!.id}`}, 'ended', now(), ${phone}, 'customer-ended-call', false)`)
    expect(await whereStands(db.sql, [phone])).toEqual([`public.contacts: ${phone}`])
    await world.serve(erasureId)
    expect((await receiptsOf(db.sql, erasureId)).filter((one) => one.processor === 'vapi' && one.state !== 'done')).toEqual([])
    expect((await world.sandbox().state()).calls!.filter((one) => one.id === `made-${callBack!.id}`)).toEqual([])
    expect(await whereStands(db.sql, [phone])).toEqual([])
  })
})
