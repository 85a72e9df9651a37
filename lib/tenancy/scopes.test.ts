import { expect, test } from 'vitest'
import { hasScope, scopesFor } from './scopes.ts'

const below = (path: string) => `/api/clinics/0b7c1f4e-9f0e-4a52-9a52-1f3c2d4b5a69${path}`

test.each([
  ['GET', '/leads', ['read']],
  ['HEAD', '/calls', ['read']],
  ['POST', '/calls/search', ['read']],
  ['GET', '/bookings', ['read', 'book']],
  ['GET', '/availability', ['read', 'book']],
  ['POST', '/bookings', ['book']],
  ['DELETE', '/bookings/1', ['book']],
  ['PATCH', '/tasks/1', ['book']],
  ['GET', '/closures', ['read']],
  ['PUT', '/practitioners/1/hours', ['book']],
  ['GET', '/contacts/1', ['read', 'contacts']],
  ['POST', '/contacts/search', ['read', 'contacts']],
  ['GET', '/contacts/1/export', ['contacts']],
  ['DELETE', '/contacts/1', ['contacts']],
  ['POST', '/erasures/1/retry', ['contacts']],
  ['PATCH', '/requests/1', ['contacts']],
  ['POST', '/tests/silo', ['tests']],
  ['GET', '/tests', ['read', 'tests']],
  ['POST', '/audits', ['tests']],
  ['POST', '/simulated-calls', ['tests']],
])('%s %s is opened by %j', (method, path, scopes) => {
  expect(scopesFor(method, below(path))).toEqual(scopes)
})

test('a key is held to its scopes; a person, the voice agent and the clinic\'s own program are not', () => {
  const clinicId = '0b7c1f4e-9f0e-4a52-9a52-1f3c2d4b5a69'
  expect(hasScope({ role: 'api_client', clinicId, scopes: ['read'] }, ['book'])).toBe(false)
  expect(hasScope({ role: 'api_client', clinicId, scopes: [] }, ['read'])).toBe(false)
  expect(hasScope({ role: 'api_client', clinicId, scopes: ['book', 'read'] }, ['book', 'contacts'])).toBe(true)
  expect(hasScope({ role: 'api_client', clinicId }, ['contacts'])).toBe(true)
  expect(hasScope({ role: 'authenticated', userId: clinicId }, ['contacts'])).toBe(true)
  expect(hasScope({ role: 'voice_agent', clinicId }, ['book'])).toBe(true)
})
