import 'server-only'
import type { ForgetfulCarrier, Forgotten } from '#lib/privacy/rights/processor-port.ts'
import { createTwilioClient } from './client.ts'
import { twilioMessenger } from './messenger.ts'
import type { TwilioSettings } from './client.ts'

/** Twilio keeps the record of a text until it is delivered or given up. https://www.twilio.com/docs/api/errors/20009 */
const STILL_GOING = 20009

/** Erasure at Twilio: the words first, which works at once, then the record with the number in it. */
export function twilioErasure(settings: TwilioSettings): ForgetfulCarrier {
  const client = createTwilioClient(settings)
  const messenger = twilioMessenger(settings)
  return {
    async forget(sid) {
      try {
        await client.redact(sid)
        // False: it was not deleted, and nobody says why.
        return (await client.remove(sid)) ? { outcome: 'done' } : later('Twilio did not delete the text yet.')
      } catch (thrown) {
        return resultOf(thrown)
      }
    },
    find: async (text) => (await messenger.find(text))?.sid ?? null,
  }
}

/** What a rejected deletion says. Only the status and Twilio's code are read: the error itself carries the request. */
export function resultOf(thrown: unknown): Forgotten {
  const { status, code } = (thrown ?? {}) as { status?: unknown; code?: unknown }
  if (status === 404) return { outcome: 'done' }
  if (status === 409 || code === STILL_GOING) return later('Twilio is still delivering this text.')
  if (status === 401 || code === 20003) return refused('Twilio did not accept the account’s credentials.')
  if (status === 403) return refused('The Twilio account may not delete this text.')
  if (status === 429) return later('Twilio was too busy.')
  if (typeof status === 'number' && status >= 400 && status < 500 && status !== 408) return refused(`Twilio refused to delete the text (${String(code ?? status)}).`)
  return later('Twilio did not answer.')
}

const later = (reason: string): Forgotten => ({ outcome: 'later', reason })
const refused = (reason: string): Forgotten => ({ outcome: 'refused', reason })
