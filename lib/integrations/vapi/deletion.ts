import 'server-only'
import type { Forgotten } from '#lib/calls/forgetting.ts'
import { statusOf, type VapiRest } from './client.ts'

const refusals: Record<number, string> = {
  401: 'Vapi did not accept the API key.',
  403: 'The Vapi account may not delete this call.',
}

/**
 * Deletes a call at Vapi with its recordings and words, and looks whether it is gone: Vapi may accept a deletion and fail at it later.
 * A call that Vapi has never heard of is gone. A refused key is a refusal; anything else is worth asking again.
 */
export async function deleteVapiCall(client: Pick<VapiRest, 'deleteCall' | 'getCall'>, vapiCallId: string): Promise<Forgotten> {
  try {
    await client.deleteCall(vapiCallId)
    const { status } = (await client.getCall(vapiCallId)) as { status?: unknown }
    return status === 'not-found' ? { kind: 'done' } : { kind: 'later' }
  } catch (thrown) {
    const status = statusOf(thrown)
    if (status === 404) return { kind: 'done' }
    const reason = refusals[status ?? 0]
    return reason ? { kind: 'refused', reason } : { kind: 'later' }
  }
}
