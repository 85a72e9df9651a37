import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import postgres, { type Sql } from 'postgres'
import type { DemoClinic, Runtime } from '#lib/commands/runtime.ts'
import { dumpOf, filesWith, placesOf } from '../support/dump.ts'
import { apiOf, ask, newCall, vapiOf, type Answer } from '../support/http.ts'
import { launch, newDirectory, processesOf, ready, remove, stop, type Product } from '../support/product.ts'
import { reportOf, slips, type Slip } from '../support/slips.ts'
import { expect, test } from '../support/test.ts'

// What must not be kept is looked for wherever anything could be: every column, every file, every log line, every answer.
// The instance is this file's own, so that nothing that another test says is found or missed.

const fixtures = resolve(import.meta.dirname, '..', '..', 'lib', 'integrations', 'vapi', 'fixtures')
const fixture = readFileSync(join(fixtures, 'end-of-call-report-sensitive.json'), 'utf8')
const fixtureSlip: Slip = { name: 'the fixture', said: [], gone: ['07700 123456', 'storage.vapi.example', 'mentioned heart'], stays: ['dermal filler'] }
/** Said everywhere but in a conversation: in arguments, ids, reasons, partial transcripts, and in bodies that are refused. */
const stray = ['sarcoidosis', 'leptospirosis', '07700 900431', 'tourettes', 'narcolepsy', 'haemophilia', 'endometriosis', 'gonorrhoea', 'methotrexate']
const words = [...[fixtureSlip, ...slips].flatMap((slip) => slip.gone), ...stray]
/** The numbers in figures: of the contact, and of nothing else. */
const figures = ['7700900418', '7700900417', '7700900431', '7700123456']

let product: Product
let runtime: Runtime
let sql: Sql
let larkspur: DemoClinic
const answers: Answer[] = []
const callIds = new Map<string, string>()

const post = async (body: unknown, headers?: Record<string, string>) => {
  const answer = await vapiOf(runtime, larkspur).post(body, headers)
  answers.push(answer)
  return answer
}
const message = (fields: Record<string, unknown>, call: { id: string; phone?: string } = newCall('+447700900430')) =>
  post({ message: { timestamp: Date.now(), call: { id: call.id, customer: { number: call.phone } }, ...fields } })
const tool = (name: string, given: Record<string, unknown>) =>
  message({ type: 'tool-calls', toolCallList: [{ id: `call_${randomUUID()}`, type: 'function', function: { name, arguments: given } }] })

async function tellSlips(): Promise<void> {
  for (const slip of slips) {
    const callId = randomUUID()
    callIds.set(slip.name, callId)
    const report = { message: reportOf(slip, callId) }
    // Twice, as the platform sometimes does.
    for (let times = 0; times < 2; times++) expect((await post(report)).status, slip.name).toBe(200)
  }
  const callId = randomUUID()
  callIds.set(fixtureSlip.name, callId)
  const own = fixture.replaceAll('01995bd2-7f10-7d44-a1d4-0000000d0001', callId).replaceAll('+447700900101', larkspur.phoneNumber)
  expect((await post(own)).status).toBe(200)
}

/** The words where no report is: each message is answered, and its status is what the answer to rubbish has to be. */
async function tellStray(): Promise<void> {
  const said = { role: 'user', message: 'I have sarcoidosis', content: 'I have sarcoidosis' }
  expect((await message({ type: 'transcript', transcriptType: 'final', role: 'user', transcript: 'I have sarcoidosis, ring 07700 900431' })).status).toBe(200)
  expect((await message({ type: 'transcript[transcriptType="final"]', transcript: 'I have sarcoidosis' })).status).toBe(200)
  expect((await message({ type: 'conversation-update', conversation: [said], messages: [said], messagesOpenAIFormatted: [said] })).status).toBe(200)
  expect((await message({ type: 'status-update', status: 'ended', endedReason: 'caller said leptospirosis' })).status).toBe(200)
  expect((await message({ type: 'assistant-request', summary: 'leptospirosis', variableValues: { health: 'leptospirosis' } })).status).toBe(200)
  expect((await tool('capture_lead', { name: 'Orla Fenwick, has tourettes', notes: 'tourettes', procedure: 'facelift because of tourettes', phone: 'tourettes' })).status).toBe(200)
  expect((await tool('check_availability', { procedure: 'narcolepsy', from: 'narcolepsy', to: 'narcolepsy' })).status).toBe(200)
  expect((await tool('i_have_narcolepsy', { narcolepsy: 'narcolepsy' })).status).toBe(200)
  expect((await tool('cancel_booking', { bookingId: 'the one about narcolepsy' })).status).toBe(200)
  expect((await message({ type: 'end-of-call-report', endedReason: 'haemophilia' }, { id: 'call of a man with haemophilia 07700 900431' })).status).toBe(422)
  expect((await post('{"message":{"type":"end-of-call-report","transcript":"I have haemophilia')).status).toBe(422)
  expect((await post({ message: { type: 5, transcript: 'haemophilia 07700 900431' } })).status).toBe(422)
  const unsigned = { message: reportOf({ name: '', said: [['user', 'endometriosis']], gone: ['endometriosis'], stays: [] }, randomUUID()) }
  expect((await post(unsigned, { 'x-vapi-secret': 'endometriosis' })).status).toBe(401)
  expect((await post(`{"message":{"type":"endometriosis","padding":"${'endometriosis '.repeat(700_000)}"}}`)).status).toBe(413)
  const api = apiOf(runtime, larkspur)
  const claim = { procedure: 'gonorrhoea', practitionerId: 'gonorrhoea', start: 'gonorrhoea', contact: { name: 'gonorrhoea', phone: 'gonorrhoea' } }
  for (const [path, body] of [['/bookings', claim], ['/bookings', '{"gonorrhoea'], ['/calls/search', { q: ['gonorrhoea'] }]] as const) {
    const answer = await api.post(path, body)
    expect(answer.status, path).toBe(422)
    answers.push(answer)
  }
  answers.push(await api.post('/calls/search', { q: 'methotrexate' }))
}

/** Nothing is left to do now: what waits is for later days. */
const waiting = async () => (await sql<{ count: number }[]>`
  select count(*)::int as count from graphile_worker._private_jobs where run_at <= now() + interval '5 seconds'`)[0]!.count

test.beforeAll(async () => {
  test.setTimeout(300_000)
  product = await launch(newDirectory())
  runtime = await ready(product)
  larkspur = runtime.demo.clinics.find((clinic) => clinic.slug === 'larkspur')!
  sql = postgres(runtime.databaseUrl, { max: 2, onnotice: () => undefined })
  await tellSlips()
  await tellStray()
  await expect.poll(waiting, { timeout: 90_000 }).toBe(0)
})
test.afterAll(async () => {
  await sql?.end()
  if (!product) return
  if (product.process.exitCode === null) await stop(product)
  for (const { pid } of processesOf(product.directory)) process.kill(pid, 'SIGKILL')
  remove(product.directory)
})

/** The transcript of a slip as the clinic's own API gives it. */
async function transcriptOf(name: string): Promise<string> {
  const [call] = await sql<{ id: string }[]>`select id from calls where vapi_call_id = ${callIds.get(name)!}`
  const answer = await apiOf(runtime, larkspur).get(`/calls/${call!.id}`)
  expect(answer.status).toBe(200)
  answers.push(answer)
  return (answer.body.transcript as { text: string }[]).map((turn) => turn.text).join('\n')
}

test('the clinic reads what was asked for, with masks where the rest was', async () => {
  for (const slip of [fixtureSlip, ...slips]) {
    const transcript = await transcriptOf(slip.name)
    expect(transcript, slip.name).toMatch(/\[[A-Z_]+\]/)
    expect(transcript, slip.name).not.toContain('could not be processed')
    for (const kept of slip.stays) expect(transcript.toLowerCase(), slip.name).toContain(kept.toLowerCase())
  }
  expect(await transcriptOf(fixtureSlip.name)).toContain('My phone is [PHONE] and I\'ve had [HEALTH]')
})

test('what was understood of the caller is in contacts', async () => {
  for (const slip of slips.filter((one) => one.contact)) {
    const [contact] = await sql`select k.phone, k.email, k.postcode, k.dob::text from calls c join contacts k on k.id = c.contact_id
      where c.vapi_call_id = ${callIds.get(slip.name)!}`
    expect(contact, slip.name).toMatchObject(slip.contact!)
  }
})

test('no column of any table holds a word of it, the job queue and the accounts included', async () => {
  const { kept, tables } = await dumpOf(sql)
  // The search sees: a phrase that is kept is found where it is kept, and the tables that matter were read.
  expect(placesOf(kept, ['rhinoplasty consultation, but'])).toEqual(['rhinoplasty consultation, but: public.logs.text'])
  for (const table of ['public.logs', 'public.tool_calls', 'public.messages', 'app.idempotency_keys', 'auth.users', 'graphile_worker._private_jobs']) {
    expect(tables).toContain(table)
  }
  expect(placesOf(kept, words)).toEqual([])
  expect(placesOf(kept, figures)).toEqual(figures.slice(0, 2).concat('7700123456').map((number) => `${number}: public.contacts.phone`).sort())
  expect(placesOf(kept, ['castellan', 'm1 1ae'])).toEqual(['castellan: public.contacts.email', 'm1 1ae: public.contacts.postcode'])
})

test('nothing that was answered says it again, and the sandbox has none of it', async () => {
  const bodies = answers.map(({ text, headers }) => ({ where: 'an answer', text: `${text} ${JSON.stringify([...headers])}` }))
  expect(placesOf(bodies, ['status'])).toContain('status: an answer')
  expect(placesOf(bodies, words)).toEqual([])
  const state = await ask(`${runtime.sandboxUrl}/__sandbox/state`)
  expect(state.body).toHaveProperty('messages')
  expect(placesOf([{ where: 'the sandbox', text: state.text }], words)).toEqual([])
})

test('a turn that cannot be worked on is a fixed line, and the database itself refuses a number', async () => {
  const callId = randomUUID()
  const long = `I have leptospirosis. ${'And so on. '.repeat(1_000)}`
  expect(long.length).toBeGreaterThan(10_000)
  const report = reportOf({ name: 'long', said: [['user', long], ['user', 'a facelift please']], gone: ['leptospirosis'], stays: [] }, callId)
  expect((await post({ message: report })).status).toBe(200)
  const rows = await sql<{ text: string; id: string }[]>`select l.text, c.id from logs l join calls c on c.id = l.call_id where c.vapi_call_id = ${callId} order by l.position`
  expect(rows.map((row) => row.text)).toEqual(['[REDACTED: could not be processed]', 'a facelift please'])
  for (const text of ['ring 07700 900 431', 'oh seven seven double oh nine one two', 'a@b', 'at BS8 1TH']) {
    const insert = sql`insert into logs (clinic_id, call_id, position, role, text, redactor_version)
      values (${larkspur.id}, ${rows[0]!.id}, 99, 'user', ${text}, '1')`
    await expect(insert, text).rejects.toMatchObject({ code: '23514', constraint_name: 'logs_are_redacted' })
  }
})

test('a row that the data API refuses is printed by its code alone', async () => {
  const [call] = await sql<{ id: string }[]>`select id from calls limit 1`
  const { body } = await ask(`${runtime.supabaseUrl}/rest/v1/logs`, {
    headers: { apikey: runtime.secretKey, authorization: `Bearer ${runtime.secretKey}` },
    body: { clinic_id: larkspur.id, call_id: call!.id, position: 99, role: 'user', text: 'my brucellosis, ring 07700 900 431', redactor_version: '1' },
  })
  expect(body.message).toContain('logs_are_redacted')
  // Whichever of the two is printed: the library's own words, or ours in their place.
  await expect.poll(() => product.output()).toMatch(/logs_are_redacted|"event":"data-api"/)
  expect(placesOf([{ where: 'the output', text: product.output() }], ['brucellosis', '07700 900 431', '07700900431'])).toEqual([])
})

test('not a byte of it was ever written to a disk or a log, write-ahead log included', async () => {
  test.setTimeout(120_000)
  await sql`checkpoint`
  await sql.end()
  await stop(product)
  const directory = product.directory
  const control = filesWith(directory, ['rhinoplasty consultation, but'])
  expect(control.read).toBeGreaterThan(16 * 2 ** 20)
  expect(control.places.some((place) => place.includes(join('postgres', 'pg_wal'))), 'what is kept is seen in the write-ahead log').toBe(true)
  expect(control.places.some((place) => place.includes(join('postgres', 'base'))), 'and in the tables').toBe(true)
  expect(filesWith(directory, words).places).toEqual([])
  const output = [{ where: 'the output', text: product.output() }]
  expect(placesOf(output, ['worker-ready'])).toEqual(['worker-ready: the output'])
  expect(placesOf(output, [...words, ...figures, 'castellan', 'penhallow'])).toEqual([])
})
