import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestSandbox } from '../sandbox/testing.ts'
import type { TestSandbox } from '../sandbox/testing.ts'
import { lookUpCall } from './call-lookup.ts'
import { createVapiClient } from './client.ts'
import { vapiDialler } from './dialler.ts'
import type { AssistantFor } from './dialler.ts'

const CLINIC = '+447700900100'
const PERSON = '+447700900200'
const CALL_BACK = '5f0f3a52-9a55-4a35-8d6c-2f8f1f6a0c11'
const CLINIC_ID = '7c1d6f0e-5a34-4f9e-9a51-0d7c4f3f7a10'
// Only where a fault withholds the answer for good: elsewhere a slow machine must not count.
const IMPATIENT_SECONDS = 1

let sandbox: TestSandbox
beforeEach(async () => {
  sandbox = await startTestSandbox()
})
afterEach(() => sandbox.close())

const client = (timeoutSeconds?: number) =>
  createVapiClient({ apiKey: 'key', sandboxUrl: sandbox.url, ...(timeoutSeconds ? { timeoutSeconds } : {}) })
const sarah: AssistantFor = ({ script }) => ({ name: 'Sarah', firstMessage: script.greeting, metadata: { greeting: '1' } })
const dialler = (assistantFor = sarah, timeoutSeconds?: number) => vapiDialler(client(timeoutSeconds), assistantFor)
const call = (change: { from?: string; to?: string; name?: string | null } = {}) => ({
  callBackId: CALL_BACK, clinicId: CLINIC_ID, from: CLINIC, to: PERSON, name: null,
  script: { clinicName: 'Elm Clinic', treatment: null, greeting: 'Hello, this is Sarah.' }, ...change,
})
const importNumber = () =>
  client().createPhoneNumber({ provider: 'twilio', number: CLINIC, twilioAccountSid: `AC${'0'.repeat(32)}`, smsEnabled: false })
const placed = async () => (await sandbox.state()).calls ?? []
/** A fault for the call itself, not for the look at the numbers before it. */
const faultOnPost = (kind: string) => sandbox.control('/faults', { provider: 'vapi', kind, method: 'POST' })

describe('placing a call', () => {
  it('rings from the clinic\'s number, with an assistant that carries the call-back', async () => {
    const number = await importNumber()
    const outcome = await dialler().place(call({ name: 'Amy' }))
    const [made] = await placed()
    expect(outcome).toEqual({ ok: true, vapiCallId: made?.id })
    expect(made).toMatchObject({
      phoneNumberId: number.id, customer: { number: PERSON, name: 'Amy' },
      assistant: { firstMessage: 'Hello, this is Sarah.', metadata: { greeting: '1', clinicId: CLINIC_ID, callBackId: CALL_BACK } },
    })
    expect(made).not.toHaveProperty('metadata')
  })

  it('leaves out a name that is not known and shortens one that Vapi would refuse', async () => {
    await importNumber()
    await dialler().place(call())
    await dialler().place(call({ name: 'A'.repeat(60) }))
    expect((await placed()).map((one) => one.customer)).toEqual([{ number: PERSON }, { number: PERSON, name: 'A'.repeat(40) }])
  })

  it('waits for an assistant that has to be made, and asks for nothing when there is none', async () => {
    await importNumber()
    expect(await dialler(async (made) => sarah(made)).place(call())).toMatchObject({ ok: true })
    await expect(dialler(() => { throw new Error('no such clinic') }).place(call())).rejects.toThrow('no such clinic')
    expect(await placed()).toHaveLength(1)
  })

  it('is refused when the clinic\'s number is not in the account', async () => {
    await importNumber()
    const outcome = await dialler().place(call({ from: '+447700900101' }))
    const sentence = 'The clinic’s number is not in the Vapi account, so nobody can be rung from it.'
    expect(outcome).toEqual({ ok: false, kind: 'refused', sentence })
    expect(await placed()).toEqual([])
  })

  it('is refused in plain words, without the number, when Vapi refuses', async () => {
    await importNumber()
    expect(await dialler().place(call({ to: '07700 900200' }))).toEqual({
      ok: false, kind: 'refused', sentence: 'Vapi did not accept the call as it was asked for.',
    })
    await faultOnPost('429')
    expect(await dialler().place(call())).toEqual({ ok: false, kind: 'refused', sentence: 'Vapi was too busy to take the call.' })
    expect(await placed()).toEqual([])
  })

  it.each([
    ['500', 0, undefined],
    ['timeout', 0, IMPATIENT_SECONDS],
    ['drop-after-commit', 1, undefined],
  ])('%s is unknown, and nobody is rung twice', async (kind, count, timeoutSeconds) => {
    await importNumber()
    await faultOnPost(kind)
    expect(await dialler(sarah, timeoutSeconds).place(call())).toEqual({ ok: false, kind: 'unknown' })
    expect(await placed()).toHaveLength(count)
    expect((await sandbox.state()).faults).toEqual([])
  })

  it('is unknown when Vapi is not there at all', async () => {
    const gone = await startTestSandbox()
    await gone.close()
    const lost = vapiDialler(createVapiClient({ apiKey: 'key', sandboxUrl: gone.url }), sarah)
    expect(await lost.place(call())).toEqual({ ok: false, kind: 'unknown' })
  })
})

describe('finding a call again', () => {
  const find = (since: Date, callBackId = CALL_BACK) => dialler().find({ callBackId, since })

  it('finds the call whose answer was lost, by what its assistant carries', async () => {
    await importNumber()
    await faultOnPost('drop-after-commit')
    await dialler().place(call())
    const [made] = await placed()
    expect(await find(new Date())).toBe(made?.id)
    expect(await find(new Date(), '00000000-0000-4000-8000-000000000000')).toBeNull()
  })

  it('finds it by the call\'s own metadata too, looks back a minute, and no further', async () => {
    const createdAt = '2026-11-20T10:00:00.000Z'
    await sandbox.control('/vapi/calls', { id: 'put', status: 'ended', createdAt, metadata: { callBackId: CALL_BACK } })
    expect(await find(new Date('2026-11-20T10:01:00.000Z'))).toBe('put')
    expect(await find(new Date('2026-11-20T10:01:00.001Z'))).toBeNull()
  })

  it('cannot say when Vapi does not answer, and tells nothing of what it answered', async () => {
    await sandbox.fault('vapi', 'timeout')
    const asked = dialler(sarah, IMPATIENT_SECONDS).find({ callBackId: CALL_BACK, since: new Date() })
    await expect(asked).rejects.toThrow(/^Vapi did not say which calls were placed \(no answer\)$/)
  })
})

describe('looking a call up', () => {
  it('gives what Vapi knows, or null for a call that it does not', async () => {
    const customer = { number: PERSON }
    await sandbox.control('/vapi/calls', { id: 'one', status: 'in-progress', customer, monitor: { listenUrl: 'wss://x' } })
    expect(await lookUpCall(client(), 'one')).toMatchObject({ id: 'one', status: 'in-progress', customer, monitor: { listenUrl: 'wss://x' } })
    expect(await lookUpCall(client(), 'none')).toBeNull()
  })

  it('throws when Vapi cannot say', async () => {
    await sandbox.fault('vapi', 'timeout')
    await expect(lookUpCall(client(IMPATIENT_SECONDS), 'one')).rejects.toThrow(/^Vapi did not say how the call stands \(no answer\)$/)
    const talkative = { getCall: () => Promise.reject(Object.assign(new Error(`Body: ${PERSON}`), { statusCode: 500 })) }
    await expect(lookUpCall(talkative as never, 'one')).rejects.toThrow(/^Vapi did not say how the call stands \(500\)$/)
  })
})
