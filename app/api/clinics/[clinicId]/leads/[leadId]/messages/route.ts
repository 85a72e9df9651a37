import { randomUUID } from 'node:crypto'
import { parse } from '#lib/http/body.ts'
import { problem } from '#lib/http/problem.ts'
import { clinicRoute, json } from '#lib/http/route.ts'
import { readLead } from '#lib/recovery/leads.ts'
import { StaffText } from '#lib/recovery/requests.ts'
import { sendStaffText } from '#lib/recovery/staff.ts'
import { IdempotencyKey } from '#lib/scheduling/requests.ts'

export const POST = clinicRoute({ body: StaffText }, async ({ request, actor, clinicId, params, body }) => {
  if (!(await readLead(actor, clinicId, params.leadId!))) return problem('forbidden')
  const key = parse(IdempotencyKey, request.headers.get('idempotency-key') ?? undefined) ?? randomUUID()
  const sent = await sendStaffText(actor, clinicId, params.leadId!, body.body, key)
  if (typeof sent === 'string') return problem(sent)
  const lead = await readLead(actor, clinicId, params.leadId!)
  return json(lead!.messages.find((message) => message.id === sent.id), 201)
})
