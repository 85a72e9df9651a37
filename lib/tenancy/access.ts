import 'server-only'
import { createBareSupabase, createServerSupabase } from '#lib/db/server.ts'
import { admit } from '#lib/tenancy/admission.ts'
import type { Actor } from '#lib/db/actor.ts'

const bearer = (request: Request): string | undefined => /^Bearer\s+(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]

/** A browser sends cookies along whoever asks it to; a change is believed only when our own pages ask (OWASP CSRF, origin check). */
function comesFromOurPages(request: Request): boolean {
  if (['GET', 'HEAD'].includes(request.method)) return true
  const origin = request.headers.get('origin')
  return origin !== null && URL.canParse(origin) && new URL(origin).host === request.headers.get('host')
}

/**
 * Who is asking: a clinic API key or a Supabase access token in Authorization, else the session cookie. Null when nobody
 * is, or when the credentials are wrong. What the actor may do is for row level security to say. Throws PT429 for a key that asks too much.
 */
export async function identify(request: Request): Promise<Actor | null> {
  const token = bearer(request)
  if (token?.startsWith('cw_')) {
    const key = await admit(token, 'api')
    return key ? { role: 'api_client', ...key } : null
  }
  if (request.headers.has('authorization')) {
    if (!token) return null
    const { data } = await createBareSupabase().auth.getClaims(token)
    return data?.claims.role === 'authenticated' ? { role: 'authenticated', userId: data.claims.sub } : null
  }
  if (!comesFromOurPages(request)) return null
  const { data } = await (await createServerSupabase()).auth.getClaims()
  return data?.claims.role === 'authenticated' ? { role: 'authenticated', userId: data.claims.sub } : null
}
