import 'server-only'
import { statusOf } from './client.ts'
import type { VapiRest } from './client.ts'

/**
 * What Vapi knows about a call, as it answers it, or null when it has no such call. Throws when Vapi cannot say; the
 * error holds a status and nothing of the call.
 */
export async function lookUpCall(client: Pick<VapiRest, 'getCall'>, vapiCallId: string): Promise<unknown> {
  try {
    return (await client.getCall(vapiCallId)) as unknown
  } catch (thrown) {
    if (statusOf(thrown) === 404) return null
    throw new Error(`Vapi did not say how the call stands (${statusOf(thrown) ?? 'no answer'})`)
  }
}
