import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestSandbox, TWILIO_SID, TWILIO_TOKEN, type TestSandbox } from '#lib/integrations/sandbox/testing.ts'
import { twilioMessenger } from '#lib/integrations/twilio/messenger.ts'
import { bookByLink, openLink } from '#lib/recovery/booking-page.ts'
import { serveText } from '#lib/recovery/outreach.ts'
import { claim, plus, times } from '../claiming.ts'
import { aWednesday, makeClinic, useDatabase, type TestClinic } from '../database.ts'
import { leadOf } from '../leads.ts'
import { answersTo, bookedAt, bookingOf, reply, secret, textSomebody, useDoor } from './texting.ts'

describe('a booking link', () => {
  const db = useDatabase({ max: 24 })
  useDoor(db)
  let sandbox: TestSandbox
  let addresses = 0
  const start = aWednesday()
  /** Somebody who has not asked before. */
  const newAddress = () => `192.0.2.${++addresses}`
  beforeAll(async () => { sandbox = await startTestSandbox() })
  afterAll(() => sandbox.close())

  /** Asks for other times by text, and takes the link out of the answer as it reached the carrier. */
  async function linked(clinic: TestClinic, call: Parameters<typeof textSomebody>[2] = {}) {
    const person = await textSomebody(db.sql, clinic, { offered: [{ start }], ...call })
    await reply(clinic, person.phone, '2')
    const [offer] = await answersTo(db.sql, person.leadId)
    const messenger = twilioMessenger({ accountSid: TWILIO_SID, authToken: TWILIO_TOKEN, sandboxUrl: sandbox.url })
    await serveText({ sql: db.sql, messenger, secret, appUrl: 'https://example.test', now: () => new Date(Date.now() + 60_000) }, offer!.id)
    const text = ((await sandbox.state()).messages ?? []).find((one) => one.to === person.phone)
    const [, token] = /https:\/\/example\.test\/b\/([A-Za-z0-9_-]{16}) /.exec(String(text?.body))!
    return { ...person, token: token! }
  }

  test('is kept only as its hash', async () => {
    const { token, leadId } = await linked(await makeClinic(db.sql))
    const [link, ...more] = await db.sql`select hash, expires_at - clock_timestamp() <= interval '48 hours' as "isShort"
      from app.booking_links where lead_id = ${leadId}`
    expect(link).toEqual({ hash: createHash('sha256').update(token).digest(), isShort: true })
    expect(more).toEqual([])
    for (const table of ['messages', 'leads', 'app.booking_links', 'graphile_worker._private_jobs']) {
      expect(await db.sql.unsafe(`select 1 from ${table} t where t::text like $1`, [`%${token}%`]), table).toHaveLength(0)
    }
  })

  test('shows the kept time and others, and nothing about the person', async () => {
    const { token, phone, leadId } = await linked(await makeClinic(db.sql))
    const hold = await bookingOf(db.sql, (await leadOf(db.sql, leadId)).hold_id)
    const opened = await openLink(token, newAddress())
    const page = { clinicName: 'Test Clinic', booked: null, needsAge: false, needsName: false, held: { practitionerId: hold.practitioner_id } }
    expect(opened).toMatchObject({ ok: true, page })
    if (!opened.ok) return
    expect(new Date(opened.page.held!.start)).toEqual(start)
    expect(opened.page.slots.length).toBeGreaterThan(0)
    expect(JSON.stringify(opened)).not.toContain(phone.slice(-6))
    expect(JSON.stringify(opened)).not.toMatch(/Tamsin|Okafor/i)
  })

  test('says what for by its public label, how long, and with whom each time is', async () => {
    const clinic = await makeClinic(db.sql)
    const { token } = await linked(clinic)
    const [procedure] = await db.sql<{ minutes: number }[]>`
      update procedures set public_label = 'Skin review' where clinic_id = ${clinic.id} and slug = 'facelift' returning duration_minutes as minutes`
    const opened = await openLink(token, newAddress())
    expect(opened).toMatchObject({ ok: true, page: { treatment: 'skin review', minutes: [procedure!.minutes] } })
    if (!opened.ok) return
    const names = await db.sql<{ id: string; name: string }[]>`select id, name from practitioners where clinic_id = ${clinic.id}`
    for (const { practitionerId } of [opened.page.held!, ...opened.page.slots]) {
      expect(opened.page.practitioners[practitionerId]).toBe(names.find(({ id }) => id === practitionerId)!.name)
    }
  })

  test.each([
    ['is on prescription', (clinicId: string) => db.sql`update procedures set is_prescription_only = true, public_label = 'Consultation' where clinic_id = ${clinicId} and slug = 'facelift'`],
    ['is not for other eyes', (clinicId: string) => db.sql`update clinics set texts_are_discreet = true where id = ${clinicId}`],
  ])('says no more than "consultation" of what %s', async (_, make) => {
    const clinic = await makeClinic(db.sql)
    const { token } = await linked(clinic)
    await make(clinic.id)
    const opened = await openLink(token, newAddress())
    expect(opened).toMatchObject({ ok: true, page: { treatment: 'consultation' } })
    expect(JSON.stringify(opened)).not.toMatch(/facelift/i)
  })

  test('books once, however often it is pressed, and the lead is recovered', async () => {
    const clinic = await makeClinic(db.sql)
    const { token, leadId } = await linked(clinic)
    const { hold_id: holdId } = await leadOf(db.sql, leadId)
    const hold = await bookingOf(db.sql, holdId)
    const ip = newAddress()
    const answers = await Promise.all(times(5, () => bookByLink(token, ip, { start: start.toISOString(), practitionerId: hold.practitioner_id })))
    expect(answers).toMatchObject(Array(5).fill({ ok: true }))
    expect(await bookedAt(db.sql, clinic)).toMatchObject([{ id: holdId, start, source: 'page' }])
    expect(await leadOf(db.sql, leadId)).toMatchObject({ status: 'booked', is_recovered: true, booking_id: holdId })
    expect(await openLink(token, ip)).toMatchObject({ ok: true, page: { slots: [], held: null, booked: { start: expect.any(String), practitionerId: hold.practitioner_id } } })
  })

  test('asks for an age and a name, and refuses a time that is not free with ones that are', async () => {
    const clinic = await makeClinic(db.sql)
    const { token } = await linked(clinic, { name: null, procedure: 'lip-filler' })
    const ip = newAddress()
    const [practitionerId] = clinic.practitionerIds
    expect(await openLink(token, ip)).toMatchObject({ ok: true, page: { needsAge: true, needsName: true } })
    const book = (choice: { ageConfirmed?: boolean; name?: string }, at = start) => bookByLink(token, ip, { start: at.toISOString(), practitionerId, ...choice })
    expect(await book({ ageConfirmed: true })).toMatchObject({ ok: false, code: 'name_required' })
    expect(await book({ name: 'Priya Nair' })).toMatchObject({ ok: false, code: 'age_required' })
    expect(await bookedAt(db.sql, clinic)).toEqual([])
    await claim(db.sql, clinic, { start: plus(start, 120), practitionerId })
    const taken = await book({ name: 'Priya Nair', ageConfirmed: true }, plus(start, 120))
    expect(taken).toMatchObject({ ok: false, code: 'taken' })
    expect(taken.ok ? [] : taken.alternatives).not.toEqual([])
    expect(await book({ name: 'Priya Nair', ageConfirmed: true })).toMatchObject({ ok: true })
    expect(await bookedAt(db.sql, clinic)).toMatchObject([{ start, source: 'page' }, { start: plus(start, 120) }])
  })

  test('a "no" to the age is final for the machine, and a person settles it', async () => {
    const clinic = await makeClinic(db.sql)
    const { token } = await linked(clinic, { procedure: 'lip-filler' })
    const ip = newAddress()
    const choice = { start: start.toISOString(), practitionerId: clinic.practitionerIds[0] }
    const book = (ageConfirmed: boolean) => bookByLink(token, ip, { ...choice, ageConfirmed })
    for (const said of [false, true]) expect(await book(said)).toMatchObject({ ok: false, code: 'age_refused' })
    expect(await bookedAt(db.sql, clinic)).toEqual([])
    expect(await db.sql`select kind from staff_tasks where clinic_id = ${clinic.id}`).toEqual([{ kind: 'age_review' }])
  })

  test('that has run out, or never was, gives nothing', async () => {
    const clinic = await makeClinic(db.sql)
    const { token, leadId } = await linked(clinic)
    const ip = newAddress()
    const choice = { start: start.toISOString(), practitionerId: clinic.practitionerIds[0] }
    await db.sql`update app.booking_links set expires_at = clock_timestamp() where lead_id = ${leadId}`
    for (const gone of [token, 'A'.repeat(16), 'short', `${token}A`]) {
      expect(await openLink(gone, ip)).toEqual({ ok: false, reason: 'gone' })
      expect(await bookByLink(gone, ip, choice)).toMatchObject({ ok: false, code: 'expired', alternatives: [] })
    }
    expect(await bookedAt(db.sql, clinic)).toEqual([])
  })

  test('shows nothing after STOP', async () => {
    const clinic = await makeClinic(db.sql)
    const { token, phone } = await linked(clinic)
    await reply(clinic, phone, 'STOP')
    expect(await openLink(token, newAddress())).toEqual({ ok: false, reason: 'gone' })
  })

  test('is not found by trying: one address soon has to wait, another need not', async () => {
    const { token } = await linked(await makeClinic(db.sql))
    const [ip, other] = [newAddress(), newAddress()]
    const answers = await Promise.all(times(45, () => openLink('A'.repeat(16), ip)))
    expect(answers.filter((answer) => !answer.ok && answer.reason === 'too_many')).toHaveLength(5)
    expect(await openLink(token, ip)).toEqual({ ok: false, reason: 'too_many' })
    expect(await openLink(token, other)).toMatchObject({ ok: true })
    const none = { start: start.toISOString(), practitionerId: '00000000-0000-4000-8000-000000000000' }
    const tries = await Promise.all(times(12, () => bookByLink('A'.repeat(16), other, none)))
    expect(tries.filter((answer) => !answer.ok && answer.code === 'too_many')).toHaveLength(2)
  })
})
