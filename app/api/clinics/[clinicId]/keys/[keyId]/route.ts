import { clinicRoute, json } from '#lib/http/route.ts'
import { revokeKey } from '#lib/tenancy/clinic-keys.ts'

export const DELETE = clinicRoute({}, async ({ actor, clinicId, params }) => json(await revokeKey(actor, clinicId, params.keyId!)))
