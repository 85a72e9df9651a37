import 'server-only'
import { timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { as } from '#lib/db/door.ts'
import type { Actor } from '#lib/db/actor.ts'
import { calendarOf, seal, unseal } from '#lib/shared/seal.ts'
import { hashOf } from '#lib/tenancy/keys.ts'

/** The cookie that ties Google's answer to the browser, the person and the clinic that asked. */
export const consentCookie = 'calendar-consent'
export const consentMinutes = 10

const Consent = z.object({ state: z.string(), codeVerifier: z.string(), clinicId: z.uuid(), userId: z.uuid(), until: z.number() })
export type Consent = z.infer<typeof Consent>

export const sealConsent = (secret: string, consent: Omit<Consent, 'until'>): string =>
  seal(secret, 'calendar-consent', JSON.stringify({ ...consent, until: Date.now() + consentMinutes * 60_000 }))

/** The consent that this browser began, if it is the one Google answers, by the same person, in time. */
export function openConsent(secret: string, cookie: string | undefined, state: string | null, userId: string): Consent | null {
  if (!cookie || !state) return null
  try {
    const consent = Consent.parse(JSON.parse(unseal(secret, 'calendar-consent', cookie)))
    return timingSafeEqual(hashOf(consent.state), hashOf(state)) && consent.userId === userId && consent.until > Date.now() ? consent : null
  } catch {
    // A forged or mangled cookie is no consent; there is nothing else to tell.
    return null
  }
}

/** Keeps the clinic's permission, encrypted. Throws PT403 for anybody but an owner. */
export async function keepCalendarPermission(actor: Actor, secret: string, clinicId: string, granted: { refreshToken: string; scopes: string[] }): Promise<void> {
  const sealed = seal(secret, calendarOf(clinicId), granted.refreshToken)
  await as(actor, (tx) => tx`select connect_calendar(${clinicId}, ${sealed}, ${granted.scopes.join(' ')})`)
}
