import { refusedFrom, type Answer } from '#components/calendar/booking-api.ts'
import type { TextSettings } from '#lib/recovery/types.ts'

const TIMEOUT_MS = 15_000
const NO_ANSWER = 'The server did not answer. Check the connection, then save again.'

/** Keeps how the clinic texts; owners only. A template that is not right is refused, with the reason under `fields.template`. */
export async function saveTextSettings(clinicId: string, settings: TextSettings): Promise<Answer<TextSettings>> {
  try {
    const response = await fetch(`/api/clinics/${clinicId}/text-settings`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(settings),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    const body: unknown = await response.json()
    return response.ok ? { ok: true, data: settings } : refusedFrom(response.status, body as object)
  } catch {
    // No connection, no answer in time, or one that is not ours: to whoever saves they are the same.
    return { ok: false, code: 'no_answer', sentence: NO_ANSWER, alternatives: [], fields: {}, isUncertain: true }
  }
}
