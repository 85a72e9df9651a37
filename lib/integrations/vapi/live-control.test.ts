import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestSandbox } from '../sandbox/testing.ts'
import type { TestSandbox } from '../sandbox/testing.ts'
import { createVapiClient } from './client.ts'
import { mayControl, vapiLiveControl } from './live-control.ts'

let sandbox: TestSandbox
beforeEach(async () => {
  sandbox = await startTestSandbox()
})
afterEach(() => sandbox.close())

const control = () => vapiLiveControl(createVapiClient({ apiKey: 'key', sandboxUrl: sandbox.url, timeoutSeconds: 1 }), sandbox.url)
const urlOf = (id: string) => `${sandbox.url}/call/${id}/control`
const say = (controlUrl: string | null, vapiCallId = 'c1') => control().say({ vapiCallId, controlUrl }, 'Hang up and call 999 now.')
const said = async () => (await sandbox.state()).said ?? []

describe('speaking into a call', () => {
  it('says the words once, in the call that was meant', async () => {
    expect(await say(urlOf('c1'))).toBe(true)
    expect(await said()).toMatchObject([{ callId: 'c1', content: 'Hang up and call 999 now.' }])
  })

  it('asks Vapi for the address that the message does not have', async () => {
    await sandbox.control('/vapi/calls', { id: 'c2', status: 'in-progress', monitor: { controlUrl: urlOf('c2') } })
    await sandbox.control('/vapi/calls', { id: 'c3', status: 'in-progress' })
    expect([await say(null, 'c2'), await say(null, 'c3'), await say(null, 'none')]).toEqual([true, false, false])
    expect(await said()).toMatchObject([{ callId: 'c2' }])
  })

  it('says them once more after no answer, and not a third time', async () => {
    await sandbox.fault('vapi', '500', 1)
    expect(await say(urlOf('c1'))).toBe(true)
    await sandbox.fault('vapi', '500', 2)
    expect(await say(urlOf('c1'))).toBe(false)
    expect((await sandbox.state()).faults).toEqual([])
    expect(await said()).toHaveLength(1)
  })

  it('does not wait for ever, and does not follow anybody elsewhere', async () => {
    const asked: string[] = []
    const elsewhere = createServer((request, response) => {
      asked.push(request.url ?? '')
      response.writeHead(307, { location: urlOf('c1') }).end()
    })
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
    const origin = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`
    const client = createVapiClient({ apiKey: 'key', sandboxUrl: sandbox.url })
    expect(await vapiLiveControl(client, origin).say({ vapiCallId: 'c1', controlUrl: `${origin}/control` }, 'x')).toBe(false)
    expect(await say(`${origin}/control`)).toBe(false)
    expect(asked).toEqual(['/control'])
    expect(await said()).toEqual([])
    await new Promise((resolve) => elsewhere.close(resolve))
    await sandbox.fault('vapi', 'timeout', 2)
    const startedAt = performance.now()
    expect(await say(urlOf('c1'))).toBe(false)
    expect(performance.now() - startedAt).toBeLessThan(6_000)
  })
})

describe('where words may go', () => {
  it.each([
    'https://phone-call-websocket.aws-us-west-2-backend-production1.vapi.ai/0199/control', 'https://api.vapi.ai/x', 'https://vapi.ai/control',
  ])('%s', (url) => expect(mayControl(url, null)).toBe(true))

  it.each([
    'http://api.vapi.ai/x', 'https://vapi.ai.evil.example/x', 'https://evilvapi.ai/x', 'https://evil.example/vapi.ai', 'https://api.vapi.ai:8443/x', 'https://user:secret@api.vapi.ai/x',
    'http://127.0.0.1:3000/x', 'http://169.254.169.254/latest/meta-data', 'https://localhost/x', 'file:///etc/passwd', 'ftp://api.vapi.ai/x', 'not an address', '', '//api.vapi.ai/x',
  ])('not %s', (url) => expect(mayControl(url, null)).toBe(false))

  it('only the sandbox where it stands in for Vapi, and never it where it does not', () => {
    const base = 'http://127.0.0.1:4100'
    expect(mayControl(`${base}/call/c1/control`, base)).toBe(true)
    for (const url of ['http://127.0.0.1:4101/call/c1/control', 'http://localhost:4100/call/c1/control', 'https://api.vapi.ai/x', 'http://u@127.0.0.1:4100/x']) expect(mayControl(url, base)).toBe(false)
    expect(mayControl(`${base}/call/c1/control`, null)).toBe(false)
  })
})
