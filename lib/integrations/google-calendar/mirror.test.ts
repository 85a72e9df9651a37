import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CalendarPort, MirrorEvent } from '#lib/scheduling/calendar-port.ts'
import { startTestSandbox } from '../sandbox/testing.ts'
import type { TestSandbox } from '../sandbox/testing.ts'
import { googleCalendar } from './mirror.ts'
import { eventIdOf } from './translate.ts'

const CALENDAR = 'dr-reid@calendar.example'
const BOOKING = '0f8fad5b-d9cb-469f-a165-70867728950e'
const EVENT_ID = eventIdOf(BOOKING)

let sandbox: TestSandbox
let port: CalendarPort
const openAs = (account: string, timeoutMs?: number) =>
  googleCalendar({
    clientId: 'id',
    clientSecret: 'secret',
    redirectUri: 'http://localhost/back',
    sandboxUrl: sandbox.url,
  })({ clinicId: account, refreshToken: `1//sandbox-${account}` }, timeoutMs === undefined ? {} : { timeoutMs })

beforeEach(async () => {
  sandbox = await startTestSandbox()
  await sandbox.control('/google/calendars', { account: 'elm', id: CALENDAR, summary: 'Dr Reid' })
  port = openAs('elm')
})
afterEach(() => sandbox.close())

const booking = (change: Partial<MirrorEvent> = {}): MirrorEvent => ({
  calendarId: CALENDAR,
  bookingId: BOOKING,
  clinicId: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  revision: 1,
  start: '2026-12-01T14:00:00+00:00',
  end: '2026-12-01T15:00:00+00:00',
  timeZone: 'Europe/London',
  publicLabel: null,
  contactName: 'Amy Jones',
  known: null,
  ...change,
})
const events = async () => (await sandbox.state()).events ?? []
const written = async (event = booking()) => {
  const outcome = await port.upsert(event)
  if (!outcome.ok) throw new Error(outcome.kind)
  return { etag: outcome.etag, revision: event.revision }
}

describe('one booking is one event', () => {
  it('whatever the number of tries', async () => {
    const { etag } = await written()
    expect(await port.upsert(booking())).toEqual({ ok: true, etag, humanEdited: false })
    expect(await events()).toHaveLength(1)
  })

  it('when the answer to the insert is lost', async () => {
    await sandbox.fault('google', 'drop-after-commit')
    expect(await port.upsert(booking())).toMatchObject({ ok: false, kind: 'temporary' })
    expect(await port.upsert(booking())).toMatchObject({ ok: true, humanEdited: false })
    expect(await events()).toMatchObject([{ id: EVENT_ID, status: 'confirmed' }])
  })

  it('when the answer to a move is lost, without blaming a person', async () => {
    const known = await written()
    const moved = booking({ revision: 2, start: '2026-12-01T16:00:00+00:00', end: '2026-12-01T17:00:00+00:00', known })
    await sandbox.fault('google', 'drop-after-commit')
    expect(await port.upsert(moved)).toMatchObject({ ok: false, kind: 'temporary' })
    expect(await port.upsert(moved)).toMatchObject({ ok: true, humanEdited: false })
    expect(await events()).toMatchObject([{ start: { dateTime: '2026-12-01T16:00:00+00:00' } }])
  })

  it('when many tries run at once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => port.upsert(booking())))
    expect(outcomes.every((outcome) => outcome.ok)).toBe(true)
    expect(await events()).toHaveLength(1)
  })

  it('after it was cancelled: the id is taken, so the event is restored', async () => {
    await written()
    expect(await port.remove(booking())).toEqual({ ok: true })
    expect(await port.remove(booking())).toEqual({ ok: true })
    expect(await events()).toMatchObject([{ status: 'cancelled' }])
    expect(await port.upsert(booking({ revision: 2 }))).toMatchObject({ ok: true, humanEdited: false })
    expect(await events()).toMatchObject([{ status: 'confirmed' }])
  })

  it('and removing what never was is success', async () => {
    expect(await port.remove(booking())).toEqual({ ok: true })
  })
})

describe('a person edits our event', () => {
  it('moved by hand: it is put back and said so', async () => {
    const known = await written()
    await sandbox.control('/google/events', {
      calendarId: CALENDAR,
      id: EVENT_ID,
      start: '2026-12-02T09:00:00Z',
      end: '2026-12-02T10:00:00Z',
    })
    const outcome = await port.upsert(booking({ revision: 2, known }))
    expect(outcome).toMatchObject({ ok: true, humanEdited: true })
    expect(await events()).toMatchObject([{ start: { dateTime: '2026-12-01T14:00:00+00:00' } }])
  })

  it('deleted by hand: it is restored and said so', async () => {
    const known = await written()
    await sandbox.control('/google/events', { calendarId: CALENDAR, id: EVENT_ID, status: 'cancelled' })
    expect(await port.upsert(booking({ revision: 2, known }))).toMatchObject({ ok: true, humanEdited: true })
    expect(await events()).toMatchObject([{ status: 'confirmed' }])
  })

  it('edited again in between: left alone, to be tried again', async () => {
    const known = await written()
    await sandbox.fault('google', '412', 2)
    expect(await port.upsert(booking({ revision: 2, known }))).toMatchObject({ ok: false, kind: 'precondition' })
  })

  it('an event of another booking under our id is never overwritten', async () => {
    await written(booking({ clinicId: 'another' }))
    expect(await port.upsert(booking())).toMatchObject({ ok: false, kind: 'duplicate' })
  })
})

describe('refusals are values with words for the owner', () => {
  it.each([
    ['429', 'rate-limited'],
    ['403-rate', 'rate-limited'],
    ['403', 'forbidden'],
    ['500', 'temporary'],
  ])('%s is %s, and nothing was written', async (fault, kind) => {
    await sandbox.fault('google', fault)
    const outcome = await port.upsert(booking())
    expect(outcome).toMatchObject({ ok: false, kind })
    expect(JSON.stringify(outcome)).not.toContain('Amy')
    expect(await events()).toEqual([])
  })

  it('a permission withdrawn in the middle asks to connect again', async () => {
    await written()
    await sandbox.fault('google', 'invalid-grant')
    expect(await port.upsert(booking({ revision: 2 }))).toMatchObject({ ok: false, kind: 'reauth' })
  })

  it('one 401 is mended by a new access token', async () => {
    await sandbox.fault('google', '401')
    expect(await port.upsert(booking())).toMatchObject({ ok: true })
    await sandbox.fault('google', '401', 2)
    expect(await port.upsert(booking({ revision: 2 }))).toMatchObject({ ok: false, kind: 'reauth' })
  })

  it('no answer is given up after the timeout, without a second try', async () => {
    const live = openAs('elm', 800)
    await live.calendars()
    await sandbox.fault('google', 'timeout', 2)
    expect(await live.upsert(booking())).toMatchObject({ ok: false, kind: 'temporary' })
    expect(
      await live.busy({ calendarIds: [CALENDAR], from: '2026-12-01T00:00:00Z', to: '2026-12-02T00:00:00Z' }),
    ).toMatchObject({
      kind: 'temporary',
    })
    expect((await sandbox.state()).faults).toEqual([])
    expect(await events()).toEqual([])
  })

  it('a calendar of another account is as if it were not there', async () => {
    await written()
    const stranger = openAs('oak')
    expect(await stranger.upsert(booking())).toMatchObject({ ok: false, kind: 'not-found' })
    expect(
      await stranger.changes({ calendarId: CALENDAR, syncToken: null, from: '2026-01-01T00:00:00Z', timeZone: 'UTC' }),
    ).toMatchObject({
      kind: 'not-found',
    })
    expect(await events()).toHaveLength(1)
  })
})
