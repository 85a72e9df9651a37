import type { OutcomeFilter, Span } from '#components/calls/address.ts'
import type { CallOutcome } from '#lib/calls/types.ts'

/** Reasons a call ended, as the voice platform names them, in words for the owner. */
const ENDED: Record<string, string> = {
  'customer-ended-call': 'The caller hung up',
  'assistant-ended-call': 'The agent ended the call',
  'assistant-said-end-call-phrase': 'The agent said goodbye',
  'assistant-forwarded-call': 'Passed to a person',
  'silence-timed-out': 'Nobody spoke',
  'exceeded-max-duration': 'Reached the longest length',
  voicemail: 'Voicemail',
}

/** Why a call ended, in words. */
export function endedWords(reason: string | null): string {
  if (!reason) return ''
  const plain = reason.replaceAll(/[-_.]+/g, ' ')
  return ENDED[reason] ?? plain.charAt(0).toUpperCase() + plain.slice(1)
}

export const OUTCOME_WORDS: Record<CallOutcome, string> = {
  booked: 'Booked',
  'not-booked': 'Not booked',
  'in-progress': 'In progress',
  transferred: 'Passed to a person',
}

export const OUTCOME_FILTER_WORDS: Record<OutcomeFilter, string> = {
  'in-progress': 'In progress',
  booked: 'Booked',
  'not-booked': 'Not booked',
  transferred: 'Passed on',
  emergency: 'Emergency',
}

export const SPAN_WORDS: Record<Span, string> = { today: 'Today', 7: '7 days', 30: '30 days', custom: 'Choose' }

const TOOL_WORDS: Record<string, string> = {
  check_availability: 'Looked for free times',
  claim_slot: 'Claimed a slot',
  capture_lead: 'Noted the caller’s details',
  reschedule_booking: 'Moved a booking',
  cancel_booking: 'Cancelled a booking',
  transfer_to_human: 'Passed to a person',
}

/** What the agent did, in words. */
export function toolWords(name: string): string {
  return TOOL_WORDS[name] ?? name.replaceAll('_', ' ')
}
