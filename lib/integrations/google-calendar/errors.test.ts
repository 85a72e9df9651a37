import { expect, it } from 'vitest'
import { classify } from './errors.ts'

const error = (status: number, data: unknown, headers: HeadersInit = {}) => ({
  status,
  config: { data: { summary: 'Amy Jones' } },
  response: { status, data, headers: new Headers(headers) },
})
const reason = (word: string) => ({ error: { errors: [{ reason: word }] } })

it.each([
  ['a withdrawn permission', error(400, { error: 'invalid_grant' }), 'reauth'],
  ['a 401 that a new token did not mend', error(401, reason('authError')), 'reauth'],
  ['a missing permission', error(403, reason('insufficientPermissions')), 'forbidden'],
  ['403 for the quota', error(403, reason('rateLimitExceeded')), 'rate-limited'],
  ['403 for one person’s quota', error(403, reason('userRateLimitExceeded')), 'rate-limited'],
  ['429', error(429, {}), 'rate-limited'],
  ['404', error(404, reason('notFound')), 'not-found'],
  ['409', error(409, reason('duplicate')), 'duplicate'],
  ['410', error(410, reason('fullSyncRequired')), 'gone'],
  ['412', error(412, reason('conditionNotMet')), 'precondition'],
  ['500', error(500, '<html>'), 'temporary'],
  ['400', error(400, reason('invalid')), 'permanent'],
  ['no answer', { code: 'TimeoutError', config: { data: 'Amy Jones' } }, 'temporary'],
  ['nothing at all', undefined, 'temporary'],
])('%s', (_name, thrown, kind) => {
  const outcome = classify(thrown)
  expect(outcome).toMatchObject({ ok: false, kind })
  expect(outcome.sentence.length).toBeGreaterThan(20)
  expect(JSON.stringify(outcome)).not.toContain('Amy')
})

it('passes on how long Google asks to wait, within an hour', () => {
  expect(classify(error(429, {}, { 'retry-after': '7' })).retryAfterSeconds).toBe(7)
  expect(classify(error(503, {}, { 'retry-after': '99999' })).retryAfterSeconds).toBe(3600)
})
