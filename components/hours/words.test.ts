import { describe, expect, test } from 'vitest'
import { draftOf, meantTime, problemsOf, shownTime, weekOf, withMore } from './week.ts'
import { closureDays, holidayName, isSet, outsideByDay, outsideNote, spanWords, timeOffSpan } from './words.ts'
import type { BookingOutside } from '#lib/scheduling/hours-types.ts'

const at = (start: string, practitionerId = 'a'): BookingOutside => ({ id: start, status: 'booked', start, end: start, practitionerId, reason: 'outside_hours' })

describe('hours in words', () => {
  test('days, spans and time off', () => {
    expect(spanWords([])).toBe('Closed')
    expect(spanWords([{ opens: '09:00', closes: '12:30' }, { opens: '13:15', closes: '24:00' }])).toBe('09:00–12:30, 13:15–24:00')
    expect(closureDays({ from: '2026-12-25', to: '2026-12-25' })).toBe('Friday 25 December 2026')
    expect(closureDays({ from: '2026-12-24', to: '2027-01-02' })).toBe('24 December 2026 – 2 January 2027')
    expect(timeOffSpan({ start: '2026-12-14T13:00:00+00:00', end: '2026-12-14T17:00:00+00:00' })).toBe('Monday 14 December 2026, 13:00–17:00')
    expect(timeOffSpan({ start: '2026-12-14T13:00:00+00:00', end: '2026-12-18T00:00:00+00:00' })).toBe('Mon 14 Dec 13:00 – Fri 18 Dec 2026 00:00')
    expect(timeOffSpan({ start: '2026-12-30T09:00:00+00:00', end: '2027-01-04T09:00:00+00:00' })).toBe('Wed 30 Dec 2026 09:00 – Mon 4 Jan 2027 09:00')
  })

  test('a bank holiday says which of two days it is', () => {
    expect((['usual', 'substitute', 'weekend'] as const).map((kind) => holidayName({ name: 'Boxing Day', kind }))).toEqual(['Boxing Day', 'Boxing Day (substitute day)', 'Boxing Day itself'])
  })

  test('a day is set by the clinic\'s own runs alone', () => {
    const run = { id: 'x', practitionerId: null, from: '2026-12-24', to: '2026-12-26', spans: [], label: '' }
    expect(['2026-12-23', '2026-12-24', '2026-12-26', '2026-12-27'].map((day) => isSet(day, [run]))).toEqual([false, true, true, false])
    expect(isSet('2026-12-25', [{ ...run, practitionerId: 'a' }])).toBe(false)
  })

  test('bookings in closed time are counted by day, with whom and when', () => {
    expect(outsideNote([])).toBeUndefined()
    expect(outsideNote([at('2026-12-25T10:00:00+00:00')])).toBe('1 booking lies in that time and stays booked: see the top of this page.')
    expect(outsideByDay([at('2026-12-25T10:00:00+00:00'), at('2026-12-25T11:30:00+00:00'), at('2026-12-25T12:00:00+00:00', 'b'), at('2026-12-26T09:00:00+00:00', 'c')],
      [{ id: 'a', name: 'Dr Rao' }, { id: 'b', name: 'Dr Lund' }])).toEqual([
      { day: '2026-12-25', practitionerId: 'a', sentence: '3 bookings on Friday 25 December lie in closed time', who: 'Dr Rao 10:00, 11:30; Dr Lund 12:00' },
      { day: '2026-12-26', practitionerId: 'c', sentence: '1 booking on Saturday 26 December lies in closed time', who: 'Somebody 09:00' }])
  })
})

describe('a week while it is edited', () => {
  const week = [{ weekday: 1, opens: '09:00', closes: '12:00' }, { weekday: 1, opens: '13:00', closes: '24:00' }, { weekday: 7, opens: '10:00', closes: '14:00' }]

  test('is the same week again', () => {
    expect(draftOf(week)).toHaveLength(7)
    expect(weekOf(draftOf(week))).toEqual(week)
    expect(problemsOf(draftOf(week))).toEqual({})
  })

  test('names what is wrong by its day, span and field', () => {
    const draft = draftOf([...week, { weekday: 3, opens: '10:00', closes: '09:00' }])
    draft[0]![1]!.opens = '11:00'
    expect(Object.keys(problemsOf(draft))).toEqual(['0.1.opens', '2.0.closes'])
  })

  test('shows the end of the day as midnight, and means it only at an end', () => {
    expect([shownTime('24:00'), shownTime('17:00')]).toEqual(['00:00', '17:00'])
    expect([meantTime('closes', '00:00'), meantTime('opens', '00:00'), meantTime('closes', '17:00')]).toEqual(['24:00', '00:00', '17:00'])
  })

  test('opens a day at usual hours, and then puts a lunch into it where one fits', () => {
    expect(withMore([])).toEqual([{ opens: '09:00', closes: '17:00' }])
    expect(withMore([{ opens: '08:30', closes: '24:00' }])).toEqual([{ opens: '08:30', closes: '12:30' }, { opens: '13:30', closes: '24:00' }])
    for (const span of [{ opens: '09:00', closes: '12:30' }, { opens: '13:00', closes: '18:00' }, { opens: '', closes: '' }]) expect(withMore([span])).toEqual([span, { opens: '', closes: '' }])
  })
})
