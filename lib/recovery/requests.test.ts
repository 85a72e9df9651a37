import { describe, expect, test } from 'vitest'
import { OnCallBody } from '#lib/recovery/requests.ts'

const bodyOf = (phone: string) => OnCallBody.safeParse({ contacts: [{ name: 'Priya Nair', phone }] })

describe('who is on call', () => {
  test.each([['07700 900191', '+447700900191'], ['+44 7624 123456', '+447624123456'], ['+33 6 12 34 56 78', '+33612345678']])('%s can be texted', (phone, stored) => {
    expect(bodyOf(phone).data?.contacts[0]?.phone).toBe(stored)
  })

  test.each(['020 7946 0000', '0161 496 0000', '070 1234 5678', '0800 123 4567'])('%s is refused, beside its field', (phone) => {
    const { error } = bodyOf(phone)
    expect(error?.issues.map(({ path, message }) => [path.join('.'), message])).toEqual([['contacts.0.phone', 'No text can reach this number: give a mobile.']])
  })

  test('what is no number is called so, and not a landline', () => expect(bodyOf('tomorrow').error?.issues.map((one) => one.message)).toEqual(['This is no telephone number.']))
})
