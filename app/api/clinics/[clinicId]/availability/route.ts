import { clinicRoute, json } from '#lib/http/route.ts'
import { availableSlots } from '#lib/scheduling/bookings.ts'
import { AvailabilityQuery } from '#lib/scheduling/requests.ts'

export const GET = clinicRoute({ query: AvailabilityQuery }, async ({ actor, clinicId, query }) =>
  json({ slots: await availableSlots(actor, clinicId, query) }))
