import { DeepgramClient } from '@deepgram/sdk'
import { afterEach, describe, expect, test } from 'vitest'
import { startDeepgram, type DeepgramSetting } from '#lib/bench/voice/models/deepgram.ts'
import type { Model } from '#lib/bench/voice/models/loopback.ts'
import type { CallScript, Faults } from '#lib/bench/voice/models/script.ts'
import { createInbox, framesOf, newSetting, silenceOf, turnOf } from '#lib/bench/voice/models/testing.ts'

type Message = { type: string; is_final?: boolean; speech_final?: boolean; from_finalize?: boolean; channel?: { alternatives: { transcript: string; words: { word: string; start: number }[] }[] } }

const says = 'Anchor basket three, do you have anything for a facelift on Tuesday afternoon?'
const callOf = (faults?: Faults): CallScript => ({ tag: 'CA1', turns: [turnOf(says, 'Of course, at two.'), turnOf('Yes, two would do.', 'Booked.')], faults })
const nova = { model: 'nova-2', language: 'en-GB', encoding: 'mulaw', sample_rate: 8000, interim_results: true, endpointing: 300, utterance_end_ms: 1000, vad_events: true, punctuate: true, tag: 'CA1', reconnectAttempts: 0, connectionTimeoutInSeconds: 5 }

let model: Model
const closing: (() => void)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) close()
  await model.close()
})

/** A stream as the official SDK opens it. */
async function listen({ faults, setting, apiKey = 'key-of-the-models', ...changes }: { faults?: Faults; setting?: Partial<DeepgramSetting>; apiKey?: string } & Record<string, unknown> = {}) {
  const script = callOf(faults)
  model = await startDeepgram({ ...newSetting(script), ...setting })
  const client = new DeepgramClient({ apiKey, baseUrl: `ws://127.0.0.1:${model.port}` })
  const socket = await client.listen.v1.connect({ ...nova, ...changes } as unknown as Parameters<typeof client.listen.v1.connect>[0])
  const inbox = createInbox<Message>()
  const errors: string[] = []
  const closed = new Promise<{ code: number; reason: string }>((resolve) => { socket.on('close', (event) => resolve(event as { code: number; reason: string })) })
  socket.on('message', (message) => inbox.put(message as Message))
  socket.on('error', (error) => void errors.push(error.message))
  closing.push(() => socket.close())
  socket.connect()
  const opened = socket.waitForOpen().then(() => true, () => false)
  return { script, socket, inbox, errors, closed, opened, say: (index: number, silenceMs = 0) => { for (const frame of framesOf(script, index, silenceMs)) socket.sendMedia(frame) } }
}

const textOf = (message: Message) => message.channel!.alternatives[0]!.transcript
const isFinal = (message: Message) => message.is_final === true && textOf(message) !== ''

describe('the model of Deepgram, as its official SDK meets it', () => {
  test('interims grow while the caller speaks, and a silence as long as asked for ends the turn', async () => {
    const { inbox, say, opened } = await listen()
    expect(await opened).toBe(true)
    say(0, 400)
    const final = await inbox.next((message) => message.speech_final === true)
    expect(textOf(final)).toBe(says)
    expect(final.is_final).toBe(true)
    const interims = inbox.all.filter((message) => message.is_final === false).map(textOf)
    expect(interims.length).toBeGreaterThan(1)
    expect(interims.every((interim) => says.startsWith(interim))).toBe(true)
    expect(inbox.all[0]!.type).toBe('SpeechStarted')
    const starts = final.channel!.alternatives[0]!.words.map((word) => word.start)
    expect(starts).toEqual([...starts].sort((a, b) => a - b))
  })

  test('Finalize brings what was heard without waiting for silence, and the next turn begins anew', async () => {
    const { inbox, socket, say } = await listen({ endpointing: 'false' })
    await socket.waitForOpen()
    say(0, 40)
    socket.sendFinalize({ type: 'Finalize' })
    expect(textOf(await inbox.next((message) => message.from_finalize === true))).toBe(says)
    say(1, 40)
    socket.sendFinalize({ type: 'Finalize' })
    expect(textOf(await inbox.next((message) => message.from_finalize === true && textOf(message) !== says))).toBe('Yes, two would do.')
  })

  test('a long utterance is fixed in several finals before the one that ends the turn', async () => {
    const long: CallScript = { tag: 'CA1', turns: [turnOf(`${says} ${says} ${says}`, '')] }
    const { inbox, socket } = await listen({ setting: newSetting(long) })
    await socket.waitForOpen()
    for (const frame of framesOf(long, 0, 400)) socket.sendMedia(frame)
    await inbox.next((message) => message.speech_final === true)
    const segments = inbox.all.filter(isFinal)
    expect(segments.length).toBeGreaterThan(2)
    expect(segments.map(textOf).join(' ')).toBe(long.turns[0]!.says)
  })

  test('UtteranceEnd follows a second after the last word', async () => {
    const { inbox, socket, say } = await listen({ endpointing: 'false' })
    await socket.waitForOpen()
    say(0, 1_200)
    expect(await inbox.next((message) => message.type === 'UtteranceEnd')).toMatchObject({ channel: [0, 1] })
  })

  test('smart_format without no_delay holds a turn that ends in a figure for three seconds', async () => {
    const script: CallScript = { tag: 'CA1', turns: [turnOf('My number is 07700 900123', '')] }
    const { inbox, socket } = await listen({ setting: newSetting(script), smart_format: true })
    await socket.waitForOpen()
    for (const frame of framesOf(script, 0, 2_000)) socket.sendMedia(frame)
    socket.sendMedia(silenceOf(20))
    await inbox.next((message) => message.type === 'UtteranceEnd')
    expect(inbox.all.filter(isFinal)).toEqual([])
    for (let frame = 0; frame < 50; frame++) socket.sendMedia(silenceOf(20))
    expect(textOf(await inbox.next(isFinal))).toBe('My number is 07700 900123')
  })

  test('a noise without words starts speech and ends in nothing', async () => {
    const script: CallScript = { tag: 'CA1', turns: [turnOf('', '', { coughMs: 300, expectsAnswer: false }), turnOf('Yes please.', 'Good.')] }
    const { inbox, socket } = await listen({ setting: newSetting(script) })
    await socket.waitForOpen()
    for (const index of [0, 1]) for (const frame of framesOf(script, index, 600)) socket.sendMedia(frame)
    expect(textOf(await inbox.next(isFinal))).toBe('Yes please.')
    expect(inbox.all.filter((message) => message.type === 'SpeechStarted')).toHaveLength(2)
  })

  test('of a recording the turns are what is between its pauses', async () => {
    const script = { ...callOf(), isRecording: true }
    const { inbox, socket } = await listen({ setting: newSetting(script) })
    await socket.waitForOpen()
    const voice = framesOf({ tag: 'CA2', turns: [turnOf('somebody else speaks here for a while', '')] }, 0, 700)
    for (const frame of [...voice, ...voice]) socket.sendMedia(frame)
    await inbox.next((message) => message.speech_final === true && textOf(message).includes('two would do'))
    const text = inbox.all.filter(isFinal).map(textOf).join(' ')
    expect(text).toBe(`${says} Yes, two would do.`)
  })

  test('a stream without sound or text is closed with 1011, KeepAlive alone does not hold it, and with sound before it does', async () => {
    const { socket, closed } = await listen({ setting: { idleMs: 150 } })
    await socket.waitForOpen()
    socket.sendKeepAlive({ type: 'KeepAlive' })
    expect(await closed).toMatchObject({ code: 1011 })
    await model.close()
    const held = await listen({ setting: { idleMs: 150 } })
    await held.socket.waitForOpen()
    held.socket.sendMedia(silenceOf(20))
    const beating = setInterval(() => held.socket.sendKeepAlive({ type: 'KeepAlive' }), 40)
    const outlived = await Promise.race([held.closed.then(() => false), new Promise((resolve) => { setTimeout(() => resolve(true), 400) })])
    clearInterval(beating)
    expect(outlived).toBe(true)
  })

  test('CloseStream brings the rest, the metadata, and a normal close', async () => {
    const { inbox, socket, say, closed } = await listen()
    await socket.waitForOpen()
    say(0)
    socket.sendCloseStream({ type: 'CloseStream' })
    expect(await closed).toMatchObject({ code: 1000 })
    expect(textOf(inbox.all.find(isFinal)!)).toBe(says)
    expect(inbox.all.at(-1)).toMatchObject({ type: 'Metadata', channels: 1 })
  })

  test('an empty binary frame closes the stream', async () => {
    const { socket, closed } = await listen()
    await socket.waitForOpen()
    socket.sendMedia(Buffer.alloc(0))
    expect((await closed).code).toBe(1008)
  })
})

describe('what the model of Deepgram refuses', () => {
  test('a wrong key, with 401 and the reason in dg-error', async () => {
    const { opened, errors } = await listen({ apiKey: 'somebody-else' })
    expect(await opened).toBe(false)
    expect(errors[0]).toContain('401')
    const response = await upgrade('/v1/listen', { authorization: 'Token wrong' })
    expect(response).toMatchObject({ status: 401, error: 'Invalid credentials.' })
  })

  test.each([
    ['nova-3 with keywords', 'model=nova-3&keywords=Voxanne:2&encoding=mulaw&sample_rate=8000'],
    ['nova-2-phonecall in British English', 'model=nova-2-phonecall&language=en-GB&encoding=mulaw&sample_rate=8000'],
    ['utterance_end_ms without interims', 'model=nova-2&encoding=mulaw&sample_rate=8000&utterance_end_ms=1000'],
    ['an encoding without its rate', 'model=nova-2&encoding=mulaw'],
    ['a model that is none', 'model=nova-9&encoding=mulaw&sample_rate=8000'],
  ])('%s, with 400', async (_, query) => {
    model = await startDeepgram(newSetting())
    const response = await upgrade(`/v1/listen?${query}`, { authorization: 'Token key-of-the-models' })
    expect(response.status).toBe(400)
    expect(response.error).not.toBe('')
    expect(response.body).toMatchObject({ err_code: 'Bad Request', request_id: expect.any(String) })
  })

  test('more streams than allowed, with 429', async () => {
    const { opened } = await listen({ setting: { most: 1 } })
    await opened
    expect((await upgrade('/v1/listen?model=nova-2&encoding=mulaw&sample_rate=8000', { authorization: 'Token key-of-the-models' })).status).toBe(429)
  })
})

describe('the faults of the model of Deepgram', () => {
  test('the socket is cut in the middle, and a second one hears the rest of the call', async () => {
    const script = callOf({ deepgram: { dropAtMs: 1_000 } })
    const { closed, socket, inbox } = await listen({ setting: newSetting(script) })
    await socket.waitForOpen()
    const frames = framesOf(script, 0, 400)
    for (const frame of frames.slice(0, 60)) socket.sendMedia(frame)
    expect((await closed).code).toBe(1006)
    const client = new DeepgramClient({ apiKey: 'key-of-the-models', baseUrl: `ws://127.0.0.1:${model.port}` })
    const second = await client.listen.v1.connect(nova as unknown as Parameters<typeof client.listen.v1.connect>[0])
    second.on('message', (message) => inbox.put(message as Message))
    closing.push(() => second.close())
    second.connect()
    await second.waitForOpen()
    // What was lost is played again from a buffer.
    for (const frame of frames) second.sendMedia(frame)
    expect(textOf(await inbox.next((message) => message.speech_final === true))).toBe(says)
  })

  test('no final ever comes, or each twice', async () => {
    const { inbox, socket, say } = await listen({ faults: { deepgram: { neverFinal: true } } })
    await socket.waitForOpen()
    say(0, 1_200)
    socket.sendFinalize({ type: 'Finalize' })
    await inbox.next((message) => message.type === 'UtteranceEnd')
    expect(inbox.all.filter(isFinal)).toEqual([])
    await model.close()
    const twice = await listen({ faults: { deepgram: { duplicateFinals: true } } })
    await twice.socket.waitForOpen()
    twice.say(0, 400)
    twice.socket.sendCloseStream({ type: 'CloseStream' })
    await twice.closed
    expect(twice.inbox.all.filter(isFinal).map(textOf)).toEqual([says, says])
  })
})

/** An upgrade by hand: what a refused one answers. */
async function upgrade(path: string, headers: Record<string, string>) {
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    import('node:http').then(({ request }) => request({
      port: model.port, path, headers: { ...headers, connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': Buffer.alloc(16).toString('base64') },
    }).once('response', resolve).once('error', reject).end(), reject)
  })
  const parts: Buffer[] = []
  for await (const part of response as AsyncIterable<Buffer>) parts.push(part)
  return { status: response.statusCode, error: String(response.headers['dg-error'] ?? ''), body: JSON.parse(Buffer.concat(parts).toString('utf8')) as unknown }
}
