import { problem } from '#lib/http/problem.ts'
import { clinicRoute, json } from '#lib/http/route.ts'
import { leadJson } from '#lib/recovery/json.ts'
import { readLead } from '#lib/recovery/leads.ts'

export const GET = clinicRoute({}, async ({ actor, clinicId, params }) => {
  const lead = await readLead(actor, clinicId, params.leadId!)
  return lead ? json(leadJson(lead)) : problem('forbidden')
})
