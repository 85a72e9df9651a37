import { clinicRoute, json } from '#lib/http/route.ts'
import { listOnCall, testOnCall } from '#lib/recovery/alert-log.ts'
import { OnCallTest } from '#lib/recovery/requests.ts'

export const POST = clinicRoute({ body: OnCallTest }, async ({ actor, clinicId, body }) => {
  await testOnCall(actor, clinicId, body.position)
  return json({ contacts: await listOnCall(actor, clinicId) }, 202)
})
