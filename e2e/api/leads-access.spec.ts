import { randomUUID } from 'node:crypto'
import { apiOf, vapiOf, type Api, type Answer } from '../support/http.ts'
import { leadOf, loseCall, type LeadJson } from '../support/lost-call.ts'
import { bearerOf, newStaff, ownerOf } from '../support/people.ts'
import { expect, oneTextTo, test } from '../support/recovery.ts'

const dayIn = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const span = (format: string) => `/ledger?from=${dayIn(-1)}&to=${dayIn(1)}&format=${format}`
const settings = { template: null, isDiscreet: false, isHoursBound: false, needsConsent: false }
const words = { body: 'Hello, this is the clinic. Shall we ring you tomorrow?' }

/** Every way to reach what this spec is about, with a lead and a task of the clinic's or of nobody's. */
const ways = (api: Api, leadId: string, taskId: string): [name: string, ask: () => Promise<Answer>][] => [
  ['leads', () => api.get('/leads')],
  ['a lead', () => api.get(`/leads/${leadId}`)],
  ['to close a lead', () => api.patch(`/leads/${leadId}`, { status: 'closed' })],
  ['a text', () => api.post(`/leads/${leadId}/messages`, words)],
  ['a task', () => api.patch(`/tasks/${taskId}`, { done: true })],
  ['the ledger', () => api.get(span('json'))],
  ['the ledger as CSV', () => api.get(span('csv'))],
  ['the settings', () => api.get('/text-settings')],
  ['to change the settings', () => api.put('/text-settings', settings)],
]

test('without credentials 401 everywhere; with another clinic\'s, or for what is not there, the same 403', async ({ runtime, larkspur, quillmere, sql, twilio }) => {
  const theirs = vapiOf(runtime, quillmere)
  const { phone } = await loseCall(theirs, { name: 'Isolde Crane', ahead: 30 })
  await oneTextTo(twilio, phone)
  const lead = (await leadOf(apiOf(runtime, quillmere), phone))!
  await loseCall(theirs, { phone: null, name: 'Isolde Crane', ahead: 30 })
  const [task] = await sql<{ id: string }[]>`select id from staff_tasks
    where clinic_id = ${quillmere.id} and kind = 'lead' and done_at is null order by created_at desc limit 1`
  const before = (await leadOf(apiOf(runtime, quillmere), phone))!

  for (const [name, ask] of ways(apiOf(runtime, quillmere, {}), lead.id, task!.id)) {
    const answer = await ask()
    expect(answer, name).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
    expect(answer.headers.get('content-type'), name).toContain('application/problem+json')
  }
  const owner = await bearerOf(runtime, ownerOf(larkspur))
  for (const headers of [undefined, owner]) {
    // Their clinic with our credentials, our clinic with their ids, and ids that nobody has.
    const foreignClinic = apiOf(runtime, quillmere, headers ?? { authorization: `Bearer ${larkspur.apiKey}` })
    for (const [name, ask] of ways(foreignClinic, lead.id, task!.id)) expect(await ask(), name).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    const mine = apiOf(runtime, larkspur, headers)
    const byId: [name: string, theirs: string, send: (id: string) => Promise<Answer>][] = [
      ['a lead', lead.id, (id) => mine.get(`/leads/${id}`)],
      ['to close a lead', lead.id, (id) => mine.patch(`/leads/${id}`, { status: 'closed' })],
      ['a text', lead.id, (id) => mine.post(`/leads/${id}/messages`, words)],
      ['a task', task!.id, (id) => mine.patch(`/tasks/${id}`, { done: true })],
    ]
    for (const [name, foreign, send] of byId) {
      const answers = await Promise.all([send(foreign), send(randomUUID()), send('nonsense')])
      expect(new Set(answers.map((answer) => `${answer.status} ${answer.text}`)).size, name).toBe(1)
      expect(answers[0], name).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    }
  }
  expect(await leadOf(apiOf(runtime, quillmere), phone)).toEqual(before)
  expect(await sql`select done_at from staff_tasks where id = ${task!.id}`).toEqual([{ done_at: null }])
})

test('API key and session read the same leads, page by page, each once', async ({ runtime, larkspur }) => {
  const byKey = apiOf(runtime, larkspur)
  const bySession = apiOf(runtime, larkspur, await bearerOf(runtime, ownerOf(larkspur)))
  const seen: string[] = []
  for (let cursor: string | null = ''; cursor !== null;) {
    const { status, body }: Answer<{ items: LeadJson[]; nextCursor: string | null }> = await byKey.get(`/leads?limit=3${cursor ? `&cursor=${cursor}` : ''}`)
    expect(status).toBe(200)
    seen.push(...body.items.map((lead) => lead.id))
    cursor = seen.length < 12 ? body.nextCursor : null
  }
  expect(new Set(seen).size).toBe(seen.length)
  const { items } = (await bySession.get<{ items: LeadJson[] }>('/leads?limit=200')).body
  expect(items.slice(0, seen.length).map((lead) => lead.id)).toEqual(seen)
  const promised = ['id', 'procedure', 'status', 'contact', 'callId', 'createdAt', 'contactedAt', 'messages']
  for (const lead of items) expect(Object.keys(lead)).toEqual(expect.arrayContaining(promised))
  for (const query of ['limit=0', 'limit=1000', 'view=everything', 'month=2026-13']) expect((await byKey.get(`/leads?${query}`)).status, query).toBe(422)
  const recovered = (await byKey.get<{ items: LeadJson[] }>('/leads?view=recovered&limit=200')).body.items
  expect(recovered.length).toBeGreaterThan(0)
  expect(recovered.every((lead) => lead.isRecovered && lead.status === 'booked' && lead.contactedAt)).toBe(true)
})

test('only an owner changes how the clinic texts, and what is wrong with the words is said by field', async ({ runtime, larkspur, sql, twilio, vapi }) => {
  const owner = apiOf(runtime, larkspur, await bearerOf(runtime, ownerOf(larkspur)))
  const staff = apiOf(runtime, larkspur, await bearerOf(runtime, await newStaff(runtime, sql, larkspur)))
  const before = (await owner.get('/text-settings')).body
  const template = 'Dear {name}, {clinic} kept {time} for your {treatment}. Text 1 to book or ring {phone}. Text STOP to opt out.'
  const own = { ...settings, isDiscreet: true, template }
  try {
    expect((await staff.get('/text-settings')).body).toEqual(before)
    for (const api of [staff, apiOf(runtime, larkspur)]) expect(await api.put('/text-settings', own)).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    const bad: [string, RegExp][] = [
      ['Hi {name}, we kept {time}. Ring {phone}. Reply STOP to opt out.', /clinic/],
      ['Hi {name}, {clinic} kept {time} for you. Ring {phone}.', /opt out/],
      ['Hi {name}, {clinic} kept {time}. Reply STOP to opt out, please do.', /\{phone\}/],
      ['Hi {name}, {clinic} has Botox for you. Ring {phone}. Reply STOP to opt out.', /medicine/],
      ['Hi {name}, {clinic} kept {price}. Ring {phone}. Reply STOP to opt out.', /\{price\}/],
    ]
    for (const [wrong, message] of bad) {
      const answer = await owner.put<{ errors: { path: string; message: string }[] }>('/text-settings', { ...settings, template: wrong })
      expect(answer, wrong).toMatchObject({ status: 422, body: { code: 'invalid_request' } })
      expect(answer.body.errors.map((error) => error.path), wrong).toContain('template')
      expect(answer.body.errors.map((error) => error.message).join(' '), wrong).toMatch(message)
    }
    for (const [field, value] of [['template', 'too short'], ['isDiscreet', 'yes'], ['isHoursBound', null]] as const) {
      const answer = await owner.put<{ errors: { path: string }[] }>('/text-settings', { ...settings, [field]: value })
      expect(answer.status, field).toBe(422)
      expect(answer.body.errors.map((error) => error.path)).toEqual([field])
    }
    expect((await owner.get('/text-settings')).body).toEqual(before)

    expect(await owner.put('/text-settings', own)).toMatchObject({ status: 200, body: own })
    const { phone } = await loseCall(vapi, { name: 'Isolde Crane', ahead: 31 })
    expect(await oneTextTo(twilio, phone)).toMatch(/^Dear Isolde, Larkspur Aesthetics kept .* for your consultation\. Text 1 to book/)
  } finally {
    expect((await owner.put('/text-settings', before)).status).toBe(200)
  }
})

test('a text from the clinic\'s staff goes out once and is in the thread; after STOP nobody may write', async ({ runtime, larkspur, sql, twilio, vapi, api }) => {
  const staff = apiOf(runtime, larkspur, await bearerOf(runtime, await newStaff(runtime, sql, larkspur)))
  const { phone } = await loseCall(vapi, { name: 'Isolde Crane', ahead: 31 })
  await oneTextTo(twilio, phone)
  const lead = (await leadOf(api, phone))!
  const path = `/leads/${lead.id}/messages`
  const key = { 'idempotency-key': `e2e-${randomUUID()}` }
  const answers = await Promise.all(Array.from({ length: 5 }, () => staff.post(path, words, key)))
  const written = { id: answers[0]!.body.id as string, kind: 'staff', direction: 'out', body: words.body }
  for (const answer of answers) expect(answer).toMatchObject({ status: 201, body: written })
  await expect.poll(() => twilio.bodiesTo(phone)).toEqual([expect.stringContaining('Isolde'), words.body])
  expect((await api.get<LeadJson>(`/leads/${lead.id}`)).body.messages.map((one) => one.kind)).toEqual(['recovery', 'staff'])
  for (const body of ['', '   ', 'x'.repeat(481), 7]) expect((await staff.post(path, { body })).status, String(body).slice(0, 8)).toBe(422)

  await twilio.inbound(phone, larkspur.phoneNumber, 'STOP')
  await expect.poll(async () => (await leadOf(api, phone))?.reason).toBe('opted_out')
  for (const one of [staff, api]) {
    const refused = await one.post(path, words)
    expect(refused).toMatchObject({ status: 403, body: { code: 'not_permitted' } })
    expect(refused.headers.get('content-type')).toContain('application/problem+json')
  }
  expect((await api.get(`/leads/${lead.id}`)).body.mayWrite).toBe(false)
  await expect.poll(() => twilio.open([phone])).toBe(0)
  expect(await twilio.textsTo(phone)).toHaveLength(2)
})

test('nobody opens a conversation that the caller did not allow', async ({ vapi, api }) => {
  const { phone } = await loseCall(vapi, { name: 'Isolde Crane', texts: false, ahead: 31 })
  const lead = (await leadOf(api, phone))!
  expect(lead).toMatchObject({ status: 'not_permitted', reason: 'refused' })
  expect(await api.post(`/leads/${lead.id}/messages`, words)).toMatchObject({ status: 403, body: { code: 'not_permitted' } })
})

test('an item is taken off the staff list, and put back', async ({ vapi, api, sql }) => {
  const { call } = await loseCall(vapi, { phone: null, name: 'Isolde Crane', ahead: 31 })
  const [task] = await sql<{ id: string }[]>`select t.id from staff_tasks t join leads l on l.id = t.lead_id join calls k on k.id = l.call_id
    where k.vapi_call_id = ${call.id}`
  const isDone = async () => (await sql`select 1 from staff_tasks where id = ${task!.id} and done_at is not null`).length === 1
  for (const done of [true, true, false]) {
    expect(await api.patch(`/tasks/${task!.id}`, { done })).toMatchObject({ status: 200, body: { id: task!.id, done } })
    expect(await isDone()).toBe(done)
  }
  expect((await api.patch(`/tasks/${task!.id}`, { done: 'yes' })).status).toBe(422)
})

test('a lead is closed and opened again by staff and by a key; one that booked is not closed', async ({ runtime, larkspur, sql, twilio, vapi, api }) => {
  const staff = apiOf(runtime, larkspur, await bearerOf(runtime, await newStaff(runtime, sql, larkspur)))
  const { phone } = await loseCall(vapi, { name: 'Isolde Crane', ahead: 32 })
  await oneTextTo(twilio, phone)
  const lead = (await leadOf(api, phone))!
  for (const one of [staff, api]) {
    for (const status of ['closed', 'closed']) {
      expect(await one.patch(`/leads/${lead.id}`, { status })).toMatchObject({ status: 200, body: { id: lead.id, status: 'closed', closedAt: expect.stringMatching(/T/), hold: null } })
    }
    expect(await one.patch(`/leads/${lead.id}`, { status: 'open' })).toMatchObject({ status: 200, body: { status: 'contacted', closedAt: null } })
  }
  for (const body of [{ status: 'booked' }, { status: null }, {}]) expect((await api.patch(`/leads/${lead.id}`, body)).status, JSON.stringify(body)).toBe(422)
  await twilio.inbound(phone, larkspur.phoneNumber, '1')
  await expect.poll(async () => (await leadOf(api, phone))?.status).toBe('booked')
  expect(await api.patch(`/leads/${lead.id}`, { status: 'closed' })).toMatchObject({ status: 409, body: { code: 'already_booked' } })
})

test('the ledger has one line a lead with its instants, and neither name nor number', async ({ vapi, api, twilio }) => {
  const { phone } = await loseCall(vapi, { name: 'Isolde Crane', ahead: 31 })
  await oneTextTo(twilio, phone)
  await expect.poll(async () => (await leadOf(api, phone))?.messages[0]?.delivery).toBe('delivered')
  const lead = (await leadOf(api, phone))!
  const csv = await api.get(span('csv'))
  expect(csv.headers.get('content-type')).toContain('text/csv')
  expect(csv.headers.get('content-disposition')).toMatch(/^attachment; filename="[^"]+\.csv"$/)
  const rows = csv.text.trimEnd().split('\r\n').map((row) => row.split(','))
  const [head, ...lines] = rows
  const ledger = (await api.get<Record<string, number> & { lines: Record<string, unknown>[] }>(span('json'))).body
  expect(lines.length).toBe(ledger.lines.length)
  expect(new Set(lines.map((line) => line[0])).size, 'one a lead').toBe(lines.length)
  const line = Object.fromEntries(head!.map((name, n) => [name, lines.find((one) => one[0] === lead.id)![n]!]))
  expect(line).toMatchObject({ call: lead.callId, procedure: 'facelift', promptness: 'in_time', reason: '', replied: '', booked: '' })
  for (const instant of [line.hung_up, line.claimed, line.accepted, line.delivered]) expect(instant).toMatch(/T\d{2}:\d{2}:\d{2}(\.\d+)?[+-]0[01]:00$/)
  expect(Number(line.seconds_to_accepted)).toBeLessThan(300)
  for (const personal of ['Isolde', 'Crane', 'Tamsin', 'Okafor', phone, phone.slice(3), '+44', '07700']) expect(csv.text, personal).not.toContain(personal)
  expect(ledger.counted).toBe(ledger.inTime! + ledger.late! + ledger.pending!)
  for (const query of ['', 'from=2026-11-02&to=2026-11-01', `from=${dayIn(0)}&to=tomorrow`, `from=${dayIn(0)}&to=${dayIn(0)}&format=pdf`]) {
    expect((await api.get(`/ledger?${query}`)).status, query).toBe(422)
  }
})
