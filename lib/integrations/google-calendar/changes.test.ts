import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { CalendarPort } from '#lib/scheduling/calendar-port.ts'
import { startTestSandbox } from '../sandbox/testing.ts'
import type { TestSandbox } from '../sandbox/testing.ts'
import { createGoogleClient } from './client.ts'
import { googleCalendar } from './mirror.ts'

const CALENDAR = 'dr-reid@calendar.example'
const FROM = '2026-11-01T00:00:00Z'

let sandbox: TestSandbox
let port: CalendarPort
const settings = () => ({
  clientId: 'id',
  clientSecret: 'secret',
  redirectUri: 'http://localhost/back',
  sandboxUrl: sandbox.url,
})
const client = () => createGoogleClient(settings(), { refreshToken: '1//sandbox-elm' })

beforeEach(async () => {
  sandbox = await startTestSandbox()
  await sandbox.control('/google/calendars', { account: 'elm', id: CALENDAR, summary: 'Dr Reid' })
  port = googleCalendar(settings())({ clinicId: 'elm', refreshToken: '1//sandbox-elm' })
})
afterEach(() => sandbox.close())

const byHand = async (day: string, change: object = {}) => {
  const body = { calendarId: CALENDAR, summary: 'Lunch', start: `${day}T12:00:00Z`, end: `${day}T13:00:00Z`, ...change }
  return (await sandbox.control('/google/events', body)).body as { id: string }
}
const read = async (syncToken: string | null) => {
  const outcome = await port.changes({ calendarId: CALENDAR, syncToken, from: FROM, timeZone: 'Europe/London' })
  if (!outcome.ok) throw new Error(outcome.kind)
  return outcome
}

describe('reading what changed', () => {
  it('begins with everything from a day on and goes on with the changes only', async () => {
    await byHand('2026-01-05')
    const { id } = await byHand('2026-12-01')
    const first = await read(null)
    expect(first).toMatchObject({
      full: true,
      changes: [{ kind: 'busy', eventId: id, start: '2026-12-01T12:00:00.000Z' }],
    })
    expect((await read(first.nextSyncToken)).changes).toEqual([])
    const other = await byHand('2026-12-02', { start: '2026-12-02', end: '2026-12-03' })
    await byHand('2026-12-01', { id, status: 'cancelled' })
    const next = await read(first.nextSyncToken)
    expect(next.full).toBe(false)
    expect(next.changes).toEqual([
      { kind: 'busy', eventId: other.id, start: '2026-12-02T00:00:00.000Z', end: '2026-12-03T00:00:00.000Z' },
      { kind: 'free', eventId: id },
    ])
  })

  it('reads afresh, and says so, when Google no longer takes the token', async () => {
    const { id } = await byHand('2026-12-01')
    const { nextSyncToken } = await read(null)
    await sandbox.fault('google', '410')
    expect(await read(nextSyncToken)).toMatchObject({ full: true, changes: [{ eventId: id }] })
    expect(await read('not-a-token')).toMatchObject({ full: true })
  })

  it('mends one failure of a read by itself', async () => {
    await sandbox.fault('google', '500')
    expect(await read(null)).toMatchObject({ ok: true })
  })
})

describe('the list as Google pages it', () => {
  it('gives the sync token on the last page only, and a change between pages comes with the next sync', async () => {
    for (const day of ['01', '02', '03']) await byHand(`2026-12-${day}`)
    const query = { calendarId: CALENDAR, singleEvents: true, showDeleted: true, maxResults: 2 }
    const one = await client().listEvents(query)
    expect(one.items).toHaveLength(2)
    expect(one.nextSyncToken).toBeUndefined()
    const { id } = await byHand('2026-12-04')
    const two = await client().listEvents({ ...query, pageToken: one.nextPageToken ?? '' })
    expect(two.items).toHaveLength(1)
    expect(two.nextPageToken).toBeUndefined()
    const three = await client().listEvents({
      calendarId: CALENDAR,
      singleEvents: true,
      syncToken: two.nextSyncToken ?? '',
    })
    expect(three.items).toMatchObject([{ id }])
  })

  it.each(['timeMin', 'q', 'orderBy', 'updatedMin', 'iCalUID'])('refuses %s beside a sync token', async (name) => {
    const { nextSyncToken } = await client().listEvents({ calendarId: CALENDAR })
    await expect(
      client().listEvents({ calendarId: CALENDAR, syncToken: nextSyncToken ?? '', [name]: FROM }),
    ).rejects.toMatchObject({ status: 400 })
  })

  it('refuses another calendar’s sync token with 410', async () => {
    await sandbox.control('/google/calendars', { account: 'elm', id: 'other@calendar.example', summary: 'Other' })
    const { nextSyncToken } = await client().listEvents({ calendarId: 'other@calendar.example' })
    await expect(client().listEvents({ calendarId: CALENDAR, syncToken: nextSyncToken ?? '' })).rejects.toMatchObject({
      status: 410,
    })
  })
})

describe('when a calendar is busy', () => {
  const query = { calendarIds: [CALENDAR], from: '2026-12-01T00:00:00Z', to: '2026-12-02T00:00:00Z' }

  it('says when, overlaps joined, transparent events left out', async () => {
    await byHand('2026-12-01')
    await byHand('2026-12-01', { start: '2026-12-01T12:30:00Z', end: '2026-12-01T14:00:00Z' })
    await byHand('2026-12-01', {
      start: '2026-12-01T18:00:00Z',
      end: '2026-12-01T19:00:00Z',
      transparency: 'transparent',
    })
    expect(await port.busy(query)).toEqual({
      ok: true,
      busy: [{ calendarId: CALENDAR, start: '2026-12-01T12:00:00Z', end: '2026-12-01T14:00:00Z' }],
    })
  })

  it('errors that come with 200 are unknown, not free', async () => {
    await sandbox.fault('google', 'freebusy-errors')
    expect(await port.busy(query)).toMatchObject({ ok: false, kind: 'temporary' })
    expect(await port.busy({ ...query, calendarIds: ['gone@calendar.example'] })).toMatchObject({
      ok: false,
      kind: 'not-found',
    })
  })
})

describe('push channels', () => {
  const channel = () => ({
    calendarId: CALENDAR,
    channelId: '4d2c7a60-0000-4000-8000-000000000001',
    token: 'secret',
    address: `${sandbox.appUrl}/api/google/notifications`,
    ttlSeconds: 3600,
  })

  it('say sync, then exists at each change, with an empty body; then stop', async () => {
    const opened = await port.watch(channel())
    if (!opened.ok) throw new Error(opened.kind)
    await sandbox.settled()
    await byHand('2026-12-01')
    await sandbox.settled()
    expect(
      sandbox.received.map(({ headers, body }) => [
        headers['x-goog-resource-state'],
        headers['x-goog-message-number'],
        body,
      ]),
    ).toEqual([
      ['sync', '1', ''],
      ['exists', '2', ''],
    ])
    expect(sandbox.received[1]?.headers).toMatchObject({
      'x-goog-channel-id': channel().channelId,
      'x-goog-channel-token': 'secret',
      'x-goog-resource-id': opened.resourceId,
    })
    const stop = { channelId: channel().channelId, resourceId: opened.resourceId }
    expect(await port.stopWatch(stop)).toEqual({ ok: true })
    expect(await port.stopWatch(stop)).toEqual({ ok: true })
    await byHand('2026-12-02')
    await sandbox.settled()
    expect(sandbox.received).toHaveLength(2)
  })

  it('take only fresh ids and an https address or this machine', async () => {
    expect(await port.watch(channel())).toMatchObject({ ok: true })
    expect(await port.watch(channel())).toMatchObject({ ok: false, kind: 'permanent' })
    expect(await port.watch({ ...channel(), channelId: 'x2', address: 'http://elm.example/hook' })).toMatchObject({
      ok: false,
    })
  })
})

describe('raw rules', () => {
  const times = { start: { dateTime: '2026-12-01T10:00:00Z' }, end: { dateTime: '2026-12-01T11:00:00Z' } }

  it.each(['voxanne-1', 'cwxyz', 'ABCDE', 'abcd'])('refuses the id %s', async (id) => {
    await expect(client().insertEvent(CALENDAR, { id, ...times })).rejects.toMatchObject({ status: 400 })
  })

  it('changes the etag at every write and refuses an old one', async () => {
    const first = await client().insertEvent(CALENDAR, { id: 'abcde1', ...times })
    const second = await client().patchEvent(CALENDAR, 'abcde1', first.etag ?? '', { summary: 'Two' })
    expect(second.etag).not.toBe(first.etag)
    await expect(client().patchEvent(CALENDAR, 'abcde1', first.etag ?? '', { summary: 'Three' })).rejects.toMatchObject(
      {
        status: 412,
      },
    )
    await client().deleteEvent(CALENDAR, 'abcde1')
    await expect(client().deleteEvent(CALENDAR, 'abcde1')).rejects.toMatchObject({ status: 410 })
    await expect(client().insertEvent(CALENDAR, { id: 'abcde1', ...times })).rejects.toMatchObject({ status: 409 })
  })
})
