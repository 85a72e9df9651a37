import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTestSandbox, TWILIO_SID, TWILIO_TOKEN } from '../sandbox/testing.ts'
import type { TestSandbox } from '../sandbox/testing.ts'
import { createTwilioClient } from './client.ts'
import { resultOf, twilioErasure } from './erasure.ts'

let sandbox: TestSandbox
beforeEach(async () => { sandbox = await startTestSandbox() })
afterEach(() => sandbox.close())
const settings = (authToken = TWILIO_TOKEN) => ({ accountSid: TWILIO_SID, authToken, sandboxUrl: sandbox.url, timeoutMs: 1_000 })
const send = async () => {
  const text = { from: '+447700900100', to: '+447700900123', body: 'Hello Amy', statusCallback: `${sandbox.appUrl}/status`, validitySeconds: 900 }
  const { sid } = await createTwilioClient(settings()).send(text)
  return sid
}

test('a text is emptied and deleted, and twice is once', async () => {
  const sid = await send()
  await sandbox.settled()
  const erasure = twilioErasure(settings())
  expect(await erasure.forget(sid)).toEqual({ outcome: 'done' })
  expect((await sandbox.state()).messages).toMatchObject([{ sid, body: '', deleted: true }])
  expect(await erasure.forget(sid)).toEqual({ outcome: 'done' })
})

test('one that is still going out is emptied at once and deleted later', async () => {
  await sandbox.fault('twilio', 'callbacks-none')
  const sid = await send()
  await sandbox.settled()
  // As Twilio has it before the network has taken it.
  await sandbox.control('/twilio/status', { sid, status: 'sending' })
  expect(await twilioErasure(settings()).forget(sid)).toEqual({ outcome: 'later', reason: 'Twilio is still delivering this text.' })
  expect((await sandbox.state()).messages).toMatchObject([{ sid, body: '', deleted: false }])
})

test('wrong credentials are a refusal, in words', async () => {
  expect(await twilioErasure(settings('another token')).forget(await send())).toEqual({ outcome: 'refused', reason: 'Twilio did not accept the account’s credentials.' })
})

test.each([
  [{ status: 404, code: 20404 }, 'done'],
  [{ status: 409, code: 20009 }, 'later'],
  [{ status: 400, code: 20009 }, 'later'],
  [{ status: 429, code: 20429 }, 'later'],
  [{ status: 500, code: 20500 }, 'later'],
  [{ code: 'ECONNABORTED' }, 'later'],
  [{ status: 401, code: 20003 }, 'refused'],
  [{ status: 403, code: 20403 }, 'refused'],
  [{ status: 400, code: 21600 }, 'refused'],
  [undefined, 'later'],
])('%o is %s', (thrown, outcome) => {
  expect(resultOf(thrown).outcome).toBe(outcome)
})
