import { endedWords } from '#components/calls/call-words.ts'
import { dialled } from '#lib/recovery/template.ts'
import { formatPence } from '#lib/shared/format.ts'

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
    held: 'On hold for now', expired: 'No longer kept', 'in-progress': 'Going on', contacted: 'We texted you', replied: 'You answered', waiting: 'About to be texted',
    not_permitted: 'Not texted', needs_person: 'For a person to do', closed: 'Closed', undelivered: 'Did not arrive',
  },
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

/** What an answer of ours to the agent came to, by its HTTP status. */
const outcomeOf = (status: number): string => (status < 300 ? 'Done' : status === 409 ? 'The time was taken' : 'Not possible')

/** A held value in words, where it has any; null where it speaks for itself. */
export function wordsFor(key: string, value: string | number | boolean): string | null {
  if (key === 'by' && typeof value === 'string') return ACTORS.find(([pattern]) => pattern.test(value))?.[1] ?? null
  if (key === 'endedReason' && typeof value === 'string') return endedWords(value)
  if (key === 'phone' && typeof value === 'string') return dialled(value)
  if (key === 'valuePence' && typeof value === 'number') return formatPence(value)
  if (key === 'status' && typeof value === 'number') return outcomeOf(value)
  return typeof value === 'string' && Object.hasOwn(WORDS, key) && Object.hasOwn(WORDS[key]!, value) ? WORDS[key]![value]! : null
}
