import { callIdOf } from '#lib/calls/call-log.ts'
import { SimulationRequest } from '#lib/calls/requests.ts'
import { simulateBooking, simulateRace, type Exchange } from '#lib/calls/simulated-call.ts'
import type { SimulatedCallEvent } from '#lib/calls/types.ts'
import { Refused } from '#lib/http/problem.ts'
import { clinicRoute } from '#lib/http/route.ts'
import { availableSlots } from '#lib/scheduling/bookings.ts'
import { listProcedures } from '#lib/scheduling/procedures.ts'
import { env } from '#lib/shared/env.ts'
import { errorCode, log } from '#lib/shared/log.ts'
import { readClinic } from '#lib/tenancy/clinics.ts'
import { vapiSecretOf } from '#lib/tenancy/keys.ts'

const monthMs = 30 * 86_400_000

export const POST = clinicRoute({ body: SimulationRequest }, async ({ request, actor, clinicId, body }) => {
  const [clinic, procedures] = await Promise.all([readClinic(actor, clinicId), listProcedures(actor, clinicId)])
  const procedure = procedures.find((one) => one.slug === 'rhinoplasty') ?? procedures[0]
  if (!procedure) throw new Refused('invalid_request', { detail: 'The clinic has no procedure to ring about yet.', errors: [] })
  const stop = new AbortController()
  const to: Exchange = {
    webhookUrl: `${env().APP_URL}/api/vapi/webhook`, secret: vapiSecretOf(env().CALLWAITING_SECRET, clinicId), clinicPhone: clinic!.phoneNumber,
    timeZone: clinic!.timeZone, procedure, callIdOf: (id) => callIdOf(actor, clinicId, id), signal: AbortSignal.any([request.signal, stop.signal]),
  }
  const now = Date.now()
  const slots = body.kind === 'race'
    ? await availableSlots(actor, clinicId, { procedure: procedure.slug, from: new Date(now).toISOString(), to: new Date(now + monthMs).toISOString() })
    : []
  const encoder = new TextEncoder()
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      const emit = (event: SimulatedCallEvent) => controller.enqueue(encoder.encode(`${JSON.stringify(event)}\n`))
      try {
        await (body.kind === 'race' ? simulateRace(to, slots, emit) : simulateBooking(to, emit))
      } catch (error) {
        if (to.signal.aborted) return
        log('error', 'simulated-call-failed', { clinicId, error: errorCode(error) })
        emit({ type: 'problem', title: 'The call broke off', detail: 'The webhook did not answer as it should. Nothing is lost: what was booked is in the calendar.' })
      }
      controller.close()
    },
    cancel: () => stop.abort(),
  })
  return new Response(stream, { headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store', 'x-accel-buffering': 'no' } })
})
