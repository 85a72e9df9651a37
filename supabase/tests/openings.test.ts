import { beforeAll, describe, expect, test } from 'vitest'
import { availableSlots, cancel, claim, plus, type Answer } from './claiming.ts'
import { aWednesday, makeClinic, useDatabase, type TestClinic } from './database.ts'

// Wall-clock times of one day in the clinic's zone; the day is far from a change of clocks' hour.
describe('when a time can be booked', () => {
  const db = useDatabase({ max: 4 })
  const day = aWednesday()
  const dayText = day.toISOString().slice(0, 10)
  const at = (wall: string) => new Date(`${dayText}T${wall}:00Z`)
  let clinic: TestClinic

  const tryAt = async (start: Date, practitionerId = clinic.practitionerIds[0], procedure = 'rhinoplasty'): Promise<Answer> => {
    const answer = await claim(db.sql, clinic, { start, practitionerId, procedure })
    if (answer.booking) await cancel(db.sql, clinic, answer.booking.id)
    return answer
  }
  const startsOf = async (practitionerId = clinic.practitionerIds[0], procedure = 'rhinoplasty') =>
    (await availableSlots(db.sql, clinic, { from: at('00:00'), until: plus(at('00:00'), 1440), practitionerId, procedure })).map((slot) => slot.start.slice(11, 16))

  beforeAll(() => { expect(day.getUTCDay()).toBe(3) })

  test('only inside working hours, to the minute, and the reason is named', async () => {
    clinic = await makeClinic(db.sql, { timeZone: 'UTC', opens: '09:00', closes: '12:00' })
    expect((await tryAt(at('09:00'))).status).toBe(201)
    expect((await tryAt(at('11:00'))).status).toBe(201)
    expect(await tryAt(at('08:59'))).toMatchObject({ status: 409, code: 'slot_unavailable', reason: 'outside_hours' })
    expect(await tryAt(at('11:01'))).toMatchObject({ status: 409, code: 'slot_unavailable', reason: 'outside_hours' })
    expect((await tryAt(at('11:01'))).say).toBe("I'm sorry, we don't have that time—how about 11:00 AM?")
    expect(await startsOf()).toEqual(['09:00', '09:15', '09:30', '09:45', '10:00', '10:15', '10:30', '10:45', '11:00'])
  })

  test('two shifts that touch are one stretch of work', async () => {
    clinic = await makeClinic(db.sql, { timeZone: 'UTC', opens: '09:00', closes: '12:00' })
    await db.sql`insert into working_hours (clinic_id, practitioner_id, weekday, opens, closes) values (${clinic.id}, ${clinic.practitionerIds[0]}, 3, '12:00', '14:00')`
    expect((await tryAt(at('11:30'))).status).toBe(201)
    expect((await tryAt(at('11:30'), clinic.practitionerIds[1])).reason).toBe('outside_hours')
  })

  test("a day's exception beats the week, and a practitioner's own beats the clinic's", async () => {
    clinic = await makeClinic(db.sql, { timeZone: 'UTC', opens: '09:00', closes: '12:00' })
    await db.sql`insert into working_hours_exceptions (clinic_id, practitioner_id, day, opens, closes, label) values
      (${clinic.id}, null, ${dayText}, null, null, 'Closed'), (${clinic.id}, ${clinic.practitionerIds[1]}, ${dayText}, '15:00', '16:00', 'By appointment')`
    expect((await tryAt(at('10:00'))).reason).toBe('outside_hours')
    expect(await startsOf()).toEqual([])
    expect((await tryAt(at('10:00'), clinic.practitionerIds[1])).reason).toBe('outside_hours')
    expect((await tryAt(at('15:00'), clinic.practitionerIds[1])).status).toBe(201)
    expect(await startsOf(clinic.practitionerIds[1])).toEqual(['15:00'])
    expect((await tryAt(plus(at('10:00'), 7 * 1440))).status).toBe(201)
  })

  test('never in time off, whose edges are free', async () => {
    clinic = await makeClinic(db.sql, { timeZone: 'UTC', opens: '09:00', closes: '14:00' })
    await db.sql`insert into time_off (clinic_id, practitioner_id, during) values (${clinic.id}, ${clinic.practitionerIds[0]}, tstzrange(${at('11:00')}, ${at('12:00')}))`
    expect((await tryAt(at('10:00'))).status).toBe(201)
    expect((await tryAt(at('12:00'))).status).toBe(201)
    expect(await tryAt(at('10:15'))).toMatchObject({ code: 'slot_unavailable', reason: 'time_off' })
    expect(await startsOf()).toEqual(['09:00', '09:15', '09:30', '09:45', '10:00', '12:00', '12:15', '12:30', '12:45', '13:00'])
  })

  test('never over a busy time in another calendar, from which the buffers keep their distance too', async () => {
    clinic = await makeClinic(db.sql, { timeZone: 'UTC' })
    await db.sql`insert into external_busy (clinic_id, practitioner_id, event_id, during) values (${clinic.id}, ${clinic.practitionerIds[0]}, 'e1', tstzrange(${at('11:00')}, ${at('12:00')}))`
    expect((await tryAt(at('10:00'))).status).toBe(201)
    expect((await tryAt(at('10:01'))).code).toBe('slot_taken')
    const facelift = async (offset: number) => (await tryAt(plus(at('12:00'), offset), clinic.practitionerIds[0], 'facelift')).status
    expect(await facelift(9)).toBe(409)
    expect(await facelift(10)).toBe(201)
    expect(await facelift(-60 - 45 - 19)).toBe(409)
    expect(await facelift(-60 - 45 - 20)).toBe(201)
    expect((await tryAt(at('11:00'), clinic.practitionerIds[1])).status).toBe(201)
  })

  test('not sooner than the notice, not in the past, not beyond the horizon', async () => {
    clinic = await makeClinic(db.sql)
    await db.sql`update clinics set min_notice_minutes = 120, horizon_days = 30 where id = ${clinic.id}`
    const soon = new Date(Math.ceil(Date.now() / 60_000) * 60_000)
    expect(await tryAt(plus(soon, 118))).toMatchObject({ code: 'slot_unavailable', reason: 'too_soon' })
    expect((await tryAt(plus(soon, 125))).status).toBe(201)
    expect((await tryAt(plus(soon, -60 * 24 * 100))).reason).toBe('too_soon')
    expect((await tryAt(plus(soon, 29 * 1440))).status).toBe(201)
    expect(await tryAt(plus(soon, 32 * 1440))).toMatchObject({ code: 'slot_unavailable', reason: 'too_far' })
    const slots = await availableSlots(db.sql, clinic, { from: plus(soon, -1440), until: plus(soon, 50 * 1440) })
    expect(new Date(slots[0]!.start).getTime()).toBeGreaterThanOrEqual(plus(soon, 119).getTime())
    expect(new Date(slots.at(-1)!.start).getTime()).toBeLessThan(plus(soon, 32 * 1440).getTime())
  })

  test('every slot that is offered is bookable, and none that is booked is offered', async () => {
    clinic = await makeClinic(db.sql, { timeZone: 'UTC', opens: '09:00', closes: '17:00' })
    await claim(db.sql, clinic, { start: at('11:10'), practitionerId: clinic.practitionerIds[0], procedure: 'facelift' })
    const starts = await startsOf(clinic.practitionerIds[0], 'facelift')
    expect(starts.filter((start) => start > '09:45' && start < '12:25')).toEqual([])
    for (const start of starts) expect((await tryAt(at(start), clinic.practitionerIds[0], 'facelift')).status).toBe(201)
  })

  test('a practitioner who left or does not offer it, and a procedure that is retired, cannot be booked', async () => {
    clinic = await makeClinic(db.sql)
    await db.sql`delete from practitioner_procedures where practitioner_id = ${clinic.practitionerIds[0]} and procedure_id = ${clinic.procedures.facelift}`
    await expect(tryAt(at('10:00'), clinic.practitionerIds[0], 'facelift')).rejects.toMatchObject({ code: 'PT422', detail: 'practitionerId' })
    await db.sql`update practitioners set is_active = false where clinic_id = ${clinic.id}`
    await expect(claim(db.sql, clinic, { start: at('10:00') })).rejects.toMatchObject({ code: 'PT422' })
    expect(await startsOf()).toEqual([])
    await db.sql`update procedures set is_active = false where id = ${clinic.procedures.rhinoplasty}`
    await expect(claim(db.sql, clinic, { start: at('10:00') })).rejects.toMatchObject({ code: 'PT422', detail: 'procedure' })
  })

  test('a span of more than 62 days, or of none, is refused', async () => {
    clinic = await makeClinic(db.sql)
    await expect(availableSlots(db.sql, clinic, { from: day, until: plus(day, 63 * 1440) })).rejects.toMatchObject({ code: 'PT422', detail: 'to' })
    await expect(availableSlots(db.sql, clinic, { from: day, until: day })).rejects.toMatchObject({ code: 'PT422', detail: 'to' })
  })
})
