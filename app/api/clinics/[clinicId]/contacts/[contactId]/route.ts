import { problem } from '#lib/http/problem.ts'
import { clinicRoute, json } from '#lib/http/route.ts'
import { readContact } from '#lib/tenancy/contacts.ts'

export const GET = clinicRoute({}, async ({ actor, clinicId, params }) => {
  const contact = await readContact(actor, clinicId, params.contactId!)
  return contact ? json(contact) : problem('forbidden')
})
