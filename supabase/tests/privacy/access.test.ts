import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { listViews, noteView } from '#lib/privacy/rights/access-log.ts'
import { eraseContact, listErasures, readErasure } from '#lib/privacy/rights/erasure.ts'
import { exportContact } from '#lib/privacy/rights/export.ts'
import { openRequest } from '#lib/privacy/rights/requests.ts'
import { apiClient, member, voiceAgent } from '../claiming.ts'
import { actAs, makeClinic, useDatabase, type TestClinic } from '../database.ts'
import { anyMobile, loseCall } from '../leads.ts'
import { useDoor } from '../recovery/texting.ts'
import { EMAIL, makeConnectedClinic, NAME, useProcessors, type Person } from './erasing.ts'

describe('access: who looked, and what is held', () => {
  const db = useDatabase({ max: 8 })
  useDoor(db)
  const world = useProcessors(db)
  let clinic: Awaited<ReturnType<typeof makeConnectedClinic>>
  let other: TestClinic
  let person: Person
  beforeAll(async () => {
    clinic = await makeConnectedClinic(db.sql, world.sandbox())
    other = await makeClinic(db.sql)
    person = await world.makePerson(clinic, anyMobile())
  })
  const owner = () => member(clinic.ownerId)
  const staff = () => member(clinic.staffId)
  const seen = async (subjectId: string) => (await listViews(owner(), clinic.id, { subjectId })).items

  test('a view is noted with who looked, once a minute for each of them', async () => {
    for (const actor of [owner(), owner(), staff()]) await noteView(actor, 'lead', person.lost.leadId)
    expect((await seen(person.lost.leadId)).map((view) => [view.kind, view.actor])).toEqual([
      ['lead', `authenticated:${clinic.staffId}`], ['lead', `authenticated:${clinic.ownerId}`],
    ])
    await db.sql`alter table access_log disable trigger access_log_append_only`
    await db.sql`update access_log set at = at - interval '61 seconds'`
    await db.sql`alter table access_log enable trigger access_log_append_only`
    await noteView(owner(), 'lead', person.lost.leadId)
    expect(await seen(person.lost.leadId)).toHaveLength(3)
  })

  test('nobody notes a view of what is not theirs, and the voice agent none at all', async () => {
    for (const id of [person.lost.leadId, randomUUID()]) await expect(noteView(member(other.ownerId), 'lead', id)).rejects.toMatchObject({ code: 'PT403' })
    for (const id of [person.contactId, randomUUID()]) await expect(noteView(apiClient(other.id), 'contact', id)).rejects.toMatchObject({ code: 'PT403' })
    await expect(actAs(db.sql, voiceAgent(clinic.id), (tx) => tx`select note_view('contact', ${person.contactId})`)).rejects.toMatchObject({ code: '42501' })
    expect((await listViews(member(other.ownerId), clinic.id)).items).toEqual([])
  })

  test('the log cannot be changed by anybody, nor deleted from but by the sweep', async () => {
    await noteView(owner(), 'contact', person.contactId)
    for (const statement of ['update access_log set actor = \'nobody\'', 'delete from access_log', 'truncate access_log']) {
      await expect(db.sql.unsafe(statement), statement).rejects.toMatchObject({ code: '42501' })
      await expect(actAs(db.sql, owner(), (tx) => tx.unsafe(statement)), statement).rejects.toMatchObject({ code: '42501' })
    }
    await expect(db.sql.begin(async (tx) => {
      await tx`set local role clinic_engine`
      await tx`update access_log set actor = 'nobody'`
    })).rejects.toMatchObject({ code: '42501' })
  })

  test('the export holds everything, words of texts opened, and is itself on record', async () => {
    await openRequest(owner(), clinic.id, { kind: 'access', contactId: person.contactId })
    const held = await exportContact(owner(), clinic.id, person.contactId)
    expect(held.contacts).toMatchObject([{ name: NAME, phone: person.phone, email: EMAIL, dob: '1990-05-04', postcode: 'SW1A 1AA', address: '1 Test Street' }])
    expect(held.calls).toMatchObject([{ id: person.lost.callId, transcript: [{ role: 'user', text: 'It is about my [HEALTH].' }], toolCalls: [{ name: 'capture_lead' }, { name: 'check_availability' }] }])
    expect(held.bookings).toMatchObject([{ status: 'expired', trail: [{ action: 'held' }, { action: 'expired' }] }, { id: person.bookingId, status: 'booked', inCalendar: true, trail: [{ action: 'booked' }] }])
    expect(held.leads).toMatchObject([{ id: person.lost.leadId, status: 'booked' }])
    expect(held.texts.map((text) => text.direction)).toEqual(['out', 'in'])
    expect(held.texts[0]!.body).toContain('Tamsin')
    expect(held.texts[1]!.body).toBe('Could I come on Friday?')
    expect(held.texts.every((text) => !('sealed' in text))).toBe(true)
    expect(held.consents.length).toBeGreaterThan(0)
    expect(held.requests).toMatchObject([{ kind: 'access', outcome: null }])
    expect(held.views.some((view) => view.kind === 'export')).toBe(true)
    expect(held.textsStopped).toBe(false)
    expect(held.about.recipients.map((one) => one.name)).toContain('Twilio')
    expect(held.about.retention).toMatchObject({ transcriptDays: 90, leadDays: 90, callDays: 395, messageDays: 395 })
    expect((await seen(person.contactId))[0]).toMatchObject({ kind: 'export' })
    // A second one is a second view, however soon.
    await exportContact(apiClient(clinic.id), clinic.id, person.contactId)
    expect((await seen(person.contactId)).filter((view) => view.kind === 'export').map((view) => view.actor)).toEqual(['api_client', `authenticated:${clinic.ownerId}`])
  })

  test('the export holds nobody else: not who shares the number, nor the same person elsewhere', async () => {
    const twin = await loseCall(db.sql, clinic, { phone: person.phone, name: 'Una Sharesaphone' })
    const elsewhere = await loseCall(db.sql, other, { phone: person.phone, name: NAME })
    const text = JSON.stringify(await exportContact(owner(), clinic.id, person.contactId))
    for (const words of ['Sharesaphone', twin.callId, twin.leadId!, elsewhere.callId]) expect(text).not.toContain(words)
  })

  test('staff and strangers export nothing; a foreign id and an unknown one are the same', async () => {
    for (const id of [person.contactId, randomUUID()]) {
      for (const [actor, clinicId] of [[staff(), clinic.id], [member(other.ownerId), clinic.id], [member(other.ownerId), other.id], [apiClient(other.id), other.id]] as const) {
        await expect(exportContact(actor, clinicId, id)).rejects.toMatchObject({ code: 'PT403' })
        await expect(eraseContact(actor, clinicId, id, 'vouched')).rejects.toMatchObject({ code: 'PT403' })
      }
    }
    await expect(actAs(db.sql, voiceAgent(clinic.id), (tx) => tx`select export_contact(${person.contactId})`)).rejects.toMatchObject({ code: '42501' })
  })

  test('an erasure is read with its receipts by its own clinic, and by nobody else', async () => {
    const erasure = await eraseContact(owner(), clinic.id, person.contactId, 'document')
    expect(erasure).toMatchObject({ state: 'pending', identityCheck: 'document', requestedBy: `authenticated:${clinic.ownerId}`, completedAt: null })
    expect(erasure.receipts[0]).toMatchObject({ processor: 'database', state: 'done', reason: null })
    expect(erasure.receipts.map((one) => one.processor)).toEqual(['database', 'google', 'twilio', 'twilio', 'vapi'])
    await world.serve(erasure.id)
    expect(await readErasure(staff(), clinic.id, erasure.id)).toMatchObject({ state: 'done', completedAt: expect.any(String) })
    expect((await listErasures(owner(), clinic.id)).items.map((one) => one.id)).toEqual([erasure.id])
    expect(await readErasure(member(other.ownerId), clinic.id, erasure.id)).toBeNull()
    expect((await listErasures(member(other.ownerId), clinic.id)).items).toEqual([])
  })
})
