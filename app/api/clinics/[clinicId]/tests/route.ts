import { listLiveTests } from '#lib/audit/live-tests.ts'
import { LiveTestsQuery } from '#lib/audit/requests.ts'
import { clinicRoute, json } from '#lib/http/route.ts'

export const GET = clinicRoute({ query: LiveTestsQuery }, async ({ actor, clinicId, query }) => json(await listLiveTests(actor, clinicId, query)))
