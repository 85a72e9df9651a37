import { clinicRoute, json } from '#lib/http/route.ts'
import { listViews } from '#lib/privacy/rights/access-log.ts'
import { RightsPageQuery } from '#lib/privacy/rights/bodies.ts'

export const GET = clinicRoute({ query: RightsPageQuery }, async ({ actor, clinicId, query }) => json(await listViews(actor, clinicId, query)))
