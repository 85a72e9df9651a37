import { clinicRoute, json } from '#lib/http/route.ts'
import { exportContact } from '#lib/privacy/rights/export.ts'

export const GET = clinicRoute({}, async ({ actor, clinicId, params }) => {
  const held = await exportContact(actor, clinicId, params.contactId!)
  const response = json(held)
  // The name of a file is seen by more people than the file.
  response.headers.set('content-disposition', `attachment; filename="personal-data-${held.exportedAt.slice(0, 10)}.json"`)
  return response
})
