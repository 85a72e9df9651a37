import { describe, expect, test } from 'vitest'
import { claim, confirm, expectOneWinner, insertDirectly, makeCall, move, overlaps, plus, times, voiceAgent } from './claiming.ts'
import { aWednesday, makeClinic, useDatabase, type TestClinic } from './database.ts'

describe('a hold', () => {
  const db = useDatabase({ max: 60 })
  const start = aWednesday()
  const hold = (clinic: TestClinic, more: Partial<Parameters<typeof claim>[2]> = {}) =>
    claim(db.sql, clinic, { start, practitionerId: clinic.practitionerIds[0], holdSeconds: 300, contact: null, ...more })
  const runOut = (bookingId: string) => db.sql`update bookings set hold_expires_at = clock_timestamp() - interval '1 second' where id = ${bookingId}`
  const statusOf = async (bookingId: string) => (await db.sql<{ status: string }[]>`select status from bookings where id = ${bookingId}`)[0]!.status

  test('of a stranger blocks the time until it runs out, and then no longer', async () => {
    const clinic = await makeClinic(db.sql)
    const held = await hold(clinic)
    expect(held).toMatchObject({ status: 201, booking: { status: 'held' } })
    expect(held.booking!.holdExpiresAt).not.toBeNull()
    expect(await claim(db.sql, clinic, { start: plus(start, 30), practitionerId: clinic.practitionerIds[0] })).toMatchObject({ code: 'slot_taken' })
    await runOut(held.booking!.id)
    expectOneWinner(await Promise.all(times(40, () => claim(db.sql, clinic, { start, practitionerId: clinic.practitionerIds[0] }))))
    expect(await statusOf(held.booking!.id)).toBe('expired')
    expect(await overlaps(db.sql)).toBe(0)
  })

  test('live under 60 rivals lets none of them win', async () => {
    const clinic = await makeClinic(db.sql)
    await hold(clinic)
    const answers = await Promise.all(times(60, () => claim(db.sql, clinic, { start, practitionerId: clinic.practitionerIds[0] })))
    expect(answers.filter((answer) => answer.code !== 'slot_taken')).toEqual([])
  })

  test('becomes the booking when its own call claims the time', async () => {
    const clinic = await makeClinic(db.sql)
    const callId = await makeCall(db.sql, clinic)
    const held = await hold(clinic, { callId })
    const booked = await claim(db.sql, clinic, { start, practitionerId: clinic.practitionerIds[0], callId, contact: { name: 'Robin', phone: '+447700900142' } }, voiceAgent(clinic.id))
    expect(booked).toMatchObject({ status: 201, booking: { id: held.booking!.id, status: 'booked', holdExpiresAt: null } })
    expect(booked.booking!.contactId).not.toBeNull()
  })

  test('becomes a booking when it is confirmed, once, however often', async () => {
    const clinic = await makeClinic(db.sql)
    const { booking } = await hold(clinic)
    const answers = await Promise.all(times(20, () => confirm(db.sql, clinic, booking!.id)))
    expect(answers.map((answer) => [answer.status, answer.booking?.status])).toEqual(times(20, () => [200, 'booked']))
    const [row] = await db.sql`select count(*)::int as count from booking_audit where booking_id = ${booking!.id} and action = 'booked'`
    expect(row).toEqual({ count: 1 })
  })

  test('that ran out is claimed anew by a confirmation, or refused with alternatives when the time is gone', async () => {
    const clinic = await makeClinic(db.sql)
    const { booking } = await hold(clinic)
    await runOut(booking!.id)
    expect(await confirm(db.sql, clinic, booking!.id)).toMatchObject({ status: 200, booking: { status: 'booked' } })

    const later = await hold(clinic, { start: plus(start, 120) })
    await runOut(later.booking!.id)
    expect((await claim(db.sql, clinic, { start: plus(start, 150), practitionerId: clinic.practitionerIds[0] })).status).toBe(201)
    const refused = await confirm(db.sql, clinic, later.booking!.id)
    expect(refused).toMatchObject({ status: 409, code: 'slot_taken' })
    expect(refused.alternatives!.length).toBeGreaterThan(0)
    expect(await overlaps(db.sql)).toBe(0)
  })

  test('that ran out, confirmed while rivals claim the time: one of them has it', async () => {
    for (let round = 0; round < 10; round++) {
      const clinic = await makeClinic(db.sql)
      const { booking } = await hold(clinic)
      await runOut(booking!.id)
      const answers = await Promise.all(times(20, (i) => i % 2 === 0
        ? confirm(db.sql, clinic, booking!.id) : claim(db.sql, clinic, { start, practitionerId: clinic.practitionerIds[0] })))
      expect(new Set(answers.filter((answer) => answer.status < 300).map((answer) => answer.booking!.id)).size).toBe(1)
      expect(answers.every((answer) => [200, 201, 409].includes(answer.status))).toBe(true)
    }
    expect(await overlaps(db.sql)).toBe(0)
  })

  test('that ran out cannot be moved to a new life', async () => {
    const clinic = await makeClinic(db.sql)
    const { booking } = await hold(clinic)
    await runOut(booking!.id)
    expect(await move(db.sql, clinic, booking!.id, { start: plus(start, 60) })).toMatchObject({ status: 409, code: 'not_bookable' })
  })

  test('is one of two at most for a call: a third lets go of the oldest', async () => {
    const clinic = await makeClinic(db.sql)
    const callId = await makeCall(db.sql, clinic)
    const ids: string[] = []
    for (const offset of [0, 60, 120]) ids.push((await hold(clinic, { callId, start: plus(start, offset) })).booking!.id)
    expect(await Promise.all(ids.map(statusOf))).toEqual(['expired', 'held', 'held'])
  })

  test('is one of two at most for a call when twenty are asked for at once', async () => {
    const clinic = await makeClinic(db.sql)
    const callId = await makeCall(db.sql, clinic)
    const answers = await Promise.all(times(20, (i) => hold(clinic, { callId, start: plus(start, i * 60), practitionerId: clinic.practitionerIds[i % 2] })))
    expect(answers.filter((answer) => answer.status !== 201)).toEqual([])
    const [row] = await db.sql`select count(*)::int as live from bookings where call_id = ${callId} and status = 'held' and hold_expires_at > clock_timestamp()`
    expect(row).toEqual({ live: 2 })
  })

  test('is one of two at most for a call for direct writers too, even at the same instant on two diaries', async () => {
    const clinic = await makeClinic(db.sql)
    const callId = await makeCall(db.sql, clinic)
    const results = await Promise.allSettled(times(12, (i) => insertDirectly(db.sql, clinic,
      { start: plus(start, i * 60), practitionerId: clinic.practitionerIds[i % 2], status: 'held', callId })))
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(2)
    for (const result of results) if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'PT409' })
  })

  test('of the same call for the same time is given again, not twice', async () => {
    const clinic = await makeClinic(db.sql)
    const callId = await makeCall(db.sql, clinic)
    const answers = await Promise.all(times(10, () => hold(clinic, { callId })))
    expect(new Set(answers.map((answer) => answer.booking?.id)).size).toBe(1)
  })

  test('that ran out is swept away, and a live one is not', async () => {
    const clinic = await makeClinic(db.sql)
    const [stale, live] = [await hold(clinic), await hold(clinic, { start: plus(start, 60) })]
    await runOut(stale.booking!.id)
    await db.sql`select app.sweep()`
    expect([await statusOf(stale.booking!.id), await statusOf(live.booking!.id)]).toEqual(['expired', 'held'])
  })

  test('confirmed while its call claims other times: nobody deadlocks', async () => {
    const clinic = await makeClinic(db.sql)
    for (let round = 0; round < 15; round++) {
      const callId = await makeCall(db.sql, clinic)
      const from = plus(start, round * 180)
      const { booking } = await hold(clinic, { callId, procedure: 'lip-filler', start: from })
      const answers = await Promise.all([confirm(db.sql, clinic, booking!.id, true), ...times(6, (i) =>
        claim(db.sql, clinic, { start: plus(from, 60 + (i % 2) * 60), practitionerId: clinic.practitionerIds[0], callId }, voiceAgent(clinic.id)))])
      expect(answers.every((answer) => answer.status < 300)).toBe(true)
    }
  })
})
