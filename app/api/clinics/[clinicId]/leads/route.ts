import { clinicRoute, json } from '#lib/http/route.ts'
import { leadJson } from '#lib/recovery/json.ts'
import { listLeads, messagesOf } from '#lib/recovery/leads.ts'
import { LeadsQuery } from '#lib/recovery/requests.ts'

export const GET = clinicRoute({ query: LeadsQuery }, async ({ actor, clinicId, query }) => {
  const { items, nextCursor } = await listLeads(actor, clinicId, query)
  const messages = await messagesOf(actor, clinicId, items.map((lead) => lead.id))
  return json({ items: items.map((lead) => ({ ...leadJson(lead), messages: messages.get(lead.id) ?? [] })), nextCursor })
})
