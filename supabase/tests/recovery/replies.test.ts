import { describe, expect, test } from 'vitest'
import { unseal } from '#lib/shared/seal.ts'
import { availableSlots, claim, plus, times } from '../claiming.ts'
import { aWednesday, makeClinic, useDatabase, type TestClinic } from '../database.ts'
import { leadOf, loseCall } from '../leads.ts'
import { acceptText, answersTo, beginText, bookedAt, bookingOf, jobsOf, kindsOf, newSid, reply, secret, tasksOf, textSomebody, useDoor } from './texting.ts'

describe('a reply to Sarah\'s text', () => {
  const db = useDatabase({ max: 24 })
  useDoor(db)
  const start = aWednesday()

  /** A clinic with a price on its facelift consultation. */
  async function priced(): Promise<TestClinic> {
    const clinic = await makeClinic(db.sql)
    await db.sql`update procedures set price_pence = 15000 where id = ${clinic.procedures.facelift}`
    return clinic
  }
  const runOut = (holdId: string) => db.sql`update bookings set hold_expires_at = clock_timestamp() - interval '1 second' where id = ${holdId}`

  test('"1" books the very time that is kept, once, and says so', async () => {
    const clinic = await priced()
    const { leadId, phone, callId } = await textSomebody(db.sql, clinic, { offered: [{ start }] })
    const { hold_id: holdId, contact_id: contactId } = await leadOf(db.sql, leadId)
    expect(await bookingOf(db.sql, holdId)).toMatchObject({ status: 'held', start })
    await reply(clinic, phone, '1')
    expect(await bookedAt(db.sql, clinic)).toMatchObject([{ id: holdId, start, source: 'text', call_id: callId, contact_id: contactId }])
    expect(await leadOf(db.sql, leadId)).toMatchObject({
      status: 'booked', booking_id: holdId, is_recovered: true, value_pence: 15000, reason: null,
      replied_at: expect.any(Date), booked_at: expect.any(Date),
    })
    const answers = await answersTo(db.sql, leadId)
    expect(answers).toMatchObject([{ kind: 'booked', state: 'queued', facts: { bookingId: holdId } }])
    expect(await jobsOf(db.sql, `text:${answers[0]!.id}`)).toBe(1)
    expect(await tasksOf(db.sql, clinic)).toEqual([])
  })

  test.each(['sending', 'unknown'])('"1" books also while nobody knows yet whether the text went (%s), and what the carrier says later changes nothing', async (state) => {
    const clinic = await priced()
    const { leadId, messageId, phone } = await loseCall(db.sql, clinic, { offered: [{ start }] })
    expect(await beginText(db.sql, messageId!)).toBe('send')
    await db.sql`update messages set state = ${state} where id = ${messageId}`
    await reply(clinic, phone!, '1')
    expect(await bookedAt(db.sql, clinic)).toMatchObject([{ start, source: 'text' }])
    expect(await leadOf(db.sql, leadId!)).toMatchObject({ status: 'booked', is_recovered: true, contacted_at: expect.any(Date), replied_at: expect.any(Date) })
    expect(await tasksOf(db.sql, clinic)).toEqual([])
    await acceptText(db.sql, messageId!)
    expect(await leadOf(db.sql, leadId!)).toMatchObject({ status: 'booked', is_recovered: true })
  })

  test('an answer to nothing is a person\'s: the text has not begun its way', async () => {
    const clinic = await priced()
    const { leadId, phone } = await loseCall(db.sql, clinic, { offered: [{ start }] })
    await reply(clinic, phone!, '1')
    expect(await bookedAt(db.sql, clinic)).toEqual([])
    expect(await leadOf(db.sql, leadId!)).toMatchObject({ contacted_at: null })
    expect(await tasksOf(db.sql, clinic)).toMatchObject([{ kind: 'reply' }])
  })

  test('a text that was answered is not sent again, when the carrier says that it does not know it', async () => {
    const clinic = await priced()
    const { leadId, messageId, phone } = await loseCall(db.sql, clinic, { offered: [{ start }] })
    await beginText(db.sql, messageId!)
    await reply(clinic, phone!, 'Hello, who is this?')
    await db.sql`update messages set state = 'queued', due_at = clock_timestamp() where id = ${messageId}`
    expect(await beginText(db.sql, messageId!)).toBe('nothing')
    expect(await leadOf(db.sql, leadId!)).toMatchObject({ status: 'replied' })
  })

  test('what was written is kept sealed', async () => {
    const clinic = await priced()
    const { leadId, phone } = await textSomebody(db.sql, clinic)
    await reply(clinic, phone, 'Book it please')
    const [kept] = await db.sql`select body, direction, state from messages where lead_id = ${leadId} and kind = 'reply'`
    expect(kept).toMatchObject({ direction: 'in', state: 'received' })
    expect(kept!.body).not.toContain('Book')
    expect(unseal(secret, `message:${clinic.id}`, kept!.body)).toBe('Book it please')
  })

  test.each([['not yet swept', false], ['swept', true]])('books the kept time after the hold ran out when nobody took it (%s)', async (_, isSwept) => {
    const clinic = await priced()
    const { leadId, phone } = await textSomebody(db.sql, clinic, { offered: [{ start }] })
    await runOut((await leadOf(db.sql, leadId)).hold_id)
    if (isSwept) await db.sql`select app.sweep()`
    await reply(clinic, phone, '1')
    expect(await bookedAt(db.sql, clinic)).toMatchObject([{ start, source: 'text' }])
    expect(await leadOf(db.sql, leadId)).toMatchObject({ status: 'booked', is_recovered: true })
    expect(kindsOf(await answersTo(db.sql, leadId))).toEqual(['booked'])
  })

  test('offers three real times when somebody else has the kept one, and "2" books the second', async () => {
    const clinic = await priced()
    const { leadId, phone } = await textSomebody(db.sql, clinic, { offered: [{ start }] })
    const hold = await bookingOf(db.sql, (await leadOf(db.sql, leadId)).hold_id)
    await runOut(hold.id)
    expect(await claim(db.sql, clinic, { start, procedure: 'facelift', practitionerId: hold.practitioner_id })).toMatchObject({ status: 201 })
    await reply(clinic, phone, '1')
    const lead = await leadOf(db.sql, leadId)
    expect(lead).toMatchObject({ status: 'replied', awaiting: 'choice' })
    expect(lead.choices).toHaveLength(3)
    expect(await answersTo(db.sql, leadId)).toMatchObject([{ kind: 'offer', facts: { why: 'gone', choices: lead.choices } }])
    const free = await availableSlots(db.sql, clinic, { from: plus(start, -2 * 1440), until: plus(start, 2 * 1440), procedure: 'facelift' })
    const freeTimes = free.map((slot) => `${new Date(slot.start).toISOString()} ${slot.practitionerId}`)
    for (const choice of lead.choices) expect(freeTimes).toContain(`${new Date(choice.start).toISOString()} ${choice.practitionerId}`)
    await reply(clinic, phone, '2')
    const [mine] = await db.sql`select lower(during) as start, practitioner_id, status from bookings where id = ${(await leadOf(db.sql, leadId)).booking_id}`
    expect(mine).toEqual({ start: new Date(lead.choices[1].start), practitioner_id: lead.choices[1].practitionerId, status: 'booked' })
    expect(await leadOf(db.sql, leadId)).toMatchObject({ is_recovered: true, choices: [], awaiting: null })
    expect(kindsOf(await answersTo(db.sql, leadId))).toEqual(['offer', 'booked'])
  })

  test('"2" asks for other times when none are offered; the chosen one is booked and the kept one let go', async () => {
    const clinic = await priced()
    const { leadId, phone } = await textSomebody(db.sql, clinic, { offered: [{ start }] })
    await reply(clinic, phone, '2')
    const lead = await leadOf(db.sql, leadId)
    expect(await answersTo(db.sql, leadId)).toMatchObject([{ kind: 'offer', facts: { why: 'change' } }])
    expect(lead.choices.length).toBeGreaterThan(0)
    const kept = await bookingOf(db.sql, lead.hold_id)
    expect(kept.status).toBe('held')
    for (const choice of lead.choices) expect(`${choice.practitionerId} ${new Date(choice.start)}`).not.toBe(`${kept.practitioner_id} ${kept.start}`)
    await reply(clinic, phone, '1')
    expect(await bookedAt(db.sql, clinic)).toMatchObject([{ start: new Date(lead.choices[0].start), practitioner_id: lead.choices[0].practitionerId }])
    expect(await bookingOf(db.sql, kept.id)).toMatchObject({ status: 'expired' })
  })

  test('"1" asks for times when the text named none', async () => {
    const clinic = await priced()
    const { leadId, phone } = await textSomebody(db.sql, clinic, { offered: [] })
    expect(await leadOf(db.sql, leadId)).toMatchObject({ hold_id: null })
    await reply(clinic, phone, '1')
    expect(await answersTo(db.sql, leadId)).toMatchObject([{ kind: 'offer', facts: { why: 'times' } }])
    expect(await bookedAt(db.sql, clinic)).toEqual([])
  })

  test('"1" never books a time that the text did not name, though it was offered in the call', async () => {
    const clinic = await priced()
    const away = await db.sql<{ id: string }[]>`insert into time_off (clinic_id, practitioner_id, during)
      select ${clinic.id}, p.id, tstzrange(now(), now() + interval '800 days') from practitioners p where p.clinic_id = ${clinic.id} returning id`
    const { leadId, phone } = await textSomebody(db.sql, clinic, { offered: [{ start }] })
    expect(await leadOf(db.sql, leadId)).toMatchObject({ hold_id: null, status: 'contacted' })
    await db.sql`delete from time_off where id in ${db.sql(away.map(({ id }) => id))}`
    await reply(clinic, phone, '1')
    expect(await bookedAt(db.sql, clinic)).toEqual([])
    expect(kindsOf(await answersTo(db.sql, leadId))).toEqual(['offer'])
  })

  test('"1" again after the booking changes nothing, and asking for another time then is for a person', async () => {
    const clinic = await priced()
    const { leadId, phone } = await textSomebody(db.sql, clinic)
    await reply(clinic, phone, '1')
    await reply(clinic, phone, '1')
    const { booking_id: bookingId } = await leadOf(db.sql, leadId)
    expect(await bookedAt(db.sql, clinic)).toMatchObject([{ id: bookingId }])
    expect(await answersTo(db.sql, leadId)).toMatchObject([{ kind: 'booked', facts: { bookingId } }, { kind: 'booked', facts: { bookingId } }])
    await reply(clinic, phone, 'Can I change the time')
    await reply(clinic, phone, '2')
    expect(await tasksOf(db.sql, clinic)).toMatchObject([{ kind: 'reply', reason: 'change' }, { kind: 'reply', reason: 'change' }])
    expect(kindsOf(await answersTo(db.sql, leadId)).slice(2)).toEqual(['call_ack', 'call_ack'])
    expect(await bookedAt(db.sql, clinic)).toHaveLength(1)
  })

  test('the same text delivered twice, or twenty times at once, counts once', async () => {
    const clinic = await priced()
    const { leadId, phone } = await textSomebody(db.sql, clinic)
    const [first, second] = [newSid(), newSid()]
    await Promise.all(times(20, () => reply(clinic, phone, '2', first)))
    const { choices } = await leadOf(db.sql, leadId)
    await reply(clinic, phone, '2', first)
    expect(await leadOf(db.sql, leadId)).toMatchObject({ status: 'replied', choices })
    await Promise.all(times(20, () => reply(clinic, phone, '1', second)))
    expect(kindsOf(await answersTo(db.sql, leadId))).toEqual(['offer', 'booked'])
    expect(await bookedAt(db.sql, clinic)).toHaveLength(1)
    expect(await db.sql`select 1 from messages where lead_id = ${leadId} and direction = 'in'`).toHaveLength(2)
  })

  test('two different texts "1" at once book once', async () => {
    const clinic = await priced()
    const { leadId, phone } = await textSomebody(db.sql, clinic)
    await Promise.all(times(4, () => reply(clinic, phone, '1')))
    expect(await bookedAt(db.sql, clinic)).toHaveLength(1)
    expect(await leadOf(db.sql, leadId)).toMatchObject({ status: 'booked', is_recovered: true })
    expect(new Set((await answersTo(db.sql, leadId)).map(({ facts }) => facts.bookingId)).size).toBe(1)
  })

  test.each([['the older', 0], ['the newer', 1]])('goes to the lead that was written to last, even when that is %s one', async (_, last) => {
    const clinic = await priced()
    const first = await loseCall(db.sql, clinic, { offered: [{ start }] })
    const second = await loseCall(db.sql, clinic, { phone: first.phone, offered: [{ start: plus(start, 180) }], procedure: 'rhinoplasty' })
    for (const lead of last === 1 ? [first, second] : [second, first]) {
      await beginText(db.sql, lead.messageId!)
      await acceptText(db.sql, lead.messageId!)
    }
    await reply(clinic, first.phone!, '1')
    const [winner, other] = last === 1 ? [second, first] : [first, second]
    expect(await leadOf(db.sql, winner.leadId!)).toMatchObject({ status: 'booked', is_recovered: true })
    expect(await leadOf(db.sql, other.leadId!)).toMatchObject({ status: 'contacted', replied_at: null, booking_id: null })
    expect(await bookedAt(db.sql, clinic)).toMatchObject([{ start: last === 1 ? plus(start, 180) : start }])
  })
})
