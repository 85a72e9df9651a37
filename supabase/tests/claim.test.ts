import { describe, expect, test } from 'vitest'
import { cancel, claim, deadlocks, expectOneWinner, makeCall, overlaps, plus, times, voiceAgent } from './claiming.ts'
import { aWednesday, makeClinic, useDatabase } from './database.ts'

describe('claim_slot_atomic', () => {
  const db = useDatabase({ max: 180 })

  test('of 200 agents who want one slot exactly one books and 199 hear of a time that is really free, ten rounds', async () => {
    for (let round = 0; round < 10; round++) {
      const clinic = await makeClinic(db.sql)
      const start = aWednesday()
      const answers = await Promise.all(times(200, () => claim(db.sql, clinic, { start, practitionerId: clinic.practitionerIds[0] }, voiceAgent(clinic.id))))
      const { winner, losers } = expectOneWinner(answers)
      expect(winner.booking).toMatchObject({ status: 'booked', practitionerId: clinic.practitionerIds[0] })
      const loser = losers[round * 19]!
      const bestTime = new Intl.DateTimeFormat('en-US', { timeZone: 'Europe/London', hour: 'numeric', minute: '2-digit', hour12: true })
        .format(new Date(loser.alternatives![0]!.start)).replace('\u202f', ' ')
      expect(loser.say).toBe(`I'm sorry, that slot was just taken—how about ${bestTime}?`)
      for (const slot of loser.alternatives!) {
        const next = await claim(db.sql, clinic, { start: slot.start, practitionerId: slot.practitionerId })
        expect(next.status).toBe(201)
        await cancel(db.sql, clinic, next.booking!.id)
      }
    }
    expect(await overlaps(db.sql)).toBe(0)
    expect(await deadlocks(db.sql)).toBe(0)
  })

  test('of 100 callers in 100 calls exactly one books, and every caller is remembered as a contact', async () => {
    const clinic = await makeClinic(db.sql)
    const start = aWednesday()
    const calls = await Promise.all(times(100, () => makeCall(db.sql, clinic)))
    expectOneWinner(await Promise.all(calls.map((callId, i) => claim(db.sql, clinic,
      { start, practitionerId: clinic.practitionerIds[0], callId, contact: { name: `Caller ${i}`, phone: `+4477009001${String(i).padStart(2, '0')}` } }, voiceAgent(clinic.id)))))
    const [row] = await db.sql`select count(*)::int as known from calls where clinic_id = ${clinic.id} and contact_id is not null`
    expect(row).toEqual({ known: 100 })
  })

  test('unequal overlaps of different lengths leave bookings that never overlap, buffers included', async () => {
    const clinic = await makeClinic(db.sql)
    const start = aWednesday()
    const answers = await Promise.all(times(120, (i) => claim(db.sql, clinic, {
      start: plus(start, (i * 7) % 180), procedure: ['rhinoplasty', 'facelift'][i % 2]!, practitionerId: clinic.practitionerIds[i % 2],
    })))
    expect(answers.map((answer) => answer.status).filter((status) => status !== 201 && status !== 409)).toEqual([])
    expect(answers.some((answer) => answer.status === 201)).toBe(true)
    expect(await overlaps(db.sql)).toBe(0)
  })

  test('of 60 staggered claims of which any two overlap exactly one books', async () => {
    const clinic = await makeClinic(db.sql)
    const start = aWednesday()
    expectOneWinner(await Promise.all(times(60, (i) => claim(db.sql, clinic, { start: plus(start, i - 59), practitionerId: clinic.practitionerIds[0] }))))
  })

  test('appointments may stand back to back', async () => {
    const clinic = await makeClinic(db.sql)
    const start = aWednesday()
    const answers = await Promise.all([0, 60, 120, -60].map((offset) => claim(db.sql, clinic, { start: plus(start, offset), practitionerId: clinic.practitionerIds[0] })))
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 201, 201])
  })

  test('a facelift keeps its 10 minutes before and 20 after free, and not one minute more', async () => {
    const clinic = await makeClinic(db.sql)
    const practitionerId = clinic.practitionerIds[0]
    const start = aWednesday()
    expect(await claim(db.sql, clinic, { start, procedure: 'facelift', practitionerId })).toMatchObject({ status: 201 })
    const status = async (offset: number) => (await claim(db.sql, clinic, { start: plus(start, offset), practitionerId })).status
    expect(await status(-69)).toBe(409)
    expect(await status(64)).toBe(409)
    expect(await status(-70)).toBe(201)
    expect(await status(65)).toBe(201)
  })

  test('when anyone will do, as many book as there are practitioners, each with another', async () => {
    const clinic = await makeClinic(db.sql)
    const start = aWednesday()
    const answers = await Promise.all(times(80, () => claim(db.sql, clinic, { start }, voiceAgent(clinic.id))))
    const winners = answers.filter((answer) => answer.status === 201)
    expect(winners.map((answer) => answer.booking!.practitionerId).sort()).toEqual([...clinic.practitionerIds].sort())
    expect(answers.filter((answer) => answer.code === 'slot_taken')).toHaveLength(78)
    expect(await overlaps(db.sql)).toBe(0)
  })

  test('a claim for anyone goes to whoever has fewer bookings that day', async () => {
    const clinic = await makeClinic(db.sql)
    const [first, second] = [...clinic.practitionerIds].sort() as [string, string]
    const start = aWednesday()
    await claim(db.sql, clinic, { start: plus(start, 120), practitionerId: first })
    expect((await claim(db.sql, clinic, { start })).booking!.practitionerId).toBe(second)
  })

  test('claims for one and claims for anyone race without deadlock or error', async () => {
    const clinic = await makeClinic(db.sql)
    const start = aWednesday()
    const before = await deadlocks(db.sql)
    const answers = await Promise.all(times(120, (i) => claim(db.sql, clinic, { start: plus(start, (i % 6) * 30), practitionerId: [null, ...clinic.practitionerIds][i % 3] })))
    expect(answers.filter((answer) => answer.status !== 201 && answer.status !== 409)).toEqual([])
    expect(await overlaps(db.sql)).toBe(0)
    expect(await deadlocks(db.sql)).toBe(before)
  })

  test('a practitioner may have a length of their own for a procedure', async () => {
    const clinic = await makeClinic(db.sql)
    await db.sql`update practitioner_procedures set duration_minutes = 90
      where practitioner_id = ${clinic.practitionerIds[0]} and procedure_id = ${clinic.procedures.rhinoplasty}`
    const start = aWednesday()
    const { booking } = await claim(db.sql, clinic, { start, practitionerId: clinic.practitionerIds[0] })
    expect(new Date(booking!.end).getTime() - new Date(booking!.start).getTime()).toBe(90 * 60_000)
    expect(await claim(db.sql, clinic, { start: plus(start, 60), practitionerId: clinic.practitionerIds[0] })).toMatchObject({ status: 409 })
  })

  test('bad input is refused with 422 and the field: unknown procedure, half a minute, no name, a phone that is none', async () => {
    const clinic = await makeClinic(db.sql)
    const start = aWednesday()
    await expect(claim(db.sql, clinic, { start, procedure: 'no-such' })).rejects.toMatchObject({ code: 'PT422', detail: 'procedure' })
    await expect(claim(db.sql, clinic, { start: plus(start, 0.5) })).rejects.toMatchObject({ code: 'PT422', detail: 'start' })
    await expect(claim(db.sql, clinic, { start, contact: { name: '  ' } })).rejects.toMatchObject({ code: 'PT422', detail: 'contact.name' })
    await expect(claim(db.sql, clinic, { start, contact: null })).rejects.toMatchObject({ code: 'PT422', detail: 'contact.name' })
    await expect(claim(db.sql, clinic, { start, contact: { name: 'Robin', phone: '0770' } })).rejects.toMatchObject({ code: 'PT422' })
    await expect(claim(db.sql, clinic, { start, holdSeconds: 4 })).rejects.toMatchObject({ code: 'PT422', detail: 'holdSeconds' })
  })
})
