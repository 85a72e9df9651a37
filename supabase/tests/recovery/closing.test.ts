import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { listLeads } from '#lib/recovery/leads.ts'
import { closeLead, finishTask, listTasks } from '#lib/recovery/staff.ts'
import { apiClient, claim, member, voiceAgent } from '../claiming.ts'
import { aWednesday, makeClinic, useDatabase, type TestClinic } from '../database.ts'
import { anyMobile, leadOf, loseCall, messageOf } from '../leads.ts'
import { acceptText, answersTo, beginText, bookedAt, bookingOf, jobsOf, reply, tasksOf, textSomebody, untilWaiting, useDoor } from './texting.ts'

describe('a lead that somebody at the clinic closes', () => {
  const db = useDatabase({ max: 12 })
  useDoor(db)
  const owner = (clinic: TestClinic) => member(clinic.ownerId)
  const close = (clinic: TestClinic, leadId: string, isClosed = true) => closeLead(owner(clinic), leadId, isClosed)
  const longAgo = (leadId: string) => db.sql`update leads set closed_at = closed_at - interval '6 minutes' where id = ${leadId}`
  const isOpen = async (clinic: TestClinic, leadId: string) =>
    (await listLeads(owner(clinic), clinic.id, { view: 'open' })).items.some((lead) => lead.id === leadId)

  const listed = async (clinic: TestClinic, leadId: string) => (await listLeads(owner(clinic), clinic.id)).items.find((lead) => lead.id === leadId)

  test('gets no text, is nobody\'s work, keeps no time, and is on no list of what is open', async () => {
    const clinic = await makeClinic(db.sql)
    const { leadId, messageId } = await loseCall(db.sql, clinic)
    expect(await close(clinic, leadId!)).toBeNull()
    expect(await leadOf(db.sql, leadId!)).toMatchObject({ status: 'closed', closed_from: 'waiting', closed_at: expect.any(Date) })
    expect(await messageOf(db.sql, messageId!)).toMatchObject({ state: 'cancelled', reason: 'closed' })
    expect(await beginText(db.sql, messageId!)).toBe('nothing')
    expect(await isOpen(clinic, leadId!)).toBe(false)
    expect(await listed(clinic, leadId!)).toMatchObject({ promptness: 'closed', closedAt: expect.stringMatching(/T/) })

    const texted = await textSomebody(db.sql, clinic)
    await reply(clinic, texted.phone, 'Does it hurt much?')
    const { hold_id: hold } = await leadOf(db.sql, texted.leadId)
    expect(await bookingOf(db.sql, hold)).toMatchObject({ status: 'held' })
    await close(clinic, texted.leadId)
    expect(await bookingOf(db.sql, hold)).toMatchObject({ status: 'expired' })
    expect(await listTasks(owner(clinic), clinic.id)).toEqual([])
    expect(await isOpen(clinic, texted.leadId)).toBe(false)
    expect(await listed(clinic, texted.leadId)).toMatchObject({ promptness: 'in_time' })
  })

  test('keeps what was late late, and twice closed is once', async () => {
    const clinic = await makeClinic(db.sql)
    const { leadId } = await loseCall(db.sql, clinic)
    await db.sql`update leads set hung_up_at = hung_up_at - interval '6 minutes', deadline_at = deadline_at - interval '6 minutes' where id = ${leadId}`
    await close(clinic, leadId!)
    const first = await leadOf(db.sql, leadId!)
    await close(clinic, leadId!)
    expect(await leadOf(db.sql, leadId!)).toEqual(first)
    expect(await listed(clinic, leadId!)).toMatchObject({ promptness: 'late' })
    const trail = await db.sql`select action from app.audit_trail where clinic_id = ${clinic.id} and subject_id = ${leadId}`
    expect(trail).toEqual([{ action: 'lead.closed' }])
  })

  test.each(['sending', 'unknown'])('does not cancel a text that is on its way (%s), and whatever becomes of that is nobody\'s work', async (state) => {
    const clinic = await makeClinic(db.sql)
    const sent = await loseCall(db.sql, clinic)
    const lost = await loseCall(db.sql, clinic)
    for (const { leadId, messageId } of [sent, lost]) {
      expect(await beginText(db.sql, messageId!)).toBe('send')
      if (state === 'unknown') await db.sql`update messages set state = 'unknown' where id = ${messageId}`
      await close(clinic, leadId!)
      expect(await messageOf(db.sql, messageId!)).toMatchObject({ state, reason: null })
    }
    await acceptText(db.sql, sent.messageId!)
    expect(await leadOf(db.sql, sent.leadId!)).toMatchObject({ status: 'closed', contacted_at: expect.any(Date) })
    const { attempt_id: attempt } = await messageOf(db.sql, lost.messageId!)
    await db.sql`select app.text_refused(${lost.messageId}, ${attempt}, 30003, clock_timestamp())`
    expect(await messageOf(db.sql, lost.messageId!)).toMatchObject({ state: 'failed' })
    expect(await leadOf(db.sql, lost.leadId!)).toMatchObject({ status: 'closed' })
    expect(await listTasks(owner(clinic), clinic.id)).toEqual([])
  })

  test('a text that comes back into the queue afterwards stops because of it', async () => {
    const clinic = await makeClinic(db.sql)
    const { leadId, messageId } = await loseCall(db.sql, clinic)
    await beginText(db.sql, messageId!)
    await close(clinic, leadId!)
    const { attempt_id: attempt } = await messageOf(db.sql, messageId!)
    await db.sql`select app.text_later(${messageId}, ${attempt}, 0, clock_timestamp())`
    expect(await beginText(db.sql, messageId!)).toBe('nothing')
    expect(await messageOf(db.sql, messageId!)).toMatchObject({ state: 'cancelled', reason: 'closed' })
  })

  test('waits for a text that begins its way this instant, and lets it go', async () => {
    const clinic = await makeClinic(db.sql)
    const { leadId, messageId } = await loseCall(db.sql, clinic)
    let closing: Promise<unknown> | undefined
    await db.sql.begin(async (tx) => {
      await tx`select app.prepare_text(${messageId}, clock_timestamp(), true)`
      closing = close(clinic, leadId!)
      await untilWaiting(db.sql)
      await tx`select app.start_text(${messageId}, ${randomUUID()}, 'sealed', clock_timestamp())`
    })
    await closing
    expect(await messageOf(db.sql, messageId!)).toMatchObject({ state: 'sending' })
    const { hold_id: hold } = await leadOf(db.sql, leadId!)
    expect(await bookingOf(db.sql, hold)).toMatchObject({ status: 'expired' })
  })

  test('what staff wrote goes all the same, and what the person writes afterwards is somebody\'s work', async () => {
    const clinic = await makeClinic(db.sql)
    const { leadId, phone } = await textSomebody(db.sql, clinic)
    await reply(clinic, phone, '2')
    await db.as(owner(clinic), (tx) => tx`select send_staff_text(${leadId}, 'sealed', 'a key')`)
    await close(clinic, leadId)
    expect(await answersTo(db.sql, leadId)).toMatchObject([{ kind: 'offer', state: 'cancelled', reason: 'closed' }, { kind: 'staff', state: 'queued' }])
    await reply(clinic, phone, 'Are you there?')
    expect(await tasksOf(db.sql, clinic)).toMatchObject([{ kind: 'reply', lead_id: leadId, done_at: null }])
    expect(await isOpen(clinic, leadId)).toBe(true)
  })

  test('is what it was when it is opened again at once: its text, its call and its tasks too, and no others', async () => {
    const clinic = await makeClinic(db.sql)
    const { leadId, messageId, phone } = await loseCall(db.sql, clinic)
    await close(clinic, leadId!)
    expect(await close(clinic, leadId!, false)).toBeNull()
    expect(await leadOf(db.sql, leadId!)).toMatchObject({ status: 'waiting', closed_at: null, closed_from: null })
    expect(await jobsOf(db.sql, `text:${messageId}`)).toBe(1)
    expect(await beginText(db.sql, messageId!)).toBe('send')
    await acceptText(db.sql, messageId!)

    await reply(clinic, phone!, 'Does it hurt much?')
    const [before] = await listTasks(owner(clinic), clinic.id)
    await finishTask(owner(clinic), before!.id, true)
    await reply(clinic, phone!, 'Hello?')
    await reply(clinic, phone!, '3')
    await close(clinic, leadId!)
    expect(await db.sql`select state from call_backs where lead_id = ${leadId}`).toEqual([{ state: 'cancelled' }])
    await close(clinic, leadId!, false)
    expect(await leadOf(db.sql, leadId!)).toMatchObject({ status: 'replied' })
    expect(await db.sql`select state from call_backs where lead_id = ${leadId}`).toEqual([{ state: 'queued' }])
    expect((await listTasks(owner(clinic), clinic.id)).map((task) => task.id)).not.toContain(before!.id)
    expect(await listTasks(owner(clinic), clinic.id)).toHaveLength(1)
  })

  test('opened again later it is a person\'s work: nobody is texted or rung out of the blue', async () => {
    const clinic = await makeClinic(db.sql)
    const { leadId, messageId } = await loseCall(db.sql, clinic)
    await close(clinic, leadId!)
    await longAgo(leadId!)
    await close(clinic, leadId!, false)
    expect(await leadOf(db.sql, leadId!)).toMatchObject({ status: 'needs_person', reason: 'reopened' })
    expect(await messageOf(db.sql, messageId!)).toMatchObject({ state: 'cancelled' })
    expect(await listTasks(owner(clinic), clinic.id)).toMatchObject([{ kind: 'lead', reason: 'reopened', leadId }])

    const asking = await textSomebody(db.sql, clinic)
    await reply(clinic, asking.phone, '3')
    await close(clinic, asking.leadId)
    await longAgo(asking.leadId)
    await close(clinic, asking.leadId, false)
    expect(await db.sql`select state from call_backs where lead_id = ${asking.leadId}`).toEqual([{ state: 'cancelled' }])
    expect((await listTasks(owner(clinic), clinic.id)).at(-1)).toMatchObject({ kind: 'lead', reason: 'asked_for_call', leadId: asking.leadId })
  })

  test('after STOP nobody opens it, whichever came first', async () => {
    const clinic = await makeClinic(db.sql)
    const [before, after] = [await textSomebody(db.sql, clinic), await textSomebody(db.sql, clinic)]
    await reply(clinic, before.phone, 'STOP')
    await close(clinic, after.leadId)
    await reply(clinic, after.phone, 'STOP')
    for (const { leadId } of [before, after]) {
      expect(await close(clinic, leadId, false)).toBe('not_permitted')
      expect(await leadOf(db.sql, leadId)).toMatchObject({ status: 'closed' })
    }
  })

  test('a booked one stays booked', async () => {
    const clinic = await makeClinic(db.sql)
    const { leadId, phone } = await textSomebody(db.sql, clinic)
    await reply(clinic, phone, '1')
    for (const isClosed of [true, false]) expect(await close(clinic, leadId, isClosed)).toBe('already_booked')
    expect(await leadOf(db.sql, leadId)).toMatchObject({ status: 'booked', closed_at: null })
  })

  test('staff and keys may; another clinic, nobody\'s id and the agent on the telephone may not', async () => {
    const [ours, theirs] = [await makeClinic(db.sql), await makeClinic(db.sql)]
    const staff = randomUUID()
    await db.sql`insert into clinic_members (clinic_id, user_id, role) values (${ours.id}, ${staff}, 'staff')`
    const { leadId } = await textSomebody(db.sql, ours)
    for (const id of [leadId, randomUUID()]) await expect(close(theirs, id)).rejects.toMatchObject({ code: 'PT403' })
    await expect(closeLead(voiceAgent(ours.id), leadId, true)).rejects.toMatchObject({ code: '42501' })
    expect(await leadOf(db.sql, leadId)).toMatchObject({ status: 'contacted' })
    for (const [n, actor] of [member(staff), apiClient(ours.id)].entries()) expect(await closeLead(actor, leadId, n === 0)).toBeNull()
    expect(await leadOf(db.sql, leadId)).toMatchObject({ status: 'contacted' })
  })

  test('a lead that the front desk books, at the time that is kept or another, is booked, and put down to the desk', async () => {
    const clinic = await makeClinic(db.sql)
    for (const [n, start] of [aWednesday(), aWednesday(6)].entries()) {
      const lead = await textSomebody(db.sql, clinic, { phone: anyMobile(), offered: [{ start: n === 0 ? start : aWednesday(3) }] })
      const contact = { name: 'Tamsin Okafor', phone: lead.phone }
      const practitionerId = clinic.practitionerIds[0]!
      expect(await claim(db.sql, clinic, { start, practitionerId, contact, callId: lead.callId, procedure: 'facelift' }, owner(clinic))).toMatchObject({ status: 201 })
      expect(await leadOf(db.sql, lead.leadId)).toMatchObject({ status: 'booked', is_recovered: true })
    }
    expect((await bookedAt(db.sql, clinic)).map((booking) => booking.source)).toEqual(['dashboard', 'dashboard'])
  })

  test('who answers the text after all has booked, and was won back; after STOP the lead stays closed', async () => {
    const clinic = await makeClinic(db.sql)
    const late = await textSomebody(db.sql, clinic, { phone: anyMobile(), offered: [{ start: aWednesday() }] })
    await close(clinic, late.leadId)
    await reply(clinic, late.phone, '1')
    expect(await leadOf(db.sql, late.leadId)).toMatchObject({ status: 'booked', is_recovered: true, closed_at: null })

    const stopped = await textSomebody(db.sql, clinic, { phone: anyMobile(), offered: [{ start: aWednesday(3) }] })
    await reply(clinic, stopped.phone, 'STOP')
    const contact = { name: 'Tamsin Okafor', phone: stopped.phone }
    expect(await claim(db.sql, clinic, { start: aWednesday(6), practitionerId: clinic.practitionerIds[0]!, contact, procedure: 'facelift' }, owner(clinic))).toMatchObject({ status: 201 })
    expect(await leadOf(db.sql, stopped.leadId)).toMatchObject({ status: 'closed', reason: 'opted_out' })
  })
})
