import { clinicRoute, json } from '#lib/http/route.ts'
import { listOnCall, saveOnCall } from '#lib/recovery/alert-log.ts'
import { OnCallBody } from '#lib/recovery/requests.ts'

export const GET = clinicRoute({}, async ({ actor, clinicId }) => json({ contacts: await listOnCall(actor, clinicId) }))

export const PUT = clinicRoute({ body: OnCallBody }, async ({ actor, clinicId, body }) => {
  await saveOnCall(actor, clinicId, body.contacts)
  return json({ contacts: await listOnCall(actor, clinicId) })
})
