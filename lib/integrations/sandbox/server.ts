import 'server-only'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { googleFailure, googleRefusal, handleGoogle, isGooglePath } from '../google-calendar/sandbox.ts'
import { handleTwilio, isTwilioPath, twilioFailure, twilioRefusal } from '../twilio/sandbox.ts'
import { handleVapi, vapiFailure, vapiRefusal } from '../vapi/sandbox.ts'
import { handleControl } from './control.ts'
import { createDelivery } from './delivery.ts'
import { createFaults } from './faults.ts'
import { createSaver, loadState } from './state.ts'
import { json } from './types.ts'
import type { Provider, SandboxContext, SandboxReply, SandboxRequest } from './types.ts'

export type SandboxOptions = {
  /** 0 or absent: the system picks a free one. */
  port?: number
  /** Where the state outlives a restart; absent keeps it in memory. */
  stateFile?: string
  /** Signs the webhooks, and is the password of the REST API. */
  twilioAuthToken: string
  /** Base of the product, asked at each delivery, as it may be known only later. */
  appUrl?: () => string | null | undefined
  /** Whom to stand in for; the paths of the others are not there. All three unless said. */
  providers?: Provider[]
  /** How late an answer is that the fault `late` holds back, 3000 unless said. */
  lateMs?: number
  now?: () => Date
}

export type Sandbox = {
  url: string
  /** Resolves when every webhook set going so far has been answered or given up. */
  settled: () => Promise<void>
  close: () => Promise<void>
}

const BODY_BYTES_MAX = 1_000_000
const LATE_MS = 3_000

type Setup = {
  /** A request's own context takes the faults that are meant for its method. */
  shared: Omit<SandboxContext, 'takeFault'>
  faults: ReturnType<typeof createFaults>
  served: Provider[]
  lateMs: number
}

/**
 * Starts the provider sandbox on 127.0.0.1: Twilio, Google Calendar and Vapi at the paths their own clients use, and a
 * control plane under `/__sandbox`. It imitates; no text, event or call leaves the machine.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const state = loadState(options.stateFile)
  const saver = createSaver(options.stateFile, state)
  const faults = createFaults()
  const delivery = createDelivery()
  const served = options.providers ?? ['twilio', 'google', 'vapi']
  const shared: Setup['shared'] = {
    state,
    url: '',
    appUrl: () => options.appUrl?.()?.replace(/\/$/, '') ?? null,
    twilioAuthToken: options.twilioAuthToken,
    now: options.now ?? (() => new Date()),
    save: saver.save,
    deliver: delivery.deliver,
    post: delivery.post,
  }
  const setup: Setup = { shared, faults, served, lateMs: options.lateMs ?? LATE_MS }

  const server = createServer((incoming, response) => {
    answer(setup, incoming, response).catch((thrown: unknown) => {
      // Where it happened and no more: a message may quote what was sent, and an address holds whose calendar it is.
      const places = thrown instanceof Error ? (thrown.stack ?? '').split('\n').filter((line) => /^ +at /.test(line)) : []
      console.error(['the sandbox failed', ...places.slice(0, 4)].join('\n'))
      const provider = providerOf(pathOf(incoming))
      if (!response.headersSent) send(response, provider ? failures[provider](500) : json(500, { code: 'internal' }))
    })
  })
  // An answer that a fault withholds is withheld until the caller gives up or the sandbox closes.
  server.requestTimeout = 0
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  shared.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    url: shared.url,
    settled: delivery.settled,
    close: async () => {
      delivery.stop()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await Promise.all([closed, delivery.settled()])
      await saver.flush()
    },
  }
}

async function answer({ shared, faults, served, lateMs }: Setup, incoming: IncomingMessage, response: ServerResponse) {
  const body = await readBody(incoming)
  const url = new URL(incoming.url ?? '/', shared.url)
  if (body === null) {
    const provider = providerOf(url.pathname)
    const reply = provider ? failures[provider](413) : json(413, { code: 'too_large' })
    return send(response, { ...reply, headers: { connection: 'close' } })
  }
  const headers = Object.fromEntries(
    Object.entries(incoming.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]),
  )
  const request = { method: incoming.method ?? 'GET', path: url.pathname, query: url.searchParams, headers, body }
  const context: SandboxContext = { ...shared, takeFault: (...fault) => faults.take(request.method, ...fault) }

  if (!isFromHere(headers)) return send(response, json(403, { code: 'forbidden', title: 'Only from this machine' }))
  const provider = providerOf(request.path)
  if (provider && !served.includes(provider)) return send(response, request.path.startsWith('/__sandbox/') ? json(404, { code: 'not_served' }) : failures[provider](404))
  if (request.path.startsWith('/__sandbox/')) return send(response, handleControl(request, context, faults))
  if (!provider) return send(response, json(404, { code: 'not_found' }))
  if (isWork(provider, request) && context.takeFault(provider, 'timeout')) return undefined
  const refusal = refusalOf(provider, request, context)
  if (refusal) return send(response, refusal)
  const reply = handlers[provider](request, context)
  if (reply.status < 400 && isCommit(provider, request) && context.takeFault(provider, 'drop-after-commit')) {
    return void response.destroy()
  }
  if (isCommit(provider, request) && context.takeFault(provider, 'late')) return sendLate(response, reply, lateMs)
  send(response, reply)
}

const handlers: Record<Provider, (request: SandboxRequest, context: SandboxContext) => SandboxReply> = {
  twilio: handleTwilio,
  google: handleGoogle,
  vapi: handleVapi,
}

/** How each says that something is not there (404), too large (413) or went wrong (500). */
const failures: Record<Provider, (status: 404 | 413 | 500) => SandboxReply> = {
  twilio: twilioFailure,
  google: googleFailure,
  vapi: vapiFailure,
}

const pathOf = (incoming: IncomingMessage): string => new URL(incoming.url ?? '/', 'http://sandbox').pathname

function providerOf(path: string): Provider | null {
  if (isTwilioPath(path) || path.startsWith('/__sandbox/twilio/')) return 'twilio'
  if (isGooglePath(path) || path.startsWith('/__sandbox/google/')) return 'google'
  return path.startsWith('/__sandbox/') && !path.startsWith('/__sandbox/vapi/') ? null : 'vapi'
}

// A page on the web may not play with the sandbox through the browser of the person who runs it.
function isFromHere(headers: SandboxRequest['headers']): boolean {
  const isLocal = (url: string) =>
    URL.canParse(url) && ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(url).hostname)
  return isLocal(`http://${headers.host ?? ''}`) && (headers.origin === undefined || isLocal(headers.origin))
}

/** Signing in is not what a fault is meant to hit: it would use the fault up before the work comes. */
function isWork(provider: Provider, request: SandboxRequest): boolean {
  return provider !== 'google' || request.path.startsWith('/calendar/v3/')
}

function isCommit(provider: Provider, request: SandboxRequest): boolean {
  if (request.method === 'GET') return false
  return provider !== 'google' || /^\/calendar\/v3\/calendars\/[^/]+\/events(\/[^/]+)?$/.test(request.path)
}

/** A refusal that stands before any work is done. */
function refusalOf(provider: Provider, request: SandboxRequest, context: SandboxContext): SandboxReply | null {
  if (provider === 'google') return googleRefusal(request, context)
  const kind = context.takeFault(provider, '429', '500')
  if (!kind) return null
  return provider === 'twilio' ? twilioRefusal(kind) : vapiRefusal(kind)
}

function send(response: ServerResponse, reply: SandboxReply) {
  const isText = typeof reply.body === 'string'
  const text = reply.body === undefined ? '' : isText ? (reply.body as string) : JSON.stringify(reply.body)
  const type = text === '' ? {} : { 'content-type': isText ? 'text/html; charset=utf-8' : 'application/json' }
  response.writeHead(reply.status, { ...type, ...reply.headers }).end(text)
}

// A caller that gave up meanwhile closes the response, and with it the wait.
function sendLate(response: ServerResponse, reply: SandboxReply, lateMs: number) {
  const timer = setTimeout(() => send(response, reply), lateMs)
  response.once('close', () => clearTimeout(timer))
}

async function readBody(incoming: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > BODY_BYTES_MAX) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
