import { clinicRoute, json } from '#lib/http/route.ts'
import { listAlerts } from '#lib/recovery/alert-log.ts'

export const GET = clinicRoute({}, async ({ actor, clinicId }) => json({ items: await listAlerts(actor, clinicId), nextCursor: null }))
