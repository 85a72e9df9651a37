import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import twilio from 'twilio'
import { WebSocketServer, type WebSocket } from 'ws'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { createEar } from '#lib/bench/voice/models/ear.ts'
import { stretchesOf } from '#lib/bench/voice/models/playback.ts'
import { startModels } from '#lib/bench/voice/models/process.ts'
import { answerCode, type CallScript, type Turn } from '#lib/bench/voice/models/script.ts'
import { createStopwatch } from '#lib/bench/voice/models/stopwatch.ts'
import { turnOf } from '#lib/bench/voice/models/testing.ts'
import { FRAME_BYTES, energyOf, toneOf } from '#lib/bench/voice/models/tones.ts'
import { placeCall, type Line } from '#lib/bench/voice/models/twilio-caller.ts'

const authToken = 'a-token'
const signedUrl = 'wss://voice.example/voice/media'

type Inbound = { event: string; sequenceNumber?: string; streamSid?: string; start?: { callSid: string; customParameters: object }; media?: { chunk: string; timestamp: string; payload: string }; mark?: { name: string }; protocol?: string }
type Agent = (message: Inbound, say: { sound: (turn: number | null, ms: number) => void; mark: (name: string) => void; clear: () => void; close: () => void }) => void

const closing: (() => void)[] = []
afterAll(() => { for (const close of closing.splice(0)) close() })

/** The other end of a call: checks the signature as Twilio's own library does, and lets the agent answer. */
async function answerWith(agent: Agent): Promise<{ line: Line; got: Inbound[] }> {
  const got: Inbound[] = []
  const server = createServer()
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request, socket: Socket, head) => {
    if (!twilio.validateRequest(authToken, String(request.headers['x-twilio-signature']), signedUrl, {})) return socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
    sockets.handleUpgrade(request, socket, head, (opened) => serve(opened))
  })
  const serve = (socket: WebSocket) => {
    let streamSid = ''
    const send = (message: object) => socket.send(JSON.stringify({ streamSid, ...message }))
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString('utf8')) as Inbound
      got.push(message)
      streamSid ||= message.streamSid ?? ''
      agent(message, {
        sound: (turn, ms) => send({ event: 'media', media: { payload: toneOf(answerCode(turn, 0), ms * 8).toString('base64') } }),
        mark: (name) => send({ event: 'mark', mark: { name } }),
        clear: () => send({ event: 'clear' }),
        close: () => socket.close(1011),
      })
    })
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    for (const socket of sockets.clients) socket.terminate()
    server.close()
  })
  return { got, line: { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/voice/media`, signedUrl, authToken, accountSid: 'AC1', parameters: { clinic: 'one' } } }
}

const scriptOf = (...turns: Turn[]): CallScript => ({ tag: 'CA01', turns })
const ring = (line: Line, script: CallScript, greets = false) => placeCall({ line, script, seed: 7, stopwatch: createStopwatch(), greets })

/** Answers each utterance once it has been silent for 100 ms, and is cut short by the next one. */
function politeAgent(answerMs: number): Agent {
  let quiet = 0
  let turn = 0
  let isHeard = false
  return (message, { sound, mark, clear }) => {
    if (message.event !== 'media') return
    const isLoud = energyOf(Buffer.from(message.media!.payload, 'base64')) > 300
    quiet = isLoud ? 0 : quiet + 1
    if (isLoud && !isHeard) clear()
    isHeard ||= isLoud
    if (!isHeard || quiet < 5) return
    isHeard = false
    sound(turn, answerMs)
    mark(`${turn}`)
    turn++
  }
}

describe.concurrent('the model of a caller', () => {
  test('sends what Twilio sends, signed as Twilio signs, and its words can be heard in its sound', async () => {
    const script = scriptOf(turnOf('Yes, on Tuesday.', ''), turnOf('Thank you.', ''))
    const { line, got } = await answerWith(politeAgent(200))
    const outcome = await ring(line, script)
    expect(outcome).toMatchObject({ failure: null, unanswered: [] })
    expect(got[0]).toEqual({ event: 'connected', protocol: 'Call', version: '1.0.0' })
    expect(got[1]).toMatchObject({ event: 'start', sequenceNumber: '1', start: { callSid: 'CA01', tracks: ['inbound'], customParameters: { clinic: 'one' } } })
    await vi.waitFor(() => expect(got.at(-1)).toMatchObject({ event: 'stop', stop: { callSid: 'CA01' } }))
    const media = got.filter((message) => message.event === 'media').map((message) => message.media!)
    expect(media.map(({ chunk, timestamp }) => [chunk, timestamp]).slice(0, 2)).toEqual([['1', '20'], ['2', '40']])
    const frames = media.map(({ payload }) => Buffer.from(payload, 'base64'))
    expect(frames.every((frame) => frame.length === FRAME_BYTES)).toBe(true)
    const ear = createEar(script, { turn: 0, word: 0 })
    expect(frames.flatMap((frame) => ear.hear(frame).words.map(({ word }) => word)).join(' ')).toBe('Yes, on Tuesday. Thank you.')
    expect(got.filter((message) => message.event === 'mark').map((message) => message.mark!.name)).toEqual(['0', '1'])
  })

  test('speaks into the answer, obeys clear, and gives back the mark that was waiting', async () => {
    const { line, got } = await answerWith(politeAgent(1_000))
    const outcome = await ring(line, scriptOf(turnOf('Yes.', ''), turnOf('No.', '', { begins: { intoAgentMs: 300 } }), turnOf('Bye.', '', { begins: { intoAgentMs: 100 } })))
    const heard = stretchesOf(outcome.heard)
    const first = heard.find((stretch) => stretch.turn === 0)!
    expect(first.to).toBeGreaterThanOrEqual(outcome.spoken[1]!.from - 20)
    expect(first.to - first.from).toBeLessThan(900)
    expect(heard.map((stretch) => stretch.turn)).toEqual([0, 1, 2])
    expect(got.some((message) => message.event === 'mark' && message.mark!.name === '0')).toBe(true)
  })

  test('waits for the greeting when there is one', async () => {
    const greeting: Agent = (message, say) => { if (message.event === 'start') say.sound(null, 300) }
    const { line } = await answerWith((message, say) => {
      greeting(message, say)
      polite(message, say)
    })
    const polite = politeAgent(100)
    const outcome = await ring(line, scriptOf(turnOf('Yes.', '', { begins: { afterSilenceMs: 100 } })), true)
    const [hello] = stretchesOf(outcome.heard)
    expect(hello!.turn).toBeNull()
    expect(outcome.spoken[0]!.from).toBeGreaterThanOrEqual(hello!.to + 80)
  })

  test('a refused signature, a close in the middle, and a message that Twilio does not know are failures', async () => {
    const refused = await answerWith(() => undefined)
    expect((await ring({ ...refused.line, authToken: 'another' }, scriptOf(turnOf('Yes.', '')))).failure).toBe('refused with 403')
    const { line } = await answerWith((message, say) => { if (message.event === 'media') say.close() })
    expect((await ring(line, scriptOf(turnOf('Yes.', '')))).failure).toBe('closed with 1011')
    const odd = await answerWith((message, say) => { if (message.event === 'start') say.mark(undefined as unknown as string) })
    expect((await ring(odd.line, scriptOf(turnOf('Yes.', '')))).failure).toContain('Twilio does not know')
  })
})

describe('the process of the models', () => {
  test('starts them all, says where they are, and tells what came of a call that nobody took', async () => {
    const models = await startModels({ seed: 7, llm: 'fast' })
    try {
      const refused = await fetch(models.deepgramUrl.replace('ws:', 'http:'))
      expect(refused.headers.get('x-model-of')).toBe('deepgram')
      const script = scriptOf(turnOf('Yes.', ''))
      const line = { url: 'ws://127.0.0.1:9/voice/media', signedUrl, authToken, accountSid: 'AC1', parameters: {} }
      const rung = await models.ring({ line, calls: [script], seed: 7, spreadMs: 0, greets: false })
      expect(rung.calls[0]).toMatchObject({ tag: 'CA01', failure: expect.stringContaining('socket:'), heard: [], turns: [] })
    } finally {
      await models.stop()
    }
  })
})
