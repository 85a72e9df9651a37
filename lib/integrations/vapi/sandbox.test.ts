import { VapiClient } from '@vapi-ai/server-sdk'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startTestSandbox } from '../sandbox/testing.ts'
import type { TestSandbox } from '../sandbox/testing.ts'
import { createVapiClient } from './client.ts'

let sandbox: TestSandbox
beforeEach(async () => {
  sandbox = await startTestSandbox()
})
afterEach(() => sandbox.close())
const open = () => createVapiClient({ apiKey: 'key', sandboxUrl: sandbox.url })

it('creates, lists and deletes assistants, and an update replaces only the fields it sends', async () => {
  const client = open()
  const made = await client.createAssistant({
    name: 'Voxanne',
    firstMessage: 'Hello',
    model: { provider: 'openai', model: 'gpt-4o' },
  })
  await client.updateAssistant(made.id, { model: { provider: 'openai', model: 'gpt-4.1' } })
  const [listed] = await client.listAssistants()
  expect(listed).toMatchObject({ id: made.id, firstMessage: 'Hello', model: { provider: 'openai', model: 'gpt-4.1' } })
  expect((await sandbox.state()).assistants).toHaveLength(1)
  await client.deleteAssistant(made.id)
  expect(await client.listAssistants()).toEqual([])
})

it('gives a phone number an assistant that exists, and takes it away with null', async () => {
  const client = open()
  const { id: assistantId } = await client.createAssistant({ name: 'Voxanne' })
  const number = await client.createPhoneNumber({
    provider: 'twilio',
    number: '+447700900100',
    twilioAccountSid: `AC${'0'.repeat(32)}`,
    smsEnabled: false,
  })
  await client.updatePhoneNumber(number.id, { provider: 'twilio', assistantId })
  expect(await client.listPhoneNumbers()).toMatchObject([{ id: number.id, assistantId, smsEnabled: false }])
  await expect(
    client.updatePhoneNumber(number.id, { provider: 'twilio', assistantId: 'no-such' }),
  ).rejects.toMatchObject({ statusCode: 400 })
})

it('queues a call, finds it again and deletes it', async () => {
  const client = open()
  const { id: assistantId } = await client.createAssistant({ name: 'Sarah' })
  const made = (await client.createCall({ assistantId, customer: { number: '+447700900200' } })) as { id: string }
  expect(await client.getCall(made.id)).toMatchObject({ status: 'queued', assistantId })
  expect(await client.listCalls({ assistantId, limit: 5 })).toHaveLength(1)
  expect(await client.listCalls({ createdAtGt: '2100-01-01T00:00:00Z' })).toEqual([])
  await client.deleteCall(made.id)
  await expect(client.getCall(made.id)).rejects.toMatchObject({ statusCode: 404 })
})

it('refuses what Vapi refuses', async () => {
  await expect(open().createAssistant({ name: 'a'.repeat(41) })).rejects.toMatchObject({ statusCode: 400 })
  await expect(open().createCall({})).rejects.toMatchObject({ statusCode: 400 })
  const response = await fetch(`${sandbox.url}/assistant`)
  expect(response.status).toBe(401)
  expect((await fetch(`${sandbox.url}/nothing`)).status).toBe(404)
})

it('a call whose answer is lost is not dialled a second time', async () => {
  const { id: assistantId } = await open().createAssistant({ name: 'Sarah' })
  for (const kind of ['500', '429']) {
    await sandbox.fault('vapi', kind)
    await expect(open().createCall({ assistantId })).rejects.toMatchObject({ statusCode: Number(kind) })
  }
  await sandbox.fault('vapi', 'drop-after-commit')
  await expect(open().createCall({ assistantId })).rejects.toThrow()
  expect((await sandbox.state()).calls).toHaveLength(1)
})

it('a timeout is given up by the caller', async () => {
  await sandbox.fault('vapi', 'timeout')
  const impatient = new VapiClient({ token: 'key', baseUrl: sandbox.url, timeoutInSeconds: 0.2, maxRetries: 0 })
  await expect(impatient.assistants.list()).rejects.toThrow(/timeout/i)
})
