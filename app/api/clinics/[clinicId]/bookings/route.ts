import { parse } from '#lib/http/body.ts'
import { outcomeResponse } from './outcome.ts'
import { clinicRoute, json } from '#lib/http/route.ts'
import { claimSlot, findCall, listBookings } from '#lib/scheduling/bookings.ts'
import { BookingRequest, IdempotencyKey, SpanQuery } from '#lib/scheduling/requests.ts'

const holdSeconds = 300

export const GET = clinicRoute({ query: SpanQuery }, async ({ actor, clinicId, query }) => json(await listBookings(actor, clinicId, query)))

export const POST = clinicRoute({ body: BookingRequest }, async ({ request, actor, clinicId, body: { hold, callId, ...claim } }) => {
  const key = parse(IdempotencyKey, request.headers.get('idempotency-key') ?? undefined)
  const call = callId === undefined ? undefined : await findCall(actor, clinicId, callId)
  return outcomeResponse(await claimSlot(actor, { ...claim, clinicId, callId: call, key, holdSeconds: hold ? holdSeconds : undefined }), 201)
})
