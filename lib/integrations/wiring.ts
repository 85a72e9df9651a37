import 'server-only'
import { googleCalendar } from '#lib/integrations/google-calendar/mirror.ts'
import type { OpenCalendar } from '#lib/scheduling/calendar-port.ts'
import type { Environment } from '#lib/shared/env.ts'

/** Which Google the product talks to: the real one when its credentials are set, the sandbox when not. */
export function googleSettings(env: Environment) {
  const isReal = env.GOOGLE_CLIENT_ID !== undefined && env.GOOGLE_CLIENT_SECRET !== undefined
  return {
    clientId: env.GOOGLE_CLIENT_ID ?? 'sandbox-client',
    clientSecret: env.GOOGLE_CLIENT_SECRET ?? 'sandbox-secret',
    redirectUri: `${env.APP_URL}/api/google/callback`,
    sandboxUrl: isReal ? null : (env.SANDBOX_URL ?? null),
  }
}

/** The outside calendar behind scheduling's port. `onRefreshToken` hears of a token that Google replaced. */
export const openCalendarFor = (env: Environment, onRefreshToken?: (clinicId: string, token: string) => void): OpenCalendar =>
  googleCalendar(googleSettings(env), onRefreshToken)

/** Which Vapi the product talks to. */
export const vapiSettings = (env: Environment) => ({
  apiKey: env.VAPI_API_KEY ?? 'sandbox-key',
  sandboxUrl: env.VAPI_API_KEY ? null : (env.SANDBOX_URL ?? null),
})
