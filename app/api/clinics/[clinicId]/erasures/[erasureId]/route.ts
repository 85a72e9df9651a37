import { problem } from '#lib/http/problem.ts'
import { clinicRoute, json } from '#lib/http/route.ts'
import { readErasure } from '#lib/privacy/rights/erasure.ts'

export const GET = clinicRoute({}, async ({ actor, clinicId, params }) => {
  const erasure = await readErasure(actor, clinicId, params.erasureId!)
  return erasure ? json(erasure) : problem('forbidden')
})
