import 'server-only'
import { createBareSupabase, createServerSupabase } from '#lib/db/server.ts'
import { asNobody } from '#lib/db/door.ts'
import { hashOf } from '#lib/tenancy/keys.ts'
import type { Actor } from '#lib/db/actor.ts'
import type { Scope } from '#lib/shared/scopes.ts'

const bearer = (request: Request): string | undefined => /^Bearer\s+(\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1]

type Admitted = { clinicId: string; keyId: string; scopes: Scope[] }

/**
 * The clinic that a stored secret stands for and what its key may do, or null for a secret that is unknown, revoked or past its time. Takes one
 * of the key's allowance in the same trip, and throws PT429 when there is none left. Secrets meet only as hashes, in the database's index:
 * how long a look-up takes tells nothing about a secret whose hash nobody can choose.
 */
export async function admit(secret: string, kind: 'api' | 'vapi'): Promise<Admitted | null> {
  const [row] = await asNobody((sql) => sql<Admitted[]>`select clinic_id as "clinicId", key_id as "keyId", scopes from app.admit(${hashOf(secret)}, ${kind})`)
  return row ?? null
}

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
