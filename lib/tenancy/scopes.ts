import type { Actor } from '#lib/db/actor.ts'
import type { Scope } from '#lib/shared/scopes.ts'

/**
 * The scopes that open a route, any of which is enough: by what lies under the clinic's own path, else by whether something is changed.
 * What a key may change is decided by the tables themselves (app.check_scope); this is so that the answer can say what is missing, and for reads.
 */
export function scopesFor(method: string, path: string): readonly Scope[] {
  const below = /^\/api\/clinics\/[^/]+\/(.*)$/.exec(path)?.[1] ?? ''
  const isRead = ['GET', 'HEAD'].includes(method) || /^(calls|contacts)\/search$/.test(below)
  if (/^(tests|audits|simulated-calls)(\/|$)/.test(below)) return isRead ? ['read', 'tests'] : ['tests']
  if (/^contacts\/[^/]+\/export$/.test(below)) return ['contacts']
  if (/^(contacts|erasures|requests)(\/|$)/.test(below)) return isRead ? ['read', 'contacts'] : ['contacts']
  if (/^(availability|bookings)(\/|$)/.test(below)) return isRead ? ['read', 'book'] : ['book']
  return isRead ? ['read'] : ['book']
}

/** Whether the actor's key has one of these scopes. People, and programs of the clinic's own making, are not held to scopes. */
export const hasScope = (actor: Actor, scopes: readonly Scope[]): boolean =>
  actor.role !== 'api_client' || actor.scopes === undefined || scopes.some((scope) => actor.scopes!.includes(scope))
