import 'server-only'

const WEBHOOK_TIMEOUT_MS = 15_000

/** Calls webhooks in the background and knows when all of them are done. */
export function createDelivery() {
  const pending = new Set<Promise<void>>()
  const stopping = new AbortController()

  return {
    deliver(work: () => Promise<void>) {
      if (stopping.signal.aborted) return
      // After the reply that set it going, as a provider's webhook comes from elsewhere.
      const running = new Promise<void>((resolve) => setImmediate(resolve))
        .then(() => (stopping.signal.aborted ? undefined : work()))
        .catch((thrown: unknown) => console.error('the sandbox could not deliver a webhook', thrown))
        .finally(() => pending.delete(running))
      pending.add(running)
    },
    /** The receiver's status, or null when there was no answer. */
    async post(url: string, headers: Record<string, string>, body: string): Promise<number | null> {
      try {
        const signal = AbortSignal.any([stopping.signal, AbortSignal.timeout(WEBHOOK_TIMEOUT_MS)])
        const response = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' })
        await response.body?.cancel()
        return response.status
      } catch {
        return null
      }
    },
    async settled() {
      while (pending.size > 0) await Promise.all(pending)
    },
    stop() {
      stopping.abort()
    },
  }
}
