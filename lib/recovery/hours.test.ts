import { describe, expect, test } from 'vitest'
import { dayOf, instantOf, rfc3339 } from '#lib/shared/time.ts'
import { bankHolidays, permittedAt } from './hours.ts'

const london = 'Europe/London'
const at = (wall: string, zone = london) => instantOf(wall.slice(0, 10), wall.slice(11), zone)
const next = (wall: string, zone = london) => rfc3339(permittedAt(at(wall, zone), zone), zone).slice(0, 16).replace('T', ' ')

describe('bank holidays of England and Wales', () => {
  test.each([
    [2021, '01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28'],
    [2023, '01-02 04-07 04-10 05-01 05-29 08-28 12-25 12-26'],
    [2024, '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26'],
    [2025, '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26'],
    [2026, '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28'],
    [2027, '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28'],
    [2028, '01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26'],
    [2033, '01-03 04-15 04-18 05-02 05-30 08-29 12-26 12-27'],
  ])('of %i are as GOV.UK lists them, or would', (year, days) => {
    expect(bankHolidays(year)).toEqual(days.split(' ').map((day) => `${year}-${day}`))
  })

  test('of any year are eight different weekdays, in order', () => {
    for (let year = 1990; year < 2100; year += 1) {
      const days = bankHolidays(year)
      expect(new Set(days).size, String(year)).toBe(8)
      expect(days.every((day) => ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())), String(year)).toBe(true)
      expect([...days].sort()).toEqual(days)
    }
  })

  test('Easter is where it was at the edges of its range', () => {
    for (const monday of ['1943-04-26', '2008-03-24', '2038-04-26', '2000-04-24', '1954-04-19', '2049-04-19', '2076-04-20']) {
      expect(bankHolidays(Number(monday.slice(0, 4)))).toContain(monday)
    }
  })
})

describe('when a text that is bound to hours may go', () => {
  test.each([
    ['2026-11-24 07:59', '2026-11-24 08:00'], ['2026-11-24 08:00', '2026-11-24 08:00'],
    ['2026-11-24 19:59', '2026-11-24 19:59'],
    ['2026-11-24 20:00', '2026-11-25 08:00'], ['2026-11-24 22:41', '2026-11-25 08:00'],
    ['2026-11-24 00:00', '2026-11-24 08:00'],
    ['2026-11-28 20:00', '2026-11-29 10:00'], ['2026-11-29 09:59', '2026-11-29 10:00'],
    ['2026-11-29 17:59', '2026-11-29 17:59'],
    ['2026-11-29 18:00', '2026-11-30 08:00'], ['2026-04-02 21:00', '2026-04-03 10:00'],
    ['2026-04-06 18:30', '2026-04-07 08:00'],
    ['2026-12-24 20:30', '2026-12-25 10:00'], ['2026-12-25 19:00', '2026-12-26 10:00'],
    ['2026-12-26 19:00', '2026-12-27 10:00'],
    ['2026-12-27 19:00', '2026-12-28 10:00'], ['2026-12-31 23:30', '2027-01-01 10:00'],
    ['2021-12-25 09:00', '2021-12-25 10:00'],
  ])('%s in London waits until %s', (from, until) => expect(next(from)).toBe(until))

  test('the clinic\'s own clock counts, also on the days when it changes', () => {
    expect(permittedAt(new Date('2027-03-27T20:30:00Z'), london).toISOString()).toBe('2027-03-28T09:00:00.000Z')
    expect(permittedAt(new Date('2027-10-30T20:30:00Z'), london).toISOString()).toBe('2027-10-31T10:00:00.000Z')
    expect(permittedAt(new Date('2026-07-01T19:30:00Z'), london).toISOString()).toBe('2026-07-02T07:00:00.000Z')
    expect(permittedAt(new Date('2026-07-01T19:30:00Z'), 'Atlantic/Azores').toISOString()).toBe('2026-07-01T19:30:00.000Z')
    expect(next('2026-11-24 23:00', 'Asia/Kathmandu')).toBe('2026-11-25 08:00')
  })

  test('never goes back, never waits a whole day, and what it names is permitted itself', () => {
    for (const zone of [london, 'America/New_York', 'Australia/Lord_Howe']) {
      for (let ms = Date.UTC(2026, 11, 20); ms < Date.UTC(2028, 0, 5); ms += 7 * 3_600_000 + 11 * 60_000) {
        const now = new Date(ms)
        const permitted = permittedAt(now, zone)
        expect(permitted.getTime()).toBeGreaterThanOrEqual(ms)
        expect(permitted.getTime() - ms).toBeLessThanOrEqual(17 * 3_600_000)
        expect(permittedAt(permitted, zone)).toEqual(permitted)
        const hour = Number(rfc3339(permitted, zone).slice(11, 13))
        expect(hour >= 8 && hour < 20, dayOf(permitted, zone)).toBe(true)
      }
    }
  })
})
