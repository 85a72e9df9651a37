import { clinicRoute, json } from '#lib/http/route.ts'
import { RightsPageQuery } from '#lib/privacy/rights/bodies.ts'
import { listErasures } from '#lib/privacy/rights/erasure.ts'

export const GET = clinicRoute({ query: RightsPageQuery }, async ({ actor, clinicId, query }) => json(await listErasures(actor, clinicId, query)))
