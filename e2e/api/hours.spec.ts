import { randomUUID } from 'node:crypto'
import { apiOf, newCall, vapiOf } from '../support/http.ts'
import { bearerOf, newStaff, ownerOf } from '../support/people.ts'
import { expect, test } from '../support/test.ts'

const problemsIn = (answer: { body: Record<string, any> }) => (answer.body.errors as { path: string }[]).map(({ path }) => path)

test('a day that an owner closes is offered to nobody from then on: not by API, not on the telephone; what was booked on it stays, and is named', async ({ runtime, quillmere }) => {
  const api = apiOf(runtime, quillmere)
  const owner = apiOf(runtime, quillmere, await bearerOf(runtime, ownerOf(quillmere)))
  const booked = await api.book('rhinoplasty', { ahead: 61, name: 'Juniper Vale' })
  const day = booked.start.slice(0, 10)
  const line = vapiOf(runtime, quillmere)
  const heard = async () => (await line.tool(newCall('+447700900377'), 'check_availability', { procedure: 'rhinoplasty', from: day, to: day })) as { slots?: unknown[] }
  const free = async () => (await api.get(`/availability?procedure=rhinoplasty&from=${encodeURIComponent(`${day}T00:00:00Z`)}&to=${encodeURIComponent(`${day}T23:59:00Z`)}`)).body.slots.length as number
  expect(await free()).toBeGreaterThan(0)
  expect(JSON.stringify(await heard())).toContain(day)

  const closed = await owner.post('/closures', { closures: [{ from: day, label: 'Stocktaking' }] })
  expect(closed).toMatchObject({ status: 201, body: { items: [{ practitionerId: null, from: day, to: day, spans: [], label: 'Stocktaking' }], bookingsOutside: [{ id: booked.id, reason: 'outside_hours' }] } })
  const { id } = closed.body.items[0] as { id: string }
  expect(await free()).toBe(0)
  expect(JSON.stringify(await heard())).not.toContain(`${day}T`)
  const claim = await line.tool(newCall('+447700900378'), 'claim_slot', { procedure: 'rhinoplasty', start: booked.start, name: 'Wren Castellan' })
  expect(claim).toMatchObject({ status: 409, code: 'slot_unavailable' })
  expect((await api.get('/closures')).body.items.map((one: { id: string }) => one.id)).toContain(id)
  expect((await api.get('/hours')).body.bookingsOutside).toContainEqual(expect.objectContaining({ id: booked.id, start: booked.start }))
  expect((await api.get(`/bookings/${booked.id}`)).body.status).toBe('booked')

  expect(await owner.delete(`/closures/${id}`)).toMatchObject({ status: 200, body: { item: { id, from: day }, bookingsOutside: [] } })
  expect((await owner.delete(`/closures/${id}`)).status).toBe(403)
  expect(await free()).toBeGreaterThan(0)
  await api.delete(`/bookings/${booked.id}`)
})

test('the usual week and time off, and what is wrong with them by its place', async ({ runtime, quillmere }) => {
  const owner = apiOf(runtime, quillmere, await bearerOf(runtime, ownerOf(quillmere)))
  const { id, week } = (await owner.get('/hours')).body.practitioners[0] as { id: string; week: { weekday: number; opens: string; closes: string }[] }
  expect(week.length).toBeGreaterThan(0)
  const put = (wanted: object[]) => owner.put(`/practitioners/${id}/hours`, { week: wanted })
  const next = [{ weekday: 1, opens: '08:00', closes: '12:00' }, { weekday: 1, opens: '13:00', closes: '24:00' }]
  expect(problemsIn(await put([{ weekday: 1, opens: '12:00', closes: '08:00' }]))).toEqual(['week.0.closes'])
  expect(problemsIn(await put([...next, { weekday: 2, opens: '09:00', closes: '12:00' }, { weekday: 2, opens: '11:00', closes: '13:00' }]))).toEqual(['week.3.opens'])
  expect(problemsIn(await put([...next, { weekday: 1, opens: '06:00', closes: '07:00' }]))).toEqual(['week.2'])
  expect(problemsIn(await put([{ weekday: 8, opens: '9', closes: '24:01' }]))).toEqual(expect.arrayContaining(['week.0.weekday', 'week.0.opens', 'week.0.closes']))
  expect((await owner.get('/hours')).body.practitioners[0].week).toEqual(week)
  expect(await put(next)).toMatchObject({ status: 200, body: { week: next } })
  expect(await put(week)).toMatchObject({ status: 200, body: { week } })

  const off = { practitionerId: id, start: '2027-07-06T12:00:00+00:00', end: '2027-07-06T16:00:00+00:00', label: 'Training' }
  expect(problemsIn(await owner.post('/time-off', { ...off, end: off.start }))).toEqual(['end'])
  expect(problemsIn(await owner.post('/time-off', { ...off, start: 'Tuesday' }))).toContain('start')
  const made = await owner.post('/time-off', off)
  expect(made).toMatchObject({ status: 201, body: { item: { practitionerId: id, label: 'Training' }, bookingsOutside: [] } })
  expect((await owner.get('/time-off')).body.items).toContainEqual(made.body.item)
  expect(await owner.delete(`/time-off/${made.body.item.id}`)).toMatchObject({ status: 200, body: made.body.item })

  expect(problemsIn(await owner.post('/closures', { closures: [{ from: '2027-02-30' }, { from: '2027-07-06', to: '2027-07-05', spans: [{ opens: '10:00', closes: '09:00' }] }] }))).toEqual(['closures.0.from', 'closures.1.spans.0.closes'])
  expect(problemsIn(await owner.post('/closures', { closures: [{ from: '2027-07-06', to: '2027-07-05' }] }))).toEqual(['closures.0.to'])
  expect(problemsIn(await owner.post('/closures', { closures: [{ from: '2020-12-25' }] }))).toEqual(['closures.0.to'])
  expect(problemsIn(await owner.patch('/hours', { bankHolidays: 'wales' }))).toEqual(['bankHolidays'])
})

test('staff and keys read the hours; neither changes them, whatever the key may do, and nobody with another clinic\'s ids', async ({ runtime, sql, larkspur, quillmere }) => {
  const staff = apiOf(runtime, larkspur, await bearerOf(runtime, await newStaff(runtime, sql, larkspur)))
  const [practitionerId] = larkspur.practitioners.map(({ id }) => id)
  const start = '2027-07-06T12:00:00+00:00'
  const end = '2027-07-06T13:00:00+00:00'
  for (const api of [staff, apiOf(runtime, larkspur)]) {
    for (const path of ['/hours', '/closures', '/time-off']) expect((await api.get(path)).status, path).toBe(200)
    const writes = [api.put(`/practitioners/${practitionerId}/hours`, { week: [] }), api.post('/closures', { closures: [{ from: '2027-12-27' }] }), api.delete(`/closures/${randomUUID()}`),
      api.post('/time-off', { practitionerId, start, end }), api.delete(`/time-off/${randomUUID()}`), api.patch('/hours', { bankHolidays: 'scotland' })]
    for (const answer of await Promise.all(writes)) expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } })
  }
  const owner = apiOf(runtime, larkspur, await bearerOf(runtime, ownerOf(larkspur)))
  for (const id of [quillmere.practitioners[0]!.id, randomUUID()]) {
    for (const answer of [await owner.put(`/practitioners/${id}/hours`, { week: [] }), await owner.post('/closures', { closures: [{ practitionerId: id, from: '2027-12-27' }] }), await owner.post('/time-off', { practitionerId: id, start, end })]) {
      expect(answer).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    }
  }
})
