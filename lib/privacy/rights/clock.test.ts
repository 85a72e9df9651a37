import { describe, expect, test } from 'vitest'
import { acknowledgeBy, daysLeft, dueOn, nextWorkingDay, resumedDue } from './clock.ts'

describe('a month to answer', () => {
  test.each([
    ['2026-09-03', '2026-10-05', 'the third of October is a Saturday'],
    ['2026-11-24', '2026-12-24', 'the same day of the next month'],
    ['2026-01-31', '2026-03-02', 'the last day of February is a Saturday'],
    ['2028-01-31', '2028-02-29', 'a leap year'],
    ['2027-01-29', '2027-03-01', 'no 29 February; the 28th is a Sunday'],
    ['2026-11-25', '2026-12-29', 'Christmas, Boxing Day on a Saturday, its substitute on Monday'],
    ['2026-12-01', '2027-01-04', 'New Year\'s Day and a weekend'],
    ['2027-02-26', '2027-03-30', 'Good Friday to Easter Monday'],
    ['2026-12-31', '2027-02-01', 'over the turn of the year, from a Sunday'],
    ['2026-03-31', '2026-04-30', 'a month that is shorter'],
  ])('received %s: due %s (%s)', (receivedOn, due) => {
    expect(dueOn(receivedOn)).toBe(due)
  })

  test('is never shorter than the month, and ends on a working day', () => {
    for (let day = Date.UTC(2026, 0, 1); day < Date.UTC(2032, 0, 1); day += 86_400_000) {
      const received = new Date(day).toISOString().slice(0, 10)
      const due = dueOn(received)
      expect(daysLeft(due, received)).toBeGreaterThanOrEqual(28)
      expect(daysLeft(due, received)).toBeLessThanOrEqual(36)
      expect(nextWorkingDay(due)).toBe(due)
    }
  })
})

test('a complaint is acknowledged within thirty days, or on the next working day', () => {
  expect(acknowledgeBy('2026-06-22')).toBe('2026-07-22')
  expect(acknowledgeBy('2026-11-25')).toBe('2026-12-29')
})

test('the days for which the clock stood still are added', () => {
  expect(resumedDue('2026-12-10', '2026-11-24', '2026-12-01')).toBe('2026-12-17')
  expect(resumedDue('2026-12-10', '2026-11-24', '2026-11-24')).toBe('2026-12-10')
  expect(resumedDue('2026-12-18', '2026-12-01', '2026-12-08')).toBe('2026-12-29')
})

test('how many days are left', () => {
  expect([daysLeft('2026-12-01', '2026-11-24'), daysLeft('2026-11-24', '2026-11-24'), daysLeft('2026-11-20', '2026-11-24')]).toEqual([7, 0, -4])
})
