import { clinicRoute, json } from '#lib/http/route.ts'
import { removeClosure } from '#lib/scheduling/closures.ts'

export const DELETE = clinicRoute({}, async ({ actor, clinicId, params }) => json(await removeClosure(actor, clinicId, params.closureId!)))
