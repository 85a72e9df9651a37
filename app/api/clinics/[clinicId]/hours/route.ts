import { clinicRoute, json } from '#lib/http/route.ts'
import { HoursChange } from '#lib/scheduling/hours-requests.ts'
import { readHours, saveBankHolidays } from '#lib/scheduling/hours.ts'

export const GET = clinicRoute({}, async ({ actor, clinicId }) => json(await readHours(actor, clinicId)))

export const PATCH = clinicRoute({ body: HoursChange }, async ({ actor, clinicId, body }) => json(await saveBankHolidays(actor, clinicId, body.bankHolidays)))
