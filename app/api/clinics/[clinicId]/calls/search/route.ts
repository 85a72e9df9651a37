import { listCalls } from '#lib/calls/call-log.ts'
import { CallSearch } from '#lib/calls/requests.ts'
import { clinicRoute, json } from '#lib/http/route.ts'

export const POST = clinicRoute({ body: CallSearch }, async ({ actor, clinicId, body }) => json(await listCalls(actor, clinicId, body)))
