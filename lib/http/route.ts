import 'server-only'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { refusalOf } from '#lib/db/door.ts'
import { parseKept, readJson } from '#lib/http/body.ts'
import { problem, Refused } from '#lib/http/problem.ts'
import { traced } from '#lib/http/tracing.ts'
import { errorCode, log } from '#lib/shared/log.ts'
import { identify } from '#lib/tenancy/access.ts'
import { hasAll, mayEnter } from '#lib/tenancy/clinics.ts'
import { hasScope, scopesFor } from '#lib/tenancy/scopes.ts'
import type { Actor } from '#lib/db/actor.ts'

type Params = Record<string, string>
type Given<B extends z.ZodType, Q extends z.ZodType> = {
  request: Request
  actor: Actor
  clinicId: string
  params: Params
  body: z.output<B>
  query: z.output<Q>
}

const nothing = z.unknown()
const uuid = z.uuid()

/** Runs a handler; what it throws becomes one problem answer, and a surprise is logged once under its request id. */
export async function answer(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Refused) return problem(error.code, error.extra)
    const refusal = refusalOf(error)
    if (refusal?.status === 403) return problem('forbidden')
    if (refusal?.status === 422) {
      return problem('invalid_request', { detail: 'See errors.', errors: [{ path: refusal.field ?? '', message: refusal.message }] })
    }
    if (refusal?.status === 429) return problem('too_many', {}, { 'retry-after': refusal.field ?? '1' })
    if (refusal?.status === 503) return problem('busy', {}, { 'retry-after': '1' })
    const requestId = randomUUID()
    log('error', 'request-failed', { requestId, error: errorCode(error) })
    return problem('internal', { requestId })
  }
}

/**
 * A route below /api/clinics/{clinicId}: who asks, then the ids, then the query and body, then one call into a room.
 * 401 without credentials, 403 for an id that is foreign, unknown or no id at all, and for a key without the scope, whatever else is wrong; 422 for the rest; 429 for too many.
 */
export function clinicRoute<B extends z.ZodType = z.ZodUnknown, Q extends z.ZodType = z.ZodUnknown>(
  wants: { body?: B; query?: Q },
  handler: (given: Given<B, Q>) => Promise<Response>,
) {
  return (request: Request, context: { params: Promise<Params> }): Promise<Response> =>
    timed(request, context.params, (entered) => answer(async () => {
      const actor = await identify(request)
      if (!actor) return problem('unauthenticated', {}, { 'www-authenticate': 'Bearer' })
      const params = await context.params
      const clinicId = params.clinicId!
      if (Object.values(params).some((id) => !uuid.safeParse(id).success) || !(await mayEnter(actor, clinicId))) return problem('forbidden')
      const scopes = scopesFor(request.method, new URL(request.url).pathname)
      if (!hasScope(actor, scopes)) return problem('forbidden', { detail: `This key may not do that. It would need ${scopes.join(' or ')}.`, scopes })
      entered()
      const read = await readAll(request, wants).catch(async (error: unknown) => {
        // What is wrong with a request is told of what is there, and of that alone.
        throw (await hasAll(actor, clinicId, params)) ? error : new Refused('forbidden')
      })
      return handler({ request, actor, clinicId, params, ...read })
    }))
}

async function readAll<B extends z.ZodType, Q extends z.ZodType>(request: Request, wants: { body?: B; query?: Q }) {
  const query = (wants.query ? parseKept(wants.query, Object.fromEntries(new URL(request.url).searchParams)) : undefined) as z.output<Q>
  const body = (wants.body ? parseKept(wants.body, await readJson(request, nothing)) : undefined) as z.output<B>
  return { query, body }
}

/** Tells the client and the operator's traces how long the answer took, and how much of it was to know who asks. A span is named by the route, never by its ids. */
async function timed(request: Request, given: Promise<Params>, work: (entered: () => void) => Promise<Response>): Promise<Response> {
  const params = await given
  const names = new Map(Object.entries(params).map(([name, value]) => [value, `{${name}}`]))
  const route = new URL(request.url).pathname.split('/').map((part) => names.get(part) ?? part).join('/')
  const startedAt = performance.now()
  let enteredAt: number | null = null
  const response = await traced(`${request.method} ${route}`, request.headers, async (span) => {
    const answered = await work(() => { enteredAt = performance.now() })
    span.setAttributes({ 'http.request.method': request.method, 'http.route': route, 'http.response.status_code': answered.status })
    if (enteredAt !== null) span.setAttribute('callwaiting.clinic', params.clinicId!)
    return answered
  })
  const parts = [...(enteredAt === null ? [] : [['auth', enteredAt - startedAt] as const]), ['app', performance.now() - startedAt] as const]
  response.headers.set('server-timing', parts.map(([name, ms]) => `${name};dur=${ms.toFixed(1)}`).join(', '))
  return response
}

/** A JSON answer that no cache keeps. */
export const json = (value: unknown, status = 200): Response => Response.json(value, { status, headers: { 'cache-control': 'no-store' } })
