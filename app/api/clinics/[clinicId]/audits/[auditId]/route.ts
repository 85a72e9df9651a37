import { readAudit } from '#lib/audit/audits.ts'
import { AuditQuery } from '#lib/audit/requests.ts'
import { problem } from '#lib/http/problem.ts'
import { clinicRoute, json } from '#lib/http/route.ts'

export const GET = clinicRoute({ query: AuditQuery }, async ({ actor, clinicId, params, query }) => {
  const audit = await readAudit(actor, clinicId, params.auditId!)
  if (!audit) return problem('forbidden')
  if (query.format === 'json') return json(audit)
  if (!audit.report) return problem('invalid_request', { detail: 'There is no report of this audit yet.', errors: [{ path: 'format', message: 'no report yet' }] })
  return new Response(`${JSON.stringify(audit.report, null, 2)}\n`, {
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store', 'content-disposition': `attachment; filename="audit-${audit.report.finishedAt.slice(0, 10)}.json"` },
  })
})
