import { expect, test } from 'vitest'
import { auditWords, certificateWords, findingWords } from '#components/audit/words.ts'

const summary = { passed: false, critical: 2, high: 0, medium: 0, low: 1 }

test('findings are counted by how bad they are, the worst first', () => {
  expect(findingWords(summary)).toBe('2 critical, 1 low')
  expect(findingWords({ ...summary, critical: 0, low: 0 })).toBe('no findings')
})

test('an audit says how far it is and how it ended', () => {
  expect(auditWords({ state: 'queued', summary: null })).toBe('Waiting for the worker')
  expect(auditWords({ state: 'done', summary })).toBe('Did not pass')
  expect(auditWords({ state: 'done', summary: { ...summary, passed: true } })).toBe('Passed')
  expect(auditWords({ state: 'failed', summary: null })).toBe('Could not be made')
})

test('a certificate has its dates, and says why it ended', () => {
  const facts = { auditId: 'a', issuedAt: '2026-11-27T10:00:00Z', validUntil: '2026-12-27T10:00:00Z' }
  expect(certificateWords({ state: 'valid', ...facts })).toMatchObject({ title: 'Certified until 27 December 2026', detail: expect.stringContaining('27 November 2026') })
  expect(certificateWords({ state: 'changed', ...facts }).detail).toContain('have changed since 27 November 2026')
  expect(certificateWords({ state: 'expired', ...facts }).title).toBe('The certificate has expired')
  expect(certificateWords({ state: 'none' }).title).toBe('No certificate')
})
