import { AuditQuery, AuditsQuery, LiveTestsQuery } from '#lib/audit/requests.ts'
import { liveTests } from '#lib/audit/types.ts'
import { CallSearch, CallsQuery, LatencyQuery, SimulationRequest, VoiceSettings } from '#lib/calls/requests.ts'
import type { ProblemCode } from '#lib/http/problem.ts'
import { CompletionRequest } from '#lib/integrations/openai/request.ts'
import { ErasureBody, RequestBody, RequestChange, RequestsQuery, RetentionChange, RightsPageQuery } from '#lib/privacy/rights/bodies.ts'
import { LeadChange, LeadsQuery, LedgerQuery, OnCallBody, OnCallTest, StaffText, TaskChange, TextSettingsBody } from '#lib/recovery/requests.ts'
import { ClosuresBody, HoursChange, TimeOffBody, WeekBody } from '#lib/scheduling/hours-requests.ts'
import { AvailabilityQuery, BookingChange, BookingRequest, SpanQuery } from '#lib/scheduling/requests.ts'
import { ContactSearch, ContactsQuery, KeyRequest, TrailQuery } from '#lib/tenancy/requests.ts'
import { operation } from './operation.ts'
import { id, list, object, ref, type Schema } from './schema.ts'

const claimCodes: ProblemCode[] = ['slot_taken', 'slot_unavailable', 'not_bookable', 'idempotency_key_reused', 'age_confirmation_required', 'age_refused', 'busy']
const clinic = '/api/clinics/{clinicId}'
const anything: Schema = { type: 'object' }
const bookingsOutside: Schema = { type: 'array', items: ref('BookingOutside'), description: 'Those that lie outside of opening hours since' }

/** Every path with its verbs. */
export const paths: Record<string, Record<string, unknown>> = {
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
  [`${clinic}/hours`]: {
    get: operation({ summary: 'The usual week of every practitioner, and the bookings to come that lie outside of opening hours', answer: ref('Hours') }),
    patch: operation({ summary: 'Whose bank holidays the clinic goes by; closes nothing by itself. Signed-in owners only', body: HoursChange, answer: ref('Hours') }),
  },
  [`${clinic}/practitioners/{practitionerId}/hours`]: {
    put: operation({ summary: 'Replace a practitioner\'s usual week, whole; answers the bookings that lie outside of it since. Signed-in owners only', body: WeekBody, answer: object({ week: { type: 'array', items: ref('WeekSpan') }, bookingsOutside }), codes: ['busy'] }),
  },
  [`${clinic}/closures`]: {
    get: operation({ summary: 'Closed and special days that are not over, by day', answer: list('Closure') }),
    post: operation({ summary: 'Close days or give them hours of their own, all or none; what is booked stays booked and is named. Signed-in owners only', status: 201, body: ClosuresBody, answer: object({ items: { type: 'array', items: ref('Closure') }, bookingsOutside }), codes: ['busy'] }),
  },
  [`${clinic}/closures/{closureId}`]: { delete: operation({ summary: 'Take a run of special days away. Signed-in owners only', answer: object({ item: ref('Closure'), bookingsOutside }), codes: ['busy'] }) },
  [`${clinic}/time-off`]: {
    get: operation({ summary: 'Time off that is not over, by its beginning', answer: list('TimeOff') }),
    post: operation({ summary: 'Enter when a practitioner is away; what is booked stays booked and is named. Signed-in owners only', status: 201, body: TimeOffBody, answer: object({ item: ref('TimeOff'), bookingsOutside }), codes: ['busy'] }),
  },
  [`${clinic}/time-off/{timeOffId}`]: { delete: operation({ summary: 'Take time off away. Signed-in owners only', answer: ref('TimeOff') }) },
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
  [`${clinic}/leads/{leadId}`]: {
    get: operation({ summary: 'One lead with its conversation and the evidence for it', answer: ref('LeadDetail') }),
    patch: operation({ summary: 'Close a lead: what Sarah had to do about it stops, its tasks are done, its time is free; or open one again that was closed so', body: LeadChange, answer: ref('LeadDetail'), codes: ['already_booked', 'not_permitted'] }),
  },
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
