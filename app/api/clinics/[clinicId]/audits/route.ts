import { listAudits, requestAudit } from '#lib/audit/audits.ts'
import { AuditsQuery } from '#lib/audit/requests.ts'
import { problem } from '#lib/http/problem.ts'
import { clinicRoute, json } from '#lib/http/route.ts'

export const GET = clinicRoute({ query: AuditsQuery }, async ({ actor, clinicId, query }) => json(await listAudits(actor, clinicId, query)))

export const POST = clinicRoute({}, async ({ actor, clinicId }) => {
  const asked = await requestAudit(actor, clinicId)
  return asked.ok ? json({ id: asked.id }, 202) : problem('too_many', {}, { 'retry-after': String(asked.retryAfterSeconds) })
})
