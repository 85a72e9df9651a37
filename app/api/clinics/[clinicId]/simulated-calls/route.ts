import { callIdOf } from '#lib/calls/call-log.ts'
import { SimulationRequest } from '#lib/calls/requests.ts'
import { simulateBooking, simulateHangUp, simulateRace, simulateUnwell, type Aftermath } from '#lib/calls/simulated-call.ts'
import type { Emit, Exchange } from '#lib/calls/simulated-caller.ts'
import { Refused } from '#lib/http/problem.ts'
import { clinicRoute } from '#lib/http/route.ts'
import { listLeads, readLead } from '#lib/recovery/leads.ts'
import { availableSlots } from '#lib/scheduling/bookings.ts'
import { listProcedures } from '#lib/scheduling/procedures.ts'
import { env } from '#lib/shared/env.ts'
import { errorCode, log } from '#lib/shared/log.ts'
import { readClinic } from '#lib/tenancy/clinics.ts'
import { vapiSecretOf } from '#lib/tenancy/keys.ts'
import type { Actor } from '#lib/db/actor.ts'

const monthMs = 30 * 86_400_000
/** A lead that was made a moment ago is among the newest. */
const leadsRead = 50

/** The lead of a call, and the caller's phone where the sandbox plays it. */
function aftermathOf(actor: Actor, clinicId: string, clinicPhone: string, signal: AbortSignal): Aftermath {
  const { SANDBOX_URL: sandboxUrl, TWILIO_ACCOUNT_SID: realAccount } = env()
  const found = new Map<string, string>()
  return {
    leadOf: async (callId) => {
      const known = found.get(callId)
        ?? (await listLeads(actor, clinicId, { view: 'all', limit: leadsRead })).items.find((lead) => lead.callId === callId)?.id
      if (!known) return null
      found.set(callId, known)
      return readLead(actor, clinicId, known)
    },
    reply: !sandboxUrl || realAccount ? null : async (from, body) => {
      const response = await fetch(`${sandboxUrl}/__sandbox/twilio/inbound`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ from, to: clinicPhone, body }),
        signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]),
      })
      if (!response.ok) throw new Error(`the sandbox answered ${response.status} to a text`)
    },
  }
}

export const POST = clinicRoute({ body: SimulationRequest }, async ({ request, actor, clinicId, body }) => {
  const [clinic, procedures] = await Promise.all([readClinic(actor, clinicId), listProcedures(actor, clinicId)])
  const wanted = body.kind === 'hang-up' ? 'facelift' : 'rhinoplasty'
  const procedure = procedures.find((one) => one.slug === wanted) ?? procedures[0]
  if (!procedure) throw new Refused('invalid_request', { detail: 'The clinic has no procedure to ring about yet.', errors: [] })
  const stop = new AbortController()
  const to: Exchange = {
    webhookUrl: `${env().APP_URL}/api/vapi/webhook`, secret: vapiSecretOf(env().CALLWAITING_SECRET, clinicId), clinicPhone: clinic!.phoneNumber,
    controlUrl: env().VAPI_API_KEY ? null : (env().SANDBOX_URL ?? null), timeZone: clinic!.timeZone, procedure, callIdOf: (id) => callIdOf(actor, clinicId, id), signal: AbortSignal.any([request.signal, stop.signal]),
  }
  const now = Date.now()
  const slots = body.kind === 'race'
    ? await availableSlots(actor, clinicId, { procedure: procedure.slug, from: new Date(now).toISOString(), to: new Date(now + monthMs).toISOString() })
    : []
  const simulate = {
    booking: (emit: Emit) => simulateBooking(to, emit),
    race: (emit: Emit) => simulateRace(to, slots, emit),
    unwell: (emit: Emit) => simulateUnwell(to, emit),
    'hang-up': (emit: Emit) => simulateHangUp(to, aftermathOf(actor, clinicId, clinic!.phoneNumber, to.signal), emit),
  }
  const encoder = new TextEncoder()
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      const emit: Emit = (event) => controller.enqueue(encoder.encode(`${JSON.stringify(event)}\n`))
      try {
        await simulate[body.kind](emit)
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
