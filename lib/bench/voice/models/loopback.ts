import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'
import type { Scripts } from '#lib/bench/voice/models/script.ts'
import type { Stopwatch } from '#lib/bench/voice/models/stopwatch.ts'

/** What every model is given. The draws depend on `seed`, the call and the turn alone. */
export type Setting = { seed: number; apiKey: string; scripts: Scripts; stopwatch: Stopwatch }

export type Model = { port: number; close: () => Promise<void> }

/** Why an upgrade is refused: the status, the provider's own code, and a sentence. */
export type Refusal = { status: number; code: string; sentence: string; headers?: Record<string, string>; body?: object }

const reasons: Record<number, string> = { 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found', 429: 'Too Many Requests', 500: 'Internal Server Error', 503: 'Service Unavailable' }

function refuse(socket: Socket, { status, headers, body }: Refusal): void {
  const text = JSON.stringify(body ?? {})
  const lines = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)), connection: 'close', ...headers }
  socket.end(`HTTP/1.1 ${status} ${reasons[status] ?? 'Refused'}\r\n${Object.entries(lines).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${text}`)
}

export type Upgrade = {
  /** Null to let it in. */
  check: (url: URL, request: IncomingMessage, requestId: string) => Refusal | null
  open: (socket: WebSocket, url: URL, requestId: string) => void
  headers?: (requestId: string) => string[]
}

/** A model on a free port of 127.0.0.1. Every answer says that it is a model. */
export async function startModel(name: string, { request, upgrade }: { request?: RequestListener; upgrade?: Upgrade }): Promise<Model> {
  const server = createServer((incoming, response) => {
    response.setHeader('x-model-of', name)
    if (request) request(incoming, response)
    else response.writeHead(404).end()
  })
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false })
  server.on('upgrade', (incoming, socket: Socket, head) => {
    const url = new URL(incoming.url ?? '/', 'http://model')
    const requestId = randomUUID()
    const refusal = upgrade ? upgrade.check(url, incoming, requestId) : { status: 404, code: 'NOT_FOUND', sentence: 'No socket here.' }
    if (refusal) return refuse(socket, refusal)
    socket.setNoDelay(true)
    sockets.once('headers', (headers) => headers.push(`x-model-of: ${name}`, ...(upgrade!.headers?.(requestId) ?? [])))
    sockets.handleUpgrade(incoming, socket, head, (opened) => upgrade!.open(opened, url, requestId))
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
