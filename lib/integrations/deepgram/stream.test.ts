import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { WebSocketServer, type WebSocket } from 'ws'
import { deepgramStt } from '#lib/integrations/deepgram/stream.ts'
import type { Transcript } from '#lib/voice/ports.ts'

let server: WebSocketServer
afterEach(async () => {
  for (const client of server.clients) client.terminate()
  await new Promise((resolve) => server.close(resolve))
})

/** Ears of a test: each socket, in the order they came, with what it was sent. */
async function listen(onSocket: (socket: WebSocket, ordinal: number, frames: number[]) => void) {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  const urls: string[] = []
  server.on('connection', (socket, request) => {
    urls.push(request.url!)
    const frames: number[] = []
    const ordinal = urls.length
    socket.on('message', (data: Buffer, isBinary) => { if (isBinary) frames.push(data[0]!) })
    onSocket(socket, ordinal, frames)
  })
  await new Promise((resolve) => server.once('listening', resolve))
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, urls }
}
const frame = (value: number) => Buffer.alloc(160, value)
const results = (text: string, start: number, duration: number) =>
  JSON.stringify({ type: 'Results', start, duration, is_final: true, speech_final: true, channel: { alternatives: [{ transcript: text }] } })

describe('ears by Deepgram', () => {
  test('a lost socket is opened again at once, and told only what no final text covers; times go on', async () => {
    const heard: Transcript[] = []
    let replayed: number[] = []
    let isHeard!: () => void
    const done = new Promise<void>((resolve) => { isHeard = resolve })
    const { url, urls } = await listen((socket, ordinal, frames) => {
      socket.on('message', (_, isBinary) => {
        if (!isBinary) return
        // Fifty frames are a second, of which the first 0.8 are final when the socket is cut.
        if (ordinal === 1 && frames.length === 50) socket.send(results('hello', 0, 0.8), () => socket.terminate())
        if (ordinal === 2 && frames.length === 10) {
          replayed = [...frames]
          socket.send('no JSON', () => socket.send(results('there', 0.1, 0.1)))
        }
      })
    })
    const ears = deepgramStt({ apiKey: 'k', url }).open({ tag: 'CA1', keywords: ['facelift'] }, {
      onUtteranceEnd: () => undefined, onLost: () => undefined,
      onTranscript: (one) => {
        heard.push(one)
        if (heard.length === 2) isHeard()
      },
    })
    await new Promise<void>((resolve) => { server.once('connection', () => resolve()) })
    await new Promise((resolve) => { setImmediate(resolve) })
    for (let n = 0; n < 50; n += 1) ears.hear(frame(n))
    await done
    ears.close()
    expect(replayed).toEqual([40, 41, 42, 43, 44, 45, 46, 47, 48, 49])
    expect(heard.map((one) => [one.text, Math.round(one.startsAt * 10) / 10])).toEqual([['hello', 0], ['there', 0.9]])
    expect(urls[0]).toMatch(/model=nova-2&language=en-GB.*mip_opt_out=true.*keywords=facelift%3A2/)
  })

  test('an end that takes every socket and drops it is given up', async () => {
    const { url, urls } = await listen((socket) => socket.close(1008, 'DATA-0000'))
    await new Promise<void>((resolve) => {
      deepgramStt({ apiKey: 'k', url }).open({ tag: 'CA1', keywords: [] }, { onTranscript: () => undefined, onUtteranceEnd: () => undefined, onLost: resolve })
    })
    expect(urls).toHaveLength(4)
  })
})
