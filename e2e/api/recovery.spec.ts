import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { randomFrom } from '#lib/commands/demo-data.ts'
import type { DemoClinic } from '#lib/commands/runtime.ts'
import { segmentsOf } from '#lib/recovery/segments.ts'
import { googleOf } from '../support/google.ts'
import { ask, vapiOf } from '../support/http.ts'
import { leadOf, loseCall, lostCall, tell, turnsOf, type LeadJson } from '../support/lost-call.ts'
import { expect, inText, oneTextTo, test } from '../support/recovery.ts'

const offset = /T\d{2}:\d{2}:\d{2}(\.\d+)?[+-]0[01]:00$/

test('who hangs up over a facelift is texted once: by name, about it, with the very time that was offered', async ({ twilio, api, vapi, larkspur }) => {
  const { phone, offered, call } = await loseCall(vapi, { name: 'Tamsin Okafor' })
  const body = await oneTextTo(twilio, phone)
  expect(body).toContain('Tamsin')
  expect(body).not.toContain('Okafor')
  expect(body).toContain(larkspur.name)
  expect(body).toContain('facelift')
  expect(body).toContain(inText(offered[0]!.start))
  expect(body).toContain('07700 900100')
  expect(body).toContain('Reply STOP to opt out.')
  expect(segmentsOf(body)).toMatchObject({ encoding: 'gsm7', segments: 1 })
  const [sent] = await twilio.textsTo(phone)
  expect(sent).toMatchObject({ from: larkspur.phoneNumber, num_segments: '1' })

  await expect.poll(async () => (await leadOf(api, phone))?.messages[0]?.delivery).toBe('delivered')
  const listed = (await leadOf(api, phone))!
  expect(listed).toMatchObject({
    status: 'contacted', reason: null, stage: 'offered', promptness: 'in_time', procedure: 'facelift', procedureName: 'Facelift consultation', isTest: false,
    contact: { name: 'Tamsin Okafor', phone }, repliedAt: null, bookedAt: null, bookingId: null,
    messages: [{ direction: 'out', kind: 'recovery', body, state: 'accepted', delivery: 'delivered' }],
  })
  for (const instant of [listed.createdAt, listed.contactedAt, listed.hungUpAt, listed.deadlineAt]) expect(instant).toMatch(offset)
  expect(Date.parse(listed.deadlineAt) - Date.parse(listed.hungUpAt)).toBe(300_000)
  const { status, body: lead } = await api.get<LeadJson>(`/leads/${listed.id}`)
  expect(status).toBe(200)
  const { start, practitionerId } = offered[0]!
  expect(lead).toMatchObject({ ...listed, hold: { start, practitionerId }, booking: null, callBack: null, mayWrite: true })
  expect(lead.consents).toMatchObject([{ channel: 'text', value: 'offered_not_refused', basis: 'soft_opt_in', source: 'greeting' }])
  expect((await api.get(`/calls/${lead.callId}`)).status).toBe(200)
  expect(JSON.stringify(lead)).not.toContain(call.id)
})

test('the reply 1 books the kept time, in the practitioner\'s calendar too; a second 1 books nothing more', async ({ runtime, sql, twilio, api, vapi, larkspur }) => {
  const { phone, offered } = await loseCall(vapi, { name: 'Ottoline Marsh' })
  await oneTextTo(twilio, phone)
  await twilio.inbound(phone, larkspur.phoneNumber, '1')
  await expect.poll(() => twilio.bodiesTo(phone)).toHaveLength(2)
  const confirmation = (await twilio.bodiesTo(phone))[1]!
  expect(confirmation).toContain(inText(offered[0]!.start))
  expect(confirmation).toMatch(/^Booked: your facelift .*Larkspur Aesthetics/)
  const lead = (await leadOf(api, phone))!
  expect(lead).toMatchObject({ status: 'booked', isRecovered: true, valuePence: 15_000, bookingId: expect.any(String), bookedAt: expect.stringMatching(offset) })
  const { start, practitionerId } = offered[0]!
  expect((await api.get(`/bookings/${lead.bookingId}`)).body).toMatchObject({ status: 'booked', start, practitionerId, procedure: 'facelift' })
  expect(lead.messages.map(({ direction, kind }) => `${direction} ${kind}`)).toEqual(['out recovery', 'in reply', 'out booked'])
  expect(lead.messages[1]!.body).toBe('1')
  const google = googleOf(runtime, sql)
  await expect.poll(async () => {
    await google.hurry()
    return (await google.eventsOf(lead.bookingId)).map((event) => new Date(event.start.dateTime!).getTime())
  }).toEqual([Date.parse(offered[0]!.start)])

  await twilio.inbound(phone, larkspur.phoneNumber, '1')
  await expect.poll(async () => (await leadOf(api, phone))!.messages.filter((one) => one.direction === 'in').length).toBe(2)
  await expect.poll(() => twilio.open([phone])).toBe(0)
  expect((await leadOf(api, phone))!.bookingId).toBe(lead.bookingId)
  expect(await sql`select b.id from bookings b join contacts k on k.id = b.contact_id where k.phone = ${phone} and b.status in ('booked', 'held')`).toHaveLength(1)
})

test('the reply 2 offers other times, and the number of one of them books it', async ({ twilio, api, vapi, larkspur, runtime }) => {
  const { phone, offered } = await loseCall(vapi, { name: 'Verity Locke', ahead: 24 })
  await oneTextTo(twilio, phone)
  await twilio.inbound(phone, larkspur.phoneNumber, '2')
  await expect.poll(() => twilio.bodiesTo(phone)).toHaveLength(2)
  const offer = (await twilio.bodiesTo(phone))[1]!
  expect(offer).toMatch(/^Reply 1 for .*, 2 for .* or 3 for /)
  expect(offer).toContain('Reply STOP to opt out.')
  expect(offer).toContain(`${runtime.appUrl}/b/`)
  expect(segmentsOf(offer)).toMatchObject({ encoding: 'gsm7' })
  await twilio.inbound(phone, larkspur.phoneNumber, 'number 2 please')
  await expect.poll(async () => (await leadOf(api, phone))?.status).toBe('booked')
  const lead = (await leadOf(api, phone))!
  const booking = (await api.get(`/bookings/${lead.bookingId}`)).body
  expect(offer).toContain(`2 for ${inText(booking.start).replace(',', '')}`)
  expect(booking.start).not.toBe(offered[0]!.start)
})

test('each message five times, in any order: one call, one lead, one text', async ({ twilio, vapi, sql }) => {
  test.setTimeout(120_000)
  const random = randomFrom(20_261_123)
  const orders: ((names: string[]) => string[])[] = [
    (names) => names.flatMap((name) => Array<string>(5).fill(name)),
    (names) => names.toReversed().flatMap((name) => Array<string>(5).fill(name)),
    (names) => ['report', ...names, ...names, ...names, ...names, ...names],
    ...[1, 2].map(() => (names: string[]) => names.flatMap((name) => Array.from({ length: 5 }, () => ({ name, at: random() })))
      .sort((a, b) => a.at - b.at).map((one) => one.name)),
  ]
  const calls = await Promise.all(orders.map(async (order) => {
    const lost = lostCall({ name: 'Ione Carrick' })
    await tell(vapi, lost, order(Object.keys(lost.messages)))
    return lost
  }))
  const atOnce = lostCall({ name: 'Ione Carrick' })
  await Promise.all(Object.keys(atOnce.messages).flatMap((name) => Array.from({ length: 5 }, () => tell(vapi, atOnce, [name]))))
  const phones = [...calls, atOnce].map((lost) => lost.phone)
  await expect.poll(() => twilio.countsOf(phones), { timeout: 45_000 }).toEqual(phones.map(() => 1))
  await expect.poll(() => twilio.open(phones)).toBe(0)
  for (const lost of [...calls, atOnce]) {
    await tell(vapi, lost)
    expect(await sql`select k.id from calls k join leads l on l.call_id = k.id where k.vapi_call_id = ${lost.call.id}`).toHaveLength(1)
  }
  await expect.poll(() => twilio.open(phones)).toBe(0)
  expect(await twilio.countsOf(phones)).toEqual(phones.map(() => 1))
})

test.describe('a call that we hear only part of', () => {
  test('only that it ended: a text within a minute', async ({ twilio, vapi }) => {
    test.setTimeout(90_000)
    const lost = lostCall({ name: 'Elowen Pascoe' })
    await tell(vapi, lost, ['start', 'lead', 'look', 'ended'])
    expect(await oneTextTo(twilio, lost.phone, 60_000)).toContain('Elowen')
  })

  test('only the report: a text, by the name that was said', async ({ twilio, vapi }) => {
    const lost = lostCall({ name: 'Merryn Tolland' })
    await tell(vapi, lost, ['report'])
    const body = await oneTextTo(twilio, lost.phone)
    expect(body).toContain('Merryn')
    expect(body).toContain('facelift')
  })

  test('it falls silent, and the voice platform is asked how it ended: a text', async ({ runtime, twilio, vapi, sql }) => {
    test.setTimeout(90_000)
    const caller = { name: 'Sabine Rourke' }
    const lost = lostCall(caller)
    await tell(vapi, lost, ['start'])
    const put = await ask(`${runtime.sandboxUrl}/__sandbox/vapi/calls`, {
      body: {
        id: lost.call.id, status: 'ended', endedReason: 'customer-ended-call',
        startedAt: new Date(Date.now() - 60_000).toISOString(), endedAt: new Date().toISOString(), customer: { number: lost.phone }, artifact: { messages: turnsOf(caller) },
      },
    })
    expect(put.status).toBe(200)
    await sql`update calls set created_at = created_at - interval '3 minutes', asked_at = null where vapi_call_id = ${lost.call.id}`
    expect(await oneTextTo(twilio, lost.phone, 60_000)).toContain('Sabine')
    expect(await sql`select status, ended_reason from calls where vapi_call_id = ${lost.call.id}`).toEqual([{ status: 'ended', ended_reason: 'customer-ended-call' }])
    // The report that comes after all says nothing new.
    await tell(vapi, lost, ['ended', 'report'])
    await expect.poll(() => twilio.open([lost.phone])).toBe(0)
    expect(await twilio.textsTo(lost.phone)).toHaveLength(1)
  })
})

test('a prescription-only treatment is a consultation, and no medicine is named', async ({ twilio, vapi }) => {
  const about = 'I\'d like some Botox for my frown lines, the anti-wrinkle injections.'
  const { phone, offered } = await loseCall(vapi, { name: 'Nesta Quirke', procedure: 'anti-wrinkle', about, ahead: 14 })
  const body = await oneTextTo(twilio, phone)
  expect(body).toMatch(/for your consultation|about your consultation/)
  expect(body).not.toMatch(/botox|toxin|wrinkle|inject|frown|medic|prescri/i)
  expect(body).toContain('Nesta')
  expect(offered.length).toBeGreaterThan(0)
})

test('an age-restricted treatment is booked by text only after the person says 18 or over', async ({ twilio, vapi, api, larkspur }) => {
  const { phone, offered } = await loseCall(vapi, { name: 'Nesta Quirke', procedure: 'lip-filler', ahead: 14 })
  expect(await oneTextTo(twilio, phone)).toContain(inText(offered[0]!.start))
  await twilio.inbound(phone, larkspur.phoneNumber, '1')
  await expect.poll(() => twilio.bodiesTo(phone)).toHaveLength(2)
  expect((await twilio.bodiesTo(phone))[1]).toContain('reply 18')
  expect(await leadOf(api, phone)).toMatchObject({ status: 'replied', bookingId: null })
  await twilio.inbound(phone, larkspur.phoneNumber, '18')
  await expect.poll(async () => (await leadOf(api, phone))?.status).toBe('booked')
  expect((await api.get(`/bookings/${(await leadOf(api, phone))!.bookingId}`)).body).toMatchObject({ start: offered[0]!.start, status: 'booked' })
})

const fixtures = resolve(import.meta.dirname, '..', '..', 'lib', 'integrations', 'vapi', 'fixtures')
const callF = [
  'assistant-request', 'status-update-in-progress', 'transcript-partial', 'transcript-final', 'conversation-update', 'tool-calls-single', 'hang',
  'status-update-ended', 'end-of-call-report-hangup-facelift',
]

/** Call F as a call of its own, from its own number. */
const replayF = async (runtime: Parameters<typeof vapiOf>[0], clinic: DemoClinic, callId: string) => {
  for (const name of callF) {
    const body = readFileSync(join(fixtures, `${name}.json`), 'utf8').replaceAll('01995b1c-4e20-7a31-9c11-0000000f0001', callId)
    expect((await vapiOf(runtime, clinic).post(body)).status, name).toBe(200)
  }
}

test('call F of the fixtures: Tamsin Okafor, facelift, one text to the number she rang from', async ({ runtime, larkspur, twilio, sql }) => {
  const phone = '+447700900142'
  const callId = randomUUID()
  const before = (await twilio.textsTo(phone)).length
  await replayF(runtime, larkspur, callId)
  await replayF(runtime, larkspur, callId)
  await expect.poll(async () => (await twilio.textsTo(phone)).length).toBe(before + 1)
  expect((await twilio.bodiesTo(phone)).at(-1)).toMatch(/Tamsin.*facelift/s)
  await expect.poll(() => twilio.open([phone])).toBe(0)
  expect(await sql`select k.name, k.phone, q.slug, l.status from leads l join calls c on c.id = l.call_id join contacts k on k.id = l.contact_id
    join procedures q on q.id = l.procedure_id where c.vapi_call_id = ${callId}`).toEqual([{ name: 'Tamsin Okafor', phone, slug: 'facelift', status: 'contacted' }])
  expect((await twilio.textsTo(phone)).length).toBe(before + 1)
})
