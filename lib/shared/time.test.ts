import { describe, expect, test } from 'vitest'
import { addDays, dayOf, instantOf, isDay, isZone, mondayOf, rfc3339 } from '#lib/shared/time.ts'

describe('wall-clock time and instants', () => {
  test('an instant is written with the offset of its own date', () => {
    expect(rfc3339(new Date('2026-12-01T10:00:00Z'), 'Europe/London')).toBe('2026-12-01T10:00:00+00:00')
    expect(rfc3339(new Date('2026-07-01T10:00:00Z'), 'Europe/London')).toBe('2026-07-01T11:00:00+01:00')
    expect(rfc3339(new Date('2026-07-01T10:00:00Z'), 'Asia/Kathmandu')).toBe('2026-07-01T15:45:00+05:45')
    expect(rfc3339(new Date('2026-07-01T00:30:00Z'), 'America/St_Johns')).toBe('2026-06-30T22:00:00-02:30')
  })

  test.each(['Europe/London', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'America/St_Johns', 'Pacific/Chatham'])(
    'every hour of a year in %s survives the way there and back, but for the hour that comes twice', (zone) => {
      for (let ms = Date.UTC(2027, 0, 1); ms < Date.UTC(2028, 0, 1); ms += 3_600_000) {
        const wall = rfc3339(new Date(ms), zone)
        const back = instantOf(wall.slice(0, 10), wall.slice(11, 16), zone)
        expect(rfc3339(back, zone).slice(0, 19)).toBe(wall.slice(0, 19))
        expect(back.getTime()).toBeLessThanOrEqual(ms)
      }
    })

  test('a time that the clocks skip moves forward, one that comes twice is the first', () => {
    expect(instantOf('2027-03-28', '01:30', 'Europe/London').toISOString()).toBe('2027-03-28T01:30:00.000Z')
    expect(instantOf('2027-10-31', '01:30', 'Europe/London').toISOString()).toBe('2027-10-31T00:30:00.000Z')
  })

  test('days are counted on the calendar, not in hours', () => {
    expect(addDays('2027-03-27', 1)).toBe('2027-03-28')
    expect(addDays('2027-10-31', 1)).toBe('2027-11-01')
    expect(mondayOf('2026-11-22')).toBe('2026-11-16')
    expect(dayOf(new Date('2026-06-30T23:30:00Z'), 'Europe/London')).toBe('2026-07-01')
    expect(isDay('2027-02-29')).toBe(false)
    for (const text of ['0002-01-08', '0202-01-08', '2027-13-01', '2027-00-10', '9999-01-01', '2027-1-8', '']) expect(isDay(text), text).toBe(false)
    expect(isZone('Europe/Nowhere')).toBe(false)
  })
})
