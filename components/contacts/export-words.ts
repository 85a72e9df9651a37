import { endedWords } from '#components/calls/call-words.ts'
import { dialled } from '#lib/recovery/template.ts'
import { formatPence } from '#lib/shared/format.ts'

/** What the network says of a text. */
const CARRIER: Record<string, string> = {
  accepted: 'Taken on', scheduled: 'Taken on', queued: 'About to be sent', sending: 'Being sent', sent: 'Sent', delivered: 'Arrived', read: 'Read', undelivered: 'Did not arrive',
  failed: 'Did not arrive', canceled: 'Not sent', receiving: 'Being received', received: 'Received',
}

/**
 * What is kept as a code, told to the person whom it is about (UK GDPR Art. 12: plain language). By the field it stands in; a code that is
 * not here is shown as it is, because nothing that is held may be left out.
 */
const WORDS: Record<string, Record<string, string>> = {
  direction: { in: 'From you', out: 'To you', inbound: 'You rang us', outbound: 'We rang you' },
  kind: {
    recovery: 'After a call that ended without a booking', booked: 'To say what was booked', offer: 'To offer you a time', ask_age: 'To ask whether you are 18 or over',
    ask_name: 'To ask your name', call_ack: 'To say that we will ring', help: 'To say how texts are stopped', staff: 'Written by somebody at the clinic', reply: 'Your answer',
    call_back: 'To ring you', age_review: 'To make sure of your age', calendar_conflict: 'Two diaries did not agree', lead: 'To get in touch with you',
    emergency: 'You may have been in danger', export: 'This document', transcript: 'Read what was said', erasure: 'Deletion', access: 'A copy of what is held',
    request_due: 'To answer a request of yours', contact: 'Read your details', objection: 'An objection', rectification: 'A correction', complaint: 'A complaint',
  },
  basis: {
    solicited: 'You asked for it', soft_opt_in: 'You had asked us about a treatment (Privacy and Electronic Communications Regulations, regulation 22)',
    conversation: 'You were writing with us',
  },
  state: {
    queued: 'About to be sent', held: 'On hold for now', sending: 'Being sent', accepted: 'Sent', received: 'Received', failed: 'Did not arrive',
    cancelled: 'Not sent', unknown: 'Not known whether it was sent', needs_review: 'Somebody looks at it', placed: 'Rung', dialling: 'Being rung', needs_person: 'For a person to do',
  },
  status: {
    // A time that is kept and a lead who may not be texted yet have the one code.
    held: 'On hold for now', booked: 'Booked', cancelled: 'Cancelled', expired: 'No longer kept', contacted: 'We texted you', replied: 'You answered', waiting: 'About to be texted',
    not_permitted: 'Not texted', needs_person: 'For a person to do', closed: 'Closed', ended: 'Over', completed: 'Completed', ringing: 'Ringing', 'in-progress': 'Going on',
    forwarding: 'Being passed to a person', ...CARRIER,
  },
  delivery: CARRIER,
  stage: {
    greeted: 'You heard the greeting', named: 'You gave your name', asked: 'You asked about a treatment', offered: 'You were offered a time', chose: 'You chose a time',
  },
  reason: {
    refused: 'You asked for no texts', not_offered: 'You did not hear that we may text you', needs_consent: 'We text only after a spoken yes', opted_out: 'You asked for the texts to stop',
    under_age: 'The person may be under 18', emergency: 'It may have been an emergency', booked_meanwhile: 'You had booked by then', rang_again: 'You rang again, and the text about that call went instead', test_call: 'It was a test call',
    withheld: 'Your number was withheld', landline: 'A landline receives no texts', foreign: 'The number is outside the UK', unclear: 'It was not clear what you rang about',
    undeliverable: 'The network could not deliver it', unconfirmed: 'The network never said whether it went', asked_for_call: 'You asked to be rung',
    closed: 'The clinic closed your enquiry', reopened: 'The clinic opened your enquiry again', quiet_hours: 'We text only at permitted hours', no_times: 'No other time was free',
    change: 'You asked to change a booking', not_bookable: 'It could not be booked by text', age_refused: 'You wrote that the person is under 18', acknowledge: 'To say that it has arrived',
    taken: 'Somebody else had the time', outside_hours: 'It is outside working hours', time_off: 'The practitioner is away then', too_soon: 'It is past, or too soon', too_far: 'It is too far ahead',
  },
  action: { held: 'Kept a time', booked: 'Booked', cancelled: 'Cancelled', expired: 'No longer kept', moved: 'Moved', changed: 'Changed', rejected: 'Refused' },
  code: {
    slot_taken: 'The time was taken', slot_unavailable: 'That time cannot be booked', not_bookable: 'It could not be booked', already_booked: 'It was booked already',
    age_confirmation_required: 'We had to ask whether the person is 18 or over', age_refused: 'This treatment is only for people of 18 or over', name_required: 'We had to ask your name',
    invalid_request: 'Something was missing, or not understood', unknown_procedure: 'The treatment was not known', unknown_tool: 'Not understood', no_booking: 'No booking was found',
    idempotency_key_reused: 'It had been asked before in another way', not_permitted: 'Not permitted', forbidden: 'Not allowed', busy: 'The diary was busy',
  },
  channel: { text: 'Texts', call: 'Calls' },
  value: { granted: 'Yes', offered_not_refused: 'You were told, and did not refuse', refused: 'No', not_offered: 'You were not told' },
  words: {
    'notice of texts': 'The greeting says that we may text about the enquiry, and how to refuse', 'greeting without notice': 'The greeting says nothing about texts',
    'yes to texts': 'You said yes when asked whether we may text', 'no to texts': 'You said no when asked whether we may text', textsOk: 'You were asked whether we may text',
    'yes to a call back': 'You said yes when asked whether to be rung back', callBack: 'You were asked whether to be rung back', 'reply: call me': 'You wrote that you want to be rung',
  },
  outcome: { granted: 'Done as asked', partly: 'Done in part', refused: 'Refused', withdrawn: 'You took it back' },
  source: {
    voice: 'On the telephone', dashboard: 'By somebody at the clinic', api: 'By a program of the clinic', text: 'By text', page: 'On our booking page',
    greeting: 'Said at the beginning of the call', tool: 'Asked in the call', caller: 'You said so', reply: 'Your text',
  },
  name: {
    check_availability: 'Looked for free times', claim_slot: 'Booked a time', capture_lead: 'Noted what you asked about', reschedule_booking: 'Moved a booking',
    cancel_booking: 'Cancelled a booking', transfer_to_human: 'Passed you to a person',
  },
}

const ACTORS: [RegExp, string][] = [
  [/^service_role:sarah$/, 'Sarah, our text assistant'],
  [/^voice_agent/, 'Voxanne, our telephone assistant'],
  [/^authenticated/, 'A member of the clinic'],
  [/^api_client/, 'A program with the clinic’s key'],
  [/^(?:service_role|clinic_engine|postgres|none\b)/, 'Our software'],
]

/** What an answer of ours to the agent came to, by its HTTP status; why is told by its code. */
const outcomeOf = (status: number): string => (status < 300 ? 'Done' : 'Not possible')

/** A held value in words, where it has any; null where it speaks for itself. */
export function wordsFor(key: string, value: string | number | boolean): string | null {
  if (key === 'by' && typeof value === 'string') return ACTORS.find(([pattern]) => pattern.test(value))?.[1] ?? null
  if (key === 'endedReason' && typeof value === 'string') return endedWords(value)
  if (key === 'phone' && typeof value === 'string') return dialled(value)
  if (key === 'valuePence' && typeof value === 'number') return formatPence(value)
  if (key === 'status' && typeof value === 'number') return outcomeOf(value)
  return typeof value === 'string' && Object.hasOwn(WORDS, key) && Object.hasOwn(WORDS[key]!, value) ? WORDS[key]![value]! : null
}
