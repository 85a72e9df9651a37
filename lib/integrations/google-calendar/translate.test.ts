import { describe, expect, it } from 'vitest'
import type { MirrorEvent } from '#lib/scheduling/calendar-port.ts'
import { bookingIdOf, changeOf, eventBodyOf, eventIdOf, initialsOf } from './translate.ts'
import { instantOfLocal } from './zone.ts'

const BOOKING = '0f8fad5b-d9cb-469f-a165-70867728950e'
const event: MirrorEvent = {
  calendarId: 'dr@calendar.example',
  bookingId: BOOKING,
  clinicId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  revision: 3,
  start: '2026-12-01T14:00:00+00:00',
  end: '2026-12-01T15:00:00+00:00',
  timeZone: 'Europe/London',
  publicLabel: null,
  contactName: 'Amy Louise O’Neill-Smith',
  known: null,
}

describe('what leaves the product', () => {
  it('is the time, initials and our own marks, and nothing else', () => {
    expect(eventBodyOf(event)).toEqual({
      summary: 'Booked via Voxanne (AO)',
      status: 'confirmed',
      visibility: 'private',
      transparency: 'opaque',
      start: { dateTime: '2026-12-01T14:00:00+00:00', timeZone: 'Europe/London' },
      end: { dateTime: '2026-12-01T15:00:00+00:00', timeZone: 'Europe/London' },
      extendedProperties: { private: { appt: BOOKING, clinic: event.clinicId, rev: '3' } },
    })
  })

  it('holds no name and no number, whatever the name field holds', () => {
    const body = JSON.stringify(eventBodyOf({ ...event, contactName: 'Amy Jones 07700 900123 amy@jones.example' }))
    expect(body).not.toMatch(/amy|jones|07700|900123/i)
  })

  it('says the public label only when the clinic chose it', () => {
    expect(eventBodyOf({ ...event, publicLabel: 'Consultation' }).summary).toBe('Consultation (AO)')
    expect(eventBodyOf({ ...event, contactName: null }).summary).toBe('Booked via Voxanne')
  })

  it.each([
    ['amy', 'A'],
    ['Élodie de la Cruz', 'ÉC'],
    ['  ', ''],
    ['07700 900123', ''],
  ])('initials of %j are %j', (name, initials) => expect(initialsOf(name)).toBe(initials))
})

describe('ids', () => {
  it('are legal for Google and lead back to the booking', () => {
    expect(eventIdOf(BOOKING)).toMatch(/^[a-v0-9]{5,1024}$/)
    expect(bookingIdOf(eventIdOf(BOOKING))).toBe(BOOKING)
    expect(bookingIdOf('someone-elses')).toBeNull()
  })
})

describe('what comes in', () => {
  const zone = 'Europe/London'

  it('an all-day event blocks from midnight to midnight of the calendar’s own zone, summer and winter', () => {
    const day = (start: string, end: string) => changeOf({ id: 'x', start: { date: start }, end: { date: end } }, zone)
    expect(day('2026-07-01', '2026-07-02')).toMatchObject({
      start: '2026-06-30T23:00:00.000Z',
      end: '2026-07-01T23:00:00.000Z',
    })
    // 28 March 2027 has 23 hours, 31 October 2027 has 25.
    expect(day('2027-03-28', '2027-03-29')).toMatchObject({
      start: '2027-03-28T00:00:00.000Z',
      end: '2027-03-28T23:00:00.000Z',
    })
    expect(day('2027-10-31', '2027-11-01')).toMatchObject({
      start: '2027-10-30T23:00:00.000Z',
      end: '2027-11-01T00:00:00.000Z',
    })
  })

  it('transparent, cancelled and empty events do not block', () => {
    const start = { dateTime: '2026-12-01T10:00:00Z' }
    const end = { dateTime: '2026-12-01T11:00:00Z' }
    expect(changeOf({ id: 'x', start, end }, zone)).toMatchObject({ kind: 'busy' })
    expect(changeOf({ id: 'x', start, end, transparency: 'transparent' }, zone)).toEqual({ kind: 'free', eventId: 'x' })
    expect(changeOf({ id: 'x', status: 'cancelled' }, zone)).toEqual({ kind: 'free', eventId: 'x' })
    expect(changeOf({ id: 'x', start, end: start }, zone)).toEqual({ kind: 'free', eventId: 'x' })
  })

  it('our own event is ours, deleted with only its id too, and a copy of it is not', () => {
    const body = eventBodyOf(event)
    expect(changeOf({ id: eventIdOf(BOOKING), ...body }, zone)).toMatchObject({
      kind: 'ours',
      bookingId: BOOKING,
      revision: 3,
    })
    expect(changeOf({ id: eventIdOf(BOOKING), status: 'cancelled' }, zone)).toMatchObject({
      kind: 'ours',
      bookingId: BOOKING,
      cancelled: true,
      start: null,
    })
    expect(changeOf({ id: 'copy', ...body }, zone)).toMatchObject({ kind: 'busy' })
  })

  it('a local time that the clocks skip is after the gap, one that happens twice the first', () => {
    expect(new Date(instantOfLocal('2027-03-28T01:30:00', zone)).toISOString()).toBe('2027-03-28T01:30:00.000Z')
    expect(new Date(instantOfLocal('2027-10-31T01:30:00', zone)).toISOString()).toBe('2027-10-31T00:30:00.000Z')
    expect(new Date(instantOfLocal('2026-12-01T10:00:00', 'America/New_York')).toISOString()).toBe(
      '2026-12-01T15:00:00.000Z',
    )
  })
})
