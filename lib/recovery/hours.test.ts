import { describe, expect, test } from 'vitest'
import { dayOf, instantOf, rfc3339 } from '#lib/shared/time.ts'
import { permittedAt } from './hours.ts'

const london = 'Europe/London'
const at = (wall: string, zone = london) => instantOf(wall.slice(0, 10), wall.slice(11), zone)
const next = (wall: string, zone = london) => rfc3339(permittedAt(at(wall, zone), zone), zone).slice(0, 16).replace('T', ' ')

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
