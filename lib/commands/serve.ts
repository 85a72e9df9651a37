// The dashboard and the API: Next's server as a part of the running product.
import { createServer } from 'node:http'
import next from 'next'
import { surviveLostConnections } from '#lib/commands/lost-connection.ts'
import { answering } from '#lib/http/page-status.ts'
import { securityHeaders } from '#lib/http/security-headers.ts'
import { runAtExit } from '#lib/shared/at-exit.ts'

/** For what the server has still to write: figures and traces, which nobody waits for. */
const lastMs = 1_000

type Order = { port: number; host: string; isDev: boolean; /** The public address. */ appUrl: string }

async function serve({ port, host, isDev, appUrl }: Order): Promise<void> {
  const app = next({ dev: isDev, hostname: host, port, turbopack: isDev })
  await app.prepare()
  const handle = app.getRequestHandler()
  const headers = new Map(Object.entries(securityHeaders(appUrl)))
  // Before anything answers, so that no route, page, file or error goes without.
  const server = createServer((request, response) => answering(response, () => void handle(request, response.setHeaders(headers))))
  // A load balancer in front keeps connections for about a minute; we close none before it does.
  server.keepAliveTimeout = 65_000
  server.on('upgrade', (request, socket, head) => void app.getUpgradeHandler()(request, socket, head))
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  process.send?.({ type: 'ready' })
  const end = () => void runAtExit(lastMs).then(() => process.exit(0))
  const stop = () => {
    server.close(end)
    // Open pages listen for changes for as long as they are open; a request in flight gets a second to finish.
    server.closeIdleConnections()
    setTimeout(end, 1_000).unref()
  }
  process.on('SIGTERM', stop)
  process.on('disconnect', stop)
}

surviveLostConnections()
process.once('message', (order: Order) => {
  serve(order).catch((error: unknown) => {
    process.send?.({ type: 'failed', sentence: error instanceof Error ? error.message : 'The web server did not start.' }, () => process.exit(1))
  })
})
