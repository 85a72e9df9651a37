import twilio from 'twilio'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestSandbox, TWILIO_SID, TWILIO_TOKEN } from '../sandbox/testing.ts'
import type { TestSandbox } from '../sandbox/testing.ts'
import { createTwilioClient, isSignedByTwilio } from './client.ts'
import type { OutgoingText } from './client.ts'

const CLINIC = '+447700900100'
const PERSON = '+447700900200'

let sandbox: TestSandbox
beforeEach(async () => {
  sandbox = await startTestSandbox()
})
afterEach(() => sandbox.close())

const open = (token = TWILIO_TOKEN) =>
  createTwilioClient({ accountSid: TWILIO_SID, authToken: token, sandboxUrl: sandbox.url })
const text = (change: Partial<OutgoingText> = {}) =>
  ({
    to: PERSON,
    from: CLINIC,
    body: 'Elm Clinic: we got cut off.',
    statusCallback: `${sandbox.appUrl}/api/twilio/status?o=1`,
    validitySeconds: 600,
    ...change,
  }) as OutgoingText
const raw = () => {
  const client = twilio(TWILIO_SID, TWILIO_TOKEN, { timeout: 300 })
  client.api.baseUrl = sandbox.url
  return client
}

describe('sending', () => {
  it('accepts a text as queued, then calls back sent and delivered, each signed', async () => {
    const sent = await open().send(text())
    expect(sent).toMatchObject({ status: 'queued', segments: 1, errorCode: null, sentAt: null })
    await sandbox.settled()
    expect(sandbox.received.map(({ params }) => params.MessageStatus)).toEqual(['sent', 'delivered'])
    for (const { headers, params, path } of sandbox.received) {
      const signature = headers['x-twilio-signature'] ?? null
      expect(twilio.validateRequest(TWILIO_TOKEN, signature ?? '', sandbox.appUrl + path, params)).toBe(true)
      expect(isSignedByTwilio(TWILIO_TOKEN, signature, sandbox.appUrl + path, params)).toBe(true)
      expect(isSignedByTwilio('another', signature, sandbox.appUrl + path, params)).toBe(false)
      expect(isSignedByTwilio(TWILIO_TOKEN, signature, path, params)).toBe(false)
    }
    expect(await open().fetch(sent.sid)).toMatchObject({ status: 'delivered', sentAt: expect.any(Date) as Date })
  })

  it.each([
    [{ to: '+15005550001' }, 21211],
    [{ to: '+15005550002' }, 21612],
    [{ to: '+15005550003' }, 21408],
    [{ to: '+15005550004' }, 21610],
    [{ to: '+15005550009' }, 21614],
    [{ to: 'constructor' }, 21211],
    [{ from: '+15005550001' }, 21212],
    [{ from: '+15005550007' }, 21606],
    [{ from: '+15005550008' }, 21611],
    [{ from: '12345678901234' }, 21212],
    [{ from: '' }, 21603],
    [{ body: '' }, 21602],
    [{ body: 'a'.repeat(1601) }, 21617],
    [{ statusCallback: '/relative' }, 21609],
  ])('refuses %o with %i', async (change, code) => {
    await expect(open().send(text(change))).rejects.toMatchObject({ status: 400, code })
    expect((await sandbox.state()).messages).toEqual([])
  })

  it('accepts the magic sender and a sender name', async () => {
    await expect(open().send(text({ from: '+15005550006' }))).resolves.toMatchObject({ status: 'queued' })
    await expect(open().send(text({ from: 'Elm Clinic' }))).resolves.toMatchObject({ status: 'queued' })
  })

  it('refuses a wrong token with 20003', async () => {
    await expect(open('wrong').send(text())).rejects.toMatchObject({ status: 401, code: 20003 })
  })
})

describe('faults', () => {
  it('answers 429 with 20429 and 500 with 20500, and takes nothing', async () => {
    await sandbox.fault('twilio', '429')
    await sandbox.fault('twilio', '500')
    await expect(open().send(text())).rejects.toMatchObject({ status: 429, code: 20429 })
    await expect(open().send(text())).rejects.toMatchObject({ status: 500, code: 20500 })
    expect((await sandbox.state()).messages).toEqual([])
  })

  it('drop-after-commit takes the text and loses the answer; the list then shows it', async () => {
    await sandbox.fault('twilio', 'drop-after-commit')
    await expect(open().send(text())).rejects.toMatchObject({ code: expect.any(String) as string })
    const found = await open().list({ to: PERSON, sentAfter: new Date(Date.now() - 60_000), limit: 20 })
    expect(found).toHaveLength(1)
    expect(await open().list({ to: CLINIC, sentAfter: new Date(0), limit: 20 })).toEqual([])
  })

  it('timeout never answers and takes nothing', async () => {
    await sandbox.fault('twilio', 'timeout')
    await expect(raw().messages.create(text())).rejects.toMatchObject({ code: 'ECONNABORTED' })
    expect((await sandbox.state()).messages).toEqual([])
  })

  it('can reverse, repeat, forge or withhold callbacks', async () => {
    for (const kind of ['callbacks-reversed', 'callbacks-duplicated', 'callbacks-none', 'callbacks-forged']) {
      await sandbox.fault('twilio', kind)
      await open().send(text())
      await sandbox.settled()
    }
    const statuses = sandbox.received.map(({ params }) => params.MessageStatus)
    expect(statuses).toEqual(['delivered', 'sent', 'sent', 'sent', 'delivered', 'delivered', 'sent', 'delivered'])
    const last = sandbox.received.at(-1)
    const signature = last?.headers['x-twilio-signature'] ?? null
    expect(isSignedByTwilio(TWILIO_TOKEN, signature, sandbox.appUrl + last?.path, last?.params ?? {})).toBe(false)
  })
})

describe('what is kept', () => {
  it('lists in pages and empties or removes a text', async () => {
    const client = open()
    for (let count = 0; count < 3; count += 1) await client.send(text())
    await sandbox.settled()
    const found = await raw().messages.list({ to: PERSON, pageSize: 2 })
    expect(found).toHaveLength(3)
    const sid = found[0]?.sid ?? ''
    await client.redact(sid)
    expect((await raw().messages(sid).fetch()).body).toBe('')
    expect(await client.remove(sid)).toBe(true)
    await expect(client.fetch(sid)).rejects.toMatchObject({ status: 404, code: 20404 })
  })

  it('does not remove a text that is on its way', async () => {
    await sandbox.fault('twilio', 'callbacks-none')
    const { sid } = await open().send(text())
    await expect(open().remove(sid)).rejects.toMatchObject({ status: 409, code: 20009 })
  })
})

describe('by hand', () => {
  it('brings a text from a person, signed, with its spaces', async () => {
    await sandbox.control('/twilio/inbound', { from: PERSON, to: CLINIC, body: ' 1 ' })
    await sandbox.settled()
    const [got] = sandbox.received
    expect(got?.path).toBe('/api/twilio/inbound')
    expect(got?.params).toMatchObject({ From: PERSON, To: CLINIC, Body: ' 1 ', NumMedia: '0' })
    const signature = got?.headers['x-twilio-signature'] ?? null
    expect(isSignedByTwilio(TWILIO_TOKEN, signature, `${sandbox.appUrl}/api/twilio/inbound`, got?.params ?? {})).toBe(
      true,
    )
  })

  it('STOP blocks this sender only, START lets it through again', async () => {
    await sandbox.control('/twilio/inbound', { from: PERSON, to: CLINIC, body: 'Stop' })
    await expect(open().send(text())).rejects.toMatchObject({ code: 21610 })
    await expect(open().send(text({ from: '+447700900101' }))).resolves.toBeDefined()
    await sandbox.control('/twilio/inbound', { from: PERSON, to: CLINIC, body: 'START' })
    await expect(open().send(text())).resolves.toBeDefined()
  })

  it('moves a message to a status and says so to the product', async () => {
    await sandbox.fault('twilio', 'callbacks-none')
    const { sid } = await open().send(text())
    await sandbox.control('/twilio/status', { sid, status: 'undelivered', errorCode: 30003 })
    await sandbox.settled()
    expect(sandbox.received[0]).toMatchObject({
      path: '/api/twilio/status?o=1',
      params: { MessageSid: sid, MessageStatus: 'undelivered', ErrorCode: '30003' },
    })
    expect(await open().fetch(sid)).toMatchObject({ status: 'undelivered', errorCode: 30003 })
    expect((await sandbox.control('/twilio/status', { sid: 'SMnone', status: 'sent' })).status).toBe(404)
  })
})
