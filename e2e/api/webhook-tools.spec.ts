import { randomUUID } from 'node:crypto'
import type { Slot } from '#lib/scheduling/types.ts'
import { apiOf, newCall, vapiOf } from '../support/http.ts'
import { expect, test } from '../support/test.ts'

const name = 'Linnet Harrowgate'

test('from the question to the booking: what is offered can be claimed, moved and cancelled', async ({ runtime, larkspur }) => {
  const vapi = vapiOf(runtime, larkspur)
  const call = newCall('+447700900930')
  const offer = await vapi.tool(call, 'check_availability', { procedure: 'Rhinoplasty consultation' })
  expect(offer).toMatchObject({ status: 200, say: expect.stringMatching(/^I have .* at \d{1,2}:\d{2} (AM|PM)/) })
  const [first] = offer.slots as Slot[]
  // A booking is moved within one practitioner's diary, and the next time offered may be in another's.
  const [second] = await apiOf(runtime, larkspur).slots('rhinoplasty', { ahead: 30, practitionerId: first!.practitionerId })
  const booked = await vapi.tool(call, 'claim_slot', { procedure: 'rhinoplasty', start: first!.start, practitionerId: first!.practitionerId, name })
  expect(booked).toMatchObject({ status: 201, start: first!.start, say: expect.stringContaining('You\'re booked for') })
  expect(await vapi.tool(call, 'reschedule_booking', { start: second!.start })).toMatchObject({ status: 200, id: booked.id, start: second!.start })
  // Ringing again the next day, from the same number.
  const later = newCall('+447700900930')
  expect(await vapi.tool(later, 'cancel_booking', {})).toMatchObject({ status: 200, id: booked.id, say: expect.stringContaining('is cancelled') })
  expect((await apiOf(runtime, larkspur).get(`/bookings/${booked.id}`)).body.status).toBe('cancelled')
  expect(await vapi.tool(newCall('+447700900931'), 'cancel_booking', {})).toMatchObject({ status: 404, code: 'no_booking' })
})

test('every answer says how long it took, and what of that was the tool, or the question who asks', async ({ runtime, larkspur }) => {
  const answer = await vapiOf(runtime, larkspur).message(newCall('+447700900934'), {
    type: 'tool-calls', toolCallList: [{ id: randomUUID(), type: 'function', function: { name: 'check_availability', arguments: '{"procedure":"rhinoplasty"}' } }],
  })
  expect(answer.headers.get('server-timing')).toMatch(/^app;dur=[\d.]+, tool;desc="check_availability";dur=[\d.]+$/)
  expect((await apiOf(runtime, larkspur).get('/bookings')).headers.get('server-timing')).toMatch(/^auth;dur=[\d.]+, app;dur=[\d.]+$/)
  expect((await apiOf(runtime, larkspur, {}).get('/bookings')).headers.get('server-timing')).toMatch(/^app;dur=[\d.]+$/)
})

test('claim_slot may be the very first message, and takes the caller\'s own number', async ({ runtime, larkspur, sql }) => {
  const [slot] = await apiOf(runtime, larkspur).slots('facelift', { ahead: 18 })
  const call = newCall('+447700900932')
  const booked = await vapiOf(runtime, larkspur).tool(call, 'claim_slot', JSON.stringify({ procedure: 'facelift', start: slot!.start, practitionerId: slot!.practitionerId, name }))
  expect(booked.status).toBe(201)
  expect(await sql`select c.phone, c.name, k.status, q.slug from bookings b join calls k on k.id = b.call_id join contacts c on c.id = b.contact_id
    join procedures q on q.id = k.procedure_id where b.id = ${booked.id}`).toMatchObject([{ phone: '+447700900932', name, status: 'in-progress', slug: 'facelift' }])
  const withheld = newCall()
  const [next] = await apiOf(runtime, larkspur).slots('facelift', { ahead: 18 })
  const claim = { procedure: 'facelift', start: next!.start, practitionerId: next!.practitionerId, name }
  expect(await vapiOf(runtime, larkspur).tool(withheld, 'claim_slot', claim)).toMatchObject({ status: 422, errors: [{ path: 'phone' }] })
  expect(await vapiOf(runtime, larkspur).tool(withheld, 'claim_slot', { ...claim, phone: '07700 900933' })).toMatchObject({ status: 201 })
})

test('the same tool calls again get the same answers, word for word, and do nothing more', async ({ runtime, larkspur, sql }) => {
  const [slot] = await apiOf(runtime, larkspur).slots('rhinoplasty', { ahead: 19 })
  const call = newCall('+447700900934')
  const tools = [
    { id: `t-${randomUUID()}`, name: 'check_availability', arguments: { procedure: 'rhinoplasty' } },
    { id: `t-${randomUUID()}`, name: 'claim_slot', arguments: { procedure: 'rhinoplasty', start: slot!.start, practitionerId: slot!.practitionerId, name } },
    { id: `t-${randomUUID()}`, name: 'capture_lead', arguments: { name, procedure: 'rhinoplasty' } },
    { id: `t-${randomUUID()}`, name: 'nonsense', arguments: {} },
  ]
  const vapi = vapiOf(runtime, larkspur)
  const first = await vapi.tools(call, tools)
  expect(first.ids).toEqual(tools.map((tool) => tool.id))
  expect(first.results.map((result) => result.status)).toEqual([200, 201, 200, 422])
  for (const raw of first.raw) expect(raw).not.toContain('\n')
  for (const again of await Promise.all([vapi.tools(call, tools), vapi.tools(call, tools), vapi.tools(call, tools.toReversed())])) {
    const byId = new Map(again.ids.map((id, index) => [id, again.results[index]]))
    first.ids.forEach((id, index) => expect(byId.get(id)).toEqual(first.results[index]))
  }
  expect(await sql`select b.id from bookings b join calls k on k.id = b.call_id where k.vapi_call_id = ${call.id}`).toHaveLength(1)
})

test('an agent that is interrupted and asks again under a new id has one booking', async ({ runtime, larkspur, sql }) => {
  const [slot] = await apiOf(runtime, larkspur).slots('rhinoplasty', { ahead: 26 })
  const call = newCall('+447700900935')
  const claim = { procedure: 'rhinoplasty', start: slot!.start, practitionerId: slot!.practitionerId, name }
  const vapi = vapiOf(runtime, larkspur)
  const results = await Promise.all(Array.from({ length: 6 }, () => vapi.tool(call, 'claim_slot', claim)))
  expect(results.map((result) => result.status)).toEqual(results.map(() => 201))
  expect(new Set(results.map((result) => result.id)).size).toBe(1)
  expect(await sql`select b.id from bookings b join calls k on k.id = b.call_id where k.vapi_call_id = ${call.id}`).toHaveLength(1)
})

test('age: asked for, refused for good after a no, and booked after a yes', async ({ runtime, larkspur, sql }) => {
  const [slot] = await apiOf(runtime, larkspur).slots('lip-filler', { ahead: 18 })
  const claim = { procedure: 'lip-filler', start: slot!.start, practitionerId: slot!.practitionerId, name }
  const vapi = vapiOf(runtime, larkspur)
  const minor = newCall('+447700900936')
  expect(await vapi.tool(minor, 'claim_slot', claim)).toMatchObject({ status: 422, code: 'age_confirmation_required', say: expect.stringContaining('18 or over') })
  expect(await vapi.tool(minor, 'claim_slot', { ...claim, ageConfirmed: false })).toMatchObject({ status: 422, code: 'age_refused' })
  expect(await vapi.tool(minor, 'claim_slot', { ...claim, ageConfirmed: true })).toMatchObject({ status: 422, code: 'age_refused' })
  expect(await sql`select t.kind from staff_tasks t join calls k on k.id = t.call_id where k.vapi_call_id = ${minor.id}`).toEqual([{ kind: 'age_review' }])
  expect(await vapi.tool(newCall('+447700900937'), 'claim_slot', { ...claim, ageConfirmed: true })).toMatchObject({ status: 201 })
})

test('arguments that make no sense are asked for again, never an error', async ({ runtime, larkspur }) => {
  const vapi = vapiOf(runtime, larkspur)
  const call = newCall('+447700900938')
  const tries: [string, unknown, number, string][] = [
    ['claim_slot', '{"procedure":', 422, 'invalid_request'],
    ['claim_slot', [], 422, 'invalid_request'],
    ['claim_slot', { procedure: 'dentistry', start: '2027-01-12T10:00:00+00:00', name }, 422, 'unknown_procedure'],
    ['claim_slot', { procedure: 'rhinoplasty', start: 'next Tuesday at two', name }, 422, 'invalid_request'],
    ['check_availability', { procedure: 'dentistry' }, 422, 'unknown_procedure'],
    ['reschedule_booking', { start: '2027-01-12T10:00:00+00:00', bookingId: 'mine' }, 422, 'invalid_request'],
    ['drop_tables', {}, 422, 'unknown_tool'],
    ['__proto__', {}, 422, 'unknown_tool'],
  ]
  for (const [tool, given, status, code] of tries) {
    const result = await vapi.tool(call, tool, given)
    expect(result, `${tool} ${JSON.stringify(given)}`).toMatchObject({ status, code, say: expect.any(String) })
  }
  expect(await vapi.tool(call, 'transfer_to_human', { reason: 'asked' })).toMatchObject({ status: 200, transfer: true })
})

test('a malformed tool call costs nobody but itself: the others are answered, and it is refused under its id', async ({ runtime, larkspur }) => {
  const vapi = vapiOf(runtime, larkspur)
  const call = newCall('+447700900935')
  const good = { id: `t-${randomUUID()}`, type: 'function', function: { name: 'check_availability', arguments: '{"procedure":"facelift"}' } }
  const broken = [{ id: `t-${randomUUID()}`, function: 'claim_slot' }, { id: `t-${randomUUID()}`, function: { name: 7, arguments: '{}' } }]
  const toolCallList = [null, broken[0], { id: 7, function: good.function }, good, broken[1]]
  for (const _ of ['first', 'again']) {
    const answer = await vapi.message(call, { type: 'tool-calls', toolCallList })
    expect(answer.status).toBe(200)
    expect(answer.body.results.map((one: { toolCallId: string; name: string; result: string }) => [one.toolCallId, one.name, JSON.parse(one.result)])).toMatchObject([
      [broken[0]!.id, 'unknown', { status: 422, code: 'invalid_request', say: expect.any(String) }],
      [good.id, 'check_availability', { status: 200 }],
      [broken[1]!.id, 'unknown', { status: 422, say: expect.any(String) }],
    ])
  }
  expect((await vapi.message(call, { type: 'tool-calls', toolCallList: [null, { id: 7 }] })).status).toBe(422)
})

test('another clinic\'s agent can neither move nor cancel a booking, nor learn that it is there', async ({ runtime, larkspur, quillmere }) => {
  const api = apiOf(runtime, larkspur)
  const booking = await api.book('rhinoplasty', { ahead: 27, phone: '+447700900939' })
  const [slot] = await api.slots('rhinoplasty', { ahead: 28 })
  const theirs = vapiOf(runtime, quillmere)
  const call = newCall('+447700900939')
  for (const [tool, more] of [['cancel_booking', {}], ['reschedule_booking', { start: slot!.start }]] as const) {
    const foreign = await theirs.tool(call, tool, { ...more, bookingId: booking.id })
    const unknown = await theirs.tool(call, tool, { ...more, bookingId: randomUUID() })
    expect(foreign, tool).toMatchObject({ status: 403, code: 'forbidden' })
    expect(foreign).toEqual(unknown)
  }
  expect(await theirs.tool(call, 'claim_slot', { procedure: 'rhinoplasty', start: slot!.start, practitionerId: booking.practitionerId, name })).toMatchObject({ status: 403 })
  // Their own caller, at the same clinic, but not the one who booked.
  expect(await vapiOf(runtime, larkspur).tool(newCall('+447700900940'), 'cancel_booking', { bookingId: booking.id })).toMatchObject({ status: 403 })
  expect((await api.get(`/bookings/${booking.id}`)).body).toEqual(booking)
})
