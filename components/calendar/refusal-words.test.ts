import { describe, expect, it } from 'vitest'
import { refusalWords } from '#components/calendar/refusal-words.ts'
import { whyNotDay } from '#components/calendar/slot-picker.tsx'

const start = '2026-07-14T13:00:00+01:00'
const alternatives = [{ start: '2026-07-14T15:00:00+01:00', end: '2026-07-14T16:00:00+01:00', practitionerId: 'p' }]
const say = "I'm sorry, that slot was just taken—how about 3:00 PM?"

describe('what a person at a screen reads of a refusal', () => {
  it.each([
    [{ code: 'slot_taken', say, alternatives }, '13:00 was just taken.'],
    [{ code: 'slot_taken', say, alternatives: [] }, '13:00 was just taken. Nothing else is free near it: choose another day.'],
    [{ code: 'slot_unavailable', reason: 'outside_hours', say, alternatives }, '13:00 is outside working hours.'],
    [{ code: 'slot_unavailable', reason: 'too_far', say, alternatives }, '13:00 is further ahead than the clinic takes bookings.'],
    [{ code: 'slot_unavailable', reason: 'new', say, alternatives }, '13:00 cannot be booked.'],
    [{ code: 'age_confirmation_required', say: 'Before I book that, can you confirm?' }, 'Confirm that the person coming is 18 or over.'],
    [{ code: 'not_bookable', say: 'That booking is no longer active, so it cannot be moved.' }, 'That booking is no longer active, so it cannot be moved.'],
    [{ code: 'invalid_request', detail: 'See errors.', errors: [{ path: 'x', message: 'Use 120 characters at most.' }] }, 'Use 120 characters at most.'],
    [{ code: 'too_many', title: 'Too many requests, try again shortly' }, 'Too many requests, try again shortly'],
    [{}, 'That could not be done. Try again.'],
  ])('%j', (problem, sentence) => {
    expect(refusalWords(problem, start)).toBe(sentence)
  })

  it('names no time where none was asked for', () => {
    expect(refusalWords({ code: 'slot_taken', alternatives }, null)).toBe('That time was just taken.')
  })

  it('tells somebody who was signed out what to do, and nothing of keys', () => {
    const words = refusalWords({ code: 'unauthenticated', title: 'Sign in or send a key' }, start)
    expect(words).toMatch(/signed out.*still here.*sign in again/i)
    expect(words).not.toMatch(/key/)
  })
})

describe('a day without any times', () => {
  it.each([
    ['2026-07-13', 'This day is past. Choose today or a later day.'],
    ['2026-07-14', null],
    ['2026-10-12', null],
    ['2026-10-13', 'Too far ahead: bookings are taken until Monday 12 October 2026.'],
  ])('%s', (day, words) => {
    expect(whyNotDay(day, '2026-07-14', '2026-10-12')).toBe(words)
  })
})
