import { afterEach, beforeEach, expect, test } from 'vitest'
import type { OpenCalendar } from '#lib/scheduling/calendar-port.ts'
import { startTestSandbox } from '../sandbox/testing.ts'
import type { TestSandbox } from '../sandbox/testing.ts'
import { googleErasure } from './erasure.ts'
import { failure } from './errors.ts'
import { googleCalendar } from './mirror.ts'

const event = { clinicId: 'elm', refreshToken: '1//sandbox-elm', calendarId: 'dr-reid@calendar.example', bookingId: '0f8fad5b-d9cb-469f-a165-70867728950e' }
let sandbox: TestSandbox
let open: OpenCalendar
beforeEach(async () => {
  sandbox = await startTestSandbox()
  await sandbox.control('/google/calendars', { account: 'elm', id: event.calendarId, summary: 'Dr Reid' })
  open = googleCalendar({ clientId: 'id', clientSecret: 'secret', redirectUri: 'http://localhost/back', sandboxUrl: sandbox.url })
})
afterEach(() => sandbox.close())

test('the event is deleted, and one that is not there is done', async () => {
  const written = await open(event).upsert({
    ...event, revision: 1, start: '2026-12-01T14:00:00+00:00', end: '2026-12-01T15:00:00+00:00', timeZone: 'Europe/London', publicLabel: null, contactName: 'Amy Jones', known: null,
  })
  expect(written.ok).toBe(true)
  expect(await googleErasure(open).forget(event)).toEqual({ outcome: 'done' })
  expect((await sandbox.state()).events!.filter((one) => one.status !== 'cancelled')).toEqual([])
  expect(await googleErasure(open).forget(event)).toEqual({ outcome: 'done' })
})

test('a permission that was withdrawn is a refusal that says what to do', async () => {
  await sandbox.fault('google', 'invalid-grant', 5)
  expect(await googleErasure(open).forget(event)).toEqual({ outcome: 'refused', reason: expect.stringContaining('Connect Google Calendar again') })
})

test.each([
  ['temporary', 'later'], ['rate-limited', 'later'], ['precondition', 'later'], ['forbidden', 'refused'], ['permanent', 'refused'], ['duplicate', 'refused'],
] as const)('%s is %s', async (kind, outcome) => {
  const refusing: OpenCalendar = () => ({ ...open(event), remove: async () => failure(kind) })
  expect((await googleErasure(refusing).forget(event)).outcome).toBe(outcome)
})
