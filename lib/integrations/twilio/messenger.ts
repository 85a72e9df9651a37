import 'server-only'
import { randomInt } from 'node:crypto'
import type { Messenger, SendOutcome } from '#lib/recovery/messenger-port.ts'
import { createTwilioClient } from './client.ts'
import type { SentText, TwilioSettings } from './client.ts'

const LISTED_MAX = 20
// Twilio's clock is not ours.
const SKEW_MS = 60_000
const WAIT_MAX_SECONDS = 300
const NO_CONNECTION_SECONDS = 5
/** The connection was never made, so nothing can have been sent over it. */
const UNSENT_CODES = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'])

/** Sarah's carrier over Twilio's Messages API. `send` never rejects: what went wrong is in the outcome. */
export function twilioMessenger(settings: TwilioSettings): Messenger {
  const client = createTwilioClient(settings)
  return {
    isSandbox: Boolean(settings.sandboxUrl),
    async send(text) {
      try {
        const { sid, status, segments } = await client.send(text)
        // An acceptance that names no message proves nothing.
        return sid ? { ok: true, sid, status, segments } : { ok: false, kind: 'unknown' }
      } catch (thrown) {
        return outcomeOf(thrown)
      }
    },
    async find({ from, to, body, since, except }) {
      // Twilio dates its messages in whole seconds.
      const earliest = new Date(Math.floor((since.getTime() - SKEW_MS) / 1000) * 1000)
      const texts = await client.list({ to, sentAfter: earliest, limit: LISTED_MAX }).catch(rejectPlainly)
      const isIt = (text: SentText) =>
        text.direction.startsWith('outbound') && text.from === from && text.to === to && text.body === body
        && (text.createdAt === null || text.createdAt >= earliest) && !except.includes(text.sid)
      const found = texts.find(isIt)
      return found ? { sid: found.sid, status: found.status, segments: found.segments } : null
    },
  }
}

/**
 * What a rejected send says about the text. Whatever is not known to have been refused, or never to have left, counts
 * as unknown: Twilio has no idempotency key, and a text too few is better than one too many.
 * Codes: https://www.twilio.com/docs/api/errors.
 */
export function outcomeOf(thrown: unknown): Extract<SendOutcome, { ok: false }> {
  const { status, code, retryAfter } = partsOf(thrown)
  if (status === 429) return { ok: false, kind: 'later', afterSeconds: secondsOf(retryAfter) ?? randomInt(2, 7) }
  if (typeof code === 'number' && typeof status === 'number' && status >= 400 && status < 500) {
    return { ok: false, kind: 'refused', code }
  }
  if (typeof code === 'string' && UNSENT_CODES.has(code)) {
    return { ok: false, kind: 'later', afterSeconds: NO_CONNECTION_SECONDS }
  }
  return { ok: false, kind: 'unknown' }
}

/** A Retry-After in seconds; null for a date or nonsense, which nobody should wait by. */
function secondsOf(retryAfter: unknown): number | null {
  if (typeof retryAfter !== 'string' || !/^\d{1,9}$/.test(retryAfter)) return null
  return Math.min(Math.max(Number(retryAfter), 1), WAIT_MAX_SECONDS)
}

/** The library's own errors carry addresses and answers, and a job's error is stored: only the code goes on. */
function rejectPlainly(thrown: unknown): never {
  const { status, code } = partsOf(thrown)
  throw new Error(`Twilio did not say which texts went (${String(code ?? status ?? 'no answer')})`)
}

const partsOf = (thrown: unknown) => (thrown ?? {}) as { status?: unknown; code?: unknown; retryAfter?: unknown }
