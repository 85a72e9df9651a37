import { VoiceSettings } from '#lib/calls/requests.ts'
import { saveVoice } from '#lib/calls/stream-calls.ts'
import { clinicRoute, json } from '#lib/http/route.ts'

/** Who answers the clinic's telephone, and whose model thinks. Owners and API keys. */
export const PATCH = clinicRoute({ body: VoiceSettings }, async ({ actor, clinicId, body }) => {
  await saveVoice(actor, clinicId, body)
  return json(body)
})
