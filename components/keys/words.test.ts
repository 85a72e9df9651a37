import { expect, test } from 'vitest'
import { deedWords, doerWords, keyFacts, stateOf } from '#components/keys/words.ts'
import type { ClinicKey } from '#lib/tenancy/types.ts'

const key: ClinicKey = {
  id: 'k1', label: 'Website', scopes: ['book'], createdBy: 'authenticated:u1', createdAt: '2026-11-20T09:00:00+00:00', lastUsedAt: null, expiresAt: null, revokedAt: null,
}
const now = '2026-11-27T12:00:00+00:00'

test('a key is live until it is revoked or its time is over', () => {
  expect(stateOf(key, now)).toMatchObject({ words: 'Active', isLive: true })
  expect(stateOf({ ...key, expiresAt: '2026-11-27T12:00:01+00:00' }, now).isLive).toBe(true)
  expect(stateOf({ ...key, expiresAt: now }, now)).toMatchObject({ words: 'Ended', isLive: false })
  expect(stateOf({ ...key, expiresAt: now, revokedAt: now }, now)).toMatchObject({ words: 'Revoked', isLive: false })
})

test('its facts say when it was used, made and ends', () => {
  expect(keyFacts(key, '2026-11-27')[0]).toBe('Never used')
  expect(keyFacts({ ...key, lastUsedAt: '2026-11-27T11:05:00+00:00' }, '2026-11-27')[0]).toBe('Last used today 11:05')
  expect(keyFacts({ ...key, expiresAt: now, revokedAt: now }, '2026-11-27').join()).toMatch(/revoked/)
})

test('a deed is a sentence, and one that nobody knows keeps its code', () => {
  expect(deedWords({ action: 'key.added', changed: [] })).toBe('Added a key')
  expect(deedWords({ action: 'key.changed', changed: ['revoked_at'] })).toBe('Revoked a key')
  expect(deedWords({ action: 'alert.changed', changed: ['acknowledged_at', 'acknowledged_by'] })).toBe('Took on an alert')
  expect(deedWords({ action: 'clinic.changed', changed: ['text_template'] })).toBe('Changed the clinic’s settings')
  expect(deedWords({ action: 'widget.moved', changed: [] })).toBe('widget.moved')
})

test('who did it is a person, a key by its label, or the operator', () => {
  const members = [{ userId: 'u1', role: 'owner' as const }]
  expect(doerWords('authenticated:u1', 'u1', members, [key])).toBe('You')
  expect(doerWords('api_client:k1', 'u1', members, [key])).toBe('The key “Website”')
  expect(doerWords('api_client:k2', 'u1', members, [key])).toBe('A program with a key')
  expect(doerWords('none', 'u1', members, [])).toBe('The operator')
})
