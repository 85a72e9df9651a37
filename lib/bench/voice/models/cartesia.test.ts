import type CartesiaClient from '@cartesia/cartesia-js'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { WebSocket } from 'ws'
import { afterEach, describe, expect, test } from 'vitest'
import { startCartesia, type CartesiaSetting } from '#lib/bench/voice/models/cartesia.ts'
import type { Model } from '#lib/bench/voice/models/loopback.ts'
import type { CallScript, Faults } from '#lib/bench/voice/models/script.ts'
import { createInbox, newSetting, turnOf } from '#lib/bench/voice/models/testing.ts'
import { FRAME_BYTES, codeOf } from '#lib/bench/voice/models/tones.ts'

// Its ES module cannot find `ws` and takes the browser's socket, which has no way to a loopback without TLS; the CommonJS build can.
const { Cartesia } = createRequire(import.meta.url)('@cartesia/cartesia-js') as { Cartesia: typeof CartesiaClient }

type Message = { type: string; data?: string; done?: boolean; context_id?: string; status_code?: number; flush_id?: number; title?: string; word_timestamps?: { words: string[] } }

const callOf = (faults?: Faults): CallScript => ({ tag: 'CA1', turns: [turnOf('One', 'Basket one, yes. At two.'), turnOf('Two', 'Basket two, of course.')], faults })
const voice = { mode: 'id' as const, id: 'a-voice' }
const output_format = { container: 'raw' as const, encoding: 'pcm_mulaw' as const, sample_rate: 8000 }
const base = { model_id: 'sonic-3', voice, language: 'en' as const, output_format, max_buffer_delay_ms: 0 }

let model: Model
const closing: (() => void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) close()
  await model.close()
})

async function bySdk(faults?: Faults) {
  model = await startCartesia(newSetting(callOf(faults)))
  const client = new Cartesia({ apiKey: 'key-of-the-models', baseURL: `http://127.0.0.1:${model.port}` })
  // The SDK insists on wss; the connection itself is plain.
  const socket = await client.tts.websocket({ createConnection: () => connect(model.port, '127.0.0.1') } as never)
  socket.on('error', () => undefined)
  closing.push(() => socket.close())
  return socket
}

/** A socket by hand, for what the SDK cannot be made to say. */
async function byHand(setting: Partial<CartesiaSetting> = {}, faults?: Faults) {
  model = await startCartesia({ ...newSetting(callOf(faults)), ...setting })
  const socket = new WebSocket(`ws://127.0.0.1:${model.port}/tts/websocket`, { headers: { 'x-api-key': 'key-of-the-models', 'cartesia-version': '2026-08-14' } })
  const inbox = createInbox<Message>()
  const closed = new Promise<number>((resolve) => { socket.once('close', resolve) })
  socket.on('message', (data: Buffer) => inbox.put(JSON.parse(data.toString('utf8')) as Message))
  socket.on('error', () => undefined)
  closing.push(() => socket.terminate())
  await new Promise((resolve) => { socket.once('open', resolve) })
  return { inbox, closed, say: (context_id: string, transcript: string, more: object = {}) => socket.send(JSON.stringify({ ...base, context_id, transcript, continue: true, ...more })), send: (message: object) => socket.send(JSON.stringify(message)) }
}

const is = (type: string, context?: string) => (message: Message) => message.type === type && (context === undefined || message.context_id === context)
const bytesOf = (messages: readonly Message[], context: string) => Buffer.concat(messages.filter(is('chunk', context)).map((message) => Buffer.from(message.data!, 'base64')))

/** The pairs that the sound says, each as often as it changes. */
function codesOf(bytes: Buffer): string[] {
  const codes: string[] = []
  for (let at = 0; at + FRAME_BYTES <= bytes.length; at += FRAME_BYTES) {
    const code = codeOf(bytes.subarray(at, at + FRAME_BYTES))
    const said = code ? `${code.first}:${code.second}` : 'none'
    if (codes.at(-1) !== said) codes.push(said)
  }
  return codes
}

describe('the model of Cartesia, as its official SDK meets it', () => {
  test('the texts of a context become sound in their order, with the turn and the chunk in its pitch', async () => {
    const socket = await bySdk()
    const context = socket.context({ ...base, contextId: 'call-turn0', add_timestamps: true } as never)
    await context.push({ transcript: 'Basket one, ' })
    await context.push({ transcript: 'yes. At two.' })
    await context.no_more_inputs()
    const parts: Buffer[] = []
    const types: string[] = []
    for await (const event of context.receive() as AsyncIterable<Message & { audio?: Uint8Array }>) {
      types.push(event.type)
      if (event.type === 'chunk') parts.push(Buffer.from(event.audio ?? Buffer.from(event.data!, 'base64')))
    }
    expect(codesOf(Buffer.concat(parts))).toEqual(['1:0', '1:1'])
    expect(types.at(-1)).toBe('done')
    expect(types).toContain('timestamps')
  })

  test('two contexts on one socket do not wait for each other', async () => {
    const socket = await bySdk()
    const say = async (contextId: string, transcript: string) => {
      const context = socket.context({ ...base, contextId } as never)
      await context.push({ transcript })
      await context.no_more_inputs()
      const parts: Buffer[] = []
      for await (const event of context.receive() as AsyncIterable<Message & { audio?: Uint8Array }>) if (event.type === 'chunk') parts.push(Buffer.from(event.audio ?? Buffer.from(event.data!, 'base64')))
      return codesOf(Buffer.concat(parts))
    }
    expect(await Promise.all([say('a', 'Basket one, yes.'), say('b', 'Basket two, of course.')])).toEqual([['1:0'], ['2:0']])
  })

  test('a wrong key and a missing version are refused', async () => {
    model = await startCartesia(newSetting())
    const refused = (headers: Record<string, string>) => new Promise<number | undefined>((resolve) => {
      new WebSocket(`ws://127.0.0.1:${model.port}/tts/websocket`, { headers }).on('error', () => undefined).once('unexpected-response', (_, response) => resolve(response.statusCode))
    })
    expect(await refused({ 'x-api-key': 'wrong', 'cartesia-version': '2026-08-14' })).toBe(401)
    expect(await refused({ authorization: 'Bearer key-of-the-models' })).toBe(400)
  })
})

describe('the rules of a context', () => {
  test('without max_buffer_delay_ms text waits three seconds, unless it is flushed or at its end', async () => {
    const { inbox, say } = await byHand()
    const buffered = { max_buffer_delay_ms: undefined }
    say('kept', 'Basket one, yes. ', buffered)
    say('flushed', 'Basket two, of ', { ...buffered, flush: true })
    await inbox.next(is('flush_done', 'flushed'))
    expect(inbox.all.filter(is('chunk', 'kept'))).toEqual([])
    say('kept', '', { ...buffered, continue: false })
    await inbox.next(is('done', 'kept'))
    expect(bytesOf(inbox.all, 'kept').length).toBeGreaterThan(0)
  })

  test('chunks after a flush carry the next flush_id', async () => {
    const { inbox, say } = await byHand()
    say('a', 'Basket one, ', { flush: true })
    await inbox.next(is('flush_done', 'a'))
    say('a', 'yes.', { continue: false })
    await inbox.next(is('done', 'a'))
    expect([...new Set(inbox.all.filter(is('chunk', 'a')).map((message) => message.flush_id))]).toEqual([undefined, 1])
  })

  test('a cancel forgets what waits, and the running piece goes on', async () => {
    const { inbox, say, send } = await byHand()
    say('a', 'Basket one, yes. ')
    say('a', 'At two.')
    await inbox.next(is('chunk', 'a'))
    const before = inbox.all.filter(is('chunk', 'a')).length
    send({ context_id: 'a', cancel: true })
    await inbox.next(is('done', 'a'))
    expect(inbox.all.filter(is('chunk', 'a')).length).toBeGreaterThan(before)
    expect(codesOf(bytesOf(inbox.all, 'a'))).toEqual(['1:0'])
  })

  test('other fields, a text after the end, and nothing at all are errors with 400', async () => {
    const { inbox, say } = await byHand()
    say('a', 'Basket one, ')
    say('a', 'yes.', { voice: 'another' })
    expect(await inbox.next(is('error', 'a'))).toMatchObject({ status_code: 400, title: 'Field mismatch' })
    say('b', 'Basket two, ', { continue: false })
    say('b', 'of course.')
    expect(await inbox.next(is('error', 'b'))).toMatchObject({ status_code: 400, title: 'Context closed' })
    say('c', '', { continue: false })
    expect(await inbox.next(is('error', 'c'))).toMatchObject({ status_code: 400, title: 'Empty transcript' })
    say('d', 'No.', { output_format: { ...output_format, sample_rate: 44_100 } })
    expect(await inbox.next(is('error', 'd'))).toMatchObject({ status_code: 400, title: 'Invalid request' })
  })

  test('a context expires a second after its last sound', async () => {
    const { inbox, say } = await byHand()
    say('a', 'Basket one, ')
    await inbox.next(is('done', 'a'))
    say('a', 'yes.')
    expect(await inbox.next(is('error', 'a'))).toMatchObject({ title: 'Context closed' })
  })

  test('more contexts than the account has get 429, and a place is free again after a done', async () => {
    const { inbox, say } = await byHand({ most: 1 })
    say('a', 'Basket one, ', { continue: false })
    say('b', 'Basket two, ', { continue: false })
    expect(await inbox.next(is('error', 'b'))).toMatchObject({ status_code: 429 })
    await inbox.next(is('done', 'a'))
    say('c', 'Basket two, ', { continue: false })
    await inbox.next(is('done', 'c'))
  })

  test('an idle socket is closed', async () => {
    const { closed } = await byHand({ idleMs: 60 })
    expect(await closed).toBe(1000)
  })
})

describe('the faults of the model of Cartesia', () => {
  test('a 500 once, and a fresh context is served', async () => {
    const { inbox, say } = await byHand({}, { cartesia: { errors: { after: 0, count: 1 } } })
    say('a', 'Basket one, ')
    expect(await inbox.next(is('error', 'a'))).toMatchObject({ status_code: 500, done: true })
    say('b', 'Basket one, ', { continue: false })
    await inbox.next(is('done', 'b'))
  })

  test('a context that gets no sound, beside one that does', async () => {
    const { inbox, say } = await byHand({}, { cartesia: { stalls: { after: 0, count: 1 } } })
    say('a', 'Basket one, ', { continue: false })
    say('b', 'Basket two, ', { continue: false })
    await inbox.next(is('done', 'b'))
    expect(inbox.all.filter((message) => message.context_id === 'a')).toEqual([])
  })

  test('a socket that is cut at a text', async () => {
    const { closed, say } = await byHand({}, { cartesia: { dropAtContext: 0 } })
    say('a', 'Basket one, ')
    expect(await closed).toBe(1006)
  })
})
