import { expect, test } from 'vitest'
import { toE164 } from '#lib/shared/phone.ts'

test.each([
  ['07700 900123', '+447700900123'], ['+44 7700 900123', '+447700900123'], ['0044 7700 900 123', '+447700900123'],
  ['(020) 7946 0018', '+442079460018'], ['+353 1 234 5678', '+35312345678'],
])('%s is %s', (given, number) => expect(toE164(given)).toBe(number))

test.each(['', 'anonymous', '12', 'call me', null, undefined])('%s is no number', (given) => expect(toE164(given)).toBeNull())
