import { clinicRoute, json } from '#lib/http/route.ts'
import { addClosures, listClosures } from '#lib/scheduling/closures.ts'
import { ClosuresBody } from '#lib/scheduling/hours-requests.ts'

export const GET = clinicRoute({}, async ({ actor, clinicId }) => json({ items: await listClosures(actor, clinicId), nextCursor: null }))

export const POST = clinicRoute({ body: ClosuresBody }, async ({ actor, clinicId, body }) => json(await addClosures(actor, clinicId, body.closures), 201))
