import { AsyncLocalStorage } from 'node:async_hooks'
import type { ServerResponse } from 'node:http'

declare global {
  // The server that carries Next, and the pages that Next has built, each have this file for themselves: what they share is known once.
  var callwaitingResponses: AsyncLocalStorage<ServerResponse> | undefined
}

const responses = (globalThis.callwaitingResponses ??= new AsyncLocalStorage())

/** Runs whatever answers a request, so that what it calls knows its response. */
export const answering = (response: ServerResponse, work: () => unknown): void => void responses.run(response, work)

/** How long whoever tried too often is told to wait. */
const waitSeconds = 60

/**
 * Makes the page that is being answered 429 with Retry-After: Next lets a page or a server action say what it likes, but not with which status.
 * What the page shows is as it was, and script reads an action's answer whatever its status. Too late, once something was sent, it does nothing.
 */
export function tellTooMany(): void {
  const response = responses.getStore()
  if (!response || response.headersSent) return
  response.statusCode = 429
  response.setHeader('retry-after', String(waitSeconds))
}
