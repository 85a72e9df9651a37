import { clinicRoute, json } from '#lib/http/route.ts'
import { RequestBody, RequestsQuery } from '#lib/privacy/rights/bodies.ts'
import { listRequests, openRequest } from '#lib/privacy/rights/requests.ts'

export const GET = clinicRoute({ query: RequestsQuery }, async ({ actor, clinicId, query: { open, ...page } }) =>
  json(await listRequests(actor, clinicId, { ...page, open: open === undefined ? undefined : open === 'true' })))

export const POST = clinicRoute({ body: RequestBody }, async ({ actor, clinicId, body }) => json(await openRequest(actor, clinicId, body), 201))
