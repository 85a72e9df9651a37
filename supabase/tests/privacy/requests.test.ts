import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { acknowledgeBy, dueOn, nextWorkingDay, resumedDue } from '#lib/privacy/rights/clock.ts'
import { changeRequest, listRequests, openRequest } from '#lib/privacy/rights/requests.ts'
import { bankHolidaysOf } from '#lib/shared/bank-holidays.ts'
import { addDays, dayOf } from '#lib/shared/time.ts'
import { member, plus, voiceAgent } from '../claiming.ts'
import { actAs, makeClinic, useDatabase, type TestClinic } from '../database.ts'
import { anyMobile } from '../leads.ts'
import { useDoor } from '../recovery/texting.ts'

const ZONE = 'Europe/London'

describe('the clock of a request', () => {
  const db = useDatabase({ max: 6 })
  useDoor(db)
  let clinic: TestClinic
  let other: TestClinic
  beforeAll(async () => {
    clinic = await makeClinic(db.sql)
    other = await makeClinic(db.sql)
  })
  const owner = () => member(clinic.ownerId)
  const today = () => dayOf(new Date(), ZONE)
  const newContact = async (of = clinic) => (await db.sql<{ id: string }[]>`insert into contacts (clinic_id, name, phone) values (${of.id}, 'Una', ${anyMobile()}) returning id`)[0]!.id
  const reminders = (requestId: string) => db.sql<{ reason: string; done: boolean }[]>`
    select reason, done_at is not null as done from staff_tasks where request_id = ${requestId} and kind = 'request_due' order by reason`

  test('the database and the dashboard count alike, for every day of thirty years', async () => {
    const rows = await db.sql<{ day: string; due: string; acknowledge: string }[]>`
      select d::date::text as day, app.next_working_day((d + interval '1 month')::date)::text as due, app.next_working_day((d + interval '30 days')::date)::text as acknowledge
      from generate_series(date '2026-01-01', date '2055-12-31', interval '1 day') d`
    expect(rows.length).toBeGreaterThan(10_000)
    expect(rows.filter((row) => row.due !== dueOn(row.day) || row.acknowledge !== acknowledgeBy(row.day))).toEqual([])
    for (let year = 2020; year <= 2060; year += 1) {
      const [row] = await db.sql<{ days: string[] }[]>`select array(select x::text from unnest(app.bank_holidays(${year})) x order by 1) as days`
      expect(row!.days).toEqual(bankHolidaysOf('england-and-wales', year).flatMap(({ day, kind }) => (kind === 'weekend' ? [] : [day])))
    }
  })

  test('runs from the day of receipt; a complaint is acknowledged within thirty days', async () => {
    const receivedOn = addDays(today(), -10)
    const access = await openRequest(owner(), clinic.id, { kind: 'access', receivedOn })
    expect(access).toMatchObject({ kind: 'access', receivedOn, dueOn: dueOn(receivedOn), acknowledgeBy: null, stoppedAt: null, completedAt: null, contact: null })
    const complaint = await openRequest(owner(), clinic.id, { kind: 'complaint', receivedOn })
    expect(complaint).toMatchObject({ dueOn: dueOn(receivedOn), acknowledgeBy: acknowledgeBy(receivedOn), acknowledgedAt: null })
    expect((await changeRequest(owner(), clinic.id, complaint.id, { action: 'acknowledge' })).acknowledgedAt).not.toBeNull()
    expect((await listRequests(owner(), clinic.id, { open: true })).items.map((one) => one.id)).toEqual([complaint.id, access.id])
  })

  test('cannot be received tomorrow, nor years ago', async () => {
    for (const receivedOn of [addDays(today(), 1), addDays(today(), -400)]) {
      await expect(openRequest(owner(), clinic.id, { kind: 'access', receivedOn })).rejects.toMatchObject({ code: 'PT422' })
    }
  })

  test('stands still while the person is asked, and the days are added', async () => {
    const receivedOn = addDays(today(), -20)
    const { id } = await openRequest(owner(), clinic.id, { kind: 'access', receivedOn })
    expect((await changeRequest(owner(), clinic.id, id, { action: 'stop' })).stoppedAt).not.toBeNull()
    // Nine days pass until they answer.
    await db.sql`update rights_requests set stopped_at = stopped_at - interval '9 days' where id = ${id}`
    const resumed = await changeRequest(owner(), clinic.id, id, { action: 'resume' })
    expect(resumed).toMatchObject({ stoppedAt: null, dueOn: resumedDue(dueOn(receivedOn), addDays(today(), -9), today()) })
    expect(resumed.dueOn).toBe(nextWorkingDay(addDays(dueOn(receivedOn), 9)))
    expect((await changeRequest(owner(), clinic.id, id, { action: 'resume' })).dueOn).toBe(resumed.dueOn)
    const complaint = await openRequest(owner(), clinic.id, { kind: 'complaint' })
    await expect(changeRequest(owner(), clinic.id, complaint.id, { action: 'stop' })).rejects.toMatchObject({ code: 'PT422' })
  })

  test('reminds a week before, once, and not while it stands still or after it is answered', async () => {
    const { id, dueOn: due } = await openRequest(owner(), clinic.id, { kind: 'complaint' })
    const remind = (days: number) => db.sql`select app.remind_of_requests(null, ${new Date(`${addDays(due, days)}T12:00:00Z`)})`
    await remind(-8)
    expect(await reminders(id)).toEqual(acknowledgeBy(today()) < due ? [{ reason: 'acknowledge', done: false }] : [])
    await remind(-6)
    await remind(-6)
    expect(await reminders(id)).toEqual([{ reason: 'acknowledge', done: false }, { reason: 'answer', done: false }])
    await changeRequest(owner(), clinic.id, id, { action: 'acknowledge' })
    expect(await reminders(id)).toEqual([{ reason: 'acknowledge', done: true }, { reason: 'answer', done: false }])
    await changeRequest(owner(), clinic.id, id, { action: 'close', outcome: 'granted' })
    expect((await reminders(id)).every((task) => task.done)).toBe(true)

    const stopped = await openRequest(owner(), clinic.id, { kind: 'access' })
    await changeRequest(owner(), clinic.id, stopped.id, { action: 'stop' })
    await db.sql`select app.remind_of_requests(null, ${plus(new Date(), 60 * 24 * 60)})`
    expect(await reminders(stopped.id)).toEqual([])
    // One that came late in the post is on the list at once.
    const late = await openRequest(owner(), clinic.id, { kind: 'access', receivedOn: addDays(today(), -28) })
    expect(await reminders(late.id)).toEqual([{ reason: 'answer', done: false }])
  })

  test('a closed one stays as it was answered', async () => {
    const { id } = await openRequest(owner(), clinic.id, { kind: 'rectification' })
    expect(await changeRequest(owner(), clinic.id, id, { action: 'close', outcome: 'partly' })).toMatchObject({ outcome: 'partly', completedAt: expect.any(String) })
    for (const action of ['acknowledge', 'stop', 'resume'] as const) await expect(changeRequest(owner(), clinic.id, id, { action })).rejects.toMatchObject({ code: 'PT422' })
    await expect(changeRequest(owner(), clinic.id, id, { action: 'close', outcome: 'granted' })).rejects.toMatchObject({ code: 'PT422' })
  })

  test('an objection leaves the person to people, until they take it back', async () => {
    const contactId = await newContact()
    const isHumanOnly = async () => (await db.sql<{ is: boolean }[]>`select is_human_only as is from contacts where id = ${contactId}`)[0]!.is
    const { id } = await openRequest(owner(), clinic.id, { kind: 'objection', contactId })
    expect(await isHumanOnly()).toBe(true)
    await changeRequest(owner(), clinic.id, id, { action: 'close', outcome: 'withdrawn' })
    expect(await isHumanOnly()).toBe(false)
  })

  test('an erasure that is asked for is answered by erasing', async () => {
    const contactId = await newContact()
    const { id } = await openRequest(owner(), clinic.id, { kind: 'erasure', contactId, receivedOn: addDays(today(), -27) })
    await actAs(db.sql, owner(), (tx) => tx`select erase_contact(${contactId}, 'in_person')`)
    expect((await listRequests(owner(), clinic.id, { open: false })).items.find((one) => one.id === id)).toMatchObject({ outcome: 'granted', contact: null })
    expect((await reminders(id)).every((task) => task.done)).toBe(true)
  })

  test('nobody of another clinic, and no voice agent, has a say', async () => {
    const { id } = await openRequest(owner(), clinic.id, { kind: 'access', contactId: await newContact() })
    const foreign = await newContact(other)
    await expect(openRequest(owner(), clinic.id, { kind: 'access', contactId: foreign })).rejects.toMatchObject({ code: 'PT403' })
    for (const requestId of [id, randomUUID()]) {
      await expect(changeRequest(member(other.ownerId), other.id, requestId, { action: 'stop' })).rejects.toMatchObject({ code: 'PT403' })
      await expect(actAs(db.sql, member(other.ownerId), (tx) => tx`select stop_clock(${requestId})`)).rejects.toMatchObject({ code: 'PT403' })
    }
    await expect(actAs(db.sql, voiceAgent(clinic.id), (tx) => tx`select stop_clock(${id})`)).rejects.toMatchObject({ code: '42501' })
    expect((await listRequests(member(other.ownerId), clinic.id)).items).toEqual([])
  })
})
