import { parse } from '#lib/http/body.ts'
import { outcomeResponse } from '../outcome.ts'
import { problem } from '#lib/http/problem.ts'
import { clinicRoute, json } from '#lib/http/route.ts'
import { cancelBooking, confirmBooking, markAttendance, moveBooking, readBooking } from '#lib/scheduling/bookings.ts'
import { BookingChange, IdempotencyKey } from '#lib/scheduling/requests.ts'

export const GET = clinicRoute({}, async ({ actor, clinicId, params }) => {
  const booking = await readBooking(actor, clinicId, params.bookingId!)
  return booking ? json(booking) : problem('forbidden')
})

export const PATCH = clinicRoute({ body: BookingChange }, async ({ request, actor, clinicId, params, body }) => {
  if (!(await readBooking(actor, clinicId, params.bookingId!))) return problem('forbidden')
  const key = parse(IdempotencyKey, request.headers.get('idempotency-key') ?? undefined)
  if (body.attended !== undefined) return outcomeResponse(await markAttendance(actor, params.bookingId!, body.attended), 200)
  const outcome = body.start
    ? await moveBooking(actor, params.bookingId!, { start: body.start, practitionerId: body.practitionerId, key })
    : await confirmBooking(actor, params.bookingId!, body.ageConfirmed)
  return outcomeResponse(outcome, 200)
})

export const DELETE = clinicRoute({}, async ({ actor, clinicId, params }) => {
  if (!(await readBooking(actor, clinicId, params.bookingId!))) return problem('forbidden')
  return outcomeResponse(await cancelBooking(actor, params.bookingId!), 200)
})
