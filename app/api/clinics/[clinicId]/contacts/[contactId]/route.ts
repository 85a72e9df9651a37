import { problem } from '#lib/http/problem.ts'
import { clinicRoute, json } from '#lib/http/route.ts'
import { noteView } from '#lib/privacy/rights/access-log.ts'
import { ErasureBody } from '#lib/privacy/rights/bodies.ts'
import { eraseContact } from '#lib/privacy/rights/erasure.ts'
import { readContact } from '#lib/tenancy/contacts.ts'

export const GET = clinicRoute({}, async ({ actor, clinicId, params }) => {
  const contact = await readContact(actor, clinicId, params.contactId!)
  if (!contact) return problem('forbidden')
  await noteView(actor, 'contact', contact.id)
  return json(contact)
})

export const DELETE = clinicRoute({ body: ErasureBody }, async ({ actor, clinicId, params, body }) =>
  json(await eraseContact(actor, clinicId, params.contactId!, body.identityCheck), 202))
