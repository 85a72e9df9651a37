import 'server-only'
import { z } from 'zod'
import { isZone } from '#lib/shared/time.ts'
import { addCalendar, editByHand } from '../google-calendar/sandbox-by-hand.ts'
import { receiveText, sendStatus } from '../twilio/sandbox-webhooks.ts'
import { putCall } from '../vapi/sandbox.ts'
import { FAULT_KINDS } from './faults.ts'
import type { createFaults } from './faults.ts'
import { json } from './types.ts'
import type { SandboxContext, SandboxReply, SandboxRequest } from './types.ts'

const instantOrDay = z.union([z.iso.datetime({ offset: true }), z.iso.date()])
const phone = z.string().regex(/^\+[1-9]\d{6,14}$/, 'an E.164 number')

const Fault = z.object({
  provider: z.enum(['twilio', 'google', 'vapi']),
  kind: z.enum(FAULT_KINDS),
  count: z.int().min(0).max(10_000).default(1),
  /** Only requests of this method meet it; any when absent. */
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).optional(),
})
const Inbound = z.object({ from: phone, to: phone, body: z.string().max(1600) })
const Status = z.object({
  sid: z.string().min(1),
  status: z.enum(['accepted', 'queued', 'sending', 'sent', 'delivered', 'undelivered', 'failed', 'read', 'canceled']),
  errorCode: z.int().min(10_000).max(99_999).optional(),
})
const HandEvent = z.object({
  calendarId: z.string().min(1),
  summary: z.string().max(1000).optional(),
  start: instantOrDay.optional(),
  end: instantOrDay.optional(),
  transparency: z.enum(['opaque', 'transparent']).optional(),
  /** Of an event that is there: changes it instead of adding one. */
  id: z.string().optional(),
  status: z.enum(['confirmed', 'cancelled']).optional(),
})
const NewCalendar = z.object({
  /** Whose it is: `1//sandbox-<account>` is this account's refresh token. */
  account: z.string().regex(/^[a-z0-9-]{1,60}$/),
  id: z.string().min(1).max(200),
  summary: z.string().min(1).max(200),
  timeZone: z.string().refine(isZone, 'an IANA time zone').default('Europe/London'),
})

// Loose, because Vapi's calls carry far more fields than anybody lists.
const HandCall = z.looseObject({
  id: z.string().min(1).max(100),
  status: z.enum(['scheduled', 'queued', 'ringing', 'in-progress', 'forwarding', 'ended']),
  createdAt: z.iso.datetime({ offset: true }).optional(),
  startedAt: z.iso.datetime({ offset: true }).optional(),
  endedAt: z.iso.datetime({ offset: true }).optional(),
  endedReason: z.string().max(200).optional(),
  customer: z.looseObject({ number: phone.optional() }).optional(),
  artifact: z.looseObject({}).optional(),
  metadata: z.looseObject({}).optional(),
})

/** Answers the control plane: what the providers were asked to do, faults to switch on, and hands to play. */
export function handleControl(
  request: SandboxRequest,
  context: SandboxContext,
  faults: ReturnType<typeof createFaults>,
): SandboxReply {
  const { state } = context
  switch (`${request.method} ${request.path.slice('/__sandbox'.length)}`) {
    case 'GET /state':
      return json(200, {
        messages: state.messages
          .filter((message) => message.resource.direction !== 'inbound')
          .map(({ resource, statusCallback, deleted }) => ({ ...resource, status_callback: statusCallback, deleted })),
        events: state.events,
        assistants: state.assistants,
        calls: state.calls,
        said: state.said,
        phoneNumbers: state.phoneNumbers,
        tools: state.tools,
        calendars: state.calendars,
        channels: state.channels.map(({ token: _secret, ...channel }) => channel),
        faults: faults.list(),
      })
    case 'POST /faults':
      return withBody(Fault, request, (fault) => {
        faults.add(fault)
        // Google ends a withdrawn permission's access tokens too; a cached one must not hide the fault.
        if (fault.kind === 'invalid-grant') state.accessTokens = {}
        return json(200, { faults: faults.list() })
      })
    case 'DELETE /faults':
      faults.clear()
      return json(200, { faults: [] })
    case 'POST /twilio/inbound':
      return withBody(Inbound, request, (text) => receiveText(text, context))
    case 'POST /twilio/status':
      return withBody(Status, request, (status) => sendStatus(status, context))
    case 'POST /google/events':
      return withBody(HandEvent, request, (event) => editByHand(event, context))
    case 'POST /google/calendars':
      return withBody(NewCalendar, request, (calendar) => addCalendar(calendar, context))
    case 'POST /vapi/calls':
      return withBody(HandCall, request, (call) => putCall(call, context))
    default:
      return json(404, { code: 'not_found', title: 'The sandbox has no such control' })
  }
}

function withBody<T>(schema: z.ZodType<T>, request: SandboxRequest, use: (value: T) => SandboxReply): SandboxReply {
  let value: unknown
  try {
    value = JSON.parse(request.body)
  } catch {
    return json(422, { code: 'invalid_request', title: 'The body is not JSON' })
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return use(parsed.data)
  const errors = parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
  return json(422, { code: 'invalid_request', title: 'The body is not what this control takes', errors })
}
