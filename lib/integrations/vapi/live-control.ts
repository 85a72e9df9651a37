import 'server-only'
import type { LiveControl } from '#lib/calls/live-control-port.ts'
import { lookUpCall } from './call-lookup.ts'
import type { VapiRest } from './client.ts'

const TIMEOUT_MS = 2_000
const TRIES = 2

/**
 * Whether words may be sent to that address: it came in the body of a webhook, and must not lead our server to anywhere but Vapi
 * (https below vapi.ai) or, where the sandbox stands in for it, the sandbox.
 */
export function mayControl(controlUrl: string, sandboxUrl: string | null): boolean {
  if (!URL.canParse(controlUrl)) return false
  const url = new URL(controlUrl)
  if (url.username !== '' || url.password !== '') return false
  if (sandboxUrl !== null) return url.origin === new URL(sandboxUrl).origin
  return url.protocol === 'https:' && url.port === '' && (url.hostname === 'vapi.ai' || url.hostname.endsWith('.vapi.ai'))
}

/** True when it was taken, false when it was refused, null without an answer. */
async function post(controlUrl: string, words: string): Promise<boolean | null> {
  try {
    const response = await fetch(controlUrl, {
      method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ type: 'say', content: words, endCallAfterSpoken: false }), signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    await response.body?.cancel()
    return response.status >= 500 ? null : response.ok
  } catch {
    // No connection or no answer in time: which of them does not matter to who speaks, and the address is not for a log.
    return null
  }
}

async function knownControlUrl(client: Pick<VapiRest, 'getCall'>, vapiCallId: string): Promise<string | null> {
  // Not told and no such call come to the same: nothing to speak into, which the caller of `say` hears and logs.
  const found = (await lookUpCall(client, vapiCallId).catch(() => null)) as { monitor?: { controlUrl?: unknown } | null } | null
  return typeof found?.monitor?.controlUrl === 'string' ? found.monitor.controlUrl : null
}

/**
 * Vapi's live call control. An answer that does not come is waited for two seconds, and the words are sent once more: said twice is
 * better than not at all. Without an address in the message Vapi is asked for it.
 */
export function vapiLiveControl(client: Pick<VapiRest, 'getCall'>, sandboxUrl: string | null): LiveControl {
  return {
    async say({ vapiCallId, controlUrl }, words) {
      const url = controlUrl ?? (await knownControlUrl(client, vapiCallId))
      if (url === null || !mayControl(url, sandboxUrl)) return false
      for (let tried = 0; tried < TRIES; tried += 1) {
        const isTaken = await post(url, words)
        if (isTaken !== null) return isTaken
      }
      return false
    },
  }
}
