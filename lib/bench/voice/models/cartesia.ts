import { randomUUID } from 'node:crypto'
import type { WebSocket } from 'ws'
import { z } from 'zod'
import { createVoiceContext, type VoiceContext } from '#lib/bench/voice/models/cartesia-context.ts'
import { startModel, type Model, type Refusal, type Setting } from '#lib/bench/voice/models/loopback.ts'
import type { CallScript } from '#lib/bench/voice/models/script.ts'

export type CartesiaSetting = Setting & {
  /** Contexts at once, over all sockets, before 429. */
  most?: number
  /** The longest that a socket may be unused; Cartesia's is 5 minutes. */
  idleMs?: number
}

const Voice = z.union([z.string(), z.object({ id: z.string() })])
export const Generation = z.looseObject({
  context_id: z.string().min(1).regex(/^[\w-]+$/),
  model_id: z.string().min(1),
  transcript: z.string(),
  voice: Voice,
  language: z.string().optional(),
  locale: z.string().optional(),
  output_format: z.object({ container: z.literal('raw'), encoding: z.literal('pcm_mulaw'), sample_rate: z.literal(8000) }),
  continue: z.boolean().optional(),
  flush: z.boolean().optional(),
  max_buffer_delay_ms: z.number().int().min(0).max(5_000).optional(),
  add_timestamps: z.boolean().optional(),
})
export type Generation = z.infer<typeof Generation>
const Cancel = z.object({ context_id: z.string(), cancel: z.literal(true) })

/** How many contexts a call has had: the faults of its script are counted by them. */
export type Progress = { contexts: number; failed: number; stalled: number }

function check(url: URL, headers: NodeJS.Dict<string | string[]>, apiKey: string): Refusal | null {
  const refusal = (status: number, sentence: string): Refusal => ({ status, code: String(status), sentence, body: { title: sentence, message: sentence, status_code: status } })
  const key = headers['x-api-key'] ?? /^Bearer (.+)$/.exec(String(headers.authorization ?? ''))?.[1] ?? url.searchParams.get('api_key') ?? url.searchParams.get('access_token')
  if (key !== apiKey) return refusal(401, 'Invalid API key')
  if (url.pathname !== '/tts/websocket') return refusal(404, 'Not found')
  const version = String(headers['cartesia-version'] ?? url.searchParams.get('cartesia_version') ?? '')
  return /^20\d\d-\d\d-\d\d$/.test(version) ? null : refusal(400, 'Missing or invalid Cartesia-Version')
}

/**
 * A model of Cartesia's text-to-speech socket at /tts/websocket, on loopback. Instead of a voice it speaks tones that say turn and chunk.
 * Not the service: how it sounds is no part of it.
 */
export function startCartesia(setting: CartesiaSetting): Promise<Model> {
  const progress = new Map<CallScript, Progress>()
  let live = 0
  const serve = (socket: WebSocket) => {
    const contexts = new Map<string, VoiceContext>()
    const closed = new Set<string>()
    const send = (message: object) => { if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message)) }
    const fail = (context_id: string | undefined, status_code: number, title: string, message: string) =>
      send({ type: 'error', done: true, context_id, status_code, title, message, error_code: title.toLowerCase().replace(/\W+/g, '_'), request_id: randomUUID() })
    const idle = setTimeout(() => socket.close(1000, 'idle'), setting.idleMs ?? 300_000)
    let ordinal = 0
    const end = (id: string) => {
      if (!contexts.delete(id)) return
      live--
      closed.add(id)
    }
    const open = (request: Generation): VoiceContext | null => {
      if (live >= (setting.most ?? Infinity)) {
        fail(request.context_id, 429, 'Too many requests', 'The limit of concurrent contexts is reached.')
        return null
      }
      live++
      const context = createVoiceContext({ request, setting, send, fail, progress, ordinal: ordinal++, drop: () => socket.terminate(), onEnd: () => end(request.context_id) })
      contexts.set(request.context_id, context)
      return context
    }
    socket.once('close', () => {
      clearTimeout(idle)
      for (const context of contexts.values()) context.abandon()
      live -= contexts.size
    })
    socket.on('message', (data: Buffer) => {
      idle.refresh()
      let message: unknown
      try {
        message = JSON.parse(data.toString('utf8'))
      } catch {
        return fail(undefined, 400, 'Invalid JSON', 'The message is not JSON.')
      }
      const cancel = Cancel.safeParse(message)
      if (cancel.success) return contexts.get(cancel.data.context_id)?.cancel()
      const request = Generation.safeParse(message)
      if (!request.success) return fail((message as { context_id?: string }).context_id, 400, 'Invalid request', request.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; '))
      if (closed.has(request.data.context_id)) return fail(request.data.context_id, 400, 'Context closed', 'The context has ended; begin a new one.')
      ;(contexts.get(request.data.context_id) ?? open(request.data))?.take(request.data)
    })
  }
  return startModel('cartesia', { upgrade: { check: (url, request) => check(url, request.headers, setting.apiKey), open: serve } })
}
