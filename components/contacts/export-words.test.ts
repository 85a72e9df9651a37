import { expect, test } from 'vitest'
import { wordsFor } from '#components/contacts/export-words.ts'
import { CONSENT_WORDS, KIND_WORDS, REASON_WORDS, SOURCE_WORDS, STAGE_WORDS, STATUS_WORDS } from '#components/leads/words.ts'

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
  ['status', 409, 'Not possible'],
  ['status', 'booked', 'Booked'],
  ['status', 'completed', 'Completed'],
  ['code', 'slot_taken', 'The time was taken'],
  ['code', 'not_bookable', 'It could not be booked'],
  ['stage', 'named', 'You gave your name'],
  ['reason', 'quiet_hours', 'We text only at permitted hours'],
  ['reason', 'a sentence of the telephone company', null],
  ['delivery', 'delivered', 'Arrived'],
  ['action', 'rejected', 'Refused'],
  ['value', 'offered_not_refused', 'You were told, and did not refuse'],
  ['words', 'textsOk', 'You were asked whether we may text'],
  ['name', 'capture_lead', 'Noted what you asked about'],
  ['name', 'Ada Pike', null],
  ['constructor', 'name', null],
] as const)('%s %s', (key, value, words) => expect(wordsFor(key, value)).toBe(words))

/** Whatever the owner has words for, the person has too. */
test.each([
  ['stage', STAGE_WORDS], ['reason', REASON_WORDS], ['status', STATUS_WORDS], ['kind', KIND_WORDS], ['value', CONSENT_WORDS], ['source', SOURCE_WORDS],
] as const)('every %s that is kept has words', (key, known) => {
  expect(Object.keys(known).filter((code) => wordsFor(key, code) === null)).toEqual([])
})
