import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { WebSocketServer, type WebSocket } from 'ws'
import { createInbox } from '#lib/bench/voice/models/testing.ts'
import { cartesiaTts } from '#lib/integrations/cartesia/stream.ts'

type Asked = { context_id: string; transcript?: string; continue?: boolean; cancel?: boolean; socket: number }
type Told = { what: 'audio' | 'done' | 'failed'; contextId: string; audio?: string }

const closing: (() => unknown)[] = []
afterEach(async () => { for (const close of closing.splice(0)) await close() })

/** A voice of a test: what each of its sockets was sent, in the order of all, and what the adapter told of it. */
async function speak(onAsked: (asked: Asked, socket: WebSocket) => void, { refuses = false } = {}) {
  const http = createServer()
  const sockets = new WebSocketServer({ noServer: true })
  const requests: IncomingMessage[] = []
  const asked = createInbox<Asked>()
  http.on('upgrade', (request: IncomingMessage, socket, head) => {
    requests.push(request)
    if (refuses) return void socket.end('HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n')
    const ordinal = requests.length
    sockets.handleUpgrade(request, socket, head, (opened) => opened.on('message', (data: Buffer) => {
      const one = { ...JSON.parse(data.toString('utf8')), socket: ordinal } as Asked
      asked.put(one)
      onAsked(one, opened)
    }))
  })
  await new Promise<void>((resolve) => { http.listen(0, '127.0.0.1', resolve) })
  const told = createInbox<Told>()
  const voice = cartesiaTts({ apiKey: 'a-key', url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}`, voiceId: 'a-voice', model: 'sonic-3' }).open({ tag: 'CA1' }, {
    onAudio: (contextId, audio) => told.put({ what: 'audio', contextId, audio: audio.toString('utf8') }),
    onDone: (contextId) => told.put({ what: 'done', contextId }), onFailed: (contextId) => told.put({ what: 'failed', contextId }),
  })
  closing.push(() => voice.close(), () => {
    for (const client of sockets.clients) client.terminate()
    return new Promise((resolve) => { http.close(resolve) })
  })
  return { voice, requests, asked, told }
}
const chunk = (contextId: string, sound: string) => JSON.stringify({ type: 'chunk', context_id: contextId, data: Buffer.from(sound).toString('base64'), done: false, status_code: 206 })
const done = (contextId: string) => JSON.stringify({ type: 'done', context_id: contextId, done: true, status_code: 200 })
const isOf = (what: Told['what'], contextId: string) => (one: Told) => one.what === what && one.contextId === contextId

describe('a voice by Cartesia', () => {
  test('says the pieces of a turn in their order and as they are, though they come before the socket is open; its sound and its end are told', async () => {
    const { voice, requests, asked, told } = await speak(({ transcript, context_id: id, continue: more }, socket) => {
      if (transcript) socket.send(chunk(id, `<${transcript}>`))
      if (!more) socket.send(done(id))
    })
    voice.say('t1', 'Of course, ')
    voice.say('t1', 'we have Tuesday. ')
    voice.finish('t1')
    await told.next(isOf('done', 't1'))
    expect(told.all.map((one) => one.audio ?? one.what)).toEqual(['<Of course, >', '<we have Tuesday. >', 'done'])
    expect(asked.all.map(({ transcript, continue: more }) => [transcript, more])).toEqual([['Of course, ', true], ['we have Tuesday. ', true], ['', false]])
    // All but transcript and continue stay the same within a context, and the other end keeps nothing back.
    const fields = asked.all.map(({ transcript: _, continue: __, ...rest }) => rest)
    expect(fields[0]).toEqual({
      context_id: 't1', model_id: 'sonic-3', max_buffer_delay_ms: 0, voice: { mode: 'id', id: 'a-voice' }, language: 'en', socket: 1,
      output_format: { container: 'raw', encoding: 'pcm_mulaw', sample_rate: 8_000 },
    })
    expect(fields[1]).toEqual(fields[0])
    expect(fields[2]).toEqual(fields[0])
    expect(requests[0]!.url).toBe('/tts/websocket')
    expect(requests[0]!.headers).toMatchObject({ authorization: 'Bearer a-key', 'cartesia-version': '2026-08-14' })
  })

  test('drops what still comes of a turn that was cancelled, and says the next one; a turn is cancelled once, and one that is over not at all', async () => {
    const { voice, asked, told } = await speak(({ transcript, cancel, context_id: id }, socket) => {
      // A running generation goes on, as Cartesia's does.
      if (cancel) socket.send(chunk(id, 'stale'), () => socket.send(done(id)))
      else if (transcript) socket.send(chunk(id, transcript))
    })
    voice.say('t1', 'We have Tuesday. ')
    await told.next(isOf('audio', 't1'))
    voice.cancel('t1')
    voice.cancel('t1')
    voice.finish('t1')
    voice.say('t2', 'Sorry, go on. ')
    await told.next(isOf('audio', 't2'))
    expect(told.all.map((one) => one.audio ?? one.what)).toEqual(['We have Tuesday. ', 'Sorry, go on. '])
    expect(asked.all.map((one) => (one.cancel ? `cancel ${one.context_id}` : one.transcript))).toEqual(['We have Tuesday. ', 'cancel t1', 'Sorry, go on. '])
  })

  test('an error is told of its own turn alone, and what is no message of Cartesia\'s of none', async () => {
    const { voice, told } = await speak(({ transcript, context_id: id }, socket) => {
      if (id === 't1') {
        for (const odd of ['no JSON', '{}', JSON.stringify({ type: 'chunk', data: 'eA==' }), JSON.stringify({ type: 'timestamps', context_id: id, word_timestamps: {} })]) socket.send(odd)
        return socket.send(JSON.stringify({ type: 'error', context_id: id, status_code: 500, title: 'Internal', message: 'x', done: true }), () => socket.send(chunk(id, 'late')))
      }
      if (transcript) socket.send(chunk(id, transcript))
    })
    voice.say('t1', 'One. ')
    await told.next(isOf('failed', 't1'))
    voice.say('t2', 'Two. ')
    await told.next(isOf('audio', 't2'))
    expect(told.all.map((one) => [one.what, one.contextId])).toEqual([['failed', 't1'], ['audio', 't2']])
  })

  test('a socket that is lost fails every turn that was under way, and the next is said on a new one, without what was said before', async () => {
    const { voice, asked, told, requests } = await speak(({ transcript, context_id: id, socket: ordinal }, socket) => {
      if (ordinal === 1 && id === 't2') return socket.terminate()
      if (ordinal === 2 && transcript) socket.send(chunk(id, transcript))
    })
    voice.say('t1', 'One. ')
    voice.say('t2', 'Two. ')
    await Promise.all([told.next(isOf('failed', 't1')), told.next(isOf('failed', 't2'))])
    voice.say('t3', 'Two, once more. ')
    await told.next(isOf('audio', 't3'))
    expect(requests).toHaveLength(2)
    expect(asked.all.filter((one) => one.socket === 2).map((one) => one.transcript)).toEqual(['Two, once more. '])
  })

  test('a voice that is refused fails the turn that waited for it', async () => {
    const { voice, told } = await speak(() => undefined, { refuses: true })
    voice.say('t1', 'One. ')
    expect(await told.next(isOf('failed', 't1'))).toEqual({ what: 'failed', contextId: 't1' })
  })

  test('tells nothing more once it is closed', async () => {
    let other!: WebSocket
    const { voice, told, asked } = await speak((_, socket) => { other = socket })
    voice.say('t1', 'One. ')
    await asked.next(() => true)
    // The close comes back after what was sent before it.
    const closed = new Promise((resolve) => { other.once('close', resolve) })
    voice.close()
    other.send(chunk('t1', 'late'))
    await closed
    expect(told.all).toEqual([])
  })
})
