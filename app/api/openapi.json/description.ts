import { z } from 'zod'
import { CallsQuery, SimulationRequest } from '#lib/calls/requests.ts'
import { problems, type ProblemCode } from '#lib/http/problem.ts'
import { LeadsQuery, LedgerQuery, StaffText, TaskChange, TextSettingsBody } from '#lib/recovery/requests.ts'
import { AvailabilityQuery, BookingChange, BookingRequest, SpanQuery } from '#lib/scheduling/requests.ts'

type Schema = Record<string, unknown>

const schemaOf = (schema: z.ZodType): Schema => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return rest
}
const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` })
const list = (name: string): Schema => ({
  type: 'object', required: ['items', 'nextCursor'],
  properties: { items: { type: 'array', items: ref(name) }, nextCursor: { type: ['string', 'null'] } },
})
const instant = { type: 'string', format: 'date-time' }
const id = { type: 'string', format: 'uuid' }
const nullable = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] })
const object = (properties: Record<string, Schema>): Schema => ({ type: 'object', required: Object.keys(properties), properties })

const named = object({ slug: { type: 'string' }, name: { type: 'string' } })
const callProperties = {
  id, vapiCallId: { type: 'string' }, status: { type: 'string' }, outcome: { enum: ['booked', 'not-booked', 'in-progress', 'transferred'] },
  startedAt: instant, endedAt: nullable(instant), durationSeconds: { type: ['integer', 'null'] }, endedReason: { type: ['string', 'null'] },
  contact: nullable(object({ id, name: { type: 'string' } })), procedure: nullable(named), isTest: { type: 'boolean' },
}

const message = object({
  id, direction: { enum: ['out', 'in'] }, kind: { type: 'string' }, body: { type: ['string', 'null'] }, state: { type: 'string' }, delivery: { type: ['string', 'null'] },
  reason: { type: ['string', 'null'] }, createdAt: instant, acceptedAt: nullable(instant), deliveredAt: nullable(instant),
})
const leadProperties = {
  id, status: { enum: ['waiting', 'held', 'contacted', 'replied', 'booked', 'not_permitted', 'needs_person', 'closed'] },
  reason: { type: ['string', 'null'], description: 'Why there is no text, or why a person is needed' }, stage: { enum: ['greeted', 'named', 'asked', 'offered', 'chose'] },
  promptness: { enum: ['in_time', 'late', 'pending', 'held', 'not_permitted', 'needs_person', 'booked_meanwhile'] },
  procedure: { type: ['string', 'null'], description: 'slug' }, procedureName: { type: ['string', 'null'] },
  contact: nullable(object({ id, name: { type: ['string', 'null'] }, phone: { type: ['string', 'null'] } })), callId: id,
  createdAt: instant, hungUpAt: instant, deadlineAt: instant, contactedAt: nullable(instant), repliedAt: nullable(instant), bookedAt: nullable(instant),
  bookingId: nullable(id), valuePence: { type: ['integer', 'null'] }, isRecovered: { type: 'boolean' }, isTest: { type: 'boolean' },
  messages: { type: 'array', items: ref('Message') },
}
const offer = object({ start: instant, practitionerId: id })

const schemas: Record<string, Schema> = {
  Message: message,
  Lead: object(leadProperties),
  LeadDetail: object({
    ...leadProperties, offered: { type: 'array', items: offer }, hold: nullable(object({ start: instant, expiresAt: instant, practitionerId: id })),
    booking: nullable({ type: 'object' }), consents: { type: 'array', items: { type: 'object' }, description: 'The evidence for texting or ringing' },
    callBack: nullable({ type: 'object' }), mayWrite: { type: 'boolean' },
  }),
  Ledger: object({
    from: { type: 'string', format: 'date' }, to: { type: 'string', format: 'date' }, counted: { type: 'integer' }, inTime: { type: 'integer' }, late: { type: 'integer' },
    pending: { type: 'integer' }, held: { type: 'integer' }, notPermitted: { type: 'integer' }, needsPerson: { type: 'integer' },
    secondsP50: { type: ['number', 'null'] }, secondsP95: { type: ['number', 'null'] }, lines: { type: 'array', items: { type: 'object' } },
  }),
  TextSettings: object({ template: { type: ['string', 'null'] }, isDiscreet: { type: 'boolean' }, isHoursBound: { type: 'boolean' }, needsConsent: { type: 'boolean' } }),
  Slot: object({ start: instant, end: instant, practitionerId: id }),
  Booking: object({
    id, status: { enum: ['held', 'booked', 'cancelled', 'expired'] }, start: instant, end: instant, practitionerId: id,
    procedure: { type: 'string', description: 'slug' }, contactId: nullable(id), callId: nullable(id), holdExpiresAt: nullable(instant),
  }),
  Call: object(callProperties),
  CallDetail: object({
    ...callProperties,
    toolCalls: { type: 'array', items: object({ id: { type: 'string' }, name: { type: 'string' }, status: { type: 'integer' }, code: { type: ['string', 'null'] }, say: { type: 'string' }, at: instant, tookMs: { type: 'integer' } }) },
    bookings: { type: 'array', items: object({ id, status: { type: 'string' }, start: instant, end: instant, practitionerId: id }) },
    transcript: { type: 'array', items: object({ role: { enum: ['assistant', 'user'] }, text: { type: 'string' }, at: instant }) },
    latency: { type: 'object', additionalProperties: { type: 'number' } },
  }),
  Contact: object({ id, name: { type: ['string', 'null'] }, phone: { type: ['string', 'null'], description: 'E.164' }, email: { type: ['string', 'null'] }, createdAt: instant }),
  Problem: {
    type: 'object', required: ['type', 'title', 'status', 'code'], description: 'RFC 9457 problem details',
    properties: {
      type: { type: 'string', format: 'uri' }, title: { type: 'string' }, status: { type: 'integer' }, detail: { type: 'string' },
      code: { enum: Object.keys(problems) }, say: { type: 'string', description: 'What a voice agent says next' },
      alternatives: { type: 'array', items: ref('Slot') }, reason: { type: 'string' }, requestId: { type: 'string' },
      errors: { type: 'array', items: object({ path: { type: 'string' }, message: { type: 'string' } }) },
    },
  },
}

const answerOf = (description: string, schema: Schema | null, type = 'application/json') =>
  schema ? { description, content: { [type]: { schema } } } : { description }

function refusals(codes: ProblemCode[]): Record<string, unknown> {
  const byStatus = Map.groupBy(codes, (code) => problems[code][0])
  return Object.fromEntries([...byStatus].map(([status, some]) => [status, answerOf(some.map((code) => problems[code][1]).join('; '), ref('Problem'), 'application/problem+json')]))
}

type Operation = {
  summary: string; status?: number; answer: Schema | null; body?: z.ZodType; query?: z.ZodType; isKeyed?: boolean; codes?: ProblemCode[]; isOpen?: boolean; type?: string
}

function operation({ summary, status = 200, answer, body, query, isKeyed, codes = [], isOpen = false, type }: Operation) {
  const properties = query ? ((schemaOf(query) as { properties: Record<string, Schema>; required?: string[] })) : { properties: {} }
  const required = new Set((properties as { required?: string[] }).required ?? [])
  const parameters = [
    ...Object.entries(properties.properties).map(([name, schema]) => ({ name, in: 'query', required: required.has(name), schema })),
    ...(isKeyed ? [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 255 }, description: 'The same key gives the same answer; with another body it is refused.' }] : []),
  ]
  const usual: ProblemCode[] = isOpen ? [] : ['unauthenticated', 'forbidden', ...(body || query ? (['invalid_request'] as const) : []), ...(body ? (['too_large'] as const) : [])]
  return {
    summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body) } } } } : {}),
    ...(isOpen ? { security: [] } : {}),
    responses: { [status]: answerOf('Done', answer, type), ...refusals([...usual, ...codes]) },
  }
}

const claimCodes: ProblemCode[] = ['slot_taken', 'slot_unavailable', 'not_bookable', 'idempotency_key_reused', 'age_confirmation_required', 'age_refused', 'busy']
const clinic = '/api/clinics/{clinicId}'
const anything: Schema = { type: 'object' }

const paths: Record<string, Record<string, unknown>> = {
  '/api/health': { get: operation({ summary: 'Whether every needed part answers; 503 names the one that does not', answer: anything, isOpen: true }) },
  '/api/openapi.json': { get: operation({ summary: 'This description', answer: anything, isOpen: true }) },
  [`${clinic}/availability`]: { get: operation({ summary: 'Free times of a procedure, 62 days at most', query: AvailabilityQuery, answer: object({ slots: { type: 'array', items: ref('Slot') } }) }) },
  [`${clinic}/bookings`]: {
    get: operation({ summary: 'Bookings that touch a span of time, by start', query: SpanQuery, answer: list('Booking') }),
    post: operation({ summary: 'Book a time, or hold it for five minutes; of any number of rivals one wins', status: 201, body: BookingRequest, isKeyed: true, answer: ref('Booking'), codes: claimCodes }),
  },
  [`${clinic}/bookings/{bookingId}`]: {
    get: operation({ summary: 'One booking', answer: ref('Booking') }),
    patch: operation({ summary: 'Move a booking (start), confirm a hold (status), or say whether the person came (attended)', body: BookingChange, isKeyed: true, answer: ref('Booking'), codes: claimCodes }),
    delete: operation({ summary: 'Cancel a booking; twice is once', answer: ref('Booking') }),
  },
  [`${clinic}/calls`]: { get: operation({ summary: 'Calls, newest first', query: CallsQuery, answer: list('Call') }) },
  [`${clinic}/calls/{callId}`]: { get: operation({ summary: 'One call, with what the agent did in it', answer: ref('CallDetail') }) },
  [`${clinic}/contacts/{contactId}`]: { get: operation({ summary: 'One contact', answer: ref('Contact') }) },
  [`${clinic}/leads`]: { get: operation({ summary: 'Leads with their texts, newest first', query: LeadsQuery, answer: list('Lead') }) },
  [`${clinic}/leads/{leadId}`]: { get: operation({ summary: 'One lead with its conversation and the evidence for it', answer: ref('LeadDetail') }) },
  [`${clinic}/leads/{leadId}/messages`]: { post: operation({ summary: 'Write to a lead who has been texted or has written', status: 201, body: StaffText, isKeyed: true, answer: ref('Message'), codes: ['not_permitted', 'idempotency_key_reused'] }) },
  [`${clinic}/ledger`]: { get: operation({ summary: 'The five-minute ledger of the calls that ended between two days; as CSV with format=csv', query: LedgerQuery, answer: ref('Ledger') }) },
  [`${clinic}/tasks/{taskId}`]: { patch: operation({ summary: 'Take an item off the staff list, or put it back', body: TaskChange, answer: object({ id, done: { type: 'boolean' } }) }) },
  [`${clinic}/text-settings`]: {
    get: operation({ summary: 'How the clinic texts', answer: ref('TextSettings') }),
    put: operation({ summary: 'Change how the clinic texts; owners only', body: TextSettingsBody, answer: ref('TextSettings') }),
  },
  [`${clinic}/events`]: { get: operation({ summary: 'Server-sent events: which rows of the clinic change, ids only', answer: { type: 'string' }, type: 'text/event-stream' }) },
  [`${clinic}/simulated-calls`]: { post: operation({ summary: 'Play a scripted caller, or two rivals, against the webhook; one JSON event a line', body: SimulationRequest, answer: { type: 'string' }, type: 'application/x-ndjson' }) },
  [`${clinic}/google/connect`]: { get: operation({ summary: 'Send an owner to Google to connect the clinic\'s calendars', status: 303, answer: null }) },
  '/api/google/callback': { get: operation({ summary: 'Where Google sends the owner back', status: 303, answer: null, codes: ['unauthenticated', 'forbidden'], isOpen: true }) },
  '/api/vapi/webhook': { post: { ...operation({ summary: 'Vapi server messages', answer: anything, codes: ['unauthenticated', 'invalid_request', 'too_large'], isOpen: true }), security: [{ vapiSecret: [] }, { bearer: [] }] } },
  '/api/twilio/inbound': { post: { ...operation({ summary: 'A text from a person; X-Twilio-Signature over the raw form', answer: { type: 'string' }, type: 'text/xml', codes: ['forbidden', 'invalid_request', 'too_large'], isOpen: true }), security: [{ twilioSignature: [] }] } },
  '/api/twilio/status': { post: { ...operation({ summary: 'What became of a text; X-Twilio-Signature over the raw form', status: 204, answer: null, codes: ['forbidden', 'invalid_request', 'too_large'], isOpen: true }), security: [{ twilioSignature: [] }] } },
  '/api/google/notifications': { post: operation({ summary: 'Google Calendar push channel', status: 204, answer: null, isOpen: true }) },
}

/** The OpenAPI 3.1 description of every route, made from the schemas that the routes check with. */
export function openapi(): Schema {
  for (const [path, item] of Object.entries(paths)) {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!)
    if (names.length > 0) item.parameters = names.map((name) => ({ name, in: 'path', required: true, schema: id }))
  }
  return {
    openapi: '3.1.0',
    info: { title: 'CallWaiting AI', version: '1', description: 'Times are RFC 3339 with offset. A foreign id and one that does not exist are the same 403.' },
    security: [{ bearer: [] }, { session: [] }],
    paths,
    components: {
      schemas,
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'A Supabase access token, or a clinic API key (cw_...)' },
        session: { type: 'apiKey', in: 'cookie', name: 'sb-auth-token', description: 'The session cookie of the dashboard' },
        twilioSignature: { type: 'apiKey', in: 'header', name: 'X-Twilio-Signature' },
        vapiSecret: { type: 'apiKey', in: 'header', name: 'X-Vapi-Secret' },
      },
    },
  }
}
