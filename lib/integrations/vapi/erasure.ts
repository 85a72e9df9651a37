import 'server-only'
import type { ForgetfulVoice } from '#lib/privacy/rights/processor-port.ts'
import type { VapiRest } from './client.ts'
import { deleteVapiCall } from './deletion.ts'
import { findOutboundCall } from './dialler.ts'

/** Erasure at Vapi: the call with its words and recordings. */
export function vapiErasure(client: VapiRest): ForgetfulVoice {
  return {
    async forget(vapiCallId) {
      const result = await deleteVapiCall(client, vapiCallId)
      if (result.kind === 'done') return { outcome: 'done' }
      return result.kind === 'refused' ? { outcome: 'refused', reason: result.reason } : { outcome: 'later', reason: 'Vapi has not deleted the call yet.' }
    },
    find: (call) => findOutboundCall(client, call),
  }
}
