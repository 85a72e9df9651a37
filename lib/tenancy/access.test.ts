import { createClient } from '@supabase/supabase-js'
import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { identify } from './access.ts'

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const body = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ role: 'authenticated', sub: '01995b1c-4e20-7a31-9c11-0000000f00cb', exp: Math.floor(Date.now() / 1000) + 600 })}`
const token = `${body}.${createHmac('sha256', 'secret').update(body).digest('base64url')}`

/** A sign-in service that answers with one status, whoever is asked for. */
let status = 200
const service = createServer((_, response) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(status === 200 ? { id: '01995b1c-4e20-7a31-9c11-0000000f00cb' } : { message: 'no' })))
const at = () => `http://127.0.0.1:${(service.address() as AddressInfo | null)?.port ?? 9}`
vi.mock('#lib/db/server.ts', () => ({ createBareSupabase: () => createClient(at(), 'key', { auth: { persistSession: false, autoRefreshToken: false } }) }))

beforeAll(() => new Promise<void>((done) => void service.listen(0, '127.0.0.1', done)))
afterAll(() => new Promise((done) => void service.close(done)))

const asked = () => identify(new Request('http://127.0.0.1/api', { headers: { authorization: `Bearer ${token}` } }))

test('a token is somebody\'s when the sign-in service says so, and nobody\'s when it says not', async () => {
  status = 200
  expect(await asked()).toEqual({ role: 'authenticated', userId: '01995b1c-4e20-7a31-9c11-0000000f00cb' })
  for (status of [401, 403]) expect(await asked(), String(status)).toBeNull()
  expect(await identify(new Request('http://127.0.0.1/api', { headers: { authorization: 'Bearer nonsense' } }))).toBeNull()
})

test('a good token is not refused because the sign-in service could not say', async () => {
  for (status of [429, 500, 503]) await expect(asked(), String(status)).rejects.toMatchObject({ code: 'PT503' })
})
