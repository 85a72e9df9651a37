import { clinicRoute, json } from '#lib/http/route.ts'
import { WeekBody } from '#lib/scheduling/hours-requests.ts'
import { saveWeek } from '#lib/scheduling/hours.ts'

export const PUT = clinicRoute({ body: WeekBody }, async ({ actor, clinicId, params, body }) => json(await saveWeek(actor, clinicId, params.practitionerId!, body.week)))
