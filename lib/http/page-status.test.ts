import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { answering, tellTooMany } from './page-status.ts'

async function answerOf(listener: RequestListener): Promise<{ status: number; retryAfter: string | null; text: string }> {
  const server = createServer(listener)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const seen = { status: answer.status, retryAfter: answer.headers.get('retry-after'), text: await answer.text() }
  await new Promise((done) => server.close(done))
  return seen
}

test('who asks too often gets the same page, as 429 with Retry-After, however late it is found', async () => {
  expect(await answerOf((_, response) => answering(response, async () => {
    await pause(1)
    tellTooMany()
    response.end('Too many tries')
  }))).toEqual({ status: 429, retryAfter: '60', text: 'Too many tries' })
})

test('an answer that has begun, and whatever is no answer, stays as it is', async () => {
  expect(await answerOf((_, response) => answering(response, async () => {
    response.write('Too ')
    tellTooMany()
    response.end('late')
  }))).toEqual({ status: 200, retryAfter: null, text: 'Too late' })
  expect(() => tellTooMany()).not.toThrow()
})
