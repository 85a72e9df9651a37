import { afterEach, describe, expect, it } from 'vitest'
import type { Environment } from '#lib/shared/env.ts'
import { startTestSandbox, TWILIO_SID, TWILIO_TOKEN } from './sandbox/testing.ts'
import type { TestSandbox } from './sandbox/testing.ts'
import { diallerFor, messengerFor, twilioSettings } from './wiring.ts'

const bare: Environment = {
  APP_URL: 'http://127.0.0.1:1', SUPABASE_URL: 'http://127.0.0.1:2', SUPABASE_PUBLISHABLE_KEY: 'key',
  DATABASE_URL: 'postgres://127.0.0.1:3/none', CALLWAITING_SECRET: 's'.repeat(32),
}
const real = { TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}`, TWILIO_AUTH_TOKEN: 'real-token' }
const text = { from: '+447700900100', to: '+447700900200', body: 'x', statusCallback: 'http://127.0.0.1:1/s', validitySeconds: 600 }

let sandbox: TestSandbox | null = null
afterEach(async () => {
  await sandbox?.close()
  sandbox = null
})

describe('Twilio', () => {
  it('is the real one when its credentials are set, whatever the sandbox says', () => {
    const env = { ...bare, ...real, SANDBOX_URL: 'http://127.0.0.1:4', SANDBOX_TWILIO_TOKEN: 'sandbox' }
    expect(twilioSettings(env)).toEqual({ accountSid: real.TWILIO_ACCOUNT_SID, authToken: 'real-token', sandboxUrl: null })
    expect(messengerFor(env).isSandbox).toBe(false)
  })

  it('is the sandbox when they are not, and the sandbox takes its texts', async () => {
    sandbox = await startTestSandbox()
    await sandbox.fault('twilio', 'callbacks-none')
    const env = { ...bare, SANDBOX_URL: sandbox.url, SANDBOX_TWILIO_TOKEN: TWILIO_TOKEN }
    expect(twilioSettings(env)).toEqual({ accountSid: TWILIO_SID, authToken: TWILIO_TOKEN, sandboxUrl: sandbox.url })
    expect(messengerFor(env).isSandbox).toBe(true)
    expect(await messengerFor(env).send(text)).toMatchObject({ ok: true })
    expect((await sandbox.state()).messages).toHaveLength(1)
  })

  it('has a token that nobody knows when nobody said one', () => {
    expect(twilioSettings(bare).authToken).toMatch(/^[0-9a-f]{32}$/)
  })

  it('sends nothing to anybody when there is neither', () => {
    expect(() => messengerFor(bare)).toThrow('Neither TWILIO_ACCOUNT_SID nor SANDBOX_URL is set')
  })
})

describe('ringing back', () => {
  const script = { clinicName: 'Elm', treatment: null, greeting: 'Hello' }
  const call = { callBackId: 'b', clinicId: 'c', from: text.from, to: text.to, name: null, script }

  it('goes to the sandbox without a Vapi key', async () => {
    sandbox = await startTestSandbox()
    const dialler = diallerFor({ ...bare, SANDBOX_URL: sandbox.url }, ({ script }) => ({ firstMessage: script.greeting }))
    const sentence = expect.stringContaining('not in the Vapi account') as string
    expect(await dialler.place(call)).toMatchObject({ kind: 'refused', sentence })
  })

  it('rings nobody when there is neither', () => {
    expect(() => diallerFor(bare, () => ({}))).toThrow('Neither VAPI_API_KEY nor SANDBOX_URL is set')
  })
})
