import { clinicRoute, json } from '#lib/http/route.ts'
import { RequestChange } from '#lib/privacy/rights/bodies.ts'
import { changeRequest } from '#lib/privacy/rights/requests.ts'

export const PATCH = clinicRoute({ body: RequestChange }, async ({ actor, clinicId, params, body }) =>
  json(await changeRequest(actor, clinicId, params.requestId!, body)))
