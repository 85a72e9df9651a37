import 'server-only'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { jsonIn } from '#lib/shared/json.ts'
import type { TtsEvents, TtsPort, TtsStream } from '#lib/voice/ports.ts'

export type CartesiaSettings = { apiKey: string; url: string; voiceId: string; model: string }

const VERSION = '2026-08-14'
const HANDSHAKE_MS = 3_000
const WAITING_MAX = 50

const Answer = z.looseObject({ type: z.string(), context_id: z.string().nullish(), data: z.string().optional(), status_code: z.number().optional() })

/**
 * Cartesia's stream for one call: one socket, opened before the first word, and a context a turn. A cancelled context goes on for a while
 * at the other end, so what still comes of it is dropped here.
 */
function open(settings: CartesiaSettings, { tag }: { tag: string }, events: TtsEvents): TtsStream {
  let socket: WebSocket
  let isClosed = false
  const live = new Set<string>()
  /** Said while there was no socket. */
  let waiting: string[] = []

  const connect = () => {
    const mine = new WebSocket(new URL('/tts/websocket', settings.url), {
      headers: { authorization: `Bearer ${settings.apiKey}`, 'cartesia-version': VERSION, 'x-call-tag': tag }, perMessageDeflate: false, handshakeTimeout: HANDSHAKE_MS,
    })
    socket = mine
    mine.on('open', () => {
      for (const message of waiting.splice(0)) mine.send(message)
    })
    mine.on('message', (data: Buffer) => { if (mine === socket && !isClosed) read(data.toString('utf8')) })
    mine.on('error', () => mine.terminate())
    mine.on('close', () => {
      if (isClosed || mine !== socket) return
      // Contexts are gone with their socket; whoever is being spoken to hears it again from a new one.
      const lost = [...live]
      live.clear()
      waiting = []
      for (const contextId of lost) events.onFailed(contextId)
    })
  }
  const read = (text: string) => {
    const answer = Answer.safeParse(jsonIn(text))
    if (!answer.success) return
    const { type, context_id: contextId, data } = answer.data
    if (!contextId || !live.has(contextId)) return
    if (type === 'chunk' && data) events.onAudio(contextId, Buffer.from(data, 'base64'))
    else if (type === 'done') {
      live.delete(contextId)
      events.onDone(contextId)
    } else if (type === 'error') {
      live.delete(contextId)
      events.onFailed(contextId)
    }
  }
  const send = (message: object) => {
    const text = JSON.stringify(message)
    if (socket.readyState === WebSocket.OPEN) return socket.send(text)
    if (socket.readyState !== WebSocket.CONNECTING) connect()
    if (waiting.length < WAITING_MAX) waiting.push(text)
  }
  // All but transcript, continue and flush must stay the same within a context.
  const piece = (contextId: string, transcript: string, more: boolean) => ({
    context_id: contextId, model_id: settings.model, transcript, continue: more, max_buffer_delay_ms: 0, voice: { mode: 'id', id: settings.voiceId }, language: 'en',
    output_format: { container: 'raw', encoding: 'pcm_mulaw', sample_rate: 8_000 },
  })
  connect()
  return {
    say: (contextId, text) => {
      live.add(contextId)
      send(piece(contextId, text, true))
    },
    finish: (contextId) => { if (live.has(contextId)) send(piece(contextId, '', false)) },
    cancel: (contextId) => { if (live.delete(contextId)) send({ context_id: contextId, cancel: true }) },
    close: () => {
      isClosed = true
      live.clear()
      socket.close()
      setTimeout(() => socket.terminate(), 1_000).unref()
    },
  }
}

/** A voice by Cartesia. */
export const cartesiaTts = (settings: CartesiaSettings): TtsPort => ({ open: (call, events) => open(settings, call, events) })
