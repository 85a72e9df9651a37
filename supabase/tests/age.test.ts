import { describe, expect, test } from 'vitest'
import { claim, confirm, insertDirectly, makeCall, plus, times } from './claiming.ts'
import { aWednesday, makeClinic, useDatabase } from './database.ts'

describe('a procedure that is only for adults', () => {
  const db = useDatabase({ max: 20 })
  const start = aWednesday()
  const procedure = 'lip-filler'

  test('is not booked without a confirmation of age, and is booked with one that is kept', async () => {
    const clinic = await makeClinic(db.sql)
    const callId = await makeCall(db.sql, clinic)
    expect(await claim(db.sql, clinic, { start, procedure, callId })).toMatchObject({ status: 422, code: 'age_confirmation_required' })
    const booked = await claim(db.sql, clinic, { start, procedure, callId, ageConfirmed: true })
    expect(booked).toMatchObject({ status: 201, booking: { status: 'booked' } })
    const [kept] = await db.sql`select a.is_adult, a.call_id, a.said_to from bookings b join age_attestations a on a.id = b.age_attestation_id where b.id = ${booked.booking!.id}`
    expect(kept).toEqual({ is_adult: true, call_id: callId, said_to: 'api_client' })
  })

  test('stays refused for the rest of the call after one "no", with one task for the staff', async () => {
    const clinic = await makeClinic(db.sql)
    const callId = await makeCall(db.sql, clinic)
    for (const ageConfirmed of [false, true, false, null, true]) {
      expect(await claim(db.sql, clinic, { start, procedure, callId, ageConfirmed })).toMatchObject({ status: 422, code: 'age_refused' })
    }
    expect(await db.sql`select kind from staff_tasks where call_id = ${callId}`).toEqual([{ kind: 'age_review' }])
    expect(await db.sql`select 1 from bookings where clinic_id = ${clinic.id}`).toHaveLength(0)
    expect(await claim(db.sql, clinic, { start, procedure, callId: await makeCall(db.sql, clinic), ageConfirmed: true })).toMatchObject({ status: 201 })
  })

  test('is never booked when "yes" and "no" of one call race and the "no" was first', async () => {
    const clinic = await makeClinic(db.sql)
    for (let round = 0; round < 10; round++) {
      const callId = await makeCall(db.sql, clinic)
      const answers = await Promise.all(times(8, (i) => claim(db.sql, clinic,
        { start: plus(start, round * 60), practitionerId: clinic.practitionerIds[0], procedure, callId, ageConfirmed: i % 2 === 0 })))
      const [said] = await db.sql<{ is_adult: boolean }[]>`select is_adult from age_attestations where call_id = ${callId} order by at limit 1`
      if (said!.is_adult) continue
      expect(answers.filter((answer) => answer.status === 201)).toEqual([])
      expect(await db.sql`select 1 from staff_tasks where call_id = ${callId}`).toHaveLength(1)
    }
  })

  test('may be held without a confirmation, and is booked from the hold only with one', async () => {
    const clinic = await makeClinic(db.sql)
    const { booking } = await claim(db.sql, clinic, { start, procedure, holdSeconds: 300, contact: null })
    for (const age of [null, false]) expect(await confirm(db.sql, clinic, booking!.id, age)).toMatchObject({ status: 422, code: 'age_confirmation_required' })
    expect(await confirm(db.sql, clinic, booking!.id, true)).toMatchObject({ status: 200, booking: { status: 'booked' } })
  })

  test('is not booked by a direct writer either, by insert or by update, nor with a "no" or another clinic\'s "yes"', async () => {
    const clinic = await makeClinic(db.sql)
    const other = await makeClinic(db.sql)
    const procedureId = clinic.procedures['lip-filler']
    await expect(insertDirectly(db.sql, clinic, { start, procedureId })).rejects.toMatchObject({ code: 'PT422' })
    const [held] = await insertDirectly(db.sql, clinic, { start, procedureId, status: 'held' })
    await expect(db.sql`update bookings set status = 'booked', hold_expires_at = null where id = ${held!.id}`).rejects.toMatchObject({ code: 'PT422' })
    const [no] = await db.sql`insert into age_attestations (clinic_id, is_adult, said_to) values (${clinic.id}, false, 'test') returning id`
    const [foreign] = await db.sql`insert into age_attestations (clinic_id, is_adult, said_to) values (${other.id}, true, 'test') returning id`
    for (const id of [no!.id, foreign!.id]) {
      await expect(db.sql`update bookings set status = 'booked', hold_expires_at = null, age_attestation_id = ${id} where id = ${held!.id}`).rejects.toMatchObject({ code: 'PT422' })
    }
    const [plain] = await insertDirectly(db.sql, clinic, { start: plus(start, 120) })
    await expect(db.sql`update bookings set procedure_id = ${procedureId} where id = ${plain!.id}`).rejects.toMatchObject({ code: 'PT422' })
  })

  test('an answer, once given, cannot be rewritten', async () => {
    const clinic = await makeClinic(db.sql)
    const [said] = await db.sql`insert into age_attestations (clinic_id, is_adult, said_to) values (${clinic.id}, false, 'test') returning id`
    await expect(db.sql`update age_attestations set is_adult = true where id = ${said!.id}`).rejects.toMatchObject({ code: '42501' })
  })
})
