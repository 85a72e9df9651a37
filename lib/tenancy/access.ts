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

type Claims = { data: { claims: { role?: unknown; sub: string } } | null; error: { status?: number | undefined } | null }

/** The person that a token is of; null when it is none that counts. Throws PT503 when the sign-in service could not say: a good token is then not refused. */
function personOf({ data, error }: Claims): Actor | null {
  if (error && (!error.status || error.status === 429 || error.status >= 500)) throw Object.assign(new Error('busy'), { code: 'PT503' })
  return data?.claims.role === 'authenticated' ? { role: 'authenticated', userId: data.claims.sub } : null
}

/**
 * Who is asking: a clinic API key or a Supabase access token in Authorization, else the session cookie. Null when nobody
 * is, or when the credentials are wrong. What the actor may do is for row level security to say. Throws PT429 for a key that asks too much, and PT503.
 */
export async function identify(request: Request): Promise<Actor | null> {
  const token = bearer(request)
  if (token?.startsWith('cw_')) {
    const key = await admit(token, 'api')
    return key ? { role: 'api_client', ...key } : null
  }
  if (request.headers.has('authorization')) {
    if (!token) return null
    return personOf(await createBareSupabase().auth.getClaims(token))
  }
  if (!comesFromOurPages(request)) return null
  return personOf(await (await createServerSupabase()).auth.getClaims())
}
