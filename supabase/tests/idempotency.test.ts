import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { apiClient, cancel, claim, makeCall, move, plus, times, voiceAgent } from './claiming.ts'
import { aWednesday, actAs, makeClinic, useDatabase } from './database.ts'

describe('a claim that comes again', () => {
  const db = useDatabase({ max: 150 })
  const start = aWednesday()

  test('with the same key gets the same answer, and 200 copies at once make one booking', async () => {
    const clinic = await makeClinic(db.sql)
    const key = randomUUID()
    const answers = await Promise.all(times(200, () => claim(db.sql, clinic, { start, key }, voiceAgent(clinic.id))))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]!.status).toBe(201)
    const [row] = await db.sql`select count(*)::int as count from bookings where clinic_id = ${clinic.id}`
    expect(row).toEqual({ count: 1 })
  })

  test('after a refusal hears the same refusal, even when the time has become free', async () => {
    const clinic = await makeClinic(db.sql)
    const practitionerId = clinic.practitionerIds[0]
    const taken = await claim(db.sql, clinic, { start, practitionerId })
    const key = randomUUID()
    const refused = await claim(db.sql, clinic, { start, practitionerId, key })
    expect(refused).toMatchObject({ status: 409, code: 'slot_taken' })
    await cancel(db.sql, clinic, taken.booking!.id)
    expect(await claim(db.sql, clinic, { start, practitionerId, key })).toEqual(refused)
    expect((await claim(db.sql, clinic, { start, practitionerId, key: randomUUID() })).status).toBe(201)
  })

  test('with the same key and another request is refused with 422', async () => {
    const clinic = await makeClinic(db.sql)
    const key = randomUUID()
    await claim(db.sql, clinic, { start, key })
    for (const other of [{ start: plus(start, 60) }, { start, procedure: 'facelift' }, { start, contact: { name: 'Somebody Else' } }, { start, holdSeconds: 60 }]) {
      expect(await claim(db.sql, clinic, { ...other, key })).toMatchObject({ status: 422, code: 'idempotency_key_reused' })
    }
  })

  test('the same key means nothing at another clinic', async () => {
    const [clinic, other] = [await makeClinic(db.sql), await makeClinic(db.sql)]
    const key = randomUUID()
    const one = await claim(db.sql, clinic, { start, key })
    const two = await claim(db.sql, other, { start, key })
    expect([one.status, two.status]).toEqual([201, 201])
    expect(one.booking!.id).not.toBe(two.booking!.id)
  })

  test('from a session with another time zone is still the same request', async () => {
    const clinic = await makeClinic(db.sql)
    const key = randomUUID()
    const zoned = (zone: string) => actAs(db.sql, apiClient(clinic.id), async (tx) => {
      await tx`select set_config('TimeZone', ${zone}, true)`
      return tx`select claim_slot_atomic(${clinic.id}, 'rhinoplasty', ${start.toISOString()}, p_contact => ${tx.json({ name: 'Robin' })}, p_key => ${key}) as answer`
    })
    const [first] = await zoned('UTC')
    const [second] = await zoned('Asia/Kolkata')
    expect(second).toEqual(first)
  })

  test('from the same call for the same time under a new key gets the booking it has, however many at once', async () => {
    const clinic = await makeClinic(db.sql)
    const callId = await makeCall(db.sql, clinic)
    const practitionerId = clinic.practitionerIds[0]
    const answers = await Promise.all(times(50, () => claim(db.sql, clinic, { start, callId, practitionerId, key: randomUUID() }, voiceAgent(clinic.id))))
    expect(new Set(answers.map((answer) => `${answer.status} ${answer.booking?.id}`)).size).toBe(1)
    expect(answers[0]!.status).toBe(201)
  })

  test('from the same call for anyone at that time gets the booking it has', async () => {
    const clinic = await makeClinic(db.sql)
    const callId = await makeCall(db.sql, clinic)
    const first = await claim(db.sql, clinic, { start, callId })
    const again = await claim(db.sql, clinic, { start, callId })
    expect(again.booking!.id).toBe(first.booking!.id)
    expect((await claim(db.sql, clinic, { start, callId: await makeCall(db.sql, clinic) })).booking!.id).not.toBe(first.booking!.id)
  })

  test('a failed request leaves its key free for the corrected one', async () => {
    const clinic = await makeClinic(db.sql)
    const key = randomUUID()
    await expect(claim(db.sql, clinic, { start, key, contact: { name: 'Robin', phone: 'nonsense' } })).rejects.toMatchObject({ code: 'PT422' })
    expect((await claim(db.sql, clinic, { start, key })).status).toBe(201)
  })

  test('a move with a key happens once and answers the same; the key of a claim is not the key of a move', async () => {
    const clinic = await makeClinic(db.sql)
    const key = randomUUID()
    const { booking } = await claim(db.sql, clinic, { start, key })
    const moveKey = randomUUID()
    const answers = await Promise.all(times(30, () => move(db.sql, clinic, booking!.id, { start: plus(start, 120), key: moveKey })))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]).toMatchObject({ status: 200 })
    const [row] = await db.sql`select count(*)::int as moves from booking_audit where booking_id = ${booking!.id} and action = 'moved'`
    expect(row).toEqual({ moves: 1 })
    expect(await move(db.sql, clinic, booking!.id, { start, key })).toMatchObject({ status: 422, code: 'idempotency_key_reused' })
  })
})
