import { clinicRoute, json } from '#lib/http/route.ts'
import { readTrail } from '#lib/tenancy/audit-trail.ts'
import { TrailQuery } from '#lib/tenancy/requests.ts'

export const GET = clinicRoute({ query: TrailQuery }, async ({ actor, clinicId, query }) => json(await readTrail(actor, clinicId, query)))
