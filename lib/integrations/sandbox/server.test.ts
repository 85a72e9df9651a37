import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createTwilioClient } from '../twilio/client.ts'
import { startTestSandbox, TWILIO_SID, TWILIO_TOKEN } from './testing.ts'
import type { TestSandbox } from './testing.ts'

let sandbox: TestSandbox | null = null
afterEach(async () => {
  await sandbox?.close()
  sandbox = null
})

describe('the control plane', () => {
  it.each([
    ['/faults', { provider: 'nobody', kind: '429', count: 1 }],
    ['/faults', { provider: 'google', kind: 'earthquake' }],
    ['/faults', { provider: 'google', kind: '429', count: -1 }],
    ['/faults', { provider: 'twilio', kind: '429', method: 'LOOK' }],
    ['/vapi/calls', { status: 'ended' }],
    ['/vapi/calls', { id: 'x', status: 'over' }],
    ['/vapi/calls', { id: 'x', status: 'ended', endedAt: 'just now' }],
    ['/twilio/inbound', { from: 'Amy', to: '+447700900100', body: 'hi' }],
    ['/twilio/status', { sid: 'SM1', status: 'lost' }],
    ['/google/events', { calendarId: 'x', start: 'soon', end: 'later' }],
    ['/google/calendars', { account: 'A B', id: 'x', summary: 'x' }],
  ])('%s refuses %o and names the field', async (path, body) => {
    sandbox = await startTestSandbox()
    const reply = await sandbox.control(path, body)
    expect(reply.status).toBe(422)
    expect(reply.body.errors).toMatchObject([
      { path: expect.any(String) as string },
      ...(reply.body.errors as []).slice(1),
    ])
  })

  it('shows nothing at first, knows no other path, and clears faults', async () => {
    sandbox = await startTestSandbox()
    expect(await sandbox.state()).toMatchObject({ messages: [], events: [], assistants: [], calls: [], faults: [] })
    expect((await sandbox.control('/nothing')).status).toBe(404)
    await sandbox.fault('google', '429', 3)
    expect((await sandbox.state()).faults).toEqual([{ provider: 'google', kind: '429', count: 3 }])
    await sandbox.fault('google', '429', 0)
    expect((await sandbox.state()).faults).toEqual([])
  })

  it('puts a call by hand, and moves it on without forgetting what it was', async () => {
    sandbox = await startTestSandbox({ now: () => new Date('2026-11-20T10:00:00.000Z') })
    const customer = { number: '+447700900200' }
    const call = { id: 'c1', status: 'in-progress', createdAt: '2026-11-20T09:58:00.000Z', customer, assistantId: 'a1' }
    expect((await sandbox.control('/vapi/calls', call)).status).toBe(200)
    const end = { endedAt: '2026-11-20T09:59:00.000Z', endedReason: 'customer-ended-call', artifact: { messages: [] } }
    await sandbox.control('/vapi/calls', { id: 'c1', status: 'ended', ...end })
    const updatedAt = '2026-11-20T10:00:00.000Z'
    const expected = { ...call, ...end, status: 'ended', type: 'inboundPhoneCall', updatedAt }
    expect((await sandbox.state()).calls).toMatchObject([expected])
    const headers = { authorization: 'Bearer key' }
    expect(await (await fetch(`${sandbox.url}/call/c1`, { headers })).json()).toMatchObject(expected)
  })

  it('keeps a fault for the method that it is meant for', async () => {
    sandbox = await startTestSandbox()
    await sandbox.control('/faults', { provider: 'vapi', kind: '500', method: 'POST' })
    const ask = (method: string) => fetch(`${sandbox?.url}/call`, { method, headers: { authorization: 'Bearer key' } })
    expect((await ask('GET')).status).toBe(200)
    expect((await sandbox.state()).faults).toEqual([{ provider: 'vapi', kind: '500', count: 1, method: 'POST' }])
    expect((await ask('POST')).status).toBe(500)
    expect((await sandbox.state()).faults).toEqual([])
  })

  it('adds an event by hand only to a calendar that is there', async () => {
    sandbox = await startTestSandbox()
    const event = { calendarId: 'none', summary: 'x', start: '2026-12-01T10:00:00Z', end: '2026-12-01T11:00:00Z' }
    expect((await sandbox.control('/google/events', event)).status).toBe(404)
    await sandbox.control('/google/calendars', { account: 'elm', id: 'none', summary: 'x' })
    expect((await sandbox.control('/google/events', event)).status).toBe(200)
    expect((await sandbox.state()).events).toMatchObject([{ calendarId: 'none', summary: 'x' }])
  })
})

it('each provider’s unknown path has that provider’s 404', async () => {
  sandbox = await startTestSandbox()
  const read = async (path: string) => (await (await fetch(`${sandbox?.url}${path}`)).json()) as unknown
  expect(await read('/2010-04-01/Nothing.json')).toMatchObject({ code: 20404, status: 404 })
  expect(await read('/nothing')).toMatchObject({ statusCode: 404, error: 'Not Found' })
  expect(await read('/calendar/v3/nothing')).toMatchObject({ error: { code: 401 } })
})

it('is not there for a provider that is real, nor for a page on the web', async () => {
  sandbox = await startTestSandbox({ providers: ['google'] })
  expect((await fetch(`${sandbox.url}/assistant`)).status).toBe(404)
  expect(
    (await sandbox.control('/twilio/inbound', { from: '+447700900200', to: '+447700900100', body: 'x' })).status,
  ).toBe(404)
  expect((await sandbox.control('/vapi/calls', { id: 'x', status: 'ended' })).status).toBe(404)
  expect((await sandbox.control('/state')).status).toBe(200)
  const headers = { origin: 'https://elsewhere.example' }
  expect((await fetch(`${sandbox.url}/__sandbox/state`, { headers })).status).toBe(403)
})

it('keeps its state over a restart, and closes while an answer is withheld', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sandbox-'))
  const stateFile = join(folder, 'state.json')
  try {
    const first = await startTestSandbox({ stateFile })
    const client = createTwilioClient({ accountSid: TWILIO_SID, authToken: TWILIO_TOKEN, sandboxUrl: first.url })
    const text = {
      to: '+447700900200',
      from: '+447700900100',
      body: 'x',
      statusCallback: `${first.appUrl}/s`,
      validitySeconds: 600,
    }
    const { sid } = await client.send(text)
    await first.settled()
    await first.fault('twilio', 'timeout')
    const withheld = client.send(text).then(
      () => 'answered',
      () => 'gave up',
    )
    while ((await first.state()).faults?.length) await new Promise((resolve) => setImmediate(resolve))
    await first.close()
    expect(await withheld).toBe('gave up')
    expect(await readFile(stateFile, 'utf8')).toContain(sid)

    sandbox = await startTestSandbox({ stateFile })
    expect((await sandbox.state()).messages).toMatchObject([{ sid, status: 'delivered' }])
  } finally {
    await sandbox?.close()
    sandbox = null
    await rm(folder, { recursive: true })
  }
})

it('refuses a port that is taken', async () => {
  sandbox = await startTestSandbox()
  await expect(startTestSandbox({ port: Number(new URL(sandbox.url).port) })).rejects.toMatchObject({
    code: 'EADDRINUSE',
  })
})

describe('what is malformed or not there', () => {
  const big = 'x'.repeat(1_100_000)
  const twilio = (status: number) => ({ code: expect.any(Number) as number, message: expect.any(String) as string, more_info: expect.any(String) as string, status })
  const google = (code: number) => ({ error: { code, message: expect.any(String) as string, errors: [expect.objectContaining({ reason: expect.any(String) as string })], ...(code === 413 ? {} : { status: expect.any(String) as string }) } })
  const vapi = (statusCode: number) => ({ message: expect.anything() as unknown, error: expect.any(String) as string, statusCode })
  const messages = `/2010-04-01/Accounts/${TWILIO_SID}/Messages.json`
  const events = '/calendar/v3/calendars/primary/events'

  it.each<[string, string, number, unknown, string?]>([
    ['GET', '/2010-04-01', 404, twilio(404)],
    ['GET', '/2010-04-01/Accounts/%zz/Nothing.json', 404, twilio(404)],
    ['POST', messages, 413, twilio(413), big],
    ['GET', '/calendar', 401, google(401)],
    ['GET', '/calendar/v3/nothing', 404, google(404)],
    ['GET', '/calendar/v3/calendars/%zz/events', 404, google(404)],
    ['GET', `${events}/%zz`, 404, google(404)],
    ['POST', events, 413, google(413), big],
    ['POST', events, 400, google(400), '{'],
    ['POST', events, 400, google(400), '{"start":{"dateTime":5},"end":{"dateTime":{}}}'],
    ['POST', events, 400, google(400), '{"start":{"dateTime":"x","timeZone":"No/Where"},"end":{"date":"2026-11-20"}}'],
    ['POST', `${events}/watch`, 400, google(400), '{"id":"x","type":"web_hook","address":"https://x.example","params":null,"expiration":"soon"}'],
    ['POST', '/calendar/v3/freeBusy', 400, google(400), '{"items":[null],"timeMin":"2026-01-01T00:00:00Z","timeMax":"2026-01-02T00:00:00Z"}'],
    ['GET', '/nothing', 404, vapi(404)],
    ['GET', '/call/%zz', 404, vapi(404)],
    ['POST', '/call/%zz/control', 404, vapi(404), '{"type":"say","content":"x"}'],
    ['POST', '/assistant', 400, vapi(400), '{'],
    ['POST', '/call', 400, vapi(400), '{"customer":5}'],
    ['POST', '/call', 413, vapi(413), big],
  ])('%s %s is %i as its provider says it', async (method, path, status, shape, body) => {
    sandbox = await startTestSandbox()
    const grant = await fetch(`${sandbox.url}/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: '1//sandbox-x', client_id: 'x', client_secret: 'y' }) })
    const { access_token: token } = (await grant.json()) as { access_token: string }
        const reply = await fetch(sandbox.url + path, { method, headers: { 'content-type': 'application/json', authorization: status === 401 ? '' : `Bearer ${token}` }, ...(body === undefined ? {} : { body }) })
    expect([reply.status, await reply.json()]).toEqual([status, shape])
  })

  it('is the same for a provider that is not played', async () => {
    sandbox = await startTestSandbox({ providers: [] })
    for (const [path, shape] of [[messages, twilio(404)], [events, google(404)], ['/assistant', vapi(404)]] as const) {
      expect(await (await fetch(sandbox.url + path)).json()).toEqual(shape)
    }
  })
})
