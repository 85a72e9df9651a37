import { emergencyScript } from '#lib/calls/red-flags.ts'
import { closeAlerts, expect, test } from '../support/alerts.ts'
import { apiOf, newCall, vapiOf } from '../support/http.ts'
import { leadOf, lostCall, tell } from '../support/lost-call.ts'
import { bearerOf, newStaff, ownerOf } from '../support/people.ts'
import { newMobile } from '../support/twilio.ts'

const unwell = 'I had filler yesterday and my lip has gone grey'
const final = (transcript: string) => ({ type: 'transcript', role: 'user', transcriptType: 'final', transcript })

/** Two people on call, whom no other test has. */
async function putOnCall(given: { runtime: Parameters<typeof bearerOf>[0]; larkspur: Parameters<typeof ownerOf>[0] }): Promise<[string, string]> {
  const owner = apiOf(given.runtime, given.larkspur, await bearerOf(given.runtime, ownerOf(given.larkspur)))
  const phones: [string, string] = [newMobile(), newMobile()]
  const answer = await owner.put('/on-call', { contacts: phones.map((phone, n) => ({ name: `Nurse ${n + 1}`, phone })) })
  expect(answer.status).toBe(200)
  return phones
}

test('heard while the call goes on: the fixed words, an alert within the minute, OK acknowledges, and nothing is sold', async (
  { runtime, larkspur, vapi, twilio, api, wordsIn, monitorOf, tasksOf },
) => {
  const [first, second] = await putOnCall({ runtime, larkspur })
  const lost = lostCall({ name: 'Hester Vane', said: [['bot', 'How can I help?'], ['user', unwell]], texts: true })
  const { call, phone } = lost
  const hear = (transcript: string) => vapi.post({ message: { timestamp: Date.now(), ...final(transcript), customer: { number: phone }, call: { id: call.id, type: 'inboundPhoneCall', customer: { number: phone }, monitor: monitorOf(call.id) } } })
  await tell(vapi, lost, ['start', 'lead', 'look'])
  expect(await hear('Hello, I would like a facelift')).toMatchObject({ status: 200, body: {} })
  expect(await wordsIn(call.id)).toEqual([])

  const startedAt = Date.now()
  expect(await hear(unwell)).toMatchObject({ status: 200 })
  expect(await hear('and now I can\'t breathe')).toMatchObject({ status: 200 })
  expect(await wordsIn(call.id)).toEqual([emergencyScript.medical])
  await expect.poll(() => twilio.bodiesTo(first), { timeout: 60_000 }).toHaveLength(1)
  expect(Date.now() - startedAt).toBeLessThan(60_000)
  expect((await twilio.bodiesTo(first))[0]).toMatch(/^URGENT Larkspur Aesthetics: a caller may need help now\. See http\S+\/larkspur\/safety and reply OK/)

  expect(await vapi.tool(call, 'claim_slot', { procedure: 'facelift', start: '2030-01-01T10:00:00Z', name: 'Hester Vane' })).toMatchObject({ status: 200, code: 'emergency', say: emergencyScript.medical })
  await tell(vapi, lost, ['ended', 'report'])
  expect(await leadOf(api, phone)).toBeUndefined()
  expect(await tasksOf(call.id)).toEqual([{ kind: 'emergency', reason: 'emergency' }])
  const alertOf = async () => (await api.get<{ items: { contact: { phone: string } | null; acknowledgedBy: string | null; notices: { state: string }[] }[] }>('/alerts')).body.items.find((one) => one.contact?.phone === phone)
  expect(await alertOf()).toMatchObject({ kind: 'medical', acknowledgedAt: null })

  await twilio.inbound(first, larkspur.phoneNumber, 'OK')
  await expect.poll(async () => (await alertOf())?.acknowledgedBy).toBe('on-call:Nurse 1')
  expect((await alertOf())!.notices.map((one) => one.state)).toEqual(['sent', 'cancelled', 'cancelled', 'cancelled'])
  expect(await leadOf(api, first)).toBeUndefined()
  expect([await twilio.textsTo(second), await twilio.textsTo(phone)]).toEqual([[], []])
  expect(await twilio.open([phone])).toBe(0)
})

test('heard beside a tool call: the answer must be said word for word, and nothing is booked', async ({ vapi }) => {
  const call = newCall(newMobile())
  const artifact = { messages: [{ role: 'user', message: 'my boyfriend is making me do it', time: Date.now() }] }
  const toolCallList = [{ id: `e2e_${call.id}`, type: 'function', function: { name: 'check_availability', arguments: { procedure: 'facelift' } } }]
  const { status, body } = await vapi.message(call, { type: 'tool-calls', toolCallList, artifact })
  expect(status).toBe(200)
  expect(body.results).toEqual([{
    toolCallId: toolCallList[0]!.id, name: 'check_availability', result: JSON.stringify({ say: emergencyScript.distress, code: 'emergency', status: 200 }),
    message: { type: 'request-complete', content: emergencyScript.distress },
  }].map((one) => ({ ...one, result: expect.any(String) })))
  expect(JSON.parse(body.results[0].result as string)).toEqual({ status: 200, code: 'emergency', say: emergencyScript.distress })
})

test('a control address that is not the platform\'s is not called, and the alert goes out all the same', async ({ runtime, larkspur, vapi, sql, wordsIn }) => {
  const call = newCall(newMobile())
  const elsewhere = `${runtime.appUrl}/api/health`
  const message = { timestamp: Date.now(), ...final(unwell), call: { id: call.id, customer: { number: call.phone }, monitor: { controlUrl: elsewhere } } }
  expect((await vapi.post({ message })).status).toBe(200)
  expect(await wordsIn(call.id)).toEqual([])
  expect(await sql`select a.kind from alerts a join calls k on k.id = a.call_id where k.vapi_call_id = ${call.id} and a.clinic_id = ${larkspur.id}`).toEqual([{ kind: 'medical' }])
})

test('nobody but the clinic sees or settles an alert, and only an owner says who is on call', async ({ runtime, larkspur, quillmere, vapi, api, sql }) => {
  const call = newCall(newMobile())
  await vapi.message(call, final(unwell))
  const [alert] = await sql<{ id: string }[]>`select a.id from alerts a join calls k on k.id = a.call_id where k.vapi_call_id = ${call.id}`
  const stranger = apiOf(runtime, quillmere)
  expect((await stranger.get<{ items: { id: string }[] }>('/alerts')).body.items.filter((one) => one.id === alert!.id)).toEqual([])
  for (const step of ['acknowledge', 'close']) {
    for (const id of [alert!.id, '00000000-0000-4000-8000-000000000000']) expect((await stranger.post(`/alerts/${id}/${step}`, {})).status).toBe(403)
  }
  const staff = apiOf(runtime, larkspur, await bearerOf(runtime, await newStaff(runtime, sql, larkspur)))
  expect((await staff.put('/on-call', { contacts: [] })).status).toBe(403)
  expect((await api.put('/on-call', { contacts: [] })).status).toBe(403)
  expect((await staff.put('/on-call', { contacts: [{ name: 'A', phone: 'not a number' }] })).status).toBe(422)
  expect((await staff.put('/on-call', { contacts: [{ name: 'A', phone: '020 7946 0000' }] })).status).toBe(422)
  expect((await staff.post(`/alerts/${alert!.id}/acknowledge`, {})).body).toMatchObject({ id: alert!.id, acknowledgedBy: expect.stringMatching(/^authenticated:/), closedAt: null })
  expect((await api.post(`/alerts/${alert!.id}/close`, {})).body).toMatchObject({ closedAt: expect.any(String) })
  await closeAlerts(sql)
})

test('an ordinary call with another clinic\'s words stays ordinary', async ({ runtime, quillmere, sql, wordsIn, monitorOf }) => {
  const call = newCall(newMobile())
  const vapi = vapiOf(runtime, quillmere)
  const message = { ...final('I\'m dying to get this done, my friend nearly fainted at the price'), call: { id: call.id, monitor: monitorOf(call.id) } }
  expect((await vapi.post({ message })).status).toBe(200)
  expect(await wordsIn(call.id)).toEqual([])
  expect(await sql`select 1 from calls where vapi_call_id = ${call.id}`).toEqual([])
})
