import { clinicRoute, json } from '#lib/http/route.ts'
import { listKeys, makeKey } from '#lib/tenancy/clinic-keys.ts'
import { KeyRequest } from '#lib/tenancy/requests.ts'

export const GET = clinicRoute({}, async ({ actor, clinicId }) => json({ items: await listKeys(actor, clinicId), nextCursor: null }))

export const POST = clinicRoute({ body: KeyRequest }, async ({ actor, clinicId, body }) => json(await makeKey(actor, clinicId, body), 201))
