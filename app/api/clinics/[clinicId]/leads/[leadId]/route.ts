import { problem } from '#lib/http/problem.ts'
import { clinicRoute, json } from '#lib/http/route.ts'
import { noteView } from '#lib/privacy/rights/access-log.ts'
import { leadJson } from '#lib/recovery/json.ts'
import { readLead } from '#lib/recovery/leads.ts'
import { LeadChange } from '#lib/recovery/requests.ts'
import { closeLead } from '#lib/recovery/staff.ts'

export const GET = clinicRoute({}, async ({ actor, clinicId, params }) => {
  const lead = await readLead(actor, clinicId, params.leadId!)
  if (!lead) return problem('forbidden')
  await noteView(actor, 'lead', lead.id)
  return json(leadJson(lead))
})

export const PATCH = clinicRoute({ body: LeadChange }, async ({ actor, clinicId, params, body }) => {
  if (!(await readLead(actor, clinicId, params.leadId!))) return problem('forbidden')
  const refusal = await closeLead(actor, params.leadId!, body.status === 'closed')
  if (refusal) return problem(refusal)
  return json(leadJson((await readLead(actor, clinicId, params.leadId!))!))
})
