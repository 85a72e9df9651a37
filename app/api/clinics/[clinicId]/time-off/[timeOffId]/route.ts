import { clinicRoute, json } from '#lib/http/route.ts'
import { removeTimeOff } from '#lib/scheduling/closures.ts'

export const DELETE = clinicRoute({}, async ({ actor, clinicId, params }) => json(await removeTimeOff(actor, clinicId, params.timeOffId!)))
