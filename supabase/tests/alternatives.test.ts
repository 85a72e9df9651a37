import { describe, expect, test } from 'vitest'
import { cancel, claim, makeCall, plus, type Answer } from './claiming.ts'
import { aWednesday, makeClinic, useDatabase, type TestClinic } from './database.ts'

describe('the times that are offered instead', () => {
  const db = useDatabase({ max: 4 })
  const day = aWednesday()
  const dayText = day.toISOString().slice(0, 10)
  const at = (wall: string) => new Date(`${dayText}T${wall}:00Z`)
  const spoken = (moment: Date) => new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'long', day: 'numeric', month: 'long' }).format(moment)
  const short = (answer: Answer) => answer.alternatives!.map((slot) => slot.start.slice(0, 16))

  const fill = async (clinic: TestClinic, practitionerId: string, from: string, to: string) => {
    await db.sql`insert into external_busy (clinic_id, practitioner_id, event_id, during)
      values (${clinic.id}, ${practitionerId}, ${`${from}-${to}`}, tstzrange(${at(from)}, ${to === '24:00' ? plus(at('00:00'), 1440) : at(to)}))`
  }
  const expectBookable = async (clinic: TestClinic, answer: Answer) => {
    expect(answer.alternatives!.length).toBeGreaterThan(0)
    for (const slot of answer.alternatives!) {
      const next = await claim(db.sql, clinic, { start: slot.start, practitionerId: slot.practitionerId })
      expect(next).toMatchObject({ status: 201, booking: slot })
      await cancel(db.sql, clinic, next.booking!.id)
    }
  }

  test('the same practitioner comes first, nearest first and the later of two that are as near; then another at the very time', async () => {
    const clinic = await makeClinic(db.sql, { timeZone: 'UTC', opens: '09:00', closes: '18:00' })
    const [first, second] = clinic.practitionerIds
    await claim(db.sql, clinic, { start: at('14:00'), practitionerId: first })
    const answer = await claim(db.sql, clinic, { start: at('14:00'), practitionerId: first })
    expect(answer).toMatchObject({ status: 409, code: 'slot_taken', reason: 'taken' })
    expect(answer.alternatives!.map((slot) => [slot.start.slice(11, 16), slot.practitionerId])).toEqual([
      ['15:00', first], ['13:00', first], ['15:30', first], ['14:00', second],
    ])
    expect(answer.alternatives![0]).toEqual({ start: `${dayText}T15:00:00+00:00`, end: `${dayText}T16:00:00+00:00`, practitionerId: first })
    expect(answer.say).toBe("I'm sorry, that slot was just taken—how about 3:00 PM?")
    await expectBookable(clinic, answer)
  })

  test('when the practitioner has nothing left that day, another at the wished time is named', async () => {
    const clinic = await makeClinic(db.sql, { timeZone: 'UTC', opens: '09:00', closes: '18:00' })
    await fill(clinic, clinic.practitionerIds[0], '09:00', '18:00')
    const answer = await claim(db.sql, clinic, { start: at('14:00'), practitionerId: clinic.practitionerIds[0] })
    expect(answer.alternatives).toMatchObject([{ practitionerId: clinic.practitionerIds[1] }])
    expect(answer.say).toBe("I'm sorry, that slot was just taken—how about 2:00 PM with Dr Second?")
    await expectBookable(clinic, answer)
  })

  test('when none is free that day the sentence names the next day that has a time', async () => {
    const clinic = await makeClinic(db.sql, { timeZone: 'UTC', opens: '09:00', closes: '18:00' })
    for (const id of clinic.practitionerIds) await fill(clinic, id, '00:00', '24:00')
    const answer = await claim(db.sql, clinic, { start: at('15:00'), practitionerId: clinic.practitionerIds[0] })
    const next = spoken(plus(day, 1440)).replace(',', '')
    expect(short(answer)[0]).toBe(`${plus(day, 1440).toISOString().slice(0, 10)}T15:00`)
    expect(answer.say!.replace(' with Dr Second', '')).toBe(`I'm sorry, that slot was just taken—how about ${next} at 3:00 PM?`)
    await expectBookable(clinic, answer)
  })

  test('times are spoken and written in the clinic zone, whatever the zone of the session', async () => {
    const clinic = await makeClinic(db.sql, { timeZone: 'Asia/Kolkata' })
    await db.sql`update clinics set slot_step_minutes = 60 where id = ${clinic.id}`
    const start = at('09:30')
    await claim(db.sql, clinic, { start, practitionerId: clinic.practitionerIds[0] })
    const answer = await claim(db.sql, clinic, { start: plus(start, 5), practitionerId: clinic.practitionerIds[0] })
    expect(answer.alternatives![0]!.start).toBe(`${dayText}T16:00:00+05:30`)
    expect(answer.say).toBe("I'm sorry, that slot was just taken—how about 4:00 PM?")
  })

  test('with nothing at all to offer the agent offers a call back', async () => {
    const clinic = await makeClinic(db.sql)
    await db.sql`delete from working_hours where clinic_id = ${clinic.id}`
    const answer = await claim(db.sql, clinic, { start: at('15:00') })
    expect(answer).toMatchObject({ status: 409, code: 'slot_unavailable', reason: 'outside_hours', alternatives: [] })
    expect(answer.say).toBe("I'm sorry, we don't have that time. Shall I ask the team to ring you with another time?")
  })

  test('a wish beyond the horizon or in the past is answered with times inside it', async () => {
    const clinic = await makeClinic(db.sql)
    for (const days of [-60, 100]) await expectBookable(clinic, await claim(db.sql, clinic, { start: plus(day, days * 1440) }))
  })

  test("a stranger's hold, a buffer and time off are never offered over", async () => {
    const clinic = await makeClinic(db.sql, { timeZone: 'UTC', opens: '09:00', closes: '13:00' })
    const [first] = clinic.practitionerIds
    const held = await claim(db.sql, clinic, { start: at('11:00'), practitionerId: first, procedure: 'facelift', holdSeconds: 600, contact: null })
    expect(held).toMatchObject({ status: 201, booking: { status: 'held' } })
    const answer = await claim(db.sql, clinic, { start: at('11:00'), practitionerId: first, callId: await makeCall(db.sql, clinic) })
    for (const slot of answer.alternatives!.filter((s) => s.practitionerId === first)) {
      expect(slot.end.slice(11, 16) <= '10:50' || slot.start.slice(11, 16) >= '12:05').toBe(true)
    }
    await expectBookable(clinic, answer)
  })
})
