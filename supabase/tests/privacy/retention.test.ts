import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { sweepRetention } from '#lib/privacy/rights/retention.ts'
import { apiClient, claim, member, plus, voiceAgent } from '../claiming.ts'
import { actAs, aWednesday, makeClinic, useDatabase, type TestClinic } from '../database.ts'
import { anyMobile, loseCall } from '../leads.ts'
import { reply, textSomebody, useDoor } from '../recovery/texting.ts'

const DAY = 24 * 60

describe('retention', () => {
  const db = useDatabase({ max: 6 })
  useDoor(db)
  let clinic: TestClinic
  beforeEach(async () => { clinic = await makeClinic(db.sql) })
  const later = (days: number) => plus(new Date(), days * DAY)
  const sweep = (days: number) => sweepRetention(db.sql, later(days))
  const count = async (query: string, values: unknown[]) => Number((await db.sql.unsafe(`select count(*) from ${query}`, values as string[]))[0]!.count)
  const runs = (clinicId = clinic.id) => db.sql<{ swept: Record<string, number> }[]>`select swept from retention_runs where clinic_id = ${clinicId} order by id`
  const words = (callId: string, of = clinic.id) => actAs(db.sql, voiceAgent(of), (tx) => tx`select keep_transcript(${callId}, '1', ${tx.json([{ role: 'user', text: 'Hello.' }, { role: 'assistant', text: 'Hello.' }])})`)
  const setDays = (transcript: number, lead: number, call: number, message: number, actor = member(clinic.ownerId)) =>
    actAs(db.sql, actor, (tx) => tx`select save_retention(${clinic.id}, ${transcript}, ${lead}, ${call}, ${message})`)

  test('words go after ninety days, the call they belong to stays', async () => {
    const { callId } = await loseCall(db.sql, clinic)
    await words(callId)
    await sweep(89)
    expect(await count('logs where call_id = $1', [callId])).toBe(2)
    await sweep(91)
    expect(await count('logs where call_id = $1', [callId])).toBe(0)
    expect(await count('calls where id = $1', [callId])).toBe(1)
    // A report that comes again after that brings no words back.
    await words(callId)
    expect(await count('logs where call_id = $1', [callId])).toBe(0)
  })

  test('a lead that did not book is made anonymous after ninety days, and so are its texts and its call; the person goes', async () => {
    const person = await textSomebody(db.sql, clinic)
    await reply(clinic, person.phone, 'How long does it take?')
    const before = (await db.sql`select status, stage, hung_up_at, contacted_at from leads where id = ${person.leadId}`)[0]!
    await sweep(89)
    expect(await count('contacts where clinic_id = $1', [clinic.id])).toBe(1)
    await sweep(91)
    const [lead] = await db.sql`select * from leads where id = ${person.leadId}`
    expect(lead).toMatchObject({ contact_id: null, offered: [], choices: [], wish: null, status: 'closed', stage: before.stage, contacted_at: before.contacted_at })
    expect(await count('contacts where clinic_id = $1', [clinic.id])).toBe(0)
    expect(await count('calls where clinic_id = $1 and contact_id is not null', [clinic.id])).toBe(0)
    // The log of texts stays for thirteen months: that they went, not to whom or in which words.
    expect(await count('messages where lead_id = $1 and contact_id is null and body is null', [person.leadId])).toBe(await count('messages where lead_id = $1', [person.leadId]))
    expect(await count('messages where lead_id = $1', [person.leadId])).toBeGreaterThan(1)
    expect(await count('consents where call_id = $1', [person.callId])).toBeGreaterThan(0)
    expect(await count('staff_tasks where lead_id = $1', [person.leadId])).toBe(0)
  })

  test('whoever booked stays, and so does whoever is coming, wrote of late, or is being served', async () => {
    const coming = await textSomebody(db.sql, clinic)
    await claim(db.sql, clinic, { start: aWednesday(), contact: { name: 'Tamsin Okafor', phone: coming.phone } })
    const recent = await textSomebody(db.sql, clinic)
    await reply(clinic, recent.phone, 'Still thinking.')
    await db.sql`update messages set created_at = ${later(60)} where lead_id = ${recent.leadId} and direction = 'in'`
    const waiting = await loseCall(db.sql, clinic)
    const asking = anyMobile()
    const [contact] = await db.sql<{ id: string }[]>`insert into contacts (clinic_id, name, phone) values (${clinic.id}, 'Una', ${asking}) returning id`
    await actAs(db.sql, member(clinic.ownerId), (tx) => tx`select open_request(${clinic.id}, 'access', ${contact!.id})`)
    const objecting = (await db.sql<{ id: string }[]>`insert into contacts (clinic_id, name, phone, is_human_only) values (${clinic.id}, 'Vic', ${anyMobile()}, true) returning id`)[0]!.id
    await sweep(100)
    const phones = (await db.sql<{ phone: string }[]>`select phone from contacts where clinic_id = ${clinic.id}`).map((row) => row.phone)
    expect(phones).toEqual(expect.arrayContaining([coming.phone, recent.phone, waiting.phone!, asking]))
    expect(await count('contacts where id = $1', [objecting])).toBe(1)
    expect(await count('leads where id = any ($1) and contact_id is not null', [`{${coming.leadId},${recent.leadId},${waiting.leadId}}`])).toBe(3)
    expect((await db.sql`select state from messages where id = ${waiting.messageId}`)[0]!.state).toBe('queued')
  })

  test('a call goes after thirteen months with all that hangs on it; bookings and evidence stay', async () => {
    const person = await textSomebody(db.sql, clinic)
    const { booking } = await claim(db.sql, clinic, { start: aWednesday(), callId: person.callId, contact: { name: 'Tamsin Okafor', phone: person.phone } })
    await sweep(394)
    expect(await count('calls where id = $1', [person.callId])).toBe(1)
    await sweep(800)
    expect(await count('calls where id = $1', [person.callId])).toBe(0)
    expect(await count('leads where id = $1', [person.leadId])).toBe(0)
    expect(await count('messages where clinic_id = $1', [clinic.id])).toBe(0)
    expect((await db.sql`select status, call_id, contact_id is not null as "hasContact" from bookings where id = ${booking!.id}`)[0]).toEqual({ status: 'booked', call_id: null, hasContact: true })
    expect(await count('consents where clinic_id = $1', [clinic.id])).toBeGreaterThan(0)
  })

  test('a call whose booking is still to come is kept, however old', async () => {
    const { callId } = await loseCall(db.sql, clinic)
    await claim(db.sql, clinic, { start: aWednesday(3), callId, contact: { name: 'Robin', phone: anyMobile() } })
    await db.sql`update calls set started_at = now() - interval '400 days', created_at = now() - interval '400 days' where id = ${callId}`
    await sweep(0)
    expect(await count('calls where id = $1', [callId])).toBe(1)
  })

  test('texts go after their own period, views after thirteen months', async () => {
    const person = await textSomebody(db.sql, clinic)
    await claim(db.sql, clinic, { start: aWednesday(), contact: { name: 'Tamsin Okafor', phone: person.phone } })
    await actAs(db.sql, member(clinic.ownerId), (tx) => tx`select note_view('lead', ${person.leadId})`)
    await setDays(90, 90, 395, 30)
    await sweep(29)
    expect(await count('messages where clinic_id = $1', [clinic.id])).toBeGreaterThan(0)
    await sweep(31)
    expect(await count('messages where clinic_id = $1', [clinic.id])).toBe(0)
    expect(await count('access_log where clinic_id = $1', [clinic.id])).toBe(1)
    await sweep(396)
    expect(await count('access_log where clinic_id = $1', [clinic.id])).toBe(0)
  })

  test('each clinic by its own periods', async () => {
    const other = await makeClinic(db.sql)
    const [ours, theirs] = [await loseCall(db.sql, clinic), await loseCall(db.sql, other)]
    await words(ours.callId)
    await words(theirs.callId, other.id)
    await setDays(7, 90, 395, 395)
    await sweep(8)
    expect([await count('logs where clinic_id = $1', [clinic.id]), await count('logs where clinic_id = $1', [other.id])]).toEqual([0, 2])
    expect((await runs())[0]!.swept).toEqual({ transcripts: 2, leads: 0, contacts: 0, calls: 0, messages: 0, views: 0 })
    expect((await runs(other.id))[0]!.swept).toEqual({ transcripts: 0, leads: 0, contacts: 0, calls: 0, messages: 0, views: 0 })
  })

  test('twice is once, and counts are on record; many rows take several passes', async () => {
    for (let i = 0; i < 5; i += 1) await words((await loseCall(db.sql, clinic)).callId)
    const at = later(91)
    const pass = async () => (await db.sql<{ more: boolean }[]>`select app.retention_sweep(${at}, 4) as more`)[0]!.more
    expect(await pass()).toBe(true)
    expect(await count('logs where clinic_id = $1', [clinic.id])).toBe(6)
    await sweepRetention(db.sql, at)
    expect(await count('logs where clinic_id = $1', [clinic.id])).toBe(0)
    const kept = await runs()
    expect(kept.reduce((sum, run) => sum + run.swept.transcripts!, 0)).toBe(10)
    await sweepRetention(db.sql, at)
    expect(await runs()).toEqual(kept)
  })

  test('a clinic may keep less, never more; only its owner may say so', async () => {
    for (const wrong of [[0, 90, 395, 395], [91, 90, 395, 395], [90, 91, 395, 395], [90, 90, 396, 395], [90, 90, 29, 395], [90, 90, 395, 396]] as [number, number, number, number][]) {
      await expect(setDays(...wrong)).rejects.toMatchObject({ code: 'PT422' })
    }
    const staffId = randomUUID()
    await db.sql`insert into clinic_members (clinic_id, user_id, role) values (${clinic.id}, ${staffId}, 'staff')`
    for (const actor of [member(staffId), member(randomUUID())]) await expect(setDays(30, 30, 100, 100, actor)).rejects.toMatchObject({ code: 'PT403' })
    await expect(setDays(30, 30, 100, 100, apiClient(clinic.id))).rejects.toMatchObject({ code: '42501' })
  })
})
