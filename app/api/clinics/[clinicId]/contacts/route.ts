import { listContactLines } from '#lib/calls/contact-log.ts'
import { clinicRoute, json } from '#lib/http/route.ts'
import { ContactsQuery } from '#lib/tenancy/requests.ts'

export const GET = clinicRoute({ query: ContactsQuery }, async ({ actor, clinicId, query }) => json(await listContactLines(actor, clinicId, query)))
