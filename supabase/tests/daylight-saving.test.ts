import { describe, expect, test } from 'vitest'
import { availableSlots, cancel, claim, plus } from './claiming.ts'
import { makeClinic, useDatabase } from './database.ts'

const zones = ['Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'America/St_Johns', 'Pacific/Chatham', 'Asia/Kathmandu']

const wall = (moment: string | Date, zone: string) => {
  const parts = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' })
    .formatToParts(new Date(moment))
  const of = (type: string) => parts.find((part) => part.type === type)!.value
  return { day: `${of('year')}-${of('month')}-${of('day')}`, time: `${of('hour')}:${of('minute')}` }
}

/** The days of the coming 13 months on which the zone's clocks change; a zone whose clocks never do is tried on two other days. */
function changeDays(zone: string): string[] {
  const offsetAt = (day: string) => Date.parse(`${wall(`${day}T23:30:00Z`, zone).day}T${wall(`${day}T23:30:00Z`, zone).time}:00Z`) - Date.parse(`${day}T23:30:00Z`)
  const days = Array.from({ length: 390 }, (_, i) => new Date(Date.now() + (i + 4) * 86_400_000).toISOString().slice(0, 10))
  const changes = days.filter((day, i) => i > 0 && offsetAt(day) !== offsetAt(days[i - 1]!))
    .map((day) => [0, -1, 1].map((shift) => plus(`${day}T12:00:00Z`, shift * 1440).toISOString().slice(0, 10)).find((near) => localDayLength(near, zone) !== 1440)!)
  return changes.length > 0 ? changes : [days[40]!, days[220]!]
}

/** Minutes from local midnight to local midnight, found by walking the day in quarters of an hour. */
function localDayLength(day: string, zone: string): number {
  const quarters = Array.from({ length: 54 * 4 }, (_, i) => plus(`${day}T00:00:00Z`, i * 15 - 15 * 60))
  return quarters.filter((moment) => wall(moment, zone).day === day).length * 15
}

describe.each(zones.map((zone) => ({ zone, days: changeDays(zone) })))('around the changes of clocks in $zone', ({ zone, days }) => {
  const db = useDatabase({ max: 8 })

  test.each(days)('every slot offered near %s is bookable, in working hours, on the quarter of the wall clock', async (change) => {
    for (const hours of [{ opens: '09:00', closes: '17:00' }, { opens: '00:00', closes: '05:00' }]) {
      const clinic = await makeClinic(db.sql, { timeZone: zone, ...hours })
      await db.sql`update clinics set horizon_days = 400, slot_step_minutes = 30 where id = ${clinic.id}`
      const middle = new Date(`${change}T12:00:00Z`)
      const practitionerId = clinic.practitionerIds[0]
      const slots = await availableSlots(db.sql, clinic, { from: plus(middle, -1.5 * 1440), until: plus(middle, 1.5 * 1440), practitionerId })
      expect(slots.length).toBeGreaterThan(hours.opens === '09:00' ? 30 : 15)
      for (const slot of slots) {
        const [starts, ends] = [wall(slot.start, zone), wall(slot.end, zone)]
        expect(slot.start.slice(0, 16)).toBe(`${starts.day}T${starts.time}`)
        expect(starts.time >= hours.opens && starts.time < hours.closes && ends.time <= hours.closes && ends.day === starts.day).toBe(true)
        expect(['00', '30']).toContain(starts.time.slice(3))
        const answer = await claim(db.sql, clinic, { start: slot.start, practitionerId })
        expect(answer).toMatchObject({ status: 201, booking: { start: slot.start, end: slot.end } })
        await cancel(db.sql, clinic, answer.booking!.id)
      }
      expect(new Set(slots.map((slot) => Date.parse(slot.start))).size).toBe(slots.length)
    }
  })

  test.each(days)('the clinic opens and closes at the same wall-clock time on the day before, of and after %s', async (change) => {
    const clinic = await makeClinic(db.sql, { timeZone: zone, opens: '09:00', closes: '17:00' })
    const rows = await db.sql<{ opens_at: Date; closes_at: Date }[]>`
      select opens_at, closes_at from app.hours(${clinic.practitionerIds[0]}, ${change}::date - 1, ${change}::date + 1)`
    expect(rows.map((row) => [wall(row.opens_at, zone).time, wall(row.closes_at, zone).time])).toEqual([['09:00', '17:00'], ['09:00', '17:00'], ['09:00', '17:00']])
  })

  test.each(days)('an open day at %s has the hours it really has: 23, 23.5, 24, 24.5 or 25', async (change) => {
    const clinic = await makeClinic(db.sql, { timeZone: zone })
    const [row] = await db.sql<{ minutes: number; real: number }[]>`
      select (extract(epoch from h.closes_at - h.opens_at) / 60)::int as minutes,
        (extract(epoch from timezone(${zone}, (${change}::date + 1)::timestamp) - timezone(${zone}, ${change}::date::timestamp)) / 60)::int as real
      from app.hours(${clinic.practitionerIds[0]}, ${change}::date, ${change}::date) h`
    expect(row!.minutes).toBe(row!.real)
    expect(row!.minutes).toBe(localDayLength(change, zone))
    if (zone !== 'Asia/Kathmandu') expect(row!.minutes).not.toBe(1440)
  })
})
