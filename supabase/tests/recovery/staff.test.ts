import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { listLeads } from '#lib/recovery/leads.ts'
import { finishTask, listTasks } from '#lib/recovery/staff.ts'
import { apiClient, claim, insertDirectly, member, plus, times, voiceAgent } from '../claiming.ts'
import { aWednesday, makeClinic, useDatabase, type TestClinic } from '../database.ts'
import { anyMobile, loseCall, messageOf, startCall } from '../leads.ts'
import { answersTo, jobsOf, reply, tasksOf, textSomebody, useDoor } from './texting.ts'

type StaffAnswer = { status: number; id?: string; code?: string }

describe('what people at the clinic do', () => {
  const db = useDatabase({ max: 12 })
  useDoor(db)
  const owner = (clinic: TestClinic) => member(clinic.ownerId)

  const write = async (clinic: TestClinic, leadId: string, key: string | null = randomUUID(), actor = owner(clinic)) => {
    const [row] = await db.as(actor, (tx) => tx<{ answer: StaffAnswer }[]>`select send_staff_text(${leadId}, 'sealed', ${key}) as answer`)
    return row!.answer
  }

  describe('writing to a lead', () => {
    test('queues the text once a key, and takes the reply off the list', async () => {
      const clinic = await makeClinic(db.sql)
      const { leadId, phone } = await textSomebody(db.sql, clinic)
      await reply(clinic, phone, 'Does it hurt much?')
      expect(await listTasks(owner(clinic), clinic.id)).toMatchObject([{ kind: 'reply', leadId, contact: { phone } }])
      const key = randomUUID()
      const answers = await Promise.all(times(6, () => write(clinic, leadId, key)))
      expect(new Set(answers.map((answer) => answer.id)).size).toBe(1)
      expect(answers).toMatchObject(Array(6).fill({ status: 201 }))
      expect(await answersTo(db.sql, leadId)).toMatchObject([{ id: answers[0]!.id, kind: 'staff', state: 'queued' }])
      expect(await jobsOf(db.sql, `text:${answers[0]!.id}`)).toBe(1)
      expect(await listTasks(owner(clinic), clinic.id)).toEqual([])
    })

    test('a key of another lead is refused, and another key is another text', async () => {
      const clinic = await makeClinic(db.sql)
      const [one, other] = [await textSomebody(db.sql, clinic), await textSomebody(db.sql, clinic)]
      const key = randomUUID()
      await write(clinic, one.leadId, key)
      expect(await write(clinic, other.leadId, key)).toEqual({ status: 422, code: 'idempotency_key_reused' })
      expect(await answersTo(db.sql, other.leadId)).toEqual([])
      await write(clinic, one.leadId)
      expect(await answersTo(db.sql, one.leadId)).toHaveLength(2)
    })

    test('the key of one clinic says nothing at another', async () => {
      const [ours, theirs] = [await makeClinic(db.sql), await makeClinic(db.sql)]
      const [here, there] = [await textSomebody(db.sql, ours), await textSomebody(db.sql, theirs)]
      const key = randomUUID()
      const [first, second] = [await write(ours, here.leadId, key), await write(theirs, there.leadId, key)]
      expect([first.status, second.status]).toEqual([201, 201])
      expect(first.id).not.toBe(second.id)
    })

    test.each([
      ['before there is a conversation', 'queued'], ['after STOP', 'stopped'], ['to a landline', 'landline'],
    ])('is not permitted %s', async (_, how) => {
      const clinic = await makeClinic(db.sql)
      const lead = how === 'stopped' ? await textSomebody(db.sql, clinic)
        : await loseCall(db.sql, clinic, { phone: how === 'landline' ? '+442079460000' : anyMobile() })
      if (how === 'stopped') await reply(clinic, lead.phone!, 'STOP')
      expect(await write(clinic, lead.leadId!)).toEqual({ status: 409, code: 'not_permitted' })
      expect(await answersTo(db.sql, lead.leadId!)).toEqual([])
    })

    test('a STOP that comes after it was queued cancels it', async () => {
      const clinic = await makeClinic(db.sql)
      const { leadId, phone } = await textSomebody(db.sql, clinic)
      const { id } = await write(clinic, leadId)
      await reply(clinic, phone, 'STOP')
      expect(await messageOf(db.sql, id!)).toMatchObject({ state: 'cancelled', reason: 'opted_out' })
    })

    test('is refused for a lead of another clinic, of none, and to the agent on the telephone', async () => {
      const [ours, theirs] = [await makeClinic(db.sql), await makeClinic(db.sql)]
      const { leadId } = await textSomebody(db.sql, theirs)
      await expect(write(ours, leadId)).rejects.toMatchObject({ code: 'PT403' })
      await expect(write(ours, leadId, null, apiClient(ours.id))).rejects.toMatchObject({ code: 'PT403' })
      await expect(write(ours, randomUUID())).rejects.toMatchObject({ code: 'PT403' })
      await expect(write(theirs, leadId, null, voiceAgent(theirs.id))).rejects.toMatchObject({ code: '42501' })
      expect(await answersTo(db.sql, leadId)).toEqual([])
    })
  })

  test('a lead is open while somebody has to do something, and no more when that is done, until the person writes again', async () => {
    const clinic = await makeClinic(db.sql)
    const { leadId: unclear } = await loseCall(db.sql, clinic, { greetingVersion: 'without notice' })
    const { leadId: asking, phone } = await textSomebody(db.sql, clinic)
    await reply(clinic, phone, 'Does it hurt much?')
    const open = async () => (await listLeads(owner(clinic), clinic.id, { view: 'open' })).items.map((lead) => lead.id).sort()
    const counted = async () => (await listLeads(owner(clinic), clinic.id)).counts.open
    expect([await open(), await counted()]).toEqual([[unclear, asking].sort(), 2])
    for (const task of await listTasks(owner(clinic), clinic.id)) await finishTask(owner(clinic), task.id, true)
    expect([await open(), await counted()]).toEqual([[], 0])
    await reply(clinic, phone, 'Hello, is anybody there?')
    expect([await open(), await counted()]).toEqual([[asking], 1])
    // Who is answered in writing is in conversation.
    await write(clinic, asking)
    expect(await open()).toEqual([asking])
  })

  test('an item comes off the list and goes back, its first time kept; a foreign one is refused', async () => {
    const [clinic, theirs] = [await makeClinic(db.sql), await makeClinic(db.sql)]
    await reply(clinic, anyMobile(), 'Are you open on Sunday?')
    const [task] = await listTasks(owner(clinic), clinic.id)
    const finish = (isDone: boolean, actor = owner(clinic)) => db.as(actor, (tx) => tx`select finish_task(${task!.id}, ${isDone})`)
    await finish(true)
    const [done] = await tasksOf(db.sql, clinic)
    await finish(true)
    expect(await tasksOf(db.sql, clinic)).toEqual([done])
    expect(await listTasks(owner(clinic), clinic.id)).toEqual([])
    await finish(false)
    expect(await listTasks(owner(clinic), clinic.id)).toMatchObject([{ id: task!.id }])
    await expect(finish(true, owner(theirs))).rejects.toMatchObject({ code: 'PT403' })
    expect(await listTasks(owner(theirs), theirs.id)).toEqual([])
  })

  test('what comes from a test says so, by its lead, its call or its booking; what is real does not', async () => {
    const clinic = await makeClinic(db.sql)
    const made = await Promise.all([false, true].map(async (isTest) => {
      const { callId } = await startCall(db.sql, clinic, { isTest })
      const { leadId } = await textSomebody(db.sql, clinic)
      await db.sql`update leads set is_test = ${isTest} where id = ${leadId}`
      const booked = await claim(db.sql, clinic, { start: plus(aWednesday(), isTest ? 0 : 180) })
      await db.sql`update bookings set call_id = ${callId} where id = ${booked.booking!.id}`
      await db.sql`insert into staff_tasks (clinic_id, kind, lead_id) values (${clinic.id}, 'reply', ${leadId})`
      await db.sql`insert into staff_tasks (clinic_id, kind, call_id) values (${clinic.id}, 'call_back', ${callId})`
      await db.sql`insert into staff_tasks (clinic_id, kind, booking_id) values (${clinic.id}, 'calendar_conflict', ${booked.booking!.id})`
      return [leadId, callId, booked.booking!.id].map((id) => [id, isTest] as const)
    }))
    const seen = (await listTasks(owner(clinic), clinic.id)).map((task) => [task.kind === 'reply' ? task.leadId! : task.bookingId ?? task.callId!, task.isTest] as const)
    expect(new Map(seen)).toEqual(new Map(made.flat()))
  })

  test('attendance is marked once the appointment has begun, not before, and taken back', async () => {
    const clinic = await makeClinic(db.sql)
    const mark = async (id: string, attended: boolean | null, actor = owner(clinic)) => {
      const [row] = await db.as(actor, (tx) => tx<{ answer: StaffAnswer }[]>`select mark_attendance(${id}, ${attended}) as answer`)
      return row!.answer
    }
    const attended = async (id: string) => (await db.sql`select attended from bookings where id = ${id}`)[0]!.attended
    const { booking } = await claim(db.sql, clinic, { start: aWednesday() })
    expect(await mark(booking!.id, true)).toMatchObject({ status: 409, code: 'not_bookable' })
    expect(await attended(booking!.id)).toBeNull()
    const [begun] = await insertDirectly(db.sql, clinic, { start: plus(new Date(), -10) })
    for (const value of [true, false, null]) {
      expect(await mark(begun!.id, value)).toMatchObject({ status: 200 })
      expect(await attended(begun!.id)).toBe(value)
    }
    await db.sql`update bookings set status = 'cancelled' where id = ${begun!.id}`
    expect(await mark(begun!.id, true)).toMatchObject({ status: 409 })
    await expect(mark(begun!.id, true, owner(await makeClinic(db.sql)))).rejects.toMatchObject({ code: 'PT403' })
  })

  test('how the clinic texts is the owner\'s to say, and offers STOP', async () => {
    const clinic = await makeClinic(db.sql)
    const staff = randomUUID()
    await db.sql`insert into clinic_members (clinic_id, user_id, role) values (${clinic.id}, ${staff}, 'staff')`
    const template = 'Hi, {clinic} here. Reply 1 to book. Reply STOP to opt out.'
    const save = (words: string | null, actor = owner(clinic)) => db.as(actor, (tx) => tx`select save_text_settings(${clinic.id}, ${words}, true, true, true)`)
    const settings = async () => (await db.sql`select text_template, texts_are_discreet, texts_are_hours_bound, texts_need_consent
      from clinics where id = ${clinic.id}`)[0]
    const before = await settings()
    for (const actor of [member(staff), owner(await makeClinic(db.sql))]) await expect(save(template, actor)).rejects.toMatchObject({ code: 'PT403' })
    await expect(save(template, apiClient(clinic.id))).rejects.toMatchObject({ code: '42501' })
    await expect(save('Hi, {clinic} here. Reply 1 to book.')).rejects.toMatchObject({ code: 'PT422' })
    expect(await settings()).toEqual(before)
    await save(template)
    expect(await settings()).toEqual({ text_template: template, texts_are_discreet: true, texts_are_hours_bound: true, texts_need_consent: true })
    await save(null)
    expect(await settings()).toMatchObject({ text_template: null })
  })
})
