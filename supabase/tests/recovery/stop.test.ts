import { describe, expect, test } from 'vitest'
import { makeClinic, useDatabase } from '../database.ts'
import { anyMobile, leadOf, loseCall, messageOf } from '../leads.ts'
import { answersTo, beginText, bookedAt, bookingOf, jobsOf, kindsOf, reply, tasksOf, textSomebody, useDoor } from './texting.ts'

describe('STOP', () => {
  const db = useDatabase({ max: 24 })
  useDoor(db)

  const suppressions = (clinic: { id: string }) => db.sql`select reason, lifted_at, phone_hash from sms_suppressions where clinic_id = ${clinic.id} order by at`

  test('silences the clinic: queued texts are cancelled, the kept time let go, the lead closed, and nothing is answered', async () => {
    const clinic = await makeClinic(db.sql)
    const { leadId, phone } = await textSomebody(db.sql, clinic)
    await reply(clinic, phone, '2')
    const { hold_id: holdId } = await leadOf(db.sql, leadId)
    expect(await bookingOf(db.sql, holdId)).toMatchObject({ status: 'held' })
    await reply(clinic, phone, 'Please stop texting me')
    expect(await suppressions(clinic)).toMatchObject([{ reason: 'stop', lifted_at: null }])
    expect(await answersTo(db.sql, leadId)).toMatchObject([{ kind: 'offer', state: 'cancelled', reason: 'opted_out' }])
    expect(await bookingOf(db.sql, holdId)).toMatchObject({ status: 'expired' })
    expect(await leadOf(db.sql, leadId)).toMatchObject({ status: 'closed', reason: 'opted_out', awaiting: null })
    expect(await tasksOf(db.sql, clinic)).toEqual([])
  })

  test('before the text has gone means that it does not go', async () => {
    const clinic = await makeClinic(db.sql)
    const { leadId, messageId, phone } = await loseCall(db.sql, clinic)
    await reply(clinic, phone!, 'STOP')
    expect(await leadOf(db.sql, leadId!)).toMatchObject({ status: 'not_permitted', reason: 'opted_out' })
    expect(await messageOf(db.sql, messageId!)).toMatchObject({ state: 'cancelled', reason: 'opted_out', attempts: 0 })
    expect(await beginText(db.sql, messageId!)).toBe('nothing')
  })

  test('holds for the next lead of that number', async () => {
    const clinic = await makeClinic(db.sql)
    const phone = anyMobile()
    await reply(clinic, phone, 'STOP')
    const next = await loseCall(db.sql, clinic, { phone })
    expect(await leadOf(db.sql, next.leadId!)).toMatchObject({ status: 'not_permitted', reason: 'opted_out' })
    expect(next.messageId).toBeNull()
  })

  test('to one clinic leaves another alone', async () => {
    const [ours, theirs] = [await makeClinic(db.sql), await makeClinic(db.sql)]
    const here = await textSomebody(db.sql, ours)
    const there = await textSomebody(db.sql, theirs, { phone: here.phone })
    await reply(ours, here.phone, 'STOP')
    expect(await leadOf(db.sql, there.leadId)).toMatchObject({ status: 'contacted', reason: null })
    await reply(theirs, there.phone, '1')
    expect(kindsOf(await answersTo(db.sql, there.leadId))).toEqual(['booked'])
    const again = await loseCall(db.sql, theirs, { phone: here.phone, name: 'Another Person' })
    expect(await beginText(db.sql, again.messageId!)).toBe('send')
  })

  test('is lifted by START, and holds again after a second STOP', async () => {
    const clinic = await makeClinic(db.sql)
    const phone = anyMobile()
    await reply(clinic, phone, 'STOP')
    await reply(clinic, phone, 'START')
    expect(await suppressions(clinic)).toMatchObject([{ lifted_at: expect.any(Date) }])
    const lead = await loseCall(db.sql, clinic, { phone })
    expect(await beginText(db.sql, lead.messageId!)).toBe('send')
    await reply(clinic, phone, 'STOP')
    expect(await suppressions(clinic)).toMatchObject([{ lifted_at: expect.any(Date) }, { lifted_at: null }])
    expect((await loseCall(db.sql, clinic, { phone })).messageId).toBeNull()
  })

  test('twice is once', async () => {
    const clinic = await makeClinic(db.sql)
    const phone = anyMobile()
    await Promise.all(['STOP', 'stop', 'Unsubscribe'].map((body) => reply(clinic, phone, body)))
    expect(await suppressions(clinic)).toHaveLength(1)
  })

  test('outlives the erasure of the person, and keeps nothing of the number in the clear', async () => {
    const clinic = await makeClinic(db.sql)
    const { leadId, phone } = await textSomebody(db.sql, clinic)
    await reply(clinic, phone, 'STOP')
    const [kept] = await db.sql<{ row: string }[]>`select to_jsonb(s)::text as row from sms_suppressions s where s.clinic_id = ${clinic.id}`
    expect(kept!.row).not.toContain(phone.slice(-6))
    await db.sql`delete from contacts where clinic_id = ${clinic.id} and phone = ${phone}`
    expect(await leadOf(db.sql, leadId)).toMatchObject({ contact_id: null, status: 'closed' })
    expect(await db.sql`select 1 from contacts where phone = ${phone}`).toHaveLength(0)
    const next = await loseCall(db.sql, clinic, { phone, name: 'A New Name' })
    expect(await leadOf(db.sql, next.leadId!)).toMatchObject({ status: 'not_permitted', reason: 'opted_out' })
    expect(next.messageId).toBeNull()
  })

  test('hashes one number differently for each clinic', async () => {
    const [ours, theirs] = [await makeClinic(db.sql), await makeClinic(db.sql)]
    const phone = anyMobile()
    for (const clinic of [ours, theirs]) await reply(clinic, phone, 'STOP')
    const [[here], [there]] = [await suppressions(ours), await suppressions(theirs)]
    expect(here!.phone_hash).not.toEqual(there!.phone_hash)
  })

  test('ends what the machine does: a choice after it is for a person, and books nothing unsaid', async () => {
    const clinic = await makeClinic(db.sql)
    const { leadId, phone } = await textSomebody(db.sql, clinic)
    await reply(clinic, phone, 'STOP')
    await reply(clinic, phone, '1')
    expect(await bookedAt(db.sql, clinic)).toEqual([])
    expect(await tasksOf(db.sql, clinic)).toMatchObject([{ kind: 'reply', lead_id: leadId }])
    expect(await answersTo(db.sql, leadId)).toEqual([])
  })

  test('is what the row itself obeys: no text to that person may begin', async () => {
    const clinic = await makeClinic(db.sql)
    const { leadId, phone } = await textSomebody(db.sql, clinic)
    const { contact_id: contactId } = await leadOf(db.sql, leadId)
    await reply(clinic, phone, 'STOP')
    const [forced] = await db.sql`insert into messages (clinic_id, lead_id, contact_id, direction, kind, state, body)
      values (${clinic.id}, ${leadId}, ${contactId}, 'out', 'staff', 'queued', 'sealed') returning id`
    await expect(db.sql`update messages set state = 'sending', attempt_id = gen_random_uuid(), attempt_started_at = now() where id = ${forced!.id}`)
      .rejects.toMatchObject({ code: '42501' })
    expect(await beginText(db.sql, forced!.id)).toBe('nothing')
    expect(await messageOf(db.sql, forced!.id)).toMatchObject({ state: 'cancelled', reason: 'opted_out' })
    expect(await jobsOf(db.sql, `text:${forced!.id}`)).toBe(0)
  })
})
