import { createHmac } from 'node:crypto'
import { WebSocket } from 'ws'
import { z } from 'zod'
import { utteranceOf, type Utterance } from '#lib/bench/voice/models/caller-voice.ts'
import { between } from '#lib/bench/voice/models/draws.ts'
import { createPlayback, type Heard } from '#lib/bench/voice/models/playback.ts'
import type { CallScript } from '#lib/bench/voice/models/script.ts'
import type { Stopwatch } from '#lib/bench/voice/models/stopwatch.ts'
import { FRAME_BYTES, FRAME_MS, SAMPLES_PER_MS, SILENCE } from '#lib/bench/voice/models/tones.ts'
import { signForm } from '#lib/integrations/twilio/sandbox-signature.ts'

/** Where a call goes, and as whom. */
export type Line = {
  /** Where the socket is opened. */
  url: string
  /** The public address that Twilio was told, which is what it signs. */
  signedUrl: string
  authToken: string
  accountSid: string
  parameters: Record<string, string>
  /** Asked first what to do with the call, as Twilio asks; the stream's parameters are then those of the answer. */
  webhook?: { url: string; to: string; from: string }
}

export type CallOutcome = {
  tag: string
  /** Why the call did not go through to its end; null when it did. */
  failure: string | null
  /** The turns to which no answer came within the longest wait. */
  unanswered: number[]
  /** Of each turn: when the caller began and stopped speaking. */
  spoken: { from: number; to: number }[]
  /** What was played to the caller. */
  heard: readonly Heard[]
  /** What the caller sent and got, in messages. */
  sent: number
  received: number
  /** How late the caller's own frames were sent, at worst: its own fault, not the pipeline's. */
  latestFrameMs: number
}

const ANSWER_WAIT_MS = 15_000
const GREETING_WAIT_MS = 6_000
const AFTER_LAST_MS = 700

/** What Twilio sends as X-Twilio-Signature when it opens a media stream. */
export const signatureOf = (authToken: string, url: string): string => createHmac('sha1', authToken).update(url, 'utf8').digest('base64')

const Outbound = z.discriminatedUnion('event', [
  z.object({ event: z.literal('media'), streamSid: z.string(), media: z.object({ payload: z.base64() }) }),
  z.object({ event: z.literal('mark'), streamSid: z.string(), mark: z.object({ name: z.string() }) }),
  z.object({ event: z.literal('clear'), streamSid: z.string() }),
])

const parameter = /<Parameter name="([^"]*)" value="([^"]*)"\/>/g
const unescaped = (text: string) => text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code))).replaceAll('&amp;', '&')

/** The line with the parameters that the webhook's answer gives the stream. Rejects when the answer is no stream. */
async function asked(line: Line, tag: string): Promise<Line> {
  if (!line.webhook) return line
  const { url, to, from } = line.webhook
  const form = { AccountSid: line.accountSid, CallSid: tag, CallStatus: 'ringing', Direction: 'inbound', From: from, To: to }
  const response = await fetch(url, { method: 'POST', headers: { 'x-twilio-signature': signForm(line.authToken, url, form) }, body: new URLSearchParams(form), signal: AbortSignal.timeout(15_000) })
  const twiml = await response.text()
  const stream = /<Stream url="([^"]+)"/.exec(twiml)?.[1]
  if (!response.ok || !stream) throw new Error(`the webhook answered ${response.status} and no stream`)
  return { ...line, signedUrl: unescaped(stream), parameters: Object.fromEntries([...twiml.matchAll(parameter)].map(([, name, value]) => [unescaped(name!), unescaped(value!)])) }
}

type Call = { line: Line; script: CallScript; seed: number; stopwatch: Stopwatch; greets?: boolean }

/**
 * Rings as a model of a Twilio media stream: a frame every 20 ms on an absolute schedule, outbound sound played in real time, marks echoed when they are reached,
 * and the script spoken, also into what the agent says. Resolves when the script is at its end; never rejects.
 */
export async function placeCall(call: Call): Promise<CallOutcome> {
  try {
    return await converse({ ...call, line: await asked(call.line, call.script.tag) })
  } catch (error) {
    return { ...newOutcome(call.script.tag), failure: error instanceof Error ? error.message : String(error) }
  }
}

const newOutcome = (tag: string): CallOutcome => ({ tag, failure: null, unanswered: [], spoken: [], heard: [], sent: 0, received: 0, latestFrameMs: 0 })

function converse({ line, script, seed, stopwatch, greets = true }: Call): Promise<CallOutcome> {
  return new Promise((resolve) => {
    const { tag } = script
    const streamSid = `MZ${tag.slice(2)}`
    const playback = createPlayback()
    const outcome = newOutcome(tag)
    const socket = new WebSocket(line.url, { headers: { 'x-twilio-signature': signatureOf(line.authToken, line.signedUrl) }, perMessageDeflate: false, handshakeTimeout: 10_000 })
    const send = (message: object) => {
      outcome.sent++
      socket.send(JSON.stringify({ ...message, sequenceNumber: String(outcome.sent), streamSid }))
    }
    let timer: NodeJS.Timeout | undefined
    let isOver = false
    const end = (failure: string | null) => {
      if (isOver) return
      isOver = true
      clearTimeout(timer)
      outcome.failure = failure
      const now = performance.now()
      playback.clear(now)
      if (socket.readyState === socket.OPEN && failure === null) send({ event: 'stop', stop: { accountSid: line.accountSid, callSid: tag } })
      socket.close()
      setTimeout(() => socket.terminate(), 1_000).unref()
      resolve({ ...outcome, heard: playback.heard() })
    }
    const speaker = createSpeaker({ script, seed, stopwatch, playback, outcome, greets, hangUp: () => end(null) })

    const begin = () => {
      socket.send(JSON.stringify({ event: 'connected', protocol: 'Call', version: '1.0.0' }))
      send({ event: 'start', start: { accountSid: line.accountSid, streamSid, callSid: tag, tracks: ['inbound'], mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 }, customParameters: line.parameters } })
      const startedAt = performance.now() + between(0, FRAME_MS, seed, `phase/${tag}`)
      let frames = 0
      const tick = () => {
        // A frame is sent once its last sample has been spoken; a late timer is made up for.
        for (let due = startedAt + (frames + 1) * FRAME_MS; due <= performance.now() && !isOver; due = startedAt + (frames + 1) * FRAME_MS) {
          const payload = speaker.frame(due - FRAME_MS)
          outcome.latestFrameMs = Math.max(outcome.latestFrameMs, performance.now() - due)
          frames++
          for (const name of playback.reached(due)) send({ event: 'mark', mark: { name } })
          if (!isOver) send({ event: 'media', media: { track: 'inbound', chunk: String(frames), timestamp: String(frames * FRAME_MS), payload: payload.toString('base64') } })
        }
        if (!isOver) timer = setTimeout(tick, Math.max(0, startedAt + (frames + 1) * FRAME_MS - performance.now()))
      }
      tick()
    }
    socket.once('open', begin)
    socket.on('message', (data: Buffer) => {
      const now = performance.now()
      outcome.received++
      const message = Outbound.safeParse(JSON.parse(data.toString('utf8')))
      if (!message.success) return end(`sent what Twilio does not know: ${message.error.issues.map((issue) => issue.path.join('.')).join(', ')}`)
      if (message.data.streamSid !== streamSid) return end('named another stream')
      if (message.data.event === 'media') playback.play(Buffer.from(message.data.media.payload, 'base64'), now)
      else if (message.data.event === 'mark') playback.mark(message.data.mark.name)
      else for (const name of playback.clear(now)) send({ event: 'mark', mark: { name } })
    })
    socket.once('unexpected-response', (_, response) => end(`refused with ${response.statusCode}`))
    socket.once('error', (error) => end(`socket: ${error.message}`))
    socket.once('close', (code) => end(`closed with ${code}`))
  })
}

type Speaking = {
  script: CallScript; seed: number; stopwatch: Stopwatch; playback: ReturnType<typeof createPlayback>; outcome: CallOutcome
  greets: boolean; hangUp: () => void
}

/** Who decides, frame by frame, whether to speak: waits for the greeting, says a turn, waits for its answer, and so on. */
function createSpeaker({ script, seed, stopwatch, playback, outcome, greets, hangUp }: Speaking) {
  const silence = Buffer.alloc(FRAME_BYTES, SILENCE)
  let next = 0
  let waitingSince = performance.now()
  let answeredAt = 0
  let saying: { utterance: Utterance; at: number } | null = null

  /** When the agent's first sample after the caller's last word was played; 0 before. */
  const heardSince = () => playback.heard().find((heard) => heard.startedAt + heard.bytes.length / SAMPLES_PER_MS > waitingSince && heard.startedAt >= waitingSince)?.startedAt ?? 0

  const isTime = (now: number): boolean => {
    const turn = script.turns[next]
    const isExpected = next > 0 || greets
    const isMute = next > 0 && script.turns[next - 1]!.expectsAnswer === false
    if (isExpected && !isMute && answeredAt === 0) {
      answeredAt = heardSince()
      if (answeredAt === 0) {
        if (now - waitingSince < (next === 0 ? GREETING_WAIT_MS : ANSWER_WAIT_MS)) return false
        if (next > 0) outcome.unanswered.push(next - 1)
        return true
      }
    }
    if (turn && 'intoAgentMs' in turn.begins) return now - Math.max(answeredAt, waitingSince) >= turn.begins.intoAgentMs
    return now - Math.max(playback.endsAt(), waitingSince) >= (turn && 'afterSilenceMs' in turn.begins ? turn.begins.afterSilenceMs : AFTER_LAST_MS)
  }

  const begin = (now: number) => {
    const turn = script.turns[next]
    if (!turn) return hangUp()
    saying = { utterance: utteranceOf(turn, next, seed, script.tag), at: 0 }
    const to = now + saying.utterance.speechMs
    outcome.spoken.push({ from: now, to })
    Object.assign(stopwatch.turn(script.tag, next), { speechStartAt: now, speechEndAt: to })
  }

  return {
    /** The twenty milliseconds that begin at this instant. */
    frame: (now: number): Buffer => {
      if (!saying && isTime(now)) begin(now)
      if (!saying) return silence
      const { bytes, speechMs } = saying.utterance
      const part = bytes.subarray(saying.at, saying.at + FRAME_BYTES)
      saying.at += FRAME_BYTES
      if (saying.at < bytes.length) return part
      saying = null
      next++
      answeredAt = 0
      waitingSince = outcome.spoken.at(-1)!.from + speechMs
      return part.length === FRAME_BYTES ? part : Buffer.concat([part, silence.subarray(part.length)])
    },
  }
}
