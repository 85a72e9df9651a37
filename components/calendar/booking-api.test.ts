import { describe, expect, it } from 'vitest'
import { isTimeGone, refusedFrom } from '#components/calendar/booking-api.ts'

describe('what a dialog shows of a refusal', () => {
  it('says the sentence and offers the alternatives of a taken slot', () => {
    const slot = { start: '2026-07-14T15:00:00+01:00', end: '2026-07-14T16:00:00+01:00', practitionerId: 'p' }
    const refused = refusedFrom(409, { code: 'slot_taken', title: 'Taken', say: 'How about 3:00 PM?', alternatives: [slot] }, '2026-07-14T13:00:00+01:00')
    expect(refused).toMatchObject({ code: 'slot_taken', sentence: '13:00 was just taken.', alternatives: [slot] })
    expect(isTimeGone(refused)).toBe(true)
    expect(refused.isUncertain).toBe(false)
  })

  it('puts each error beside its field, whichever way the path is written', () => {
    const { fields } = refusedFrom(422, {
      errors: [
        { path: 'contact.phone', message: 'Not a phone number.' },
        { path: ['contact', 'name'], message: 'Give a name.' },
        { path: 'contact.phone', message: 'A second one.' },
      ],
    })
    expect(fields).toEqual({ phone: 'Not a phone number.', 'contact.phone': 'Not a phone number.', name: 'Give a name.', 'contact.name': 'Give a name.' })
  })

  it('treats a server error as something that may have happened', () => {
    expect(refusedFrom(503, { title: 'Busy' })).toMatchObject({ isUncertain: true, sentence: 'Busy' })
  })
})
