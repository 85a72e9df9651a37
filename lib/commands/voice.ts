// npm run voice: answers the telephone of clinics that chose our own pipeline, on Twilio Media Streams. Any number may run.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { Worker } from 'node:worker_threads'
import { WebSocketServer, type WebSocket } from 'ws'
import { z } from 'zod'
import { clinicOfVoiceNumber, touchStreamCalls } from '#lib/calls/stream-calls.ts'
import { warmUpHearing } from '#lib/calls/heard.ts'
import { surviveLostConnections } from '#lib/commands/lost-connection.ts'
import { useRuntime } from '#lib/commands/runtime.ts'
import { warmUp } from '#lib/db/door.ts'
import { isSignedByTwilio } from '#lib/integrations/twilio/client.ts'
import { mediaLine, type Started } from '#lib/integrations/twilio/media-stream.ts'
import { keywordsOf, receptionistPrompt } from '#lib/integrations/vapi/assistant.ts'
import { twilioSettings, voiceProviders } from '#lib/integrations/wiring.ts'
import { env } from '#lib/shared/env.ts'
import { jsonIn } from '#lib/shared/json.ts'
import { errorCode, log } from '#lib/shared/log.ts'
import { toE164 } from '#lib/shared/phone.ts'
import { readVoiceProfile } from '#lib/tenancy/voice.ts'
import { createReportThread } from '#lib/voice/report-thread.ts'
import { isForPerson, serveCall, type ServedCall } from '#lib/voice/serving.ts'
import { loadVad } from '#lib/voice/vad.ts'

const ticketSeconds = 120
const touchMs = 10_000
/** How long calls may go on once we are to stop; then those that are left have so long to leave their reports. */
const drainMs = 25_000
const reportMs = 4_000
const formLimitBytes = 64 * 1024
/** Frames that come while a call is still being looked up are kept; a second of them. */
const earlyFrames = 50

surviveLostConnections()
useRuntime()
const settings = env()
const { authToken } = twilioSettings(settings)
const port = settings.VOICE_PORT ?? 3100
const publicUrl = (settings.VOICE_URL ?? `http://127.0.0.1:${port}`).replace(/\/+$/, '')
const mediaUrl = `${publicUrl.replace(/^http/, 'ws')}/voice/media`
const providers = { ...voiceProviders(settings), newVad: await loadVad(), thinksAhead: settings.VOICE_THINKS_AHEAD !== 'off' }
// Its words are masked where no caller's sound waits for it.
const reports = createReportThread(() => new Worker(new URL('./voice-reports.ts', import.meta.url)))
const live = new Set<ServedCall>()
/** The calls whose stream is open. */
const taken = new Set<string>()
let onNobodyLive: (() => void) | undefined
let isDraining = false

/** What a call brings to the media stream: signed by us, for two minutes and for this call alone. It names the clinic and the caller's number. */
const Ticket = z.object({ callSid: z.string(), clinicId: z.uuid(), phone: z.string().nullable(), until: z.number() })
const sign = (text: string) => createHmac('sha256', settings.CALLWAITING_SECRET).update(`voice-ticket:${text}`).digest('base64url')
const ticketFor = (ticket: z.infer<typeof Ticket>): string => {
  const body = Buffer.from(JSON.stringify(ticket)).toString('base64url')
  return `${body}.${sign(body)}`
}
function ticketIn(text: string | undefined): z.infer<typeof Ticket> | null {
  const [body = '', given = ''] = (text ?? '').split('.')
  const [expected, actual] = [Buffer.from(sign(body)), Buffer.from(given)]
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) return null
  const ticket = Ticket.safeParse(jsonIn(Buffer.from(body, 'base64url').toString('utf8')))
  return ticket.success && ticket.data.until > Date.now() ? ticket.data : null
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`)
const dial = (number: string | null) => (number ? `<Dial>${escaped(number)}</Dial>` : '<Say language="en-GB">Thank you for calling. The team will ring you back. Goodbye.</Say>')
const twiml = (response: ServerResponse, body: string) =>
  response.writeHead(200, { 'content-type': 'text/xml', 'cache-control': 'no-store' }).end(`<?xml version="1.0" encoding="UTF-8"?><Response>${body}</Response>`)

async function formOf(request: IncomingMessage): Promise<Record<string, string>> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += (chunk as Buffer).length
    if (size > formLimitBytes) throw Object.assign(new Error('too large'), { status: 413 })
    chunks.push(chunk as Buffer)
  }
  return Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')))
}

const Incoming = z.object({ CallSid: z.string().regex(/^[A-Za-z0-9]{1,64}$/), To: z.string().max(40), From: z.string().max(80).default('') })

/** Twilio asks what to do with a call. The answer is a stream for a clinic that chose it, and what happens when the stream has ended. */
async function incoming(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const form = await formOf(request)
  const signature = request.headers['x-twilio-signature']
  if (!isSignedByTwilio(authToken, typeof signature === 'string' ? signature : null, `${publicUrl}/voice/incoming`, form)) return refuse(response, 403, 'forbidden')
  const read = Incoming.safeParse(form)
  if (!read.success) return refuse(response, 422, 'invalid_request')
  const clinic = await clinicOfVoiceNumber(read.data.To)
  if (!clinic) return refuse(response, 403, 'forbidden')
  const profile = await readVoiceProfile({ role: 'voice_agent', clinicId: clinic.clinicId }, clinic.clinicId)
  if (clinic.path !== 'stream' || isDraining) return void twiml(response, dial(profile.transferNumber))
  const caller = { callSid: read.data.CallSid, clinicId: clinic.clinicId, phone: toE164(read.data.From) }
  if (await isForPerson({ ...caller, canTransfer: profile.transferNumber !== null })) return void twiml(response, dial(profile.transferNumber))
  const ticket = ticketFor({ ...caller, until: Date.now() + ticketSeconds * 1_000 })
  twiml(response, `<Connect><Stream url="${escaped(mediaUrl)}"><Parameter name="ticket" value="${escaped(ticket)}"/></Stream></Connect>${dial(profile.transferNumber)}`)
}

const refuse = (response: ServerResponse, status: number, code: string): void =>
  void response.writeHead(status, { 'content-type': 'application/problem+json' }).end(JSON.stringify({ type: `https://callwaiting.example/problems/${code}`, title: 'Refused', status, code }))

const clock = (timeZone: string) => new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'full', timeStyle: 'short' }).format(new Date())

async function begin(socket: WebSocket, { callSid, parameters }: Started, line: Parameters<typeof serveCall>[2]): Promise<ServedCall | null> {
  const ticket = ticketIn(parameters.ticket)
  // One stream a call: Twilio opens no second one, so whoever does has only seen the first.
  if (ticket?.callSid !== callSid || taken.has(callSid)) {
    socket.close(1008)
    return null
  }
  taken.add(callSid)
  socket.once('close', () => taken.delete(callSid))
  const clinic = await readVoiceProfile({ role: 'voice_agent', clinicId: ticket.clinicId }, ticket.clinicId)
  return serveCall({ callSid, phone: ticket.phone, clinic, prompt: receptionistPrompt(clinic, clock(clinic.timeZone)), keywords: keywordsOf(clinic), isTest: false }, providers, line, reports.keep)
}

function media(socket: WebSocket): void {
  let served: ServedCall | null = null
  let isGone = false
  let early: Buffer[] = []
  const finish = (call: ServedCall) => void call.end().finally(() => {
    live.delete(call)
    if (live.size === 0) onNobodyLive?.()
  })
  const line = mediaLine(socket, {
    onStart: (started) => {
      begin(socket, started, line).then((call) => {
        if (!call) return
        served = call
        live.add(call)
        if (isGone) return finish(call)
        call.call.start()
        for (const frame of early) call.call.frame(frame)
        early = []
      }, (error: unknown) => {
        log('error', 'stream-call-not-begun', { error: errorCode(error) })
        // What follows the stream in the answer to the call puts the caller through.
        socket.close(1011)
      })
    },
    onFrame: (frame) => {
      if (served) served.call.frame(frame)
      else if (early.length < earlyFrames) early.push(frame)
    },
    onMark: (name) => served?.call.reached(name),
    onGone: () => {
      isGone = true
      if (served) finish(served)
    },
  })
}

const server = createServer((request, response) => {
  if (request.method === 'GET' && request.url === '/health') {
    return void response.writeHead(isDraining ? 503 : 200, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(JSON.stringify({ status: isDraining ? 'draining' : 'ok', calls: live.size }))
  }
  if (request.method === 'POST' && request.url === '/voice/incoming') {
    return void incoming(request, response).catch((error: unknown) => {
      log('error', 'incoming-call-failed', { error: errorCode(error) })
      if (!response.headersSent) refuse(response, (error as { status?: number }).status ?? 500, 'internal')
    })
  }
  refuse(response, 404, 'not_found')
})
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: 64 * 1024 })
server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
  const signature = request.headers['x-twilio-signature']
  // Twilio signs the address as it was given, with or without a slash at its end.
  const isSigned = typeof signature === 'string' && [mediaUrl, `${mediaUrl}/`].some((url) => isSignedByTwilio(authToken, signature, url, {}))
  if (!isSigned || new URL(request.url ?? '/', publicUrl).pathname.replace(/\/$/, '') !== '/voice/media') return void socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
  sockets.handleUpgrade(request, socket, head, media)
})

/** Tells the database which calls go on, clinic by clinic, so that one that is cut off is noticed. */
async function touch(): Promise<void> {
  for (const [clinicId, calls] of Map.groupBy(live, (one) => one.clinicId)) {
    await touchStreamCalls({ role: 'voice_agent', clinicId }, clinicId, calls.map((one) => one.callId))
  }
}
const touching = setInterval(() => void touch().catch((error: unknown) => log('error', 'calls-not-touched', { error: errorCode(error) })), touchMs)

const within = (ms: number, work: Promise<unknown>) => Promise.race([work, new Promise((resolve) => { setTimeout(resolve, ms) })])

/** New calls go to the clinic's own number; those that are going on may end by themselves, for a while. A second signal does not wait. */
async function drain(): Promise<void> {
  if (isDraining) return stop()
  isDraining = true
  if (live.size > 0) await within(drainMs, new Promise<void>((resolve) => { onNobodyLive = resolve }))
  await stop()
}

let isStopping = false
async function stop(): Promise<void> {
  if (isStopping) return
  isStopping = true
  isDraining = true
  clearInterval(touching)
  server.close()
  // A call that is cut off here still leaves its report; what is not kept in time is found by the sweeper.
  await within(reportMs, Promise.all([...live].map((one) => one.end('pipeline-error'))))
  process.exit(0)
}
process.on('SIGTERM', () => void drain())
for (const signal of ['SIGINT', 'disconnect'] as const) process.on(signal, () => void stop())

warmUpHearing()
await warmUp()
server.listen(port, settings.VOICE_HOST ?? '127.0.0.1', () => {
  const { port: bound } = server.address() as AddressInfo
  log('info', 'voice-ready', { port: bound })
  process.send?.({ type: 'ready', port: bound })
  process.stdout.write(`  Voice is listening on port ${bound}; Twilio's voice webhook is ${publicUrl}/voice/incoming\n`)
})
