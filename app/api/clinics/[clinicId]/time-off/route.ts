import { clinicRoute, json } from '#lib/http/route.ts'
import { addTimeOff, listTimeOff } from '#lib/scheduling/closures.ts'
import { TimeOffBody } from '#lib/scheduling/hours-requests.ts'

export const GET = clinicRoute({}, async ({ actor, clinicId }) => json({ items: await listTimeOff(actor, clinicId), nextCursor: null }))

export const POST = clinicRoute({ body: TimeOffBody }, async ({ actor, clinicId, body }) => json(await addTimeOff(actor, clinicId, body), 201))
