import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { leadViews, listLeads } from '#lib/recovery/leads.ts'
import { ledgerLines, readLedger, readRecovered } from '#lib/recovery/ledger.ts'
import { readDiary } from '#lib/scheduling/diary.ts'
import { dayOf } from '#lib/shared/time.ts'
import { apiClient, cancel, claim, makeCall, member, plus, times, voiceAgent } from '../claiming.ts'
import { actAs, aWednesday, makeClinic, useDatabase, type TestClinic } from '../database.ts'
import { anyMobile, leadOf, loseCall, messageOf } from '../leads.ts'
import { acceptText, beginText, bookedAt, bookingOf, reply, tasksOf, textSomebody, untilWaiting, useDoor } from './texting.ts'

const price = 15_000

describe('what a booking does to a lead', () => {
  const db = useDatabase({ max: 24 })
  useDoor(db)
  const start = aWednesday()
  const nothing = { pence: 0, bookings: 0 }

  async function priced(): Promise<TestClinic> {
    const clinic = await makeClinic(db.sql)
    await db.sql`update procedures set price_pence = ${price} where id = ${clinic.procedures.facelift}`
    return clinic
  }
  const recovered = (clinic: TestClinic) => readRecovered(member(clinic.ownerId), clinic.id)
  /** The front desk, or a program of the clinic, books for somebody of that number. */
  const bookFor = (clinic: TestClinic, phone: string, at: Date = plus(start, 240)) =>
    claim(db.sql, clinic, { start: at, procedure: 'facelift', contact: { name: 'Tamsin Okafor', phone } })

  test('in the same call, before the text: booked meanwhile, not recovered, and the text is cancelled', async () => {
    const clinic = await priced()
    const { callId, leadId, messageId } = await loseCall(db.sql, clinic, { sources: ['ended'] })
    const answer = await claim(db.sql, clinic, { start, procedure: 'facelift', callId }, voiceAgent(clinic.id))
    const lead = await leadOf(db.sql, leadId!)
    expect(lead).toMatchObject({ status: 'booked', reason: 'booked_meanwhile', is_recovered: false, booking_id: answer.booking!.id })
    expect(await messageOf(db.sql, messageId!)).toMatchObject({ state: 'cancelled', reason: 'booked_meanwhile' })
    expect(await beginText(db.sql, messageId!)).toBe('nothing')
    expect(await recovered(clinic)).toMatchObject({ ...nothing, texted: 0 })
  })

  test('in the call itself: nobody is a lead', async () => {
    const clinic = await priced()
    const callId = await makeCall(db.sql, clinic)
    await claim(db.sql, clinic, { start, procedure: 'facelift', callId, contact: { name: 'Tamsin Okafor', phone: anyMobile() } }, voiceAgent(clinic.id))
    await actAs(db.sql, voiceAgent(clinic.id), (tx) => tx`select note_call(${clinic.id}, k.vapi_call_id, 'ended') from calls k where k.id = ${callId}`)
    expect(await db.sql`select 1 from leads where clinic_id = ${clinic.id}`).toHaveLength(0)
  })

  test.each(['ringing again', 'the front desk'])('the time that the text keeps is theirs by %s too, and nobody else\'s', async (way) => {
    const clinic = await priced()
    const { leadId, phone } = await textSomebody(db.sql, clinic, { offered: [{ start }] })
    const { hold_id: holdId } = await leadOf(db.sql, leadId)
    const { practitionerId } = (await db.sql<{ practitionerId: string }[]>`select practitioner_id as "practitionerId" from bookings where id = ${holdId}`)[0]!
    const wanted = { start, procedure: 'facelift', practitionerId }
    const by = async (number: string) => {
      if (way === 'the front desk') return claim(db.sql, clinic, { ...wanted, contact: { name: 'Tamsin Okafor', phone: number } })
      const [call] = await actAs(db.sql, voiceAgent(clinic.id), (tx) => tx`select note_call(${clinic.id}, ${randomUUID()}, 'in-progress', now(), ${number}) as id`)
      return claim(db.sql, clinic, { ...wanted, callId: call!.id }, voiceAgent(clinic.id))
    }
    expect(await by(anyMobile())).toMatchObject({ status: 409, code: 'slot_taken' })
    expect(await bookingOf(db.sql, holdId)).toMatchObject({ status: 'held' })
    const { status, booking } = await by(phone)
    expect(status).toBe(201)
    expect(await leadOf(db.sql, leadId)).toMatchObject({ status: 'booked', is_recovered: true, booking_id: booking!.id })
    expect(await bookingOf(db.sql, holdId)).toMatchObject({ status: 'expired' })
  })

  test.each(['by ringing again', 'at the front desk'])('after the text, %s: recovered, at the price of that day', async (how) => {
    const clinic = await priced()
    const { leadId, phone } = await textSomebody(db.sql, clinic, { offered: [{ start }] })
    const { hold_id: holdId } = await leadOf(db.sql, leadId)
    if (how === 'at the front desk') await bookFor(clinic, phone)
    else {
      const [call] = await actAs(db.sql, voiceAgent(clinic.id), (tx) => tx`select note_call(${clinic.id}, ${randomUUID()}, 'in-progress', now(), ${phone}) as id`)
      await claim(db.sql, clinic, { start: plus(start, 240), procedure: 'facelift', callId: call!.id }, voiceAgent(clinic.id))
    }
    await db.sql`update procedures set price_pence = 1 where id = ${clinic.procedures.facelift}`
    const [booking] = await bookedAt(db.sql, clinic)
    expect(await leadOf(db.sql, leadId)).toMatchObject({ status: 'booked', is_recovered: true, booking_id: booking!.id, value_pence: price, reason: null })
    expect(await bookingOf(db.sql, holdId)).toMatchObject({ status: 'expired' })
    expect(await recovered(clinic)).toMatchObject({ pence: price, bookings: 1, texted: 1 })
  })

  test('takes what waits for a person off the list', async () => {
    const clinic = await priced()
    const { leadId, phone } = await loseCall(db.sql, clinic, { greetingVersion: 'without notice' })
    expect(await tasksOf(db.sql, clinic)).toMatchObject([{ kind: 'lead', lead_id: leadId, done_at: null }])
    await bookFor(clinic, phone!)
    expect(await tasksOf(db.sql, clinic)).toMatchObject([{ kind: 'lead', done_at: expect.any(Date) }])
    expect(await leadOf(db.sql, leadId!)).toMatchObject({ status: 'booked', is_recovered: false })
  })

  test('of somebody else, or of somebody whose number nobody knows: nothing', async () => {
    const clinic = await priced()
    const { leadId } = await textSomebody(db.sql, clinic)
    await bookFor(clinic, anyMobile())
    await claim(db.sql, clinic, { start: plus(start, 480), procedure: 'facelift', contact: { name: 'Tamsin Okafor' } })
    expect(await leadOf(db.sql, leadId)).toMatchObject({ status: 'contacted', booking_id: null, is_recovered: false })
    expect(await recovered(clinic)).toMatchObject(nothing)
  })

  test('of the same number at another clinic: nothing', async () => {
    const [ours, theirs] = [await priced(), await priced()]
    const { leadId, phone } = await textSomebody(db.sql, ours)
    await bookFor(theirs, phone)
    expect(await leadOf(db.sql, leadId)).toMatchObject({ status: 'contacted', booking_id: null })
  })

  test.each([[13, true], [15, false]])('%i days after the call counts: %s', async (days, counts) => {
    const clinic = await priced()
    const { leadId, phone } = await textSomebody(db.sql, clinic)
    await db.sql`update leads set created_at = clock_timestamp() - make_interval(days => ${days}) where id = ${leadId}`
    await bookFor(clinic, phone)
    expect(await leadOf(db.sql, leadId)).toMatchObject({ status: counts ? 'booked' : 'contacted', is_recovered: counts })
  })

  test('that is cancelled afterwards is no longer counted', async () => {
    const clinic = await priced()
    const { phone, leadId } = await textSomebody(db.sql, clinic)
    await reply(clinic, phone, '1')
    const { booking_id: bookingId } = await leadOf(db.sql, leadId)
    expect(await recovered(clinic)).toMatchObject({ pence: price, bookings: 1 })
    expect(await cancel(db.sql, clinic, bookingId, apiClient(clinic.id))).toMatchObject({ status: 200 })
    expect(await recovered(clinic)).toMatchObject({ ...nothing, texted: 1 })
  })

  test('for a call that was a test, counts nowhere and is only seen among all', async () => {
    const clinic = await priced()
    const { phone, leadId } = await textSomebody(db.sql, clinic)
    await reply(clinic, phone, '1')
    const { booking_id: bookingId, hung_up_at: hungUpAt } = await leadOf(db.sql, leadId)
    const [owner, day] = [member(clinic.ownerId), dayOf(new Date(hungUpAt), 'Europe/London')]
    const seen = async () => {
      const { counts } = await listLeads(owner, clinic.id)
      const { counted, inTime, late, secondsP50, secondsP95 } = await readLedger(owner, clinic.id, { from: day, to: day })
      const lines = await ledgerLines(owner, clinic.id, { from: day, to: day })
      const views = await Promise.all(leadViews.map(async (view) => (await listLeads(owner, clinic.id, { view })).items.length))
      return { counts, ledger: [counted, inTime + late, lines.length], seconds: [secondsP50, secondsP95], views, pence: (await recovered(clinic)).pence }
    }
    expect(await seen()).toEqual({ counts: { open: 0, texted: 1, recovered: 1, not_texted: 0, all: 1 }, ledger: [1, 1, 1], seconds: [expect.any(Number), expect.any(Number)], views: [0, 1, 1, 0, 1], pence: price })
    await db.sql`update leads set is_test = true where id = ${leadId}`
    expect(await seen()).toEqual({ counts: { open: 0, texted: 0, recovered: 0, not_texted: 0, all: 1 }, ledger: [0, 0, 0], seconds: [null, null], views: [0, 0, 0, 0, 1], pence: 0 })
    expect(await recovered(clinic)).toMatchObject({ ...nothing, texted: 0 })
    const [{ day: booked }] = await db.sql<[{ day: string }]>`select to_char(timezone('Europe/London', lower(during)), 'YYYY-MM-DD') as day from bookings where id = ${bookingId}`
    expect((await readDiary(owner, clinic.id, { from: booked, days: 1 })).bookings).toMatchObject([{ id: bookingId, isTest: true }])
  })

  test('that a hold merely is, settles nothing; confirmed at the desk it does', async () => {
    const clinic = await priced()
    const { leadId } = await textSomebody(db.sql, clinic, { offered: [{ start }] })
    const { hold_id: holdId } = await leadOf(db.sql, leadId)
    expect(await leadOf(db.sql, leadId)).toMatchObject({ status: 'contacted', booking_id: null })
    await db.as(apiClient(clinic.id), (tx) => tx`select confirm_booking(${holdId})`)
    expect(await leadOf(db.sql, leadId)).toMatchObject({ status: 'booked', is_recovered: true, booking_id: holdId })
  })

  describe('while a worker is at the text', () => {
    test('the text that has begun goes, the booking waits for it and is not called recovered', async () => {
      const clinic = await priced()
      const { leadId, messageId, phone } = await loseCall(db.sql, clinic)
      let booking: Promise<unknown> | undefined
      await db.sql.begin(async (tx) => {
        await tx`select app.prepare_text(${messageId}, clock_timestamp(), true)`
        await tx`select app.start_text(${messageId}, ${randomUUID()}, 'sealed', clock_timestamp())`
        booking = bookFor(clinic, phone!)
        await untilWaiting(db.sql)
      })
      expect(await booking).toMatchObject({ status: 201 })
      expect(await leadOf(db.sql, leadId!)).toMatchObject({ status: 'booked', is_recovered: false, contacted_at: null })
      await acceptText(db.sql, messageId!)
      expect(await leadOf(db.sql, leadId!)).toMatchObject({ status: 'booked', is_recovered: false, contacted_at: expect.any(Date) })
    })

    test('the booking that came first cancels the text', async () => {
      const clinic = await priced()
      const { leadId, messageId, phone } = await loseCall(db.sql, clinic)
      let begun: Promise<string> | undefined
      await actAs(db.sql, apiClient(clinic.id), async (tx) => {
        await tx`select claim_slot_atomic(p_clinic_id => ${clinic.id}, p_procedure => 'facelift', p_start => ${plus(start, 240).toISOString()},
          p_contact => ${tx.json({ name: 'Tamsin Okafor', phone })})`
        begun = beginText(db.sql, messageId!)
        await untilWaiting(db.sql)
      })
      expect(await begun).not.toBe('send')
      expect(await messageOf(db.sql, messageId!)).toMatchObject({ state: 'cancelled', reason: 'booked_meanwhile', attempts: 0 })
      expect(await leadOf(db.sql, leadId!)).toMatchObject({ status: 'booked', is_recovered: false, contacted_at: null })
    })

    test('an acceptance that the booking waited for is seen by it', async () => {
      const clinic = await priced()
      const { leadId, messageId, phone } = await loseCall(db.sql, clinic)
      await beginText(db.sql, messageId!)
      let booking: Promise<unknown> | undefined
      await db.sql.begin(async (tx) => {
        await tx`select app.text_accepted(${messageId}, 'SM1', 'queued', 1, clock_timestamp())`
        booking = bookFor(clinic, phone!)
        await untilWaiting(db.sql)
      })
      expect(await booking).toMatchObject({ status: 201 })
      expect(await leadOf(db.sql, leadId!)).toMatchObject({ status: 'booked', is_recovered: true, reason: null })
    })

    test('twenty times at random: a text or none, and never recovered without one', async () => {
      const clinic = await priced()
      const outcomes = await Promise.all(times(20, async (i) => {
        const { leadId, messageId, phone } = await loseCall(db.sql, clinic, { offered: [{ start: plus(start, i * 180) }] })
        const [todo] = await Promise.all([beginText(db.sql, messageId!), bookFor(clinic, phone!, plus(start, i * 180 + 90))])
        return { todo, lead: await leadOf(db.sql, leadId!), message: await messageOf(db.sql, messageId!) }
      }))
      for (const { todo, lead, message } of outcomes) {
        expect(lead).toMatchObject({ status: 'booked', is_recovered: false })
        expect(message.state).toBe(todo === 'send' ? 'sending' : 'cancelled')
      }
    })
  })
})
