import 'server-only'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { startSandbox } from './server.ts'
import type { SandboxOptions } from './server.ts'

export const TWILIO_SID = `AC${'0'.repeat(32)}`
export const TWILIO_TOKEN = 'sandbox-token'

export type Received = { path: string; headers: Record<string, string>; body: string; params: Record<string, string> }

/** A sandbox with a stand-in for the product that keeps what the webhooks brought. For tests. */
export async function startTestSandbox(options: Partial<SandboxOptions> = {}) {
  const received: Received[] = []
  const product = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    received.push({
      path: request.url ?? '',
      headers: request.headers as Record<string, string>,
      body,
      params: Object.fromEntries(new URLSearchParams(body)),
    })
    response.writeHead(204).end()
  })
  await new Promise<void>((resolve) => product.listen(0, '127.0.0.1', resolve))
  const appUrl = `http://127.0.0.1:${(product.address() as AddressInfo).port}`
  const sandbox = await startSandbox({ twilioAuthToken: TWILIO_TOKEN, appUrl: () => appUrl, ...options })

  const control = async (path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST') => {
    const response = await fetch(`${sandbox.url}/__sandbox${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: response.status, body: (await response.json()) as Record<string, unknown> }
  }
  return {
    url: sandbox.url,
    appUrl,
    received,
    settled: sandbox.settled,
    control,
    state: async () => (await control('/state')).body as Record<string, Record<string, unknown>[]>,
    fault: (provider: string, kind: string, count = 1) => control('/faults', { provider, kind, count }),
    close: async () => {
      await sandbox.close()
      product.closeAllConnections()
      await new Promise<void>((resolve) => product.close(() => resolve()))
    },
  }
}

export type TestSandbox = Awaited<ReturnType<typeof startTestSandbox>>
