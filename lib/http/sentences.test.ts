import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { parse, parseKept } from '#lib/http/body.ts'
import { Refused } from '#lib/http/problem.ts'
import { BookingRequest, SpanQuery } from '#lib/scheduling/requests.ts'

const booking = { procedure: 'facelift', start: '2026-07-14T15:00:00+01:00', contact: { name: 'Tansy Field' } }

/** The errors of a 422 by path. */
function errorsOf(schema: z.ZodType, value: unknown, check = parse): Record<string, string> {
  try {
    check(schema, value)
    return {}
  } catch (error) {
    const { errors } = (error as Refused).extra as { errors: { path: string; message: string }[] }
    return Object.fromEntries(errors.map(({ path, message }) => [path, message]))
  }
}

describe('what is wrong with a field is told in a sentence', () => {
  it.each([
    [{ contact: { name: 'x'.repeat(300) } }, { 'contact.name': 'Use 120 characters at most.' }],
    [{ contact: { name: '  ' } }, { 'contact.name': 'Enter a name.' }],
    [{ contact: { name: 'Tansy', phone: '0'.repeat(41) } }, { 'contact.phone': 'Use 40 characters at most.' }],
    [{ contact: { name: 'Tansy', email: 'tansy' } }, { 'contact.email': 'Enter an email address, such as name@clinic.example.' }],
    [{ contact: undefined }, { contact: 'This is missing.' }],
    [{ start: 'soon' }, { start: 'Enter a day and time with its offset, such as 2026-12-01T14:00:00+00:00.' }],
    [{ practitionerId: 'Dr Second' }, { practitionerId: 'This is not an id.' }],
    [{ hold: 'yes' }, { hold: 'This must be true or false.' }],
  ])('%j', (change, errors) => {
    expect(errorsOf(BookingRequest, { ...booking, ...change })).toEqual(errors)
  })

  it.each([
    [z.array(z.string()).min(1), [], 'Choose one at least.'],
    [z.array(z.string()).max(2), ['a', 'b', 'c'], 'Choose 2 at most.'],
    [z.number().max(200), 201, 'Use 200 at most.'],
    [z.number().min(5), 1, 'Use 5 at least.'],
    [z.string().min(8), 'short', 'Use 8 characters at least.'],
    [z.enum(['text', 'call']), 'post', 'Choose one of: text, call.'],
    [z.literal('booked'), 'held', 'This must be booked.'],
    [z.strictObject({}), { more: 1 }, 'Leave out more.'],
    [z.union([z.string(), z.number()]), true, 'This is not in the right form.'],
    [z.number().multipleOf(5), 3, 'Use a multiple of 5.'],
  ])('of another schema (%#)', (schema, value, sentence) => {
    expect(errorsOf(schema, value)).toEqual({ '': sentence })
  })
})

describe('what no database keeps', () => {
  it('is refused at its field: NUL, half a character, depths without end, a year that is none', () => {
    for (const name of ['Tansy\u0000', 'Tansy \ud83d']) expect(Object.keys(errorsOf(BookingRequest, { ...booking, contact: { name } }, parseKept))).toEqual(['contact.name'])
    let deep: unknown = 'x'
    for (let n = 0; n < 30_000; n++) deep = { deep }
    expect(Object.keys(errorsOf(z.unknown(), deep, parseKept))).toEqual(['deep'])
    expect(Object.keys(errorsOf(BookingRequest, { ...booking, start: '0000-01-01T00:00:00Z' }, parseKept))).toEqual(['start'])
    expect(errorsOf(BookingRequest, { ...booking, contact: { name: 'Tansy Field \ud83d\udc69' } }, parseKept)).toEqual({})
  })

  it('is refused when a span ends before it begins', () => {
    expect(Object.keys(errorsOf(SpanQuery, { from: '2026-07-14T15:00:00+01:00', to: '2026-07-14T13:59:00Z' }))).toEqual(['to'])
    expect(errorsOf(SpanQuery, { from: '2026-07-14T15:00:00+01:00', to: '2026-07-14T14:00:00Z' })).toEqual({})
  })
})
