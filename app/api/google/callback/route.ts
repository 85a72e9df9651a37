import { cookies } from 'next/headers'
import { problem } from '#lib/http/problem.ts'
import { answer } from '#lib/http/route.ts'
import { finishConsent } from '#lib/integrations/google-calendar/oauth.ts'
import { googleSettings } from '#lib/integrations/wiring.ts'
import { env } from '#lib/shared/env.ts'
import { identify } from '#lib/tenancy/access.ts'
import { consentCookie, keepCalendarPermission, openConsent } from '#lib/tenancy/calendar-consent.ts'
import { readClinic } from '#lib/tenancy/clinics.ts'

/** Google's answer to the consent page: kept when this browser and this person asked for it, and then only once. */
export function GET(request: Request): Promise<Response> {
  return answer(async () => {
    const { searchParams } = new URL(request.url)
    const actor = await identify(request)
    const store = await cookies()
    const cookie = store.get(consentCookie)?.value
    store.delete({ name: consentCookie, path: '/api/google' })
    if (actor?.role !== 'authenticated') return problem('unauthenticated')
    const consent = openConsent(env().CALLWAITING_SECRET, cookie, searchParams.get('state'), actor.userId)
    if (!consent) return problem('forbidden')
    const clinic = await readClinic(actor, consent.clinicId)
    if (!clinic) return problem('forbidden')
    const code = searchParams.get('code')
    const outcome = code ? await finishConsent(googleSettings(env()), { code, codeVerifier: consent.codeVerifier }) : null
    if (outcome?.ok) await keepCalendarPermission(actor, env().CALLWAITING_SECRET, clinic.id, outcome)
    const result = outcome?.ok ? 'connected' : 'not-connected'
    return new Response(null, { status: 303, headers: { location: `${env().APP_URL}/${clinic.slug}?calendar=${result}`, 'cache-control': 'no-store' } })
  })
}
