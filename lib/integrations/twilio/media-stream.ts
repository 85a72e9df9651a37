import 'server-only'
import type { WebSocket } from 'ws'
import { z } from 'zod'
import { jsonIn } from '#lib/shared/json.ts'
import type { Line } from '#lib/voice/ports.ts'

const BUFFERED_MAX = 1_000_000

const Event = z.looseObject({ event: z.string() })
const Start = z.looseObject({ streamSid: z.string().min(1), start: z.looseObject({ callSid: z.string().regex(/^[A-Za-z0-9]{1,64}$/), customParameters: z.record(z.string(), z.string()).default({}) }) })
const Mark = z.looseObject({ mark: z.looseObject({ name: z.string() }) })

export type Started = { callSid: string; parameters: Record<string, string> }
export type MediaEvents = { onStart: (started: Started) => void; onFrame: (frame: Buffer) => void; onMark: (name: string) => void; onGone: () => void }

const payloadIn = (text: string): string | null => {
  // Fifty of these come a second for each call: the one field that counts is cut out instead of reading the whole.
  const at = text.indexOf('"payload":"')
  if (at < 0) return null
  const end = text.indexOf('"', at + 11)
  return end < 0 ? null : text.slice(at + 11, end)
}

/** A bidirectional Twilio media stream: what comes in is told of, what goes out is a `Line`. A message that is none of Twilio's is dropped. */
export function mediaLine(socket: WebSocket, events: MediaEvents): Line {
  let streamSid = ''
  let isGone = false
  const gone = () => {
    if (isGone) return
    isGone = true
    events.onGone()
  }
  socket.on('message', (data: Buffer) => {
    const text = data.toString('latin1')
    if (text.includes('"event":"media"')) {
      const payload = payloadIn(text)
      if (payload) events.onFrame(Buffer.from(payload, 'base64'))
      return
    }
    const message = jsonIn(data.toString('utf8'))
    const event = Event.safeParse(message).data?.event
    if (event === 'start') {
      const start = Start.safeParse(message)
      if (!start.success || streamSid !== '') return socket.close(1008)
      streamSid = start.data.streamSid
      events.onStart({ callSid: start.data.start.callSid, parameters: start.data.start.customParameters })
    } else if (event === 'mark') {
      const mark = Mark.safeParse(message)
      if (mark.success) events.onMark(mark.data.mark.name)
    } else if (event === 'stop') {
      gone()
      socket.close(1000)
    }
  })
  socket.on('error', () => socket.terminate())
  socket.on('close', gone)
  const send = (text: string) => {
    if (socket.readyState !== socket.OPEN || streamSid === '') return
    // A line that takes nothing for minutes of speech is dead, and what is piled up for it would never be played.
    if (socket.bufferedAmount > BUFFERED_MAX) return socket.terminate()
    socket.send(text)
  }
  return {
    play: (audio) => send(`{"event":"media","streamSid":"${streamSid}","media":{"payload":"${audio.toString('base64')}"}}`),
    mark: (name) => send(JSON.stringify({ event: 'mark', streamSid, mark: { name } })),
    clear: () => send(`{"event":"clear","streamSid":"${streamSid}"}`),
    // What comes after <Connect> in the answer to the call is carried out once the socket is closed.
    hangUp: () => socket.close(1000),
  }
}
