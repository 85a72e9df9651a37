import { clinicRoute, json } from '#lib/http/route.ts'
import { TaskChange } from '#lib/recovery/requests.ts'
import { finishTask, hasTask } from '#lib/recovery/staff.ts'
import { problem } from '#lib/http/problem.ts'

export const PATCH = clinicRoute({ body: TaskChange }, async ({ actor, clinicId, params, body }) => {
  if (!(await hasTask(actor, clinicId, params.taskId!))) return problem('forbidden')
  await finishTask(actor, params.taskId!, body.done)
  return json({ id: params.taskId, done: body.done })
})
