import type { Booking } from '#lib/scheduling/types.ts'
import { googleOf } from '../support/google.ts'
import { apiOf, claimOf } from '../support/http.ts'
import { processesOf } from '../support/product.ts'
import { expect, test } from '../support/test.ts'

const patient = { name: 'Peregrine Oakhanger', phone: '+447700900350' }
const soon = { timeout: 45_000, intervals: [250] }

test.beforeEach(async ({ runtime, sql }) => {
  test.setTimeout(120_000)
  const google = googleOf(runtime, sql)
  await google.mend()
  await expect.poll(() => google.pending(), { ...soon, timeout: 90_000, message: 'the calendars are quiet' }).toEqual([])
})
test.afterEach(async ({ runtime, sql }) => void (await googleOf(runtime, sql).mend()))

test('a booking has one event, which moves with it and goes with it, and tells nobody who it is or what for', async ({ runtime, larkspur, sql }) => {
  const google = googleOf(runtime, sql)
  const api = apiOf(runtime, larkspur)
  const booking = await api.book('rhinoplasty', { ahead: 50, ...patient })
  await expect.poll(() => google.mirrorOf(booking.id), soon).toBe('synced')
  const [event, ...more] = await google.eventsOf(booking.id)
  expect(more).toEqual([])
  expect(event!.calendarId).toBe(await google.calendarOf(booking.practitionerId))
  expect([event!.start, event!.end].map((at) => Date.parse(at.dateTime!))).toEqual([booking.start, booking.end].map(Date.parse))
  expect(event!.summary).toBe('Booked via Voxanne (PO)')
  for (const secret of ['Peregrine', 'Oakhanger', '900350', '7700900', 'hinoplasty']) expect(JSON.stringify(event)).not.toContain(secret)

  const to = (await api.slots('rhinoplasty', { ahead: 53, practitionerId: booking.practitionerId }))[0]!
  expect((await api.patch(`/bookings/${booking.id}`, { start: to.start })).status).toBe(200)
  await expect.poll(async () => (await google.eventsOf(booking.id)).map((one) => Date.parse(one.start.dateTime!)), soon).toEqual([Date.parse(to.start)])
  expect((await api.delete(`/bookings/${booking.id}`)).status).toBe(200)
  await expect.poll(() => google.eventsOf(booking.id), soon).toEqual([])
})

test('a booking that goes to another practitioner takes its event to the other calendar', async ({ runtime, larkspur, sql }) => {
  const google = googleOf(runtime, sql)
  const api = apiOf(runtime, larkspur)
  const booking = await api.book('rhinoplasty', { ahead: 50, ...patient })
  await expect.poll(() => google.mirrorOf(booking.id), soon).toBe('synced')
  const to = (await api.slots('rhinoplasty', { ahead: 54 })).find((slot) => slot.practitionerId !== booking.practitionerId)!
  expect((await api.patch(`/bookings/${booking.id}`, { start: to.start, practitionerId: to.practitionerId })).status).toBe(200)
  const wanted = await google.calendarOf(to.practitionerId)
  await expect.poll(async () => (await google.eventsOf(booking.id)).map((one) => one.calendarId), soon).toEqual([wanted])
})

for (const [kind, count] of [['drop-after-commit', 2], ['500', 3], ['429', 3], ['timeout', 1]] as const) {
  test(`Google fails (${kind}, ${count} times): the booking stands, and in the end there is one event`, async ({ runtime, larkspur, sql }) => {
    const google = googleOf(runtime, sql)
    const api = apiOf(runtime, larkspur)
    await google.fail(kind, count)
    const booking = await api.book('rhinoplasty', { ahead: 55, ...patient })
    expect((await api.get(`/bookings/${booking.id}`)).body.status).toBe('booked')
    await expect.poll(() => google.mirrorOf(booking.id), { ...soon, timeout: 90_000 }).toBe('synced')
    const events = await google.eventsOf(booking.id)
    expect(events.map((event) => Date.parse(event.start.dateTime!))).toEqual([Date.parse(booking.start)])
    await expect.poll(async () => (await google.connectionOf(larkspur.id)).state, soon).toBe('connected')
  })
}

test('a withdrawn permission: bookings stand, the owner is told what to do, and after connecting again the events follow', async ({ runtime, quillmere, sql }) => {
  const google = googleOf(runtime, sql)
  const api = apiOf(runtime, quillmere)
  await google.fail('invalid-grant', 50)
  const booking = await api.book('rhinoplasty', { ahead: 55, ...patient })
  await expect.poll(async () => (await google.connectionOf(quillmere.id)).state, soon).toBe('needs_reauth')
  expect((await google.connectionOf(quillmere.id)).sentence).toMatch(/Connect Google Calendar again/)
  const second = await api.book('rhinoplasty', { ahead: 55, ...patient })
  for (const one of [booking, second]) {
    expect((await api.get(`/bookings/${one.id}`)).body.status).toBe('booked')
    expect(await google.eventsOf(one.id)).toEqual([])
  }
  await google.mend()
  // What connecting again does when the new permission is stored.
  await sql`select app.requeue_mirrors(${quillmere.id})`
  for (const one of [booking, second]) {
    await expect.poll(() => google.mirrorOf(one.id), soon).toBe('synced')
    expect(await google.eventsOf(one.id)).toHaveLength(1)
  }
  expect(await google.connectionOf(quillmere.id)).toEqual({ state: 'connected', sentence: '' })
})

test('what is put into Google by hand is not offered, cannot be claimed, and is free again when it goes', async ({ runtime, larkspur, sql }) => {
  const google = googleOf(runtime, sql)
  const api = apiOf(runtime, larkspur)
  const slot = (await api.slots('rhinoplasty', { ahead: 57 }))[0]!
  const isOffered = async () => (await api.slots('rhinoplasty', { ahead: 57, practitionerId: slot.practitionerId })).some((one) => one.start === slot.start)
  const calendarId = await google.calendarOf(slot.practitionerId)
  const made = await google.byHand({ calendarId, summary: 'School run', start: slot.start, end: slot.end })
  expect(made.status).toBe(200)
  await expect.poll(isOffered, soon).toBe(false)
  const refused = await api.post('/bookings', claimOf('rhinoplasty', slot))
  expect(refused.status).toBe(409)
  expect(refused.text).not.toContain('School')
  expect(refused.body.alternatives.length).toBeGreaterThan(0)
  await google.byHand({ calendarId, id: made.body.id as string, status: 'cancelled' })
  await expect.poll(isOffered, soon).toBe(true)
})

test('our own event, moved or deleted by hand, is put back, and the staff are asked', async ({ runtime, larkspur, sql }) => {
  const google = googleOf(runtime, sql)
  const api = apiOf(runtime, larkspur)
  const tasksOf = (booking: Booking) => sql`select kind from staff_tasks where booking_id = ${booking.id}`
  for (const how of ['moved', 'deleted'] as const) {
    const booking = await api.book('rhinoplasty', { ahead: 60, ...patient })
    await expect.poll(() => google.mirrorOf(booking.id), soon).toBe('synced')
    await expect.poll(() => google.pending(), soon).toEqual([])
    const [event] = await google.eventsOf(booking.id)
    const later = (at: string) => new Date(Date.parse(at) + 7_200_000).toISOString()
    const edit = how === 'moved' ? { start: later(booking.start), end: later(booking.end) } : { status: 'cancelled' }
    expect((await google.byHand({ calendarId: event!.calendarId, id: event!.id, ...edit })).status).toBe(200)
    await expect.poll(() => tasksOf(booking), { ...soon, message: how }).toEqual([{ kind: 'calendar_conflict' }])
    await expect.poll(async () => (await google.eventsOf(booking.id)).map((one) => Date.parse(one.start.dateTime!)), { ...soon, message: how }).toEqual([Date.parse(booking.start)])
    expect((await api.get(`/bookings/${booking.id}`)).body).toEqual(booking)
  }
})

test('a worker that is killed in the middle of its work is started again, and the event is there once', async ({ runtime, larkspur, sql, directory }) => {
  const google = googleOf(runtime, sql)
  const workers = () => processesOf(directory).filter((one) => one.command.includes('lib/commands/worker.ts')).map((one) => one.pid)
  const [victim, ...others] = workers()
  expect(others).toEqual([])
  const known = await sql<{ id: string }[]>`select id from app.workers`
  await google.fail('timeout', 1)
  const booking = await apiOf(runtime, larkspur).book('rhinoplasty', { ahead: 62, ...patient })
  await expect.poll(async () => (await sql`select 1 from graphile_worker._private_jobs where key = ${`mirror:${booking.id}`} and locked_at is not null`).length, soon).toBe(1)
  process.kill(victim!, 'SIGKILL')
  // A process that was just killed is listed until somebody has taken note of its end.
  await expect.poll(() => workers().map((pid) => (pid === victim ? 'the killed one' : 'another')), soon).toEqual(['another'])
  // Half a minute of silence makes a worker a dead one; here it is said to have passed.
  await sql`update app.workers set seen_at = now() - interval '1 minute' where id = any (${known.map((one) => one.id)})`
  await sql`update graphile_worker._private_jobs set locked_at = now() - interval '1 minute' where key = ${`mirror:${booking.id}`}`
  await expect.poll(() => google.mirrorOf(booking.id), { ...soon, timeout: 60_000 }).toBe('synced')
  expect(await google.eventsOf(booking.id)).toHaveLength(1)
})

test('every worker that takes jobs has a heartbeat of its own, so a slow job is not taken for a dead worker\'s', async ({ sql }) => {
  await expect.poll(async () => (await sql<{ id: string }[]>`
    select id from app.workers where id like 'worker-%' and seen_at > clock_timestamp() - interval '20 seconds'`).length, { timeout: 20_000 }).toBeGreaterThan(0)
})
