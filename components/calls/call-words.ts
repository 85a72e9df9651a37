import type { OutcomeFilter, Span } from '#components/calls/address.ts'
import type { CallOutcome } from '#lib/calls/types.ts'

/** Reasons a call ended, as the voice platform names them, in words for the owner. */
const ENDED: Record<string, string> = {
  'customer-ended-call': 'The caller hung up',
  'customer-ended-call-before-warm-transfer': 'The caller hung up before they were passed to a person',
  'customer-ended-call-during-transfer': 'The caller hung up while they were passed to a person',
  'customer-ended-call-after-warm-transfer-attempt': 'The caller hung up after nobody could take the call',
  'customer-did-not-give-microphone-permission': 'The caller’s microphone was off',
  'assistant-ended-call': 'The agent ended the call',
  'assistant-said-end-call-phrase': 'The agent said goodbye',
  'assistant-ended-call-after-message-spoken': 'The agent said goodbye',
  'assistant-ended-call-with-hangup-task': 'The agent ended the call',
  'assistant-forwarded-call': 'Passed to a person',
  'silence-timed-out': 'Nobody spoke',
  'exceeded-max-duration': 'Reached the longest length',
  'customer-busy': 'The number was busy',
  'call.forwarding.operator-busy': 'Passed to a person, whose number was busy',
  'customer-did-not-answer': 'Nobody answered',
  'call.forwarding.no-answer': 'Passed to a person, who did not answer',
  'twilio-reported-customer-misdialed': 'That number does not exist',
  voicemail: 'Voicemail',
  'worker-shutdown': 'The voice service stopped',
  'manually-canceled': 'Ended by hand',
  'call-deleted': 'Ended by hand',
  'scheduled-call-deleted': 'Ended by hand',
  'call.ringing.hook-executed-say': 'A recorded message was played',
  'call.ending.hook-executed-say': 'A recorded message was played',
  'call.ringing.hook-executed-transfer': 'Passed to a person',
  'call.ending.hook-executed-transfer': 'Passed to a person',
  'call.in-progress.twilio-completed-call': 'The line was closed',
  'call.in-progress.sip-completed-call': 'The line was closed',
  'call.ringing.sip-inbound-caller-hungup-before-call-connect': 'The caller hung up before the agent answered',
  'call.in-progress.error-assistant-did-not-receive-customer-audio': 'The caller could not be heard',
  'vonage-completed': 'The line was closed',
  'unknown-to-the-platform': 'Not known: the voice service has no record of it',
}

/**
 * The platform has some six hundred reasons, most of them a fault of one supplier, and adds to them: those without words of
 * their own are told by family, the first that fits.
 */
const FAMILIES: [RegExp, string][] = [
  [/^customer-ended/, 'The caller hung up'],
  [/^assistant-(ended|said)/, 'The agent ended the call'],
  [/subscription|wallet|credits|fraud-check|daily-limit|concurrency-limit/, 'Not answered: the account with the voice service does not allow it'],
  [/transfer/, 'Passing to a person failed'],
  [/^call[.-]start|^assistant-(request|not|join)/, 'Not answered: the agent could not be started'],
  [/transport|worker|websocket|sip|vonage|twilio|phone-call-provider/, 'The line broke'],
  [/voice-failed|voice-not/, 'A fault: the agent lost its voice'],
  [/transcriber|deepgram|gladia|assembly-?ai|speechmatics|soniox/, 'A fault: the agent could not hear'],
  [/voice|eleven-?labs|cartesia|playht|lmnt|rime-ai|hume|neuphonic|video/, 'A fault: the agent lost its voice'],
  [/llm|model|openai|anthropic|gemini|google|bedrock|groq|mistral|xai|together-ai|deep-seek|deepseek|inflection|cerebras|runpod|perplexity|vertex|azure/, 'A fault: the agent could not answer'],
  [/error|fault|pipeline|failed/, 'A fault of the voice service'],
]

/** Why a call ended, in words for the owner; the platform's own word is never shown. Empty while it goes on. */
export function endedWords(reason: string | null): string {
  if (!reason) return ''
  return ENDED[reason] ?? FAMILIES.find(([family]) => family.test(reason))?.[1] ?? 'For another reason'
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
