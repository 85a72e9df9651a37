import { clinicRoute, json } from '#lib/http/route.ts'
import { retryErasure } from '#lib/privacy/rights/erasure.ts'

export const POST = clinicRoute({}, async ({ actor, clinicId, params }) => json(await retryErasure(actor, clinicId, params.erasureId!), 202))
