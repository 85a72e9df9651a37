import 'server-only'
import { createHash, randomBytes } from 'node:crypto'
import type { CalendarFailure } from '#lib/scheduling/calendar-port.ts'
import { consentUrl, exchangeCode, revokeToken } from './client.ts'
import type { GoogleSettings } from './client.ts'
import { classify, failure } from './errors.ts'

const PREFIX = 'https://www.googleapis.com/auth/'

/**
 * The least that the product can work with: write its own events, ask when calendars are busy, list calendars to
 * choose from. `calendar.events` alone would be refused at freebusy.
 */
export const REQUIRED_SCOPES = [
  `${PREFIX}calendar.events.owned`,
  `${PREFIX}calendar.freebusy`,
  `${PREFIX}calendar.calendarlist.readonly`,
]

/**
 * Starts connecting a clinic: where to send its owner, and the verifier to keep (with the session, on the server) for
 * `finishConsent`. `state` must be unguessable, used once and bound to the session and the clinic.
 */
export function startConsent(settings: GoogleSettings, state: string): { url: string; codeVerifier: string } {
  const codeVerifier = randomBytes(48).toString('base64url')
  const codeChallenge = createHash('sha256').update(codeVerifier).digest('base64url')
  return { url: consentUrl(settings, { scopes: REQUIRED_SCOPES, state, codeChallenge }), codeVerifier }
}

export type ConsentOutcome = { ok: true; refreshToken: string; scopes: string[] } | CalendarFailure

/** Ends connecting. Not ok when a box was unticked or no refresh token came: such a connection would fail later. */
export async function finishConsent(
  settings: GoogleSettings,
  answer: { code: string; codeVerifier: string },
): Promise<ConsentOutcome> {
  try {
    const tokens = await exchangeCode(settings, answer.code, answer.codeVerifier)
    if (missingScopes(tokens.scopes).length > 0) return failure('forbidden')
    if (!tokens.refreshToken) return failure('reauth')
    return { ok: true, refreshToken: tokens.refreshToken, scopes: tokens.scopes }
  } catch (thrown) {
    return classify(thrown)
  }
}

/** The scopes that the owner did not grant. The wider scopes that include one of ours count for it. */
export function missingScopes(granted: string[]): string[] {
  const has = (name: string) => granted.includes(`${PREFIX}${name}`)
  const covered: Record<string, boolean> = {
    'calendar.events.owned': has('calendar.events.owned') || has('calendar.events') || has('calendar'),
    'calendar.freebusy': has('calendar.freebusy') || has('calendar.readonly') || has('calendar'),
    'calendar.calendarlist.readonly':
      has('calendar.calendarlist.readonly') ||
      has('calendar.calendarlist') ||
      has('calendar.readonly') ||
      has('calendar'),
  }
  return REQUIRED_SCOPES.filter((scope) => !covered[scope.slice(PREFIX.length)])
}

/** Gives the permission back when a clinic disconnects; one that Google no longer knows is success. */
export async function disconnect(
  settings: GoogleSettings,
  refreshToken: string,
): Promise<{ ok: true } | CalendarFailure> {
  try {
    await revokeToken(settings, refreshToken)
    return { ok: true }
  } catch (thrown) {
    const outcome = classify(thrown)
    return outcome.kind === 'permanent' || outcome.kind === 'reauth' ? { ok: true } : outcome
  }
}
