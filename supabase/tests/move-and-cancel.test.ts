import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { availableSlots } from '#lib/scheduling/bookings.ts'
import { apiClient, cancel, claim, deadlocks, makeCall, move, overlaps, plus, times, voiceAgent } from './claiming.ts'
import { aWednesday, actAs, makeClinic, useDatabase } from './database.ts'
import { useDoor } from './recovery/texting.ts'

describe('moving and cancelling', () => {
  const db = useDatabase({ max: 100 })
  useDoor(db)
  const start = aWednesday()
  const minutes = (offset: number) => plus(start, offset)

  test('a move takes the new time and frees the old; one that fails leaves the booking where it was', async () => {
    const clinic = await makeClinic(db.sql)
    const practitionerId = clinic.practitionerIds[0]
    const mine = (await claim(db.sql, clinic, { start, practitionerId })).booking!
    await claim(db.sql, clinic, { start: minutes(120), practitionerId })
    const refused = await move(db.sql, clinic, mine.id, { start: minutes(120) })
    expect(refused).toMatchObject({ status: 409, code: 'slot_taken' })
    expect(refused.alternatives!.length).toBeGreaterThan(0)
    expect((await claim(db.sql, clinic, { start, practitionerId })).status).toBe(409)
    expect(await move(db.sql, clinic, mine.id, { start: minutes(240) })).toMatchObject({ status: 200, booking: { id: mine.id, status: 'booked' } })
    expect((await claim(db.sql, clinic, { start, practitionerId })).status).toBe(201)
  })

  test('a move may overlap the time that the booking itself had', async () => {
    const clinic = await makeClinic(db.sql)
    const mine = (await claim(db.sql, clinic, { start, practitionerId: clinic.practitionerIds[0] })).booking!
    expect((await move(db.sql, clinic, mine.id, { start: minutes(15) })).status).toBe(200)
    expect((await move(db.sql, clinic, mine.id, { start: minutes(0) })).status).toBe(200)
  })

  test('where a booking may go: also by a quarter of an hour, never where another is, and never for another clinic', async () => {
    const [clinic, other] = [await makeClinic(db.sql), await makeClinic(db.sql)]
    const [practitionerId] = clinic.practitionerIds
    const mine = (await claim(db.sql, clinic, { start, practitionerId })).booking!
    const taken = (await claim(db.sql, clinic, { start: minutes(120), practitionerId })).booking!
    const timesFor = (actor = apiClient(clinic.id), who: string | undefined = practitionerId) => actAs(db.sql, actor, async (tx) =>
      (await tx<[{ slots: { start: string }[] }]>`select times_to_move(${mine.id}, ${minutes(-60)}, ${minutes(240)}, ${who ?? null}) as slots`)[0].slots.map((slot) => Date.parse(slot.start)))
    const offered = await timesFor()
    expect(offered).toContain(minutes(15).getTime())
    expect(offered).not.toContain(minutes(0).getTime())
    expect(offered).not.toContain(Date.parse(taken.start))
    for (const at of offered) expect(at < Date.parse(taken.start) - 59 * 60_000 || at >= Date.parse(taken.end)).toBe(true)
    await expect(timesFor(apiClient(other.id))).rejects.toMatchObject({ code: 'PT403' })
    await expect(timesFor(apiClient(clinic.id), other.practitionerIds[0])).rejects.toMatchObject({ code: 'PT403' })
    await expect(actAs(db.sql, apiClient(clinic.id), (tx) => tx`select times_to_move(${mine.id}, ${minutes(0)}, ${minutes(60 * 24 * 63)})`)).rejects.toMatchObject({ code: 'PT422' })
    const api = { from: minutes(-60).toISOString(), to: minutes(240).toISOString(), procedure: 'rhinoplasty', moving: mine.id, practitionerId }
    expect((await availableSlots(apiClient(clinic.id), clinic.id, api)).map((slot) => Date.parse(slot.start))).toEqual(offered)
    await expect(availableSlots(apiClient(clinic.id), clinic.id, { ...api, moving: randomUUID() })).rejects.toMatchObject({ code: 'PT403' })
    await expect(availableSlots(apiClient(other.id), other.id, { ...api, practitionerId: undefined })).rejects.toMatchObject({ code: 'PT403' })
  })

  test('a move may go to another practitioner, under whose length it then falls, but not to another clinic\'s', async () => {
    const [clinic, other] = [await makeClinic(db.sql), await makeClinic(db.sql)]
    const [first, second] = clinic.practitionerIds
    await db.sql`update practitioner_procedures set duration_minutes = 90 where practitioner_id = ${second} and procedure_id = ${clinic.procedures.rhinoplasty}`
    const mine = (await claim(db.sql, clinic, { start, practitionerId: first })).booking!
    const moved = await move(db.sql, clinic, mine.id, { start, practitionerId: second })
    expect(moved.booking).toMatchObject({ practitionerId: second })
    expect(Date.parse(moved.booking!.end) - Date.parse(moved.booking!.start)).toBe(90 * 60_000)
    expect((await claim(db.sql, clinic, { start, practitionerId: first })).status).toBe(201)
    await expect(move(db.sql, clinic, mine.id, { start, practitionerId: other.practitionerIds[0] })).rejects.toMatchObject({ code: 'PT403' })
  })

  test('a move obeys hours and notice as a claim does', async () => {
    const clinic = await makeClinic(db.sql, { timeZone: 'UTC', opens: '09:00', closes: '18:00' })
    const mine = (await claim(db.sql, clinic, { start })).booking!
    expect(await move(db.sql, clinic, mine.id, { start: minutes(12 * 60) })).toMatchObject({ status: 409, code: 'slot_unavailable', reason: 'outside_hours' })
    expect(await move(db.sql, clinic, mine.id, { start: plus(start, -60 * 24 * 100) })).toMatchObject({ reason: 'too_soon' })
  })

  test('50 bookings moved against each other at once neither deadlock nor overlap, and none is lost', async () => {
    const clinic = await makeClinic(db.sql)
    const before = await deadlocks(db.sql)
    const mine = await Promise.all(times(50, async (i) => (await claim(db.sql, clinic,
      { start: minutes(Math.floor(i / 2) * 60 * 3), practitionerId: clinic.practitionerIds[i % 2] })).booking!))
    for (let round = 1; round <= 4; round++) {
      const answers = await Promise.all(mine.map((booking, i) => move(db.sql, clinic, booking.id,
        { start: minutes(Math.floor(i / 2) * 60 * 3 + (round % 2) * 60), practitionerId: clinic.practitionerIds[(i + round) % 2] })))
      expect(answers.map((answer) => answer.status)).toEqual(times(50, () => 200))
    }
    // Straight swaps: each wants what the other has, so each is refused and keeps its own.
    const swaps = await Promise.all(mine.map((booking, i) => move(db.sql, clinic, booking.id,
      { start: minutes(Math.floor(i / 2) * 60 * 3), practitionerId: clinic.practitionerIds[(i + 1) % 2] })))
    expect(swaps.map((answer) => answer.status)).toEqual(times(50, () => 409))
    expect(await overlaps(db.sql)).toBe(0)
    expect(await deadlocks(db.sql)).toBe(before)
    const [row] = await db.sql`select count(*)::int as booked from bookings where clinic_id = ${clinic.id} and status = 'booked'`
    expect(row).toEqual({ booked: 50 })
  })

  test('of 40 bookings that want to move to one free time exactly one does', async () => {
    const clinic = await makeClinic(db.sql)
    const mine = await Promise.all(times(40, async (i) => (await claim(db.sql, clinic, { start: minutes(i * 60), practitionerId: clinic.practitionerIds[0] })).booking!))
    const answers = await Promise.all(mine.map((booking) => move(db.sql, clinic, booking.id, { start: minutes(60 * 45) })))
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    expect(answers.filter((answer) => answer.code === 'slot_taken')).toHaveLength(39)
  })

  test('a cancellation frees the time at once, 200 times over, and cancelling twice is cancelling once', async () => {
    const clinic = await makeClinic(db.sql)
    for (let round = 0; round < 200; round++) {
      const answer = await claim(db.sql, clinic, { start, practitionerId: clinic.practitionerIds[0] })
      expect(answer.status).toBe(201)
      expect(await cancel(db.sql, clinic, answer.booking!.id)).toMatchObject({ status: 200, booking: { status: 'cancelled' } })
    }
    const [last] = await db.sql<{ id: string }[]>`select id from bookings where clinic_id = ${clinic.id} limit 1`
    expect((await cancel(db.sql, clinic, last!.id)).status).toBe(200)
    expect(await move(db.sql, clinic, last!.id, { start: minutes(60) })).toMatchObject({ status: 409, code: 'not_bookable' })
    const [row] = await db.sql`select count(*)::int as count from booking_audit where booking_id = ${last!.id} and action = 'cancelled'`
    expect(row).toEqual({ count: 1 })
  })

  test('a booking that is moved and cancelled at once ends cancelled, with its time free', async () => {
    const clinic = await makeClinic(db.sql)
    for (let round = 0; round < 10; round++) {
      const { booking } = await claim(db.sql, clinic, { start, practitionerId: clinic.practitionerIds[0] })
      await Promise.all([move(db.sql, clinic, booking!.id, { start: minutes(60) }), cancel(db.sql, clinic, booking!.id)])
      const [row] = await db.sql`select status from bookings where id = ${booking!.id}`
      expect(row).toEqual({ status: 'cancelled' })
    }
    expect((await claim(db.sql, clinic, { start, practitionerId: clinic.practitionerIds[0] })).status).toBe(201)
  })

  test('a caller may change what this call or their number booked, and nobody else\'s', async () => {
    const clinic = await makeClinic(db.sql)
    const [callId, strangerCall] = [await makeCall(db.sql, clinic), await makeCall(db.sql, clinic)]
    const { booking } = await claim(db.sql, clinic, { start, callId, contact: { name: 'Robin', phone: '+447700900150' } }, voiceAgent(clinic.id))
    const asCall = (call: string) => actAs(db.sql, voiceAgent(clinic.id), (tx) => tx`select cancel_booking(${booking!.id}, ${call}) as answer`)
    await expect(asCall(strangerCall)).rejects.toMatchObject({ code: 'PT403' })
    await actAs(db.sql, voiceAgent(clinic.id), (tx) => tx`select note_call_details(${strangerCall}, 'Robin', '+447700900150', null)`)
    await asCall(strangerCall)
    expect(await db.sql`select status from bookings where id = ${booking!.id}`).toEqual([{ status: 'cancelled' }])
  })

  test('the trail has every step in order, the refusals too, and can be neither changed nor erased', async () => {
    const clinic = await makeClinic(db.sql)
    const practitionerId = clinic.practitionerIds[0]
    const { booking } = await claim(db.sql, clinic, { start, practitionerId, holdSeconds: 60, contact: null })
    await claim(db.sql, clinic, { start, practitionerId })
    await db.sql`update bookings set status = 'booked', hold_expires_at = null where id = ${booking!.id}`
    await move(db.sql, clinic, booking!.id, { start: minutes(60) })
    await cancel(db.sql, clinic, booking!.id)
    const trail = await db.sql<{ action: string; actor: string; detail: { reason?: string; fromStart?: string } }[]>`
      select action, actor, detail from booking_audit where clinic_id = ${clinic.id} order by id`
    expect(trail.map((row) => row.action)).toEqual(['held', 'rejected', 'booked', 'moved', 'cancelled'])
    expect(trail.map((row) => row.actor)).toEqual(['api_client', 'api_client', 'none', 'api_client', 'api_client'])
    expect(trail[1]!.detail.reason).toBe('taken')
    expect(Date.parse(trail[3]!.detail.fromStart!)).toBe(start.getTime())
    for (const statement of ['update booking_audit set actor = null', 'delete from booking_audit', 'truncate booking_audit']) {
      await expect(db.sql.unsafe(statement)).rejects.toMatchObject({ code: '42501' })
      await expect(actAs(db.sql, apiClient(clinic.id), (tx) => tx.unsafe(statement))).rejects.toMatchObject({ code: '42501' })
    }
  })
})
