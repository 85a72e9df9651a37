import { liveTests, taskIds } from '#lib/audit/types.ts'
import { problems } from '#lib/http/problem.ts'
import { UK_PARTS } from '#lib/shared/bank-holidays.ts'
import { SCOPES } from '#lib/shared/scopes.ts'
import { id, instant, nullable, object, ref, type Schema } from './schema.ts'

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
  promptness: { enum: ['in_time', 'late', 'pending', 'held', 'not_permitted', 'needs_person', 'booked_meanwhile', 'closed'] },
  procedure: { type: ['string', 'null'], description: 'slug' }, procedureName: { type: ['string', 'null'] },
  contact: nullable(object({ id, name: { type: ['string', 'null'] }, phone: { type: ['string', 'null'] } })), callId: id,
  createdAt: instant, hungUpAt: instant, deadlineAt: instant, contactedAt: nullable(instant), repliedAt: nullable(instant), bookedAt: nullable(instant), closedAt: nullable(instant),
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
const spanProperties = { opens: { type: 'string', description: 'Wall-clock time, such as 09:00' }, closes: { type: 'string', description: 'Such as 17:30; 24:00 is the end of the day' } }
const offer = object({ start: instant, practitionerId: id })

/** What the answers of the API are made of, by name. */
export const schemas: Record<string, Schema> = {
  Message: message,
  Lead: object(leadProperties),
  LeadDetail: object({
    ...leadProperties, offered: { type: 'array', items: offer }, hold: nullable(object({ start: instant, end: instant, expiresAt: instant, practitionerId: id })),
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
  Hours: object({
    timeZone: { type: 'string' }, bankHolidays: { enum: [...UK_PARTS, null] },
    practitioners: { type: 'array', items: object({ id, name: { type: 'string' }, title: { type: 'string' }, week: { type: 'array', items: ref('WeekSpan') } }) },
    bookingsOutside: { type: 'array', items: ref('BookingOutside') },
  }),
  WeekSpan: object({ weekday: { type: 'integer', minimum: 1, maximum: 7, description: '1 is Monday' }, ...spanProperties }),
  Closure: object({
    id, practitionerId: { ...nullable(id), description: 'Null for the whole clinic' }, from: day, to: day,
    spans: { type: 'array', items: object(spanProperties), description: 'None: closed' }, label: { type: 'string' },
  }),
  TimeOff: object({ id, practitionerId: id, start: instant, end: instant, label: { type: 'string' } }),
  BookingOutside: object({ id, status: { enum: ['held', 'booked'] }, start: instant, end: instant, practitionerId: id, reason: { enum: ['outside_hours', 'time_off'] } }),
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
