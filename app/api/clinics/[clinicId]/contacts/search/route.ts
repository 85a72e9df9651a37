import { listContactLines } from '#lib/calls/contact-log.ts'
import { clinicRoute, json } from '#lib/http/route.ts'
import { ContactSearch } from '#lib/tenancy/requests.ts'

export const POST = clinicRoute({ body: ContactSearch }, async ({ actor, clinicId, body }) => json(await listContactLines(actor, clinicId, body)))
