import { problem } from '#lib/http/problem.ts'
import { clinicRoute, json } from '#lib/http/route.ts'
import { closeAlert, readAlert } from '#lib/recovery/alert-log.ts'

export const POST = clinicRoute({}, async ({ actor, clinicId, params }) => {
  if (!(await readAlert(actor, clinicId, params.alertId!))) return problem('forbidden')
  await closeAlert(actor, params.alertId!)
  return json(await readAlert(actor, clinicId, params.alertId!))
})
