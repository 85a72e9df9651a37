import { expect, test } from 'vitest'
import { certificateOf, type Certifiable } from '#lib/audit/certificate.ts'

const audit = (changes: Partial<Certifiable> = {}): Certifiable => ({ id: 'a', finishedAt: '2026-11-01T10:00:00Z', passed: true, isSameDeployment: true, ...changes })
const at = (instant: string) => new Date(instant)

test('an audit that passed certifies for thirty days, to the second', () => {
  expect(certificateOf([audit()], at('2026-11-20T10:00:00Z'))).toEqual({ state: 'valid', auditId: 'a', issuedAt: '2026-11-01T10:00:00Z', validUntil: '2026-12-01T10:00:00.000Z' })
  expect(certificateOf([audit()], at('2026-12-01T09:59:59Z')).state).toBe('valid')
  expect(certificateOf([audit()], at('2026-12-01T10:00:00Z')).state).toBe('expired')
})

test('what is not the same deployment any more has no certificate', () => {
  expect(certificateOf([audit({ isSameDeployment: false })], at('2026-11-02T10:00:00Z')).state).toBe('changed')
})

test('the last that came to an end decides: one that failed ends what was there, one under way or broken does not', () => {
  const now = at('2026-11-05T10:00:00Z')
  expect(certificateOf([], now)).toEqual({ state: 'none' })
  expect(certificateOf([audit({ id: 'b', passed: false, finishedAt: '2026-11-04T10:00:00Z' }), audit()], now)).toEqual({ state: 'none' })
  expect(certificateOf([audit({ id: 'b', passed: null, finishedAt: null }), audit({ id: 'c', passed: null, finishedAt: '2026-11-04T10:00:00Z' }), audit()], now)).toMatchObject({ state: 'valid', auditId: 'a' })
})
