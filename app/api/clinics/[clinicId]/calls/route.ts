import { listCalls } from '#lib/calls/call-log.ts'
import { CallsQuery } from '#lib/calls/requests.ts'
import { clinicRoute, json } from '#lib/http/route.ts'

export const GET = clinicRoute({ query: CallsQuery }, async ({ actor, clinicId, query }) => json(await listCalls(actor, clinicId, query)))
