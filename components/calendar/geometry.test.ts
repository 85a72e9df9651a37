import { describe, expect, it } from 'vitest'
import { clipToDay, hourMarks, placeIn, visibleHours } from '#components/calendar/geometry.ts'
import type { Diary } from '#lib/scheduling/types.ts'

const EMPTY: Diary = {
  timeZone: 'Europe/London',
  lastDay: '2026-10-12', today: '2026-07-14',
  now: '2026-07-14T10:00:00+01:00',
  days: ['2026-07-14'],
  practitioners: [],
  bookings: [],
}

describe('where things are drawn in the calendar', () => {
  it('keeps only the part of a span that falls on the day', () => {
    const leave = { start: '2026-07-13T15:00:00+01:00', end: '2026-07-15T12:00:00+01:00' }
    expect(clipToDay(leave, '2026-07-13')).toEqual({ from: 900, to: 1440 })
    expect(clipToDay(leave, '2026-07-14')).toEqual({ from: 0, to: 1440 })
    expect(clipToDay(leave, '2026-07-15')).toEqual({ from: 0, to: 720 })
    expect(clipToDay(leave, '2026-07-16')).toBeNull()
  })

  it('does not draw a span on the day at whose midnight it ends', () => {
    expect(clipToDay({ start: '2026-07-13T22:00:00+01:00', end: '2026-07-14T00:00:00+01:00' }, '2026-07-14')).toBeNull()
  })

  it('puts nine o’clock at nine on the days when the clocks change', () => {
    expect(clipToDay({ start: '2026-03-29T09:00:00+01:00', end: '2026-03-29T10:00:00+01:00' }, '2026-03-29')).toEqual({
      from: 540,
      to: 600,
    })
  })

  it('shows a span over the repeated hour although its wall clock runs backwards', () => {
    const span = { start: '2026-10-25T01:50:00+01:00', end: '2026-10-25T01:20:00+00:00' }
    expect(clipToDay(span, '2026-10-25')).toEqual({ from: 110, to: 125 })
  })

  it('shows whole hours around all open time and all bookings', () => {
    const open = [{ start: '2026-07-14T09:30:00+01:00', end: '2026-07-14T17:15:00+01:00' }]
    const practitioner = { id: 'p', name: 'Dr Noor', title: 'Surgeon', open, busy: [], timeOff: [] }
    expect(visibleHours({ ...EMPTY, practitioners: [practitioner] })).toEqual({ from: 540, to: 1080 })
    expect(visibleHours(EMPTY)).toEqual({ from: 540, to: 1020 })
  })

  it('cuts what begins before the first hour shown, and leaves out what is wholly outside', () => {
    const hours = { from: 540, to: 660 }
    expect(placeIn(hours, { from: 500, to: 560 })).toEqual({
      top: 'calc(var(--minute) * 0)',
      height: 'calc(var(--minute) * 20)',
    })
    expect(placeIn(hours, { from: 700, to: 720 })).toBeNull()
    expect(hourMarks(hours).map((mark) => mark.label)).toEqual(['09:00', '10:00'])
  })
})
