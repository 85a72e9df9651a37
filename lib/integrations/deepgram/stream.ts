import 'server-only'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { jsonIn } from '#lib/shared/json.ts'
import { FRAME_MS } from '#lib/voice/mulaw.ts'
import type { SttEvents, SttPort, SttStream } from '#lib/voice/ports.ts'

export type DeepgramSettings = { apiKey: string; url: string }

/** What is said again to new ears when the old ones were lost; two seconds. */
const KEPT_FRAMES = 2_000 / FRAME_MS
const HANDSHAKE_MS = 3_000
const TRIES = 3
const RETRY_MS = 150
/** Sound that nobody takes is not piled up. */
const BUFFERED_MAX = 1_000_000

const Result = z.looseObject({
  type: z.literal('Results'), start: z.number().default(0), duration: z.number().default(0), is_final: z.boolean().default(false), speech_final: z.boolean().default(false), from_finalize: z.boolean().default(false),
  channel: z.looseObject({ alternatives: z.array(z.looseObject({ transcript: z.string().default('') })).default([]) }),
})

function addressOf(url: string, { tag, keywords }: { tag: string; keywords: readonly string[] }): string {
  const address = new URL('/v1/listen', url)
  const options: Record<string, string> = {
    // Plain nova-2 is the one that knows British English; callers give health data, so nothing may be learned from them.
    model: 'nova-2', language: 'en-GB', encoding: 'mulaw', sample_rate: '8000', channels: '1', interim_results: 'true', endpointing: '300', utterance_end_ms: '1000', vad_events: 'true',
    // No smart_format: with it a turn that ends in a number waits for up to three seconds.
    punctuate: 'true', numerals: 'true', mip_opt_out: 'true', tag,
  }
  for (const [name, value] of Object.entries(options)) address.searchParams.set(name, value)
  for (const word of keywords.slice(0, 50)) address.searchParams.append('keywords', `${word}:2`)
  return address.href
}

/**
 * Deepgram's live stream of Nova-2 for one call. A lost socket is opened again at once, and of the last two seconds it is told again what
 * no final text has covered, so that nothing is missed and nothing is heard twice.
 */
function open(settings: DeepgramSettings, call: { tag: string; keywords: readonly string[] }, events: SttEvents): SttStream {
  const ring: Buffer[] = []
  let socket: WebSocket
  let isClosed = false
  let tries = 0
  /** Seconds of sound that earlier sockets have heard: the times of a new one begin at zero. */
  let offset = 0
  let sentFrames = 0
  /** Up to where, in seconds of the call, what was said is final. */
  let fixedUntil = 0

  const connect = () => {
    const mine = new WebSocket(addressOf(settings.url, call), { headers: { authorization: `Token ${settings.apiKey}` }, perMessageDeflate: false, handshakeTimeout: HANDSHAKE_MS })
    socket = mine
    mine.on('open', () => {
      const kept = ring.slice(Math.max(0, Math.floor((fixedUntil * 1_000) / FRAME_MS) - (sentFrames - ring.length)))
      offset = ((sentFrames - kept.length) * FRAME_MS) / 1_000
      for (const frame of kept) mine.send(frame)
    })
    mine.on('message', (data: Buffer, isBinary) => {
      if (!isBinary && mine === socket && !isClosed) read(data.toString('utf8'))
    })
    // The close comes after it, and is what counts.
    mine.on('error', () => mine.terminate())
    mine.on('close', () => {
      if (isClosed || mine !== socket) return
      if (++tries > TRIES) return events.onLost()
      setTimeout(() => { if (!isClosed) connect() }, tries === 1 ? 0 : RETRY_MS * tries)
    })
  }
  const read = (text: string) => {
    if (text.includes('"UtteranceEnd"')) return events.onUtteranceEnd()
    if (!text.includes('"Results"')) return
    const result = Result.safeParse(jsonIn(text))
    if (!result.success) return
    // Only who answers has been reached: one that takes the socket and drops it at once is not tried for ever.
    tries = 0
    const { start, duration, is_final, speech_final, from_finalize, channel } = result.data
    if (is_final) fixedUntil = Math.max(fixedUntil, start + offset + duration)
    events.onTranscript({ text: channel.alternatives[0]?.transcript ?? '', startsAt: start + offset, isFinal: is_final, endsTurn: speech_final, isFlush: from_finalize })
  }
  connect()
  return {
    hear: (frame) => {
      sentFrames += 1
      ring.push(frame)
      if (ring.length > KEPT_FRAMES) ring.shift()
      if (socket.readyState === WebSocket.OPEN && socket.bufferedAmount < BUFFERED_MAX) socket.send(frame)
    },
    flush: () => { if (socket.readyState === WebSocket.OPEN) socket.send('{"type":"Finalize"}') },
    close: () => {
      isClosed = true
      if (socket.readyState === WebSocket.OPEN) socket.send('{"type":"CloseStream"}')
      socket.close()
      setTimeout(() => socket.terminate(), 1_000).unref()
    },
  }
}

/** Ears by Deepgram. */
export const deepgramStt = (settings: DeepgramSettings): SttPort => ({ open: (call, events) => open(settings, call, events) })
