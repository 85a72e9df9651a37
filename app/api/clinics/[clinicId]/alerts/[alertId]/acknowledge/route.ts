import { problem } from '#lib/http/problem.ts'
import { clinicRoute, json } from '#lib/http/route.ts'
import { acknowledgeAlert, readAlert } from '#lib/recovery/alert-log.ts'

export const POST = clinicRoute({}, async ({ actor, clinicId, params }) => {
  if (!(await readAlert(actor, clinicId, params.alertId!))) return problem('forbidden')
  await acknowledgeAlert(actor, params.alertId!)
  return json(await readAlert(actor, clinicId, params.alertId!))
})
