import { randomUUID } from 'node:crypto'
import type { Booking, Slot } from '#lib/scheduling/types.ts'
import { apiOf, claimOf, type Answer } from '../support/http.ts'
import { expect, test } from '../support/test.ts'

const londonOffset = /[+-]0[01]:00$/

test('a booking is made, read, moved and cancelled, and its time is free again', async ({ runtime, larkspur }) => {
  const api = apiOf(runtime, larkspur)
  const made = await api.book('rhinoplasty', { name: 'Sorrel Winterbourne', phone: '07700 900321', ahead: 15 })
  expect(made).toMatchObject({ status: 'booked', procedure: 'rhinoplasty', holdExpiresAt: null })
  expect(made.start).toMatch(londonOffset)
  expect(Date.parse(made.end) - Date.parse(made.start)).toBe(3_600_000)
  expect((await api.get(`/bookings/${made.id}`)).body).toEqual(made)
  expect((await api.get(`/contacts/${made.contactId}`)).body).toMatchObject({ name: 'Sorrel Winterbourne', phone: '+447700900321' })

  const other = (await api.slots('rhinoplasty', { ahead: 30, practitionerId: made.practitionerId }))[0]!
  const moved = await api.patch<Booking>(`/bookings/${made.id}`, { start: other.start })
  expect(moved).toMatchObject({ status: 200, body: { id: made.id, start: other.start, status: 'booked' } })
  const again = await api.post('/bookings', claimOf('rhinoplasty', made))
  expect(again.status, 'the time that was left is free').toBe(201)

  expect(await api.delete(`/bookings/${made.id}`)).toMatchObject({ status: 200, body: { status: 'cancelled' } })
  expect(await api.delete(`/bookings/${made.id}`)).toMatchObject({ status: 200, body: { status: 'cancelled' } })
  expect(await api.patch(`/bookings/${made.id}`, { start: other.start })).toMatchObject({ status: 409, body: { code: 'not_bookable' } })
  expect((await api.post('/bookings', claimOf('rhinoplasty', other))).status).toBe(201)
})

test('a taken time answers 409 with real alternatives in the clinic\'s own time', async ({ runtime, larkspur }) => {
  const api = apiOf(runtime, larkspur)
  const made = await api.book('facelift', { ahead: 16 })
  const refused = await api.post<{ code: string; say: string; alternatives: Slot[] }>('/bookings', claimOf('facelift', made, { name: 'Bryony Ashcombe' }))
  expect(refused).toMatchObject({ status: 409, body: { code: 'slot_taken' } })
  expect(refused.body.say).toMatch(/^I'm sorry, that slot was just taken—how about .*\d{1,2}:\d{2} (AM|PM)/)
  const [first] = refused.body.alternatives
  const hour = Number(first!.start.slice(11, 13))
  expect(refused.body.say).toContain(`${hour % 12 || 12}:${first!.start.slice(14, 16)} ${hour < 12 ? 'AM' : 'PM'}`)
  expect(first!.start).toMatch(londonOffset)
  for (const alternative of refused.body.alternatives) {
    const day = await api.slots('facelift', { ahead: (Date.parse(alternative.start) - Date.now()) / 86_400_000 - 0.5, days: 1, practitionerId: alternative.practitionerId })
    expect(day).toContainEqual(alternative)
  }
  expect((await api.post('/bookings', claimOf('facelift', first!, { name: 'Bryony Ashcombe' }))).status).toBe(201)
  const move = await api.patch(`/bookings/${made.id}`, { start: first!.start, practitionerId: first!.practitionerId })
  expect(move).toMatchObject({ status: 409, body: { code: 'slot_taken' } })
  expect((await api.get(`/bookings/${made.id}`)).body).toEqual(made)
})

test('a hold keeps the time, and is confirmed or let go', async ({ runtime, larkspur }) => {
  const api = apiOf(runtime, larkspur)
  const held = await api.book('rhinoplasty', { ahead: 17, hold: true })
  expect(held.status).toBe('held')
  expect(Date.parse(held.holdExpiresAt!)).toBeGreaterThan(Date.now())
  expect((await api.post('/bookings', claimOf('rhinoplasty', held))).status).toBe(409)
  expect(await api.patch(`/bookings/${held.id}`, { status: 'booked' })).toMatchObject({ status: 200, body: { id: held.id, status: 'booked', holdExpiresAt: null } })
  const second = await api.book('rhinoplasty', { ahead: 17, hold: true })
  expect((await api.delete(`/bookings/${second.id}`)).status).toBe(200)
  expect((await api.post('/bookings', claimOf('rhinoplasty', second))).status).toBe(201)
})

test('the same key gives the same answer, however often and however fast; with another request it is refused', async ({ runtime, larkspur, sql }) => {
  const api = apiOf(runtime, larkspur)
  const [slot, other] = await api.slots('rhinoplasty', { ahead: 33, practitionerId: larkspur.practitioners[0]!.id })
  const key = { 'idempotency-key': `e2e-${randomUUID()}` }
  const claim = claimOf('rhinoplasty', slot!)
  const answers: Answer<Booking>[] = await Promise.all(Array.from({ length: 10 }, () => api.post<Booking>('/bookings', claim, key)))
  answers.push(await api.post<Booking>('/bookings', claim, key))
  expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 201))
  expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1)
  expect(await sql`select id from bookings where practitioner_id = ${slot!.practitionerId} and lower(during) = ${slot!.start}`).toHaveLength(1)
  expect(await api.post('/bookings', claimOf('rhinoplasty', other!), key)).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } })
  const refusedKey = { 'idempotency-key': `e2e-${randomUUID()}` }
  const refused = await api.post('/bookings', claim, refusedKey)
  expect(refused.status).toBe(409)
  expect((await api.post('/bookings', claim, refusedKey)).body).toEqual(refused.body)
})

test('what is wrong with a request is said field by field', async ({ runtime, larkspur }) => {
  const api = apiOf(runtime, larkspur)
  const [slot] = await api.slots('rhinoplasty', { ahead: 23 })
  const good = claimOf('rhinoplasty', slot!)
  const bad: [string, object][] = [
    ['contact.phone', { ...good, contact: { name: 'Ada Crowhurst', phone: '12' } }],
    ['contact.name', { ...good, contact: { name: '   ', phone: '+447700900301' } }],
    ['contact.email', { ...good, contact: { ...good.contact, email: 'nobody' } }],
    ['start', { ...good, start: 'tomorrow' }],
    ['start', { ...good, start: slot!.start.slice(0, 16) }],
    ['procedure', { ...good, procedure: 'dentistry' }],
    ['practitionerId', { ...good, practitionerId: 'x' }],
    ['contact', { ...good, contact: undefined }],
  ]
  for (const [path, body] of bad) {
    const answer = await api.post<{ code: string; errors: { path: string }[] }>('/bookings', body)
    expect(answer, path).toMatchObject({ status: 422, body: { code: 'invalid_request' } })
    expect(answer.body.errors.map((error) => error.path), path).toContain(path)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(answer.text).not.toContain('Crowhurst')
  }
  expect((await api.post('/bookings', '{"procedure":')).status).toBe(422)
  expect((await api.post('/bookings', { ...good, contact: { name: 'x'.repeat(70_000) } })).status).toBe(413)
  expect((await api.get('/bookings?limit=0')).status).toBe(422)
  expect((await api.get('/bookings?from=yesterday')).status).toBe(422)
  expect((await api.get('/availability?procedure=rhinoplasty')).status).toBe(422)
  expect((await api.get('/calls?limit=1000')).status).toBe(422)
  const booking = await api.book('rhinoplasty', { ahead: 23 })
  expect((await api.patch(`/bookings/${booking.id}`, {})).status).toBe(422)
  expect((await api.patch(`/bookings/${booking.id}`, { start: booking.start, status: 'booked' })).status).toBe(422)
})

test('times that cannot be booked are 409 with a reason, and age is asked for where the law wants it', async ({ runtime, larkspur }) => {
  const api = apiOf(runtime, larkspur)
  const claim = claimOf('rhinoplasty', (await api.slots('rhinoplasty', { ahead: 24 }))[0]!)
  const day = claim.start.slice(0, 10)
  const at = async (start: string) => (await api.post('/bookings', { ...claim, start })).body
  expect(await at(`${day}T03:00:00+00:00`)).toMatchObject({ status: 409, code: 'slot_unavailable', reason: 'outside_hours' })
  expect(await at('2020-01-06T10:00:00+00:00')).toMatchObject({ status: 409, code: 'slot_unavailable', reason: 'too_soon' })
  expect(await at(`${new Date().getUTCFullYear() + 2}-01-12T10:00:00+00:00`)).toMatchObject({ status: 409, reason: 'too_far' })
  const filler = { ...claimOf('lip-filler', (await api.slots('lip-filler', { ahead: 24 }))[0]!), ageConfirmed: undefined }
  expect(await api.post('/bookings', filler)).toMatchObject({ status: 422, body: { code: 'age_confirmation_required' } })
  expect(await api.post('/bookings', { ...filler, ageConfirmed: false })).toMatchObject({ status: 422, body: { code: 'age_refused' } })
  expect((await api.post('/bookings', { ...filler, ageConfirmed: true })).status).toBe(201)
})

test('lists come in pages that leave nothing out and repeat nothing', async ({ runtime, quillmere, sql }) => {
  const api = apiOf(runtime, quillmere)
  for (const [list, order] of [['bookings', 1], ['calls', -1]] as const) {
    const ids: string[] = []
    const starts: number[] = []
    let cursor: string | null = null
    do {
      const page: Answer<{ items: { id: string; start?: string; startedAt?: string }[]; nextCursor: string | null }> = await api.get(`/${list}?limit=7${cursor ? `&cursor=${cursor}` : ''}`)
      expect(page.status).toBe(200)
      expect(page.body.items.length).toBeLessThanOrEqual(7)
      ids.push(...page.body.items.map((item) => item.id))
      starts.push(...page.body.items.map((item) => Date.parse(item.start ?? item.startedAt!)))
      cursor = page.body.nextCursor
    } while (cursor)
    const [row] = await sql<{ count: number }[]>`select count(*)::int from ${sql(list)} where clinic_id = ${quillmere.id}`
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.length, list).toBe(row!.count)
    expect(starts).toEqual(starts.toSorted((a, b) => (a - b) * order))
  }
  const one = (await api.get<{ items: Booking[] }>('/bookings?limit=1')).body.items[0]!
  const span = new URLSearchParams({ from: one.start, to: one.end })
  const within = (await api.get<{ items: Booking[] }>(`/bookings?${span}`)).body.items
  expect(within.map((booking) => booking.id)).toContain(one.id)
  expect(within.every((booking) => booking.start < one.end && booking.end > one.start)).toBe(true)
})

test('a call is listed by status and read with what the agent did', async ({ runtime, larkspur }) => {
  const api = apiOf(runtime, larkspur)
  const ended = await api.get<{ items: { id: string; status: string }[] }>('/calls?status=ended&limit=5')
  expect(ended.body.items.length).toBeGreaterThan(0)
  expect(ended.body.items.every((call) => call.status === 'ended')).toBe(true)
  const one = await api.get(`/calls/${ended.body.items[0]!.id}`)
  expect(one.body).toMatchObject({ id: ended.body.items[0]!.id, status: 'ended', transcript: expect.any(Array), vendorCopy: { state: expect.stringMatching(/^(kept|pending|deleted)$/) } })
  for (const name of ['toolCalls', 'bookings', 'latency', 'outcome', 'durationSeconds']) expect(one.body).toHaveProperty(name)
})
