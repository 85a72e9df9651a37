import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Sql } from 'postgres'
import type { DemoClinic } from '#lib/commands/runtime.ts'
import { tablesWith } from '../support/database.ts'
import { randomFrom } from '#lib/commands/demo-data.ts'
import { ask, newCall, vapiOf } from '../support/http.ts'
import { expect, test } from '../support/test.ts'

const fixtures = resolve(import.meta.dirname, '..', '..', 'lib', 'integrations', 'vapi', 'fixtures')
const callF = [
  'assistant-request', 'status-update-in-progress', 'transcript-partial', 'transcript-final', 'conversation-update', 'tool-calls-single', 'hang',
  'status-update-ended', 'end-of-call-report-hangup-facelift',
]
const idF = '01995b1c-4e20-7a31-9c11-0000000f0001'
const textOf = (name: string) => readFileSync(join(fixtures, `${name}.json`), 'utf8')

/** A fixture as a call of its own, so that any number of replays share one database. */
const bodiesOf = (names: string[], callId: string, phone: string) =>
  names.map((name) => textOf(name).replaceAll(idF, callId).replaceAll('+447700900142', phone))

const stateOf = (sql: Sql, callId: string) => sql`
  select k.status, k.ended_reason, date_trunc('second', k.started_at) as started, date_trunc('second', k.ended_at) as ended, k.latency, k.is_test,
    k.report_at is not null as reported, c.phone, q.slug as procedure,
    (select count(*)::int from tool_calls t where t.call_id = k.id) as tools, (select count(*)::int from bookings b where b.call_id = k.id and b.status = 'booked') as bookings,
    (select count(*)::int from contacts p where p.clinic_id = k.clinic_id and p.phone = c.phone) as contacts
  from calls k left join contacts c on c.id = k.contact_id left join procedures q on q.id = k.procedure_id where k.vapi_call_id = ${callId}`

function shuffled<T>(items: T[], seed: number): T[] {
  const random = randomFrom(seed)
  return items.map((item) => ({ item, at: random() })).sort((a, b) => a.at - b.at).map(({ item }) => item)
}

const ended = {
  status: 'ended', ended_reason: 'customer-ended-call', ended: new Date('2026-09-15T13:20:50Z'), is_test: false, reported: true, procedure: 'facelift',
  latency: { modelMs: 734, voiceMs: 129, transcriberMs: 130, endpointingMs: 399, turnMs: 1801, fromTransportMs: 42, toTransportMs: 38, callerCutShort: 0, agentCutShort: 0 }, tools: 1, bookings: 0, contacts: 1,
}

test.describe('a call of nine messages', () => {
  const orders: [string, (names: string[]) => string[]][] = [
    ['in order', (names) => names],
    ['in reverse order', (names) => names.toReversed()],
    ['each twice', (names) => names.flatMap((name) => [name, name])],
    ['all of it, and then all of it again', (names) => [...names, ...names]],
    ...[1, 2, 3].map((seed): [string, (names: string[]) => string[]] => [`each twice, shuffled with seed ${seed}`, (names) => shuffled([...names, ...names], seed)]),
  ]
  orders.forEach(([name, order], index) => {
    test(`${name}: one call, ended, with caller and procedure`, async ({ runtime, larkspur, sql }) => {
      const callId = randomUUID()
      const phone = `+447700900${String(900 + index)}`
      for (const body of bodiesOf(order(callF), callId, phone)) expect((await vapiOf(runtime, larkspur).post(body)).status).toBe(200)
      const rows = await stateOf(sql, callId)
      expect(rows).toHaveLength(1)
      expect(rows[0]).toMatchObject({ ...ended, phone })
    })
  })

  test('all at once: the same', async ({ runtime, larkspur, sql }) => {
    const callId = randomUUID()
    const answers = await Promise.all(bodiesOf([...callF, ...callF], callId, '+447700900910').map((body) => vapiOf(runtime, larkspur).post(body)))
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200))
    expect(await stateOf(sql, callId)).toMatchObject([{ ...ended, phone: '+447700900910' }])
  })
})

test.describe('the other calls, each message twice', () => {
  const calls: [string, string[], string, string, number][] = [
    ['a booking call', ['tool-calls-parallel', 'end-of-call-report-booked'], '01995a6e-91d4-7c02-8d22-0000000b0001', 'assistant-ended-call', 2],
    ['a call that the transcriber ended', ['end-of-call-report-error'], '01995c40-0aa3-7e55-b3f3-0000000e0001',
      'call.in-progress.error-providerfault-deepgram-returning-502-network-error', 0],
    ['a call with something sensitive in it', ['end-of-call-report-sensitive'], '01995bd2-7f10-7d44-a1d4-0000000d0001', 'assistant-said-end-call-phrase', 0],
  ]
  for (const [name, messages, id, reason, tools] of calls) {
    for (const [way, order] of [['in order', messages], ['out of order', messages.toReversed()]] as const) {
      test(`${name}, ${way}: ended once, for the same reason`, async ({ runtime, quillmere, sql }) => {
        const callId = randomUUID()
        for (const message of [...order, ...order]) {
          const answer = await vapiOf(runtime, quillmere).post(textOf(message).replaceAll(id, callId).replaceAll('call_', `call_${callId.slice(0, 8)}_`))
          expect(answer.status).toBe(200)
        }
        expect(await stateOf(sql, callId)).toMatchObject([{ status: 'ended', ended_reason: reason, reported: true, tools, contacts: 1 }])
      })
    }
  }
})

test('of what was said only the redacted words are kept, and only in the transcript', async ({ runtime, larkspur, quillmere, sql }) => {
  const clinics: [DemoClinic, string[]][] = [
    [larkspur, [...callF, 'end-of-call-report-booked']],
    [quillmere, ['end-of-call-report-error', 'end-of-call-report-sensitive']],
  ]
  for (const [clinic, names] of clinics) for (const name of names) expect((await vapiOf(runtime, clinic).post(textOf(name))).status, name).toBe(200)
  const gone = ['heart issues', '07700 123456', 'You are Voxanne', 'storage.vapi.example', 'Two times were offered', 'It\'s Tamsin', 'I\'m Gareth']
  for (const phrase of gone) expect(await tablesWith(sql, phrase), phrase).toEqual([])
  const kept = ['ringing about a facelift', 'hang on, let me just', 'any day really', 'lip filler consultation on Thursday']
  for (const phrase of kept) expect(await tablesWith(sql, phrase), phrase).toEqual(['public.logs'])
  // The number that the caller wants to be rung on is the contact's, and only there.
  expect(await tablesWith(sql, '7700123456')).toEqual(['public.contacts'])
})

test('a report whose words are one text is kept as its turns, masked, without times; and is heard', async ({ runtime, larkspur, sql }) => {
  const call = newCall('+447700900922')
  const transcript = 'AI: May I take your name?\nUser: It\'s Perpetua Lindqvist, and I have a thyroid disease.\nI would like a facelift.\nOkafor: I can\'t breathe, my throat is closing.\nAI: Please ring 999.\n'
  for (const _ of ['first', 'again']) expect((await vapiOf(runtime, larkspur).message(call, { type: 'end-of-call-report', endedReason: 'customer-ended-call', artifact: { transcript }, transcript })).status).toBe(200)
  const rows = await sql`select l.role, l.text, l.said_at, q.slug, c.name, k.id from logs l join calls k on k.id = l.call_id left join procedures q on q.id = k.procedure_id
    left join contacts c on c.id = k.contact_id where k.vapi_call_id = ${call.id} order by l.position`
  expect(rows.map((row) => row.role)).toEqual(['assistant', 'user', 'user', 'assistant'])
  expect(rows[1]).toMatchObject({ text: expect.stringMatching(/\[NAME\].*\[HEALTH\].*facelift/s), said_at: null, slug: 'facelift', name: 'Perpetua Lindqvist' })
  for (const phrase of ['thyroid', 'Lindqvist, and', 'Okafor: My']) expect(await tablesWith(sql, phrase), phrase).toEqual([])
  expect(await sql`select 1 from alerts where call_id = ${rows[0]!.id}`).toHaveLength(1)
})

test('an assistant request is answered with the clinic\'s own assistant', async ({ runtime, quillmere }) => {
  const answer = await vapiOf(runtime, quillmere).message(newCall('+447700900920'), { type: 'assistant-request' })
  expect(answer.status).toBe(200)
  const { assistant } = answer.body
  expect(assistant.firstMessage).toContain('Quillmere Skin Studio')
  expect(assistant.firstMessage).toMatch(/AI receptionist.*transcribed/)
  expect(assistant.model.tools.flatMap((tool: { function?: { name: string } }) => tool.function?.name ?? []).sort()).toEqual(
    ['cancel_booking', 'capture_lead', 'check_availability', 'claim_slot', 'reschedule_booking', 'transfer_to_human'])
  expect(assistant.artifactPlan).toMatchObject({ recordingEnabled: false, transcriptPlan: { enabled: false } })
  expect(JSON.stringify(assistant)).not.toContain('Larkspur')
})

test('a missing, wrong or foreign kind of secret is 401, and nothing is written', async ({ runtime, larkspur, sql }) => {
  const call = newCall('+447700900921')
  const contacts = () => sql`select id from contacts where phone = ${call.phone!}`
  const before = await contacts()
  const body = { message: { type: 'tool-calls', call: { id: call.id }, customer: { number: call.phone }, toolCallList: [{ id: 't1', name: 'capture_lead', arguments: { name: 'Nobody' } }] } }
  const wrong: Record<string, string>[] = [{}, { 'x-vapi-secret': '' }, { 'x-vapi-secret': 'wrong' }, { 'x-vapi-secret': larkspur.apiKey }, { authorization: 'Bearer wrong' },
    { authorization: `Bearer ${larkspur.apiKey}` }, { authorization: larkspur.vapiSecret }]
  for (const headers of wrong) {
    const answer = await ask(`${runtime.appUrl}/api/vapi/webhook`, { body, headers })
    expect(answer, JSON.stringify(Object.keys(headers))).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
  }
  expect(await sql`select 1 from calls where vapi_call_id = ${call.id}`).toHaveLength(0)
  expect(await contacts()).toEqual(before)
  expect((await vapiOf(runtime, larkspur).post(body, { authorization: `Bearer ${larkspur.vapiSecret}` })).status).toBe(200)
})

test('bodies that are no messages are 422, unknown messages are taken and forgotten, and a huge one is 413', async ({ runtime, larkspur, sql }) => {
  const vapi = vapiOf(runtime, larkspur)
  for (const body of ['', '{', '[]', '{"message":{}}', '{"message":{"type":5}}', 'null']) expect((await vapi.post(body)).status, body).toBe(422)
  const call = newCall()
  for (const type of ['speech-update', 'transcript[transcriptType="final"]', 'model-output', 'something-new']) {
    expect(await vapi.message(call, { type, transcript: 'my heart' })).toMatchObject({ status: 200, body: {} })
  }
  expect(await sql`select 1 from calls where vapi_call_id = ${call.id}`).toHaveLength(0)
  expect((await vapi.post(`{"message":{"type":"x","padding":"${'x'.repeat(9 * 1024 * 1024)}"}}`)).status).toBe(413)
})

test('a web call without a number, and times in ISO 8601, are calls like any other', async ({ runtime, larkspur, sql }) => {
  const id = `web-${randomUUID()}`
  const post = (message: object) => vapiOf(runtime, larkspur).post({ message: { call: { id, type: 'webCall' }, ...message } })
  expect((await post({ type: 'status-update', status: 'in-progress', timestamp: '2026-09-15T10:00:00.000Z' })).status).toBe(200)
  expect((await post({ type: 'end-of-call-report', startedAt: '2026-09-15T10:00:00.000Z', endedAt: '2026-09-15T10:01:30.000Z', endedReason: 'silence-timed-out' })).status).toBe(200)
  expect(await sql`select status, ended_reason, contact_id, extract(epoch from ended_at - started_at)::int as seconds from calls where vapi_call_id = ${id}`)
    .toMatchObject([{ status: 'ended', ended_reason: 'silence-timed-out', contact_id: null, seconds: 90 }])
})
