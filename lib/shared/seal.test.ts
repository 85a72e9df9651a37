import { expect, test } from 'vitest'
import { seal, unseal } from '#lib/shared/seal.ts'

const secret = 'an installation secret of decent length'

test('what is sealed opens again, and looks different every time', () => {
  const sealed = seal(secret, 'calendar:a', 'refresh-token')
  expect(unseal(secret, 'calendar:a', sealed)).toBe('refresh-token')
  expect(seal(secret, 'calendar:a', 'refresh-token')).not.toBe(sealed)
  expect(sealed).not.toContain('refresh')
})

test('another purpose, another secret or a changed byte does not open it', () => {
  const sealed = seal(secret, 'calendar:a', 'refresh-token')
  const changed = Buffer.from(sealed, 'base64url')
  changed[14]! ^= 1
  expect(() => unseal(secret, 'calendar:b', sealed)).toThrow()
  expect(() => unseal(`${secret}!`, 'calendar:a', sealed)).toThrow()
  expect(() => unseal(secret, 'calendar:a', changed.toString('base64url'))).toThrow()
})
