import type { CallOutcome, CallStatus } from '#lib/calls/types.ts'

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

export const STATUS_FILTERS: { value: CallStatus; label: string }[] = [
  { value: 'in-progress', label: 'In progress' },
  { value: 'ended', label: 'Ended' },
]

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
