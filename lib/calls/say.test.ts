import { expect, test } from 'vitest'
import { spokenDay, spokenOffer, spokenTime } from '#lib/calls/say.ts'

test('a time is said as its own wall clock shows it, whatever zone this machine is in', () => {
  expect(spokenTime('2026-11-26T15:00:00+00:00')).toBe('3:00 PM')
  expect(spokenTime('2026-07-01T00:05:00+01:00')).toBe('12:05 AM')
  expect(spokenTime('2026-07-01T12:30:00-02:30')).toBe('12:30 PM')
  expect(spokenDay('2026-11-26T00:15:00+05:45')).toBe('Thursday 26 November')
})

test('an offer names each day once', () => {
  expect(spokenOffer(['2026-11-24T14:00:00+00:00', '2026-11-24T15:30:00+00:00', '2026-11-25T09:00:00+00:00']))
    .toBe('I have Tuesday 24 November at 2:00 PM or 3:30 PM or Wednesday 25 November at 9:00 AM. Which would suit you?')
  expect(spokenOffer(['2026-11-24T14:00:00+00:00'])).toBe('I have Tuesday 24 November at 2:00 PM. Which would suit you?')
})
