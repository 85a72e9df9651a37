import { describe, expect, test } from 'vitest'
import { voiceAgent } from '../claiming.ts'
import { aWednesday, makeClinic, useDatabase } from '../database.ts'
import { anyMobile, leadOf } from '../leads.ts'
import { answersTo, bookedAt, jobsOf, kindsOf, newSid, reply, tasksOf, textSomebody, useDoor } from './texting.ts'

describe('what is asked back, and what only a person can answer', () => {
  const db = useDatabase({ max: 24 })
  useDoor(db)
  const start = aWednesday()

  test('a treatment for adults is booked only after "18", with the answer on record', async () => {
    const clinic = await makeClinic(db.sql)
    const { leadId, phone, callId } = await textSomebody(db.sql, clinic, { procedure: 'lip-filler', offered: [{ start }] })
    await reply(clinic, phone, '1')
    expect(await bookedAt(db.sql, clinic)).toEqual([])
    expect(await leadOf(db.sql, leadId)).toMatchObject({ status: 'replied', awaiting: 'age' })
    await reply(clinic, phone, '18')
    const [booking] = await bookedAt(db.sql, clinic)
    expect(booking).toMatchObject({ start, source: 'text' })
    const said = await db.sql`select is_adult, call_id from age_attestations where id = ${booking!.age_attestation_id}`
    expect(said).toEqual([{ is_adult: true, call_id: callId }])
    expect(kindsOf(await answersTo(db.sql, leadId))).toEqual(['ask_age', 'booked'])
    expect(await leadOf(db.sql, leadId)).toMatchObject({ status: 'booked', awaiting: null, wish: null })
  })

  test('another answer about age books nothing and is for a person', async () => {
    const clinic = await makeClinic(db.sql)
    const { leadId, phone } = await textSomebody(db.sql, clinic, { procedure: 'lip-filler' })
    await reply(clinic, phone, '1')
    await reply(clinic, phone, 'I am 17')
    await reply(clinic, phone, '17')
    expect(await bookedAt(db.sql, clinic)).toEqual([])
    expect(kindsOf(await answersTo(db.sql, leadId))).toEqual(['ask_age'])
    expect(await tasksOf(db.sql, clinic)).toMatchObject([{ kind: 'reply', lead_id: leadId }, { kind: 'reply', lead_id: leadId }])
    expect(await db.sql`select 1 from age_attestations where clinic_id = ${clinic.id}`).toHaveLength(0)
  })

  test('"18" that nobody asked for attests nothing', async () => {
    const clinic = await makeClinic(db.sql)
    const { leadId, phone } = await textSomebody(db.sql, clinic, { procedure: 'lip-filler' })
    await reply(clinic, phone, '18')
    expect(await db.sql`select 1 from age_attestations where clinic_id = ${clinic.id}`).toHaveLength(0)
    expect(kindsOf(await answersTo(db.sql, leadId))).toEqual([])
    expect(await tasksOf(db.sql, clinic)).toMatchObject([{ kind: 'reply' }])
  })

  test('somebody without a name is asked for one, and booked under it', async () => {
    const clinic = await makeClinic(db.sql)
    const { leadId, phone } = await textSomebody(db.sql, clinic, { name: null, offered: [{ start }] })
    await reply(clinic, phone, '1')
    expect(await bookedAt(db.sql, clinic)).toEqual([])
    expect(await leadOf(db.sql, leadId)).toMatchObject({ awaiting: 'name' })
    await reply(clinic, phone, 'Priya Nair')
    const [booking] = await bookedAt(db.sql, clinic)
    expect(await db.sql`select name, phone from contacts where id = ${booking!.contact_id}`).toEqual([{ name: 'Priya Nair', phone }])
    expect(kindsOf(await answersTo(db.sql, leadId))).toEqual(['ask_name', 'booked'])
    expect(await leadOf(db.sql, leadId)).toMatchObject({ status: 'booked', is_recovered: true })
  })

  test('a name and an age are each asked for once', async () => {
    const clinic = await makeClinic(db.sql)
    const { leadId, phone } = await textSomebody(db.sql, clinic, { name: null, procedure: 'lip-filler', offered: [{ start }] })
    for (const body of ['1', 'Priya Nair', '18']) await reply(clinic, phone, body)
    expect(kindsOf(await answersTo(db.sql, leadId))).toEqual(['ask_name', 'ask_age', 'booked'])
    expect(await bookedAt(db.sql, clinic)).toMatchObject([{ start }])
  })

  const calls = [['3', 'CALL'], ['Please ring me', '3']] as const
  test.each(calls)('"%s" asks for a call-back, with its evidence, and "%s" after it for no second', async (first, second) => {
    const clinic = await makeClinic(db.sql)
    const { leadId, phone, callId } = await textSomebody(db.sql, clinic)
    for (const body of [first, second]) await reply(clinic, phone, body)
    const consents = await db.sql`select id, value, source from consents where call_id = ${callId} and channel = 'call'`
    expect(consents).toMatchObject([{ value: 'granted', source: 'reply' }])
    const callBacks = await db.sql`select id, consent_id, state from call_backs where lead_id = ${leadId}`
    expect(callBacks).toMatchObject([{ consent_id: consents[0]!.id, state: 'queued' }])
    expect(await jobsOf(db.sql, `call-back:${callBacks[0]!.id}`)).toBe(1)
    expect(kindsOf(await answersTo(db.sql, leadId))).toEqual(['call_ack', 'call_ack'])
  })

  test('free text goes to the staff list once and is not answered by a machine', async () => {
    const clinic = await makeClinic(db.sql)
    const { leadId, phone } = await textSomebody(db.sql, clinic)
    const sid = newSid()
    for (const _ of [1, 2]) await reply(clinic, phone, 'Does it hurt much?', sid)
    const [message] = await db.sql`select id from messages where provider_sid = ${sid}`
    expect(await tasksOf(db.sql, clinic)).toEqual([{ kind: 'reply', reason: null, lead_id: leadId, message_id: message!.id, done_at: null }])
    expect(await answersTo(db.sql, leadId)).toEqual([])
    expect(await leadOf(db.sql, leadId)).toMatchObject({ status: 'replied', replied_at: expect.any(Date) })
  })

  test('a choice for a practitioner who has gone is kept, and a person rings', async () => {
    const clinic = await makeClinic(db.sql)
    const { leadId, phone } = await textSomebody(db.sql, clinic, { offered: [{ start }] })
    await db.sql`delete from practitioner_procedures where clinic_id = ${clinic.id}`
    await reply(clinic, phone, '1')
    expect(await db.sql`select 1 from messages where lead_id = ${leadId} and kind = 'reply'`).toHaveLength(1)
    expect(await tasksOf(db.sql, clinic)).toMatchObject([{ kind: 'reply', lead_id: leadId }])
    expect(kindsOf(await answersTo(db.sql, leadId))).toEqual(['call_ack'])
    expect(await bookedAt(db.sql, clinic)).toEqual([])
  })

  test('a stranger\'s text is kept without a lead, for a person, whatever it says', async () => {
    const clinic = await makeClinic(db.sql)
    for (const body of ['1', 'CALL', 'Do you do Saturdays?']) await reply(clinic, anyMobile(), body)
    const kept = await db.sql`select id, lead_id, state from messages where clinic_id = ${clinic.id}`
    expect(kept).toMatchObject(Array(3).fill({ lead_id: null, state: 'received' }))
    const tasks = await tasksOf(db.sql, clinic)
    expect(tasks).toMatchObject(Array(3).fill({ kind: 'reply', lead_id: null }))
    expect(tasks.map((task) => task.message_id).toSorted()).toEqual(kept.map((row) => row.id).toSorted())
    expect(await db.sql`select 1 from call_backs where clinic_id = ${clinic.id}`).toHaveLength(0)
  })

  test('HELP is answered and changes nothing else', async () => {
    const clinic = await makeClinic(db.sql)
    const { leadId, phone } = await textSomebody(db.sql, clinic)
    await reply(clinic, phone, 'HELP')
    expect(kindsOf(await answersTo(db.sql, leadId))).toEqual(['help'])
    expect(await leadOf(db.sql, leadId)).toMatchObject({ status: 'contacted', replied_at: null })
    expect(await tasksOf(db.sql, clinic)).toEqual([])
  })

  test('nobody receives texts for another clinic', async () => {
    const [ours, theirs] = [await makeClinic(db.sql), await makeClinic(db.sql)]
    const { phone } = await textSomebody(db.sql, theirs)
    const foreign = db.as(voiceAgent(ours.id), (tx) => tx`select receive_text(${theirs.id}, ${newSid()}, ${phone}, 'sealed', 'choice', 1)`)
    await expect(foreign).rejects.toMatchObject({ code: 'PT403' })
    expect(await bookedAt(db.sql, theirs)).toEqual([])
  })
})
