import { readCall } from '#lib/calls/call-log.ts'
import { problem } from '#lib/http/problem.ts'
import { clinicRoute, json } from '#lib/http/route.ts'

export const GET = clinicRoute({}, async ({ actor, clinicId, params }) => {
  const call = await readCall(actor, clinicId, params.callId!)
  return call ? json(call) : problem('forbidden')
})
