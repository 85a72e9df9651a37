import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { WebSocket } from 'ws'
import { DeepgramStream } from '#lib/bench/voice/models/deepgram-stream.ts'
import type { Hearing } from '#lib/bench/voice/models/ear.ts'
import { startModel, type Model, type Refusal, type Setting } from '#lib/bench/voice/models/loopback.ts'
import { FRAME_BYTES } from '#lib/bench/voice/models/tones.ts'

export type DeepgramSetting = Setting & {
  /** The longest that a stream may be without audio or text before it is closed; Deepgram's is 10 s. */
  idleMs?: number
  /** Connections at once before 429. */
  most?: number
}

const IDLE_MS = 10_000

const refusal = (requestId: string, status: number, code: string, sentence: string): Refusal => ({
  status, code, sentence, headers: { 'dg-error': sentence, 'dg-request-id': requestId }, body: { err_code: code, err_msg: sentence, request_id: requestId },
})

const isAuthorised = (header: string | undefined, apiKey: string) => header === `Token ${apiKey}` || header === `Bearer ${apiKey}`

/** What Deepgram refuses about the parameters, in a sentence; null when they are right. */
export function parameterFault(url: URL): string | null {
  const query = url.searchParams
  const model = query.get('model') ?? 'nova-2'
  if (!/^nova-[23](-(general|phonecall|medical|meeting))?$/.test(model)) return `No such model/language/tier combination found: ${model}`
  if (model.startsWith('nova-3') && query.has('keywords')) return 'Keywords are not supported for Nova-3. Please use keyterm.'
  if (model.startsWith('nova-2') && query.has('keyterm')) return 'Keyterm is only supported for Nova-3.'
  if (model === 'nova-2-phonecall' && !['en', 'en-US'].includes(query.get('language') ?? 'en')) return 'No such model/language/tier combination found.'
  if (query.has('encoding') && !query.has('sample_rate')) return 'Encoding requires sample_rate.'
  if (query.get('encoding') !== 'mulaw' || query.get('sample_rate') !== '8000') return 'This model hears encoding=mulaw and sample_rate=8000 alone.'
  const utteranceEnd = query.get('utterance_end_ms')
  if (utteranceEnd !== null && !(Number(utteranceEnd) >= 1_000 && Number(utteranceEnd) <= 5_000)) return 'Utterance end must be between 1000 and 5000.'
  if (utteranceEnd !== null && query.get('interim_results') !== 'true') return 'Utterance end requires interim_results.'
  const endpointing = query.get('endpointing')
  if (endpointing !== null && endpointing !== 'false' && endpointing !== 'true' && !(Number(endpointing) >= 0)) return 'Endpointing must be a number or a boolean.'
  return null
}

/** Takes what a client sends, sound and words of control, to its stream; closes as Deepgram does. */
function serve(socket: WebSocket, stream: DeepgramStream, idleMs: number): void {
  const digest = createHash('sha256')
  let left: Buffer = Buffer.alloc(0)
  let hasAudio = false
  const idle = setTimeout(() => socket.close(1011, 'Deepgram did not receive audio data or a text message within the timeout window. See https://dpgr.am/net0001'), idleMs)
  socket.once('close', () => clearTimeout(idle))
  socket.on('message', (data: Buffer, isBinary) => {
    // KeepAlive holds a stream only that has had sound.
    hasAudio ||= isBinary
    if (hasAudio) idle.refresh()
    if (isBinary) {
      if (data.length === 0) return socket.close(1008, 'DATA-0000')
      digest.update(data)
      left = left.length === 0 ? data : Buffer.concat([left, data])
      for (; left.length >= FRAME_BYTES; left = left.subarray(FRAME_BYTES)) stream.hear(left.subarray(0, FRAME_BYTES))
      return
    }
    const { type } = JSON.parse(data.toString('utf8')) as { type?: string }
    if (type === 'Finalize') stream.finalize()
    else if (type === 'CloseStream') void stream.close(digest.digest('hex')).then(() => socket.close(1000))
  })
}

/**
 * A model of Deepgram's live Nova stream at /v1/listen, on loopback. It hears the script of the call that `tag` names.
 * Not the service: how well speech is understood is no part of it.
 */
export function startDeepgram(setting: DeepgramSetting): Promise<Model> {
  const hearings = new Map<string, Hearing>()
  let open = 0
  return startModel('deepgram', {
    upgrade: {
      check: (url, request: IncomingMessage, requestId) => {
        if (!isAuthorised(request.headers.authorization, setting.apiKey)) return refusal(requestId, 401, 'INVALID_AUTH', 'Invalid credentials.')
        if (url.pathname !== '/v1/listen') return refusal(requestId, 404, 'NOT_FOUND', 'No such endpoint.')
        if (open >= (setting.most ?? Infinity)) return refusal(requestId, 429, 'TOO_MANY_REQUESTS', 'Too many requests. Please try again later.')
        const fault = parameterFault(url)
        return fault ? refusal(requestId, 400, 'Bad Request', fault) : null
      },
      headers: (requestId) => [`dg-request-id: ${requestId}`],
      open: (socket, url, requestId) => {
        open++
        socket.once('close', () => { open-- })
        const tag = url.searchParams.get('tag') ?? requestId
        const hearing = hearings.get(tag) ?? { turn: 0, word: 0 }
        hearings.set(tag, hearing)
        const stream = new DeepgramStream({
          query: url.searchParams, requestId, seed: setting.seed, stopwatch: setting.stopwatch, hearing, script: setting.scripts.byTag(tag),
          send: (message) => { if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message)) }, cut: () => socket.terminate(),
        })
        serve(socket, stream, setting.idleMs ?? IDLE_MS)
      },
    },
  })
}
