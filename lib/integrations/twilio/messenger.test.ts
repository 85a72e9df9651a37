import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Messenger } from '#lib/recovery/messenger-port.ts'
import { startTestSandbox, TWILIO_SID, TWILIO_TOKEN } from '../sandbox/testing.ts'
import type { TestSandbox } from '../sandbox/testing.ts'
import { outcomeOf, twilioMessenger } from './messenger.ts'

const CLINIC = '+447700900100'
const PERSON = '+447700900200'
const BODY = 'Elm Clinic: we got cut off.'
// Only where a fault withholds the answer for good: elsewhere a slow machine must not count.
const IMPATIENT_MS = 1_000

const open = (url: string, timeoutMs?: number, token = TWILIO_TOKEN): Messenger =>
  twilioMessenger({ accountSid: TWILIO_SID, authToken: token, sandboxUrl: url, ...(timeoutMs ? { timeoutMs } : {}) })
const text = (change: { to?: string; from?: string; body?: string } = {}) => ({
  from: CLINIC, to: PERSON, body: BODY, statusCallback: 'http://127.0.0.1:9/api/twilio/status?o=1', validitySeconds: 600, ...change,
})

describe('over the sandbox', () => {
  let sandbox: TestSandbox
  beforeEach(async () => {
    sandbox = await startTestSandbox()
    // Nobody listens where the status callbacks would go.
    await sandbox.fault('twilio', 'callbacks-none', 100)
  })
  afterEach(() => sandbox.close())
  const sought = (change: Partial<Parameters<Messenger['find']>[0]> = {}) =>
    open(sandbox.url).find({ from: CLINIC, to: PERSON, body: BODY, since: new Date(), except: [], ...change })
  const taken = async () => (await sandbox.state()).messages ?? []

  it('is a sandbox only when it speaks to one', () => {
    expect(open(sandbox.url).isSandbox).toBe(true)
    expect(twilioMessenger({ accountSid: TWILIO_SID, authToken: 'x' }).isSandbox).toBe(false)
    expect(twilioMessenger({ accountSid: TWILIO_SID, authToken: 'x', sandboxUrl: null }).isSandbox).toBe(false)
  })

  it('sends once and says how it was accepted', async () => {
    const outcome = await open(sandbox.url).send(text())
    expect(outcome).toEqual({ ok: true, sid: expect.stringMatching(/^SM[0-9a-f]{32}$/) as string, status: 'queued', segments: 1 })
    expect(await taken()).toMatchObject([{ from: CLINIC, to: PERSON, body: BODY, status_callback: text().statusCallback }])
  })

  it.each([
    [{ to: '+15005550001' }, 21211],
    [{ to: '+15005550003' }, 21408],
    [{ to: '+15005550004' }, 21610],
    [{ from: '+15005550007' }, 21606],
    [{ body: '' }, 21602],
  ])('a refusal is final and carries its code: %o, %i', async (change, code) => {
    expect(await open(sandbox.url).send(text(change))).toEqual({ ok: false, kind: 'refused', code })
    expect(await taken()).toEqual([])
  })

  it('a wrong token is refused with 20003', async () => {
    expect(await open(sandbox.url, undefined, 'wrong').send(text())).toEqual({ ok: false, kind: 'refused', code: 20003 })
  })

  it('429 is for later, and took nothing', async () => {
    await sandbox.fault('twilio', '429')
    const outcome = await open(sandbox.url).send(text())
    expect(outcome).toMatchObject({ ok: false, kind: 'later' })
    expect(await taken()).toEqual([])
  })

  it.each([
    ['500', 0, undefined],
    ['timeout', 0, IMPATIENT_MS],
    ['drop-after-commit', 1, undefined],
  ])('%s is unknown, and nothing is tried twice', async (kind, count, timeoutMs) => {
    await sandbox.fault('twilio', kind)
    expect(await open(sandbox.url, timeoutMs).send(text())).toEqual({ ok: false, kind: 'unknown' })
    expect(await taken()).toHaveLength(count)
  })

  it('finds the text whose answer was lost', async () => {
    await sandbox.fault('twilio', 'drop-after-commit')
    await open(sandbox.url).send(text())
    const [message] = await taken()
    expect(await sought()).toEqual({ sid: message?.sid, status: 'queued', segments: 1 })
  })

  it('finds neither another text, nor another sender\'s, nor another person\'s, nor what is already known', async () => {
    const sent = await open(sandbox.url).send(text())
    expect(await sought({ body: `${BODY} ` })).toBeNull()
    expect(await sought({ from: '+447700900101' })).toBeNull()
    expect(await sought({ to: '+447700900201' })).toBeNull()
    expect(await sought({ except: [sent.ok ? sent.sid : ''] })).toBeNull()
    expect(await sought({ except: ['SM1'] })).toMatchObject({ sid: sent.ok ? sent.sid : '' })
  })

  it('takes the one that is not known yet of two that are alike', async () => {
    const sids: string[] = []
    for (const _ of [1, 2]) {
      const sent = await open(sandbox.url).send(text())
      if (sent.ok) sids.push(sent.sid)
    }
    expect(await sought({ except: [sids[1] ?? ''] })).toMatchObject({ sid: sids[0] })
  })

  it('does not take what came in for what went out', async () => {
    await sandbox.control('/twilio/inbound', { from: CLINIC, to: PERSON, body: BODY })
    expect(await sought()).toBeNull()
  })

  it('cannot say when Twilio does not answer, and does not tell whom it was about', async () => {
    for (const [kind, timeoutMs] of [['500'], ['429'], ['timeout', IMPATIENT_MS]] as const) {
      await sandbox.fault('twilio', kind)
      const asked = open(sandbox.url, timeoutMs).find({ from: CLINIC, to: PERSON, body: BODY, since: new Date(), except: [] })
      await expect(asked).rejects.toThrow(/^Twilio did not say which texts went \((20500|20429|ECONNABORTED)\)$/)
    }
  })
})

it('looks back a minute, and no further, whatever part of a second it was', async () => {
  const sandbox = await startTestSandbox({ now: () => new Date('2026-11-20T10:00:00.900Z') })
  try {
    await sandbox.fault('twilio', 'callbacks-none')
    await open(sandbox.url).send(text())
    const at = (since: string) => open(sandbox.url).find({ from: CLINIC, to: PERSON, body: BODY, since: new Date(since), except: [] })
    expect(await at('2026-11-20T10:01:00.950Z')).not.toBeNull()
    expect(await at('2026-11-20T10:01:01.000Z')).toBeNull()
  } finally {
    await sandbox.close()
  }
})

it('goes by when a text was made, not by when it left the queue', async () => {
  let now = new Date('2026-11-20T10:00:00Z')
  const sandbox = await startTestSandbox({ now: () => now })
  try {
    await sandbox.fault('twilio', 'callbacks-none')
    const sent = await open(sandbox.url).send(text())
    now = new Date('2026-11-20T10:05:00Z')
    await sandbox.control('/twilio/status', { sid: sent.ok ? sent.sid : '', status: 'sent' })
    const at = (since: string) => open(sandbox.url).find({ from: CLINIC, to: PERSON, body: BODY, since: new Date(since), except: [] })
    expect(await at('2026-11-20T10:00:30Z')).toMatchObject({ status: 'sent' })
    expect(await at('2026-11-20T10:05:00Z')).toBeNull()
  } finally {
    await sandbox.close()
  }
})

it('a late answer is an answer; one that is too late is unknown, though the text went', async () => {
  const patient = await startTestSandbox({ lateMs: 1 })
  const sandbox = await startTestSandbox({ lateMs: 60_000 })
  try {
    for (const one of [patient, sandbox]) await one.fault('twilio', 'callbacks-none')
    await patient.fault('twilio', 'late')
    expect(await open(patient.url).send(text())).toMatchObject({ ok: true, status: 'queued' })
    expect((await patient.state()).faults).toEqual([])

    await sandbox.fault('twilio', 'late')
    expect(await open(sandbox.url, IMPATIENT_MS).send(text())).toEqual({ ok: false, kind: 'unknown' })
    expect((await sandbox.state()).messages).toHaveLength(1)
  } finally {
    await patient.close()
    await sandbox.close()
  }
})

describe('over other servers', () => {
  const answering = async (status: number, headers: Record<string, string>, body: string) => {
    const server = createServer((request, response) => {
      request.resume().once('end', () => response.writeHead(status, headers).end(body))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      return await open(`http://127.0.0.1:${(server.address() as AddressInfo).port}`).send(text())
    } finally {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    }
  }
  const limited = JSON.stringify({ code: 20429, message: 'Too Many Requests', status: 429 })

  it.each([['17', 17], ['0', 1], ['86400', 300]])('heeds Retry-After: %s', async (given, afterSeconds) => {
    expect(await answering(429, { 'retry-after': given }, limited)).toEqual({ ok: false, kind: 'later', afterSeconds })
  })

  it.each(['Wed, 21 Oct 2015 07:28:00 GMT', '-5', '1e9', 'soon'])('waits two to six seconds at Retry-After: %s', async (given) => {
    const outcome = await answering(429, { 'retry-after': given }, limited)
    expect(outcome).toMatchObject({ kind: 'later' })
    expect([2, 3, 4, 5, 6]).toContain((outcome as { afterSeconds: number }).afterSeconds)
  })

  it.each([
    ['a page of some gateway', 403, '<html>Forbidden</html>'],
    ['a gateway that lost Twilio', 502, '<html>Bad Gateway</html>'],
    ['an acceptance that breaks off', 201, '{"sid":"SM'],
    ['an acceptance that names no message', 201, '{}'],
  ])('%s is unknown', async (_, status, body) => {
    expect(await answering(status, {}, body)).toEqual({ ok: false, kind: 'unknown' })
  })

  it('a closed port is for later', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise<void>((resolve) => server.close(() => resolve()))
    expect(await open(`http://127.0.0.1:${port}`).send(text())).toEqual({ ok: false, kind: 'later', afterSeconds: 5 })
  })
})

it.each([
  [{ code: 'ENOTFOUND' }, { ok: false, kind: 'later', afterSeconds: 5 }],
  [{ code: 'EAI_AGAIN' }, { ok: false, kind: 'later', afterSeconds: 5 }],
  [{ code: 'ECONNRESET' }, { ok: false, kind: 'unknown' }],
  [{ code: 'ETIMEDOUT' }, { ok: false, kind: 'unknown' }],
  [{ code: 'EPIPE' }, { ok: false, kind: 'unknown' }],
  [{ code: 30001, status: 500 }, { ok: false, kind: 'unknown' }],
  [{ code: 21610 }, { ok: false, kind: 'unknown' }],
  [new TypeError('odd'), { ok: false, kind: 'unknown' }],
  [undefined, { ok: false, kind: 'unknown' }],
])('reads %o as %o', (thrown, outcome) => {
  expect(outcomeOf(thrown)).toEqual(outcome)
})
