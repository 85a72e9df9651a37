import { clinicRoute, json } from '#lib/http/route.ts'
import { RetentionChange } from '#lib/privacy/rights/bodies.ts'
import { readRetention, saveRetention } from '#lib/privacy/rights/retention.ts'

export const GET = clinicRoute({}, async ({ actor, clinicId }) => json(await readRetention(actor, clinicId)))

export const PATCH = clinicRoute({ body: RetentionChange }, async ({ actor, clinicId, body }) => json(await saveRetention(actor, clinicId, body)))
