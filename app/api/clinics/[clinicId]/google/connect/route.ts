import { randomBytes } from 'node:crypto'
import { cookies } from 'next/headers'
import { problem } from '#lib/http/problem.ts'
import { clinicRoute } from '#lib/http/route.ts'
import { startConsent } from '#lib/integrations/google-calendar/oauth.ts'
import { googleSettings } from '#lib/integrations/wiring.ts'
import { env } from '#lib/shared/env.ts'
import { consentCookie, consentMinutes, sealConsent } from '#lib/tenancy/calendar-consent.ts'

/** Sends an owner to Google's consent page. */
export const GET = clinicRoute({}, async ({ actor, clinicId }) => {
  if (actor.role !== 'authenticated') return problem('forbidden')
  const state = randomBytes(24).toString('base64url')
  const { url, codeVerifier } = startConsent(googleSettings(env()), state)
  const store = await cookies()
  store.set(consentCookie, sealConsent(env().CALLWAITING_SECRET, { state, codeVerifier, clinicId, userId: actor.userId }), {
    httpOnly: true, sameSite: 'lax', secure: env().APP_URL.startsWith('https:'), path: '/api/google', maxAge: consentMinutes * 60,
  })
  return new Response(null, { status: 303, headers: { location: url, 'cache-control': 'no-store' } })
})
