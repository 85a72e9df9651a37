import { z } from 'zod'
import { AuditQuery, AuditsQuery, LiveTestsQuery } from '#lib/audit/requests.ts'
import { liveTests, taskIds } from '#lib/audit/types.ts'
import { CallSearch, CallsQuery, LatencyQuery, SimulationRequest, VoiceSettings } from '#lib/calls/requests.ts'
import { problems, type ProblemCode } from '#lib/http/problem.ts'
import { CompletionRequest } from '#lib/integrations/openai/request.ts'
import { ErasureBody, RequestBody, RequestChange, RequestsQuery, RetentionChange, RightsPageQuery } from '#lib/privacy/rights/bodies.ts'
import { LeadsQuery, LedgerQuery, OnCallBody, OnCallTest, StaffText, TaskChange, TextSettingsBody } from '#lib/recovery/requests.ts'
import { AvailabilityQuery, BookingChange, BookingRequest, SpanQuery } from '#lib/scheduling/requests.ts'
import { ContactSearch, ContactsQuery, KeyRequest, TrailQuery } from '#lib/tenancy/requests.ts'
import { SCOPES } from '#lib/shared/scopes.ts'

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
  isEmergency: { type: 'boolean', description: 'Something in the call may have been an emergency; never which' },
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
const contactProperties = {
  id, name: { type: ['string', 'null'] }, phone: { type: ['string', 'null'], description: 'E.164' }, email: { type: ['string', 'null'] },
  isHumanOnly: { type: 'boolean', description: 'Asked not to deal with a machine' }, createdAt: instant,
}
const day = { type: 'string', format: 'date' }
const rows = { type: 'array', items: { type: 'object' } }
const days = { transcriptDays: { type: 'integer' }, leadDays: { type: 'integer' }, callDays: { type: 'integer' }, messageDays: { type: 'integer' } }
const sweptRun = object({ at: instant, swept: { type: 'object', additionalProperties: { type: 'integer' } } })
const auditProperties = {
  id, state: { enum: ['queued', 'running', 'done', 'failed'] }, requestedBy: { type: 'string' }, requestedAt: instant, finishedAt: nullable(instant), tookMs: { type: ['integer', 'null'] },
  summary: nullable({ type: 'object' }), passed: { type: ['boolean', 'null'] }, isSameDeployment: { type: 'boolean', description: 'Program, configuration and database are what they were' },
}
const keyProperties = {
  id, label: { type: 'string' }, scopes: { type: 'array', items: { enum: [...SCOPES] } }, createdBy: { type: 'string' }, createdAt: instant,
  lastUsedAt: nullable({ ...instant, description: 'To the minute' }), expiresAt: nullable(instant), revokedAt: nullable(instant),
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
  Alert: object({
    id, callId: id, kind: { enum: ['medical', 'distress'] }, raisedAt: instant, acknowledgedAt: nullable(instant), acknowledgedBy: { type: ['string', 'null'] },
    closedAt: nullable(instant), isTest: { type: 'boolean' },
    isLate: { type: 'boolean', description: 'Heard only when the call was over' }, isOnLine: { type: 'boolean' }, contact: nullable(object({ name: { type: ['string', 'null'] }, phone: { type: ['string', 'null'] } })),
    notices: { type: 'array', description: 'Each step of telling the on-call people', items: object({
      id, step: { type: 'integer' }, channel: { enum: ['text', 'call'] }, name: { type: 'string' }, state: { enum: ['queued', 'sending', 'unknown', 'sent', 'failed', 'cancelled'] },
      reason: { type: ['string', 'null'] }, delivery: { type: ['string', 'null'] }, dueAt: instant, sentAt: nullable(instant),
    }) },
  }),
  OnCall: object({ contacts: { type: 'array', maxItems: 3, items: object({ position: { type: 'integer' }, name: { type: 'string' }, phone: { type: 'string', description: 'E.164' }, testedAt: nullable(instant), confirmedAt: nullable(instant) }) } }),
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
    transcript: { type: 'array', items: object({ role: { enum: ['assistant', 'user'] }, text: { type: 'string' }, at: nullable(instant) }), description: 'Redacted; reading it is noted' },
    transcriptAt: nullable(instant), erasedAt: nullable(instant), leadId: nullable(id),
    vendorCopy: object({ state: { enum: ['kept', 'pending', 'refused', 'deleted'] }, at: nullable(instant), reason: { type: ['string', 'null'] } }),
    latency: { type: 'object', additionalProperties: { type: 'number' } },
  }),
  Contact: object({
    ...contactProperties, dob: nullable({ type: 'string', format: 'date' }), postcode: { type: ['string', 'null'] }, address: { type: ['string', 'null'] },
  }),
  ContactLine: object({ ...contactProperties, lastCallAt: nullable(instant), nextBookingAt: nullable(instant), leadCount: { type: 'integer' } }),
  Erasure: object({
    id, state: { enum: ['pending', 'done'] }, contactId: { ...id, description: 'The id that is gone' }, identityCheck: { enum: ['known_number', 'in_person', 'document', 'vouched'] },
    requestedBy: { type: 'string' }, requestedAt: instant, completedAt: nullable(instant),
    receipts: { type: 'array', description: 'What each processor did', items: object({
      processor: { enum: ['database', 'google', 'twilio', 'vapi'] }, state: { enum: ['pending', 'done', 'refused'] }, reason: { type: ['string', 'null'] },
      attempts: { type: 'integer' }, nextAt: nullable(instant), doneAt: nullable(instant),
    }) },
  }),
  PersonExport: {
    ...object({
      exportedAt: instant, clinic: { type: 'object' }, contacts: rows, calls: rows, bookings: rows, leads: rows, texts: rows, consents: rows, textsStopped: { type: 'boolean' },
      callBacks: rows, tasks: rows, requests: rows, views: rows, about: { type: 'object' },
    }),
    description: 'Everything held about a person, and what is done with it (UK GDPR Art. 15)',
  },
  Retention: object({
    ...days, updatedAt: nullable(instant), lastRun: nullable(sweptRun), runs: { type: 'array', items: sweptRun }, held: { type: 'object', additionalProperties: { type: 'integer' } },
  }),
  RightsRequest: object({
    id, kind: { enum: ['access', 'erasure', 'objection', 'rectification', 'complaint'] }, contact: nullable(object({ id, name: { type: ['string', 'null'] } })),
    receivedOn: day, dueOn: day, acknowledgeBy: nullable(day), acknowledgedAt: nullable(instant), stoppedAt: nullable(instant), completedAt: nullable(instant),
    outcome: nullable({ enum: ['granted', 'partly', 'refused', 'withdrawn'] }), createdBy: { type: 'string' }, createdAt: instant,
  }),
  LiveTest: object({
    task: { enum: [...taskIds] }, passed: { type: 'boolean' }, metrics: { type: 'object' },
    evidence: { type: 'array', items: object({ what: { type: 'string' }, expected: { type: 'string' }, observed: { type: 'string' }, ok: { type: 'boolean' } }) },
    flaws: { type: 'array', items: object({ id: { type: 'string' }, evidence: { type: 'string' } }), description: 'What was not as it must be, by the ids of the audit\'s findings' },
  }),
  LiveTestRun: object({
    id, test: { enum: Object.keys(liveTests) }, task: { enum: [...taskIds] }, state: { enum: ['running', 'done', 'broken'] }, passed: { type: ['boolean', 'null'] }, metrics: { type: 'object' },
    evidence: { type: 'array', items: { type: 'object' } }, startedAt: instant, finishedAt: nullable(instant), tookMs: { type: ['integer', 'null'] }, startedBy: { type: 'string' },
  }),
  AuditSummary: object(auditProperties),
  Audit: object({ ...auditProperties, report: nullable({ type: 'object', description: 'Summary, tasks with evidence, findings with the code that mends them' }) }),
  View: object({ id: { type: 'string' }, actor: { type: 'string' }, kind: { enum: ['transcript', 'lead', 'contact', 'export'] }, subjectId: id, at: instant }),
  Key: object(keyProperties),
  NewKey: object({ ...keyProperties, secret: { type: 'string', description: 'Shown this once' } }),
  Deed: object({ id: { type: 'string' }, at: instant, actor: { type: 'string' }, action: { type: 'string' }, subjectId: nullable(id), changed: { type: 'array', items: { type: 'string' } } }),
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
  summary: string; status?: number; answer: Schema | null; body?: z.ZodType; isBodyOptional?: boolean; query?: z.ZodType; isKeyed?: boolean; codes?: ProblemCode[]; isOpen?: boolean; type?: string
}

function operation({ summary, status = 200, answer, body, isBodyOptional = false, query, isKeyed, codes = [], isOpen = false, type }: Operation) {
  const properties = query ? ((schemaOf(query) as { properties: Record<string, Schema>; required?: string[] })) : { properties: {} }
  const required = new Set((properties as { required?: string[] }).required ?? [])
  const parameters = [
    ...Object.entries(properties.properties).map(([name, schema]) => ({ name, in: 'query', required: required.has(name), schema })),
    ...(isKeyed ? [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 255 }, description: 'The same key gives the same answer; with another body it is refused.' }] : []),
  ]
  const usual: ProblemCode[] = isOpen ? [] : ['unauthenticated', 'forbidden', 'too_many', ...(body || query ? (['invalid_request'] as const) : []), ...(body ? (['too_large'] as const) : [])]
  return {
    summary,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { required: !isBodyOptional, content: { 'application/json': { schema: schemaOf(body) } } } } : {}),
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
  [`${clinic}/calls/search`]: { post: operation({ summary: 'Calls by a name, the end of a number or what was said; never in an address, as names are personal', body: CallSearch, answer: list('Call') }) },
  [`${clinic}/calls/{callId}`]: { get: operation({ summary: 'One call, with what the agent did in it', answer: ref('CallDetail') }) },
  [`${clinic}/contacts`]: { get: operation({ summary: 'Contacts, newest first', query: ContactsQuery, answer: list('ContactLine') }) },
  [`${clinic}/contacts/search`]: {
    post: operation({ summary: 'Contacts by part of a name, number, email or postcode; in a body, because an address is kept in logs', body: ContactSearch, answer: list('ContactLine') }),
  },
  [`${clinic}/contacts/{contactId}`]: {
    get: operation({ summary: 'One contact; reading it is noted', answer: ref('Contact') }),
    delete: operation({ summary: 'Erase a person here and at every processor; owners and API keys', status: 202, body: ErasureBody, isBodyOptional: true, answer: ref('Erasure'), codes: ['busy'] }),
  },
  [`${clinic}/contacts/{contactId}/export`]: { get: operation({ summary: 'Everything held about a person, as a file; owners and API keys', answer: ref('PersonExport') }) },
  [`${clinic}/erasures`]: { get: operation({ summary: 'Erasures, newest first', query: RightsPageQuery, answer: list('Erasure') }) },
  [`${clinic}/erasures/{erasureId}`]: { get: operation({ summary: 'One erasure with its receipts', answer: ref('Erasure') }) },
  [`${clinic}/erasures/{erasureId}/retry`]: { post: operation({ summary: 'Ask every processor that still holds something again, now', status: 202, answer: ref('Erasure') }) },
  [`${clinic}/retention`]: {
    get: operation({ summary: 'How long each kind of data is kept, what the last sweeps took, what is held', answer: ref('Retention') }),
    patch: operation({ summary: 'Keep something for less long; owners only', body: RetentionChange, answer: ref('Retention') }),
  },
  [`${clinic}/requests`]: {
    get: operation({ summary: 'What people asked for under data protection law, and its clock', query: RequestsQuery, answer: list('RightsRequest') }),
    post: operation({ summary: 'Note a request or a complaint; the clock runs from its receipt', status: 201, body: RequestBody, answer: ref('RightsRequest') }),
  },
  [`${clinic}/requests/{requestId}`]: { patch: operation({ summary: 'Acknowledge a request, stop or resume its clock, or close it', body: RequestChange, answer: ref('RightsRequest') }) },
  [`${clinic}/access-log`]: { get: operation({ summary: 'Who looked at whose transcript, lead or person', query: RightsPageQuery, answer: list('View') }) },
  [`${clinic}/keys`]: {
    get: operation({ summary: 'The clinic\'s API keys, never their secrets; signed-in owners only', answer: list('Key') }),
    post: operation({ summary: 'Make a key; its secret is in this answer and nowhere else. Signed-in owners only', status: 201, body: KeyRequest, answer: ref('NewKey') }),
  },
  [`${clinic}/keys/{keyId}`]: { delete: operation({ summary: 'Revoke a key, at once; twice is once. Signed-in owners only', answer: ref('Key') }) },
  [`${clinic}/audit-trail`]: { get: operation({ summary: 'Who did what, newest first; signed-in owners only', query: TrailQuery, answer: list('Deed') }) },
  [`${clinic}/leads`]: { get: operation({ summary: 'Leads with their texts, newest first', query: LeadsQuery, answer: list('Lead') }) },
  [`${clinic}/leads/{leadId}`]: { get: operation({ summary: 'One lead with its conversation and the evidence for it', answer: ref('LeadDetail') }) },
  [`${clinic}/leads/{leadId}/messages`]: { post: operation({ summary: 'Write to a lead who has been texted or has written', status: 201, body: StaffText, isKeyed: true, answer: ref('Message'), codes: ['not_permitted', 'idempotency_key_reused'] }) },
  [`${clinic}/ledger`]: { get: operation({ summary: 'The five-minute ledger of the calls that ended between two days; as CSV with format=csv', query: LedgerQuery, answer: ref('Ledger') }) },
  [`${clinic}/tasks/{taskId}`]: { patch: operation({ summary: 'Take an item off the staff list, or put it back', body: TaskChange, answer: object({ id, done: { type: 'boolean' } }) }) },
  [`${clinic}/alerts`]: { get: operation({ summary: 'Calls in which somebody may have been in danger, and how the on-call people were told; newest first', answer: list('Alert') }) },
  [`${clinic}/alerts/{alertId}/acknowledge`]: { post: operation({ summary: 'Somebody has it: what has not been sent is not sent', answer: ref('Alert') }) },
  [`${clinic}/alerts/{alertId}/close`]: { post: operation({ summary: 'The caller has been reached: the alert is over', answer: ref('Alert') }) },
  [`${clinic}/on-call`]: {
    get: operation({ summary: 'Who is told when a caller may be in danger, in order', answer: ref('OnCall') }),
    put: operation({ summary: 'Replace who is told; owners only', body: OnCallBody, answer: ref('OnCall') }),
  },
  [`${clinic}/on-call/test`]: { post: operation({ summary: 'Send an on-call person a test, once a minute at most', status: 202, body: OnCallTest, answer: ref('OnCall') }) },
  [`${clinic}/text-settings`]: {
    get: operation({ summary: 'How the clinic texts', answer: ref('TextSettings') }),
    put: operation({ summary: 'Change how the clinic texts; owners only', body: TextSettingsBody, answer: ref('TextSettings') }),
  },
  [`${clinic}/latency`]: { get: operation({ summary: 'How calls were answered: percentiles of the whole and of each part, day by day, and what exceeds its budget', query: LatencyQuery, answer: anything }) },
  [`${clinic}/voice`]: { patch: operation({ summary: 'Who answers the clinic\'s telephone, and whose model thinks; owners and API keys', body: VoiceSettings, answer: anything }) },
  [`${clinic}/events`]: { get: operation({ summary: 'Server-sent events: which rows of the clinic change, ids only', answer: { type: 'string' }, type: 'text/event-stream' }) },
  [`${clinic}/simulated-calls`]: { post: operation({ summary: 'Play a scripted caller, or two rivals, against the webhook; one JSON event a line', body: SimulationRequest, answer: { type: 'string' }, type: 'application/x-ndjson' }) },
  [`${clinic}/tests`]: { get: operation({ summary: 'The live tests that were run, newest first', query: LiveTestsQuery, answer: list('LiveTestRun') }) },
  ...Object.fromEntries(Object.keys(liveTests).map((name) => [`${clinic}/tests/${name}`, {
    post: operation({ summary: `Try a promise on this deployment (${name}), in clinics that are made for it and removed; as application/x-ndjson, if that is accepted, as it happens`, answer: ref('LiveTest'), codes: ['too_many'] }),
  }])),
  [`${clinic}/audits`]: {
    get: operation({ summary: 'Audits of the deployment, newest first', query: AuditsQuery, answer: list('AuditSummary') }),
    post: operation({ summary: 'Ask for an audit; the worker makes it. Owners and API keys', status: 202, answer: object({ id }), codes: ['too_many'] }),
  },
  [`${clinic}/audits/{auditId}`]: { get: operation({ summary: 'One audit with its report; with format=report the report alone, as a file', query: AuditQuery, answer: ref('Audit') }) },
  [`${clinic}/google/connect`]: { get: operation({ summary: 'Send an owner to Google to connect the clinic\'s calendars', status: 303, answer: null }) },
  '/api/google/callback': { get: operation({ summary: 'Where Google sends the owner back', status: 303, answer: null, codes: ['unauthenticated', 'forbidden'], isOpen: true }) },
  '/api/vapi/webhook': { post: { ...operation({ summary: 'Vapi server messages', answer: anything, codes: ['unauthenticated', 'invalid_request', 'too_large', 'too_many'], isOpen: true }), security: [{ vapiSecret: [] }, { bearer: [] }] } },
  '/api/vapi/chat/completions': { post: { ...operation({ summary: 'Our own model for Vapi: OpenAI chat completions, streamed; tools are passed through', body: CompletionRequest, answer: { type: 'string' }, type: 'text/event-stream', codes: ['unauthenticated', 'invalid_request', 'too_large', 'busy'], isOpen: true }), security: [{ bearer: [] }] } },
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
