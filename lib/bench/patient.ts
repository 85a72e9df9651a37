import { setTimeout as pause } from 'node:timers/promises'

/** A request that waits when it is told to, as the voice platform does: what is measured is the product within its own limits. */
export async function fetchPatiently(url: string, init: () => RequestInit): Promise<Response> {
  for (;;) {
    const response = await fetch(url, init())
    if (response.status !== 429) return response
    await response.body?.cancel()
    await pause(1_000 * Number(response.headers.get('retry-after') ?? 1))
  }
}
