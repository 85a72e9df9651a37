import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createVapiClient } from './client.ts'
import { deleteVapiCall } from './deletion.ts'

// A Vapi of two answers: what it says to the deletion, and what to the question whether the call is still there.
let server: Server
let answers: { deletion: [number, object]; look: [number, object] }
let asked: string[] = []
const client = () => createVapiClient({ apiKey: 'k', sandboxUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, timeoutSeconds: 5 })
const call = { id: 'c1', orgId: 'o1', createdAt: '2026-09-15T13:20:04.112Z', updatedAt: '2026-09-15T13:20:04.112Z' }

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`)
    const [status, body] = request.method === 'DELETE' ? answers.deletion : answers.look
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => new Promise((resolve) => server.close(resolve)))
beforeEach(() => { asked = [] })

const gone: [number, object] = [404, { message: 'none', statusCode: 404 }]

it.each([
  ['deleted and gone', [200, call], gone, { kind: 'done' }],
  ['deleted, and known to be no longer there', [200, call], [200, { ...call, status: 'not-found' }], { kind: 'done' }],
  ['never heard of', gone, gone, { kind: 'done' }],
  ['accepted, and still there', [200, call], [200, { ...call, status: 'ended' }], { kind: 'later' }],
  ['accepted, and failed at', [200, call], [200, { ...call, status: 'deletion-failed' }], { kind: 'later' }],
  ['accepted, and then silence', [200, call], [400, {}], { kind: 'later' }],
  ['a bad request', [400, {}], gone, { kind: 'later' }],
  ['a key that is none', [401, { message: 'Invalid Key' }], gone, { kind: 'refused', reason: 'Vapi did not accept the API key.' }],
  ['an account that may not', [403, {}], gone, { kind: 'refused', reason: 'The Vapi account may not delete this call.' }],
] as const)('a call that is %s', async (_, deletion, look, expected) => {
  answers = { deletion: deletion as [number, object], look: look as [number, object] }
  expect(await deleteVapiCall(client(), 'c1')).toEqual(expected)
  expect(asked[0]).toBe('DELETE /call/c1')
})

it('a Vapi that is not there is asked again later', async () => {
  expect(await deleteVapiCall(createVapiClient({ apiKey: 'k', sandboxUrl: 'http://127.0.0.1:9', timeoutSeconds: 2 }), 'c1')).toEqual({ kind: 'later' })
})

it('a Vapi that is busy is asked again later', async () => {
  answers = { deletion: [503, {}], look: gone }
  expect(await deleteVapiCall(client(), 'c1')).toEqual({ kind: 'later' })
}, 20_000)
