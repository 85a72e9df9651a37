import { expect, test } from 'vitest'
import { sessionCookie } from '#lib/shared/session-cookie.ts'
import { contentSecurityPolicy, securityHeaders } from './security-headers.ts'

const directives = (policy: string) => new Map(policy.split('; ').map((one) => [one.split(' ')[0]!, one.split(' ').slice(1)]))

test('a page runs what carries its nonce, and nothing that merely stands in it', () => {
  const policy = directives(contentSecurityPolicy('abc', { isDev: false, isHttps: true }))
  expect(policy.get('script-src')).toEqual(["'self'", "'nonce-abc'", "'strict-dynamic'"])
  expect(policy.get('style-src')).not.toContain("'unsafe-inline'")
  for (const [name, value] of [['default-src', "'none'"], ['object-src', "'none'"], ['frame-ancestors', "'none'"], ['base-uri', "'self'"], ['form-action', "'self'"]] as const) {
    expect(policy.get(name), name).toEqual([value])
  }
  expect(policy.has('upgrade-insecure-requests')).toBe(true)
})

test('what development needs is not in production, and plain HTTP is not led to HTTPS that is not there', () => {
  expect(contentSecurityPolicy('abc', { isDev: true, isHttps: false })).toContain("'unsafe-eval'")
  expect(contentSecurityPolicy('abc', { isDev: false, isHttps: false })).not.toMatch(/unsafe-eval|upgrade/)
  expect(securityHeaders('http://127.0.0.1:3000')).not.toHaveProperty('strict-transport-security')
  expect(securityHeaders('https://clinic.example')['strict-transport-security']).toMatch(/^max-age=\d{8}/)
  expect([sessionCookie('https://clinic.example').secure, sessionCookie('http://127.0.0.1:3000').secure]).toEqual([true, false])
})
