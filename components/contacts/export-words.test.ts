import { expect, test } from 'vitest'
import { wordsFor } from '#components/contacts/export-words.ts'

test.each([
  ['by', 'service_role:sarah', 'Sarah, our text assistant'],
  ['by', 'voice_agent', 'Voxanne, our telephone assistant'],
  ['by', 'authenticated:7c1f', 'A member of the clinic'],
  ['by', 'none', 'Our software'],
  ['by', 'somebody new', null],
  ['direction', 'out', 'To you'],
  ['kind', 'recovery', 'After a call that ended without a booking'],
  ['basis', 'solicited', 'You asked for it'],
  ['endedReason', 'customer-ended-call', 'The caller hung up'],
  ['phone', '+447700900501', '07700 900501'],
  ['valuePence', 15_000, '£150'],
  ['status', 200, 'Done'],
  ['status', 409, 'The time was taken'],
  ['status', 'booked', null],
  ['name', 'capture_lead', 'Noted what you asked about'],
  ['name', 'Ada Pike', null],
  ['constructor', 'name', null],
] as const)('%s %s', (key, value, words) => expect(wordsFor(key, value)).toBe(words))
