import { fork, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startCartesia } from '#lib/bench/voice/models/cartesia.ts'
import { startDeepgram } from '#lib/bench/voice/models/deepgram.ts'
import { startLlm } from '#lib/bench/voice/models/llm.ts'
import type { Model } from '#lib/bench/voice/models/loopback.ts'
import type { CallScript } from '#lib/bench/voice/models/script.ts'
import { newSetting, turnOf } from '#lib/bench/voice/models/testing.ts'
import { placeCall, type Line } from '#lib/bench/voice/models/twilio-caller.ts'
import { askAfterSilentCalls } from '#lib/calls/silent.ts'
import { lookUpStreamCall } from '#lib/calls/stream-calls.ts'
import { freePort } from '#lib/commands/child.ts'
import { signForm } from '#lib/integrations/twilio/sandbox-signature.ts'
import { childEnv } from '#lib/shared/env.ts'
import { aWednesday, makeClinic, useDatabase, type TestClinic } from '../database.ts'
import { anyMobile } from '../leads.ts'

const twilioToken = '0123456789abcdef0123456789abcdef'
const start = aWednesday()

const booking: CallScript = {
  tag: 'CA0000000000000000000000000000b001',
  turns: [turnOf('could I come for a facelift please, my name is Philippa Underwood', '', {
    answer: { tools: [{ name: 'claim_slot', arguments: { procedure: 'facelift', start: start.toISOString(), name: 'Philippa Underwood' } }], text: '' },
  })],
}
const nextStart = new Date(start.getTime() + 7 * 86_400_000)
/** Speech: a voice's rhythm, and no pitch that says a word. The detector has to find where it begins and ends. */
const spoken: CallScript = {
  tag: 'CA0000000000000000000000000000b004', isRecording: true,
  turns: [turnOf('hello I would like to book a rhinoplasty my name is Rosalind Achebe', '', {
    recording: readFileSync(join('lib', 'bench', 'voice', 'models', 'fixtures', 'rhinoplasty.ulaw')),
    answer: { tools: [{ name: 'claim_slot', arguments: { procedure: 'rhinoplasty', start: nextStart.toISOString(), name: 'Rosalind Achebe' } }], text: '' },
  })],
}
const lost: CallScript = { tag: 'CA0000000000000000000000000000b002', turns: [turnOf('do you do facelifts, I have had trouble with psoriasis', 'We do, yes. Shall I look for a time?')] }
/** Says nothing for so long that it goes on until its server is gone. */
const cutOff: CallScript = { tag: 'CA0000000000000000000000000000b003', turns: [turnOf('are you open on Saturday, and no texts please', 'We are, yes.'), turnOf('thank you', 'You are welcome.', { begins: { afterSilenceMs: 60_000 } })] }

describe('a call on streams, through the real server', () => {
  const db = useDatabase({ max: 20 })
  let clinic: TestClinic
  let server: ChildProcess
  let origin: string
  const models: Model[] = []
  const setting = newSetting(booking, spoken, lost, cutOff)
  let output = ''

  beforeAll(async () => {
    globalThis.callwaitingPool = postgres(db.url, { max: 4, onnotice: () => undefined, connection: { role: 'anon' } })
    clinic = await makeClinic(db.sql)
    await db.sql`update clinics set voice_path = 'stream' where id = ${clinic.id}`
    const [deepgram, cartesia, llm] = [await startDeepgram(setting), await startCartesia(setting), await startLlm({ ...setting, llm: 'fast' })]
    models.push(deepgram, cartesia, llm)
    const port = await freePort()
    origin = `http://127.0.0.1:${port}`
    server = fork(join('lib', 'commands', 'voice.ts'), [], {
      execArgv: ['--conditions=react-server', '--disable-warning=ExperimentalWarning'], stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: childEnv({
        APP_URL: 'http://127.0.0.1:9', SUPABASE_URL: 'http://127.0.0.1:9', SUPABASE_PUBLISHABLE_KEY: 'unused', DATABASE_URL: db.url, CALLWAITING_SECRET: 's'.repeat(40),
        TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`, TWILIO_AUTH_TOKEN: twilioToken, VOICE_PORT: String(port), VOICE_URL: origin,
        DEEPGRAM_API_KEY: setting.apiKey, CARTESIA_API_KEY: setting.apiKey, LLM_API_KEY: setting.apiKey,
        DEEPGRAM_URL: `ws://127.0.0.1:${deepgram.port}`, CARTESIA_URL: `ws://127.0.0.1:${cartesia.port}`, LLM_BASE_URL: `http://127.0.0.1:${llm.port}/v1`,
      }),
    })
    for (const stream of [server.stdout!, server.stderr!]) stream.on('data', (data: Buffer) => { output += data.toString('utf8') })
    await new Promise<void>((resolve, reject) => {
      server.once('message', () => resolve())
      server.once('exit', () => reject(new Error(`The voice server ended: ${output}`)))
    })
  })
  afterAll(async () => {
    if (server.exitCode === null && server.signalCode === null) {
      const gone = new Promise((resolve) => server.once('exit', resolve))
      server.kill('SIGKILL')
      await gone
    }
    for (const model of models) await model.close()
    await globalThis.callwaitingPool!.end()
    globalThis.callwaitingPool = undefined
  })

  const lineFrom = (from: string): Line => ({
    url: `${origin.replace('http', 'ws')}/voice/media`, signedUrl: '', authToken: twilioToken, accountSid: `AC${'0'.repeat(32)}`, parameters: {},
    webhook: { url: `${origin}/voice/incoming`, to: '+447700900100', from },
  })
  const ring = (script: CallScript, from: string) => placeCall({ line: lineFrom(from), script, seed: 7, stopwatch: setting.stopwatch })
  const callOf = async (script: CallScript) => {
    const [row] = await db.sql<{ id: string; status: string; reported: boolean }[]>`select id, status, report_at is not null as reported from calls where vapi_call_id = ${`stream:${script.tag}`}`
    return row
  }
  /** The report is written once the line is gone, which is when the caller's own part is over. */
  const reported = async (script: CallScript) => {
    for (;;) {
      const call = await callOf(script)
      if (call?.reported) return call
      await pause(50)
    }
  }
  const ask = async (form: Record<string, string>, token = twilioToken) => {
    const url = `${origin}/voice/incoming`
    const response = await fetch(url, { method: 'POST', headers: { 'x-twilio-signature': signForm(token, url, form) }, body: new URLSearchParams(form) })
    return { status: response.status, text: await response.text() }
  }
  const form = { CallSid: 'CA0000000000000000000000000000b009', To: '+447700900100', From: '+447700900555' }

  test('who is not Twilio gets nothing, and a clinic on Vapi, or somebody who wants a person, gets no stream', async () => {
    expect((await ask(form, 'f'.repeat(32))).status).toBe(403)
    expect((await ask({ ...form, To: '+447700900999' })).status).toBe(403)
    expect((await ask(form)).text).toContain('<Connect><Stream url="ws')

    const upgrade = await placeCall({ line: { ...lineFrom(''), webhook: undefined, signedUrl: 'ws://another.example/voice/media' } as Line, script: lost, seed: 7, stopwatch: setting.stopwatch })
    expect(upgrade.failure).toBe('refused with 403')
    // Signed by Twilio, with the ticket of another call.
    const ticket = /name="ticket" value="([^"]+)"/.exec((await ask(form)).text)![1]!
    const other = { ...lineFrom(''), webhook: undefined, signedUrl: `${origin.replace('http', 'ws')}/voice/media`, parameters: { ticket } } as Line
    expect((await placeCall({ line: other, script: lost, seed: 7, stopwatch: setting.stopwatch })).failure).toBe('closed with 1008')
    expect(await callOf(lost)).toBeUndefined()

    await db.sql`insert into contacts (clinic_id, phone, is_human_only) values (${clinic.id}, '+447700900555', true)`
    expect((await ask(form)).text).not.toContain('<Stream')
    const [wanted] = await db.sql`select status from calls where vapi_call_id = ${`stream:${form.CallSid}`}`
    expect(wanted).toMatchObject({ status: 'ended' })

    await db.sql`update clinics set voice_path = 'vapi' where id = ${clinic.id}`
    expect((await ask({ ...form, From: '+447700900556' })).text).not.toContain('<Stream')
    await db.sql`update clinics set voice_path = 'stream' where id = ${clinic.id}`
  })

  test('speech books a slot in the database, and the caller hears that it is booked', async () => {
    const outcome = await ring(spoken, anyMobile())
    expect([outcome.failure, outcome.unanswered]).toEqual([null, []])
    const { id } = await reported(spoken)
    const bookings = await db.sql<{ startsAt: Date }[]>`select lower(during) as "startsAt" from bookings where call_id = ${id} and status = 'booked'`
    expect(bookings.map((one) => one.startsAt.getTime())).toEqual([nextStart.getTime()])
    // After the greeting, and after the last word.
    expect(outcome.heard.at(-1)!.startedAt).toBeGreaterThan(outcome.spoken[0]!.to)
  })

  test('books a slot; a caller who hangs up is a lead; one whose server is killed is a lead too; nothing sensitive is kept', async () => {
    const going = ring(cutOff, anyMobile())
    const [booked, hungUp] = await Promise.all([ring(booking, anyMobile()), ring(lost, anyMobile())])
    expect([booked.failure, hungUp.failure, booked.unanswered, hungUp.unanswered]).toEqual([null, null, [], []])

    const bookingCall = await reported(booking)
    const bookings = await db.sql<{ startsAt: Date }[]>`select lower(during) as "startsAt" from bookings where call_id = ${bookingCall.id} and status = 'booked'`
    expect(bookings.map((one) => one.startsAt.getTime())).toEqual([start.getTime()])

    const leadsOf = (id: string) => db.sql<{ id: string }[]>`select id from leads where call_id = ${id}`
    const lostCall = await reported(lost)
    expect(await leadsOf(lostCall.id)).toHaveLength(1)
    const turns = await db.sql`select 1 from call_turns where call_id = ${lostCall.id}`
    expect(turns.length).toBeGreaterThan(0)

    server.kill('SIGKILL')
    expect((await going).failure).not.toBeNull()
    const dead = (await callOf(cutOff))!
    expect(dead.reported).toBe(false)
    const look = (id: string) => lookUpStreamCall(db.sql, id)
    expect(await look(`stream:${cutOff.tag}`)).toBe('still-going')
    await db.sql`update app.stream_calls set seen_at = seen_at - interval '5 minutes'`
    await db.sql`update calls set created_at = created_at - interval '5 minutes' where id = ${dead.id}`
    await askAfterSilentCalls(db.sql, look)
    // Known though no report ever came: that they spoke, and that they want no texts.
    expect(await db.sql`select status, reason from leads where call_id = ${dead.id}`).toEqual([{ status: 'not_permitted', reason: 'refused' }])

    // What somebody has is in no table and in no line of the log; nor is a number or a name in the log.
    const tables = await db.sql<{ name: string }[]>`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'app')`
    for (const { name } of tables) {
      const [row] = await db.sql.unsafe<{ kept: number }[]>(`select count(*)::int as kept from ${name} t where t::text ilike '%psoriasis%'`)
      expect([name, row!.kept]).toEqual([name, 0])
    }
    expect(output).not.toMatch(/psoriasis|Philippa|Underwood|Rosalind|Achebe|\+447/i)
  })
})
