import { describe, expect, it } from 'vitest'
import { byDay, goneWords, timeFrom, timeValue } from '#components/booking-page/book-state.ts'

const DOCTOR = '2e0c1c7a-0000-4000-8000-00000000fe01'
const NURSE = '2e0c1c7a-0000-4000-8000-00000000fe02'
const at = (start: string, practitionerId = DOCTOR) => ({ start, practitionerId })

describe('a time in a form', () => {
  it('comes back as it was put in, with any offset', () => {
    for (const start of ['2026-11-24T14:00:00+00:00', '2027-06-01T09:15:00+01:00', '2027-06-01T08:15:00Z']) {
      expect(timeFrom(timeValue(at(start)))).toEqual(at(start))
    }
  })

  it.each(['', 'other', '2026-11-24T14:00:00+00:00', `2026-11-24 14:00 ${DOCTOR}`, `2026-13-41T99:00:00+00:00 ${DOCTOR}`,
    `2026-11-24T14:00:00+00:00 ${DOCTOR} or 1=1`, '2026-11-24T14:00:00+00:00 nobody'])('is none when somebody made it up: %s', (value) => {
    expect(timeFrom(value)).toBeNull()
  })
})

describe('a time that is gone', () => {
  it('is told in the clock of the page and of the text', () => {
    const offer = at('2026-11-24T15:00:00+00:00')
    expect(goneWords('2026-11-24T14:00:00+00:00', [offer])).toBe('Sorry, 2pm is no longer free. These times are:')
    expect(goneWords('2026-11-24T10:30:00+00:00', [])).toBe('Sorry, 10:30am is no longer free. Please choose another time.')
  })
})

describe('times by day', () => {
  it('are in order, each start once, and leave the kept one out', () => {
    const slots = [
      at('2026-11-25T09:00:00+00:00'), at('2026-11-24T15:00:00+00:00', NURSE), at('2026-11-24T15:00:00+00:00'), at('2026-11-24T14:00:00+00:00'),
    ]
    expect(byDay(slots, at('2026-11-24T14:00:00+00:00', NURSE))).toEqual([
      { day: '2026-11-24', slots: [at('2026-11-24T15:00:00+00:00', NURSE)] },
      { day: '2026-11-25', slots: [at('2026-11-25T09:00:00+00:00')] },
    ])
  })

  it('keep an hour that the clocks repeat as two times', () => {
    const slots = [at('2026-10-25T01:30:00+00:00'), at('2026-10-25T01:30:00+01:00')]
    expect(byDay(slots, null)).toEqual([{ day: '2026-10-25', slots: [at('2026-10-25T01:30:00+01:00'), at('2026-10-25T01:30:00+00:00')] }])
  })
})
