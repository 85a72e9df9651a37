import type {
  Consent, LeadMessage, LeadReason, LeadStatus, MessageKind, Promptness, Stage, StaffTask,
} from '#lib/recovery/types.ts'
import { formatSeconds } from '#lib/shared/format.ts'

/** Where a lead stands, in two or three words. */
export const STATUS_WORDS: Record<LeadStatus, string> = {
  waiting: 'Text due',
  held: 'Text held',
  contacted: 'Texted',
  replied: 'Replied',
  booked: 'Booked',
  not_permitted: 'No text',
  needs_person: 'Needs a person',
  closed: 'Closed',
}

/** How far the call came, as a phrase that follows the person's name. */
export const STAGE_WORDS: Record<Stage, string> = {
  greeted: 'heard the greeting',
  named: 'gave a name',
  asked: 'asked about a treatment',
  offered: 'was offered a time',
  chose: 'chose a time',
}

/** How the five-minute promise stands for one lead. */
export const PROMPTNESS_WORDS: Record<Promptness, string> = {
  in_time: 'Texted in time',
  late: 'Texted late',
  pending: 'Text on its way',
  held: 'Held for permitted hours',
  not_permitted: 'Not permitted',
  needs_person: 'Needs a person',
  booked_meanwhile: 'Booked before the text',
  closed: 'Closed before the text',
}

type ReasonWords = {
  /** A few words for a table. */
  short: string
  /** Why there is no text and what can be done instead. */
  sentence: string
}

/** Why a lead gets no text, or needs a person. */
export const REASON_WORDS: Record<LeadReason, ReasonWords> = {
  refused: { short: 'Asked for no texts', sentence: 'They said in the call that they want no texts, so none is sent.' },
  not_offered: {
    short: 'Did not hear the notice',
    sentence: 'They hung up before they heard that we may text them, so we may not.',
  },
  needs_consent: {
    short: 'No spoken yes',
    sentence: 'Your clinic texts only after a spoken yes, and there was none in this call.',
  },
  opted_out: {
    short: 'Replied STOP',
    sentence: 'They asked for the texts to stop. No text goes to this number from your clinic any more.',
  },
  under_age: {
    short: 'May be under 18',
    sentence: 'The person may be under 18. Sarah neither texts nor books them; somebody at the clinic should decide.',
  },
  emergency: {
    short: 'May be an emergency',
    sentence: 'What they described may be an emergency. They get no text. Ring them now.',
  },
  booked_meanwhile: {
    short: 'Already booked',
    sentence: 'They booked before the text was due, so it was not needed.',
  },
  rang_again: {
    short: 'Rang again',
    sentence: 'They rang again before the text was due. The text about their last call says it all, so this one was not needed.',
  },
  test_call: { short: 'Test call', sentence: 'This was a test with an invented caller, so no text goes out.' },
  withheld: {
    short: 'Number withheld',
    sentence: 'They withheld their number and gave none in the call, so there is nowhere to send a text.',
  },
  landline: { short: 'Landline', sentence: 'They rang from a landline, which cannot receive texts. Ring them instead.' },
  foreign: {
    short: 'Number abroad',
    sentence: 'Their number is outside the UK, where Sarah does not text. Ring or email them instead.',
  },
  unclear: {
    short: 'Purpose not clear',
    sentence: 'It was not clear what they rang about, so no text could be written. Ring them if it seems worthwhile.',
  },
  undeliverable: {
    short: 'Could not be delivered',
    sentence: 'The network could not deliver the text. Ring them instead.',
  },
  unconfirmed: {
    short: 'Not confirmed by the network',
    sentence: 'The network never said whether the text went. It is not sent again, so that nobody gets it twice. Ring them.',
  },
  asked_for_call: { short: 'Asked for a call', sentence: 'They asked to be rung back.' },
  closed: { short: 'Closed', sentence: 'Somebody at the clinic closed this lead, so it was not needed any more.' },
  reopened: {
    short: 'Opened again',
    sentence: 'This lead was closed before Sarah’s text had gone, and opened again too late for it. Ring them if it seems worthwhile.',
  },
}

/** Whether a stored reason is one that has words. */
export const isReason = (reason: string | null): reason is LeadReason => reason !== null && Object.hasOwn(REASON_WORDS, reason)

/** What a text is for; inbound ones are the person's own words. */
export const KIND_WORDS: Record<MessageKind, string> = {
  recovery: 'Sarah’s text',
  booked: 'Sarah, confirming the booking',
  offer: 'Sarah, with other times',
  ask_age: 'Sarah, asking their age',
  ask_name: 'Sarah, asking their name',
  call_ack: 'Sarah, promising a call',
  help: 'Sarah, with help',
  staff: 'Your clinic',
  reply: 'Their reply',
}

const STATE_WORDS: Record<LeadMessage['state'], string> = {
  queued: 'Waiting to go',
  held: 'Held for permitted hours',
  sending: 'Being sent',
  unknown: 'Checking with the network whether it went',
  accepted: 'Sent',
  failed: 'Not sent',
  cancelled: 'Cancelled before it went',
  needs_review: 'Not confirmed: needs a person',
  received: 'Received',
}

/** Where a text is: what the carrier last said of it where it said anything, else our own state. */
export function stateWords({ state, delivery }: Pick<LeadMessage, 'state' | 'delivery'>): string {
  if (state !== 'accepted') return STATE_WORDS[state]
  if (delivery === 'delivered') return 'Delivered'
  return delivery === 'undelivered' || delivery === 'failed' ? 'Sent, but not delivered' : STATE_WORDS.accepted
}

/** Why a text or a call did not come about, a sentence; empty when nothing is known. */
export function failureWords(reason: string | null): string {
  if (!reason) return ''
  return isReason(reason) ? REASON_WORDS[reason].sentence : `Reason: ${plain(reason).replace(/\.$/, '')}.`
}

const TASK_WORDS: Record<StaffTask['kind'], { title: string; sentence: string }> = {
  call_back: { title: 'Ring back', sentence: 'They asked to be rung back.' },
  age_review: { title: 'Check their age', sentence: 'They may be under 18. Nothing is refused for good until somebody has looked.' },
  calendar_conflict: {
    title: 'Calendar conflict',
    sentence: 'A booking and the practitioner’s own calendar disagree. Ring to move one of them.',
  },
  lead: { title: 'Ring them', sentence: 'They wanted a treatment, and Sarah could not text them.' },
  reply: { title: 'Answer their text', sentence: 'They replied with something that Sarah does not answer.' },
  emergency: { title: 'Ring now', sentence: 'What they described may be an emergency.' },
  request_due: { title: 'Answer a request', sentence: 'A person asked about their data, and the month for the answer ends soon.' },
}

/** Reasons that mean something else in an item of the list than in a lead, by kind and reason. */
const TASK_REASONS: Record<string, string> = {
  'request_due acknowledge': 'Somebody complained about how their data is used, and has not been told yet that it arrived.',
  'lead no_times': 'They asked Sarah for another time, and none was free.',
  'reply undeliverable': 'The network could not deliver Sarah’s answer to their text.',
  'reply unconfirmed': 'The network never said whether Sarah’s answer to their text went.',
  'reply not_bookable': 'They wanted to book, and Sarah could not do it by text.',
  'reply age_refused': 'They wrote that the person coming is under 18.',
}

/** What a person should do, and why: the reason's own sentence where there is one. */
export function taskWords({ kind, reason }: Pick<StaffTask, 'kind' | 'reason'>): { title: string; sentence: string } {
  if (kind === 'lead' && reason === 'asked_for_call') return TASK_WORDS.call_back
  const special = TASK_REASONS[`${kind} ${reason}`]
  if (special) return { ...TASK_WORDS[kind], sentence: special }
  return kind === 'lead' && isReason(reason) ? { ...TASK_WORDS.lead, sentence: REASON_WORDS[reason].sentence } : TASK_WORDS[kind]
}

/** What the caller's permission amounts to. */
export const CONSENT_WORDS: Record<Consent['value'], string> = {
  granted: 'Yes',
  offered_not_refused: 'Told, and did not refuse',
  refused: 'No',
  not_offered: 'Not told',
}

/**
 * The rule that permits contact, a sentence: for texts the route of regulation 22 of PECR (Privacy and Electronic
 * Communications Regulations 2003), for a call by Sarah regulation 19, which wants prior consent.
 */
export function basisWords(channel: Consent['channel'], basis: NonNullable<Consent['basis']>): string {
  if (channel === 'call') return 'They asked for the call, so Sarah may ring them (PECR regulation 19).'
  return basis === 'solicited'
    ? 'They asked for the message, so it is not unsolicited (PECR regulation 22).'
    : 'Soft opt-in: their own enquiry, told that we may text, free to refuse then and in every text (PECR regulation 22).'
}

/** Who said or played the words that are the evidence. */
export const SOURCE_WORDS: Record<Consent['source'], string> = {
  greeting: 'Played in the greeting',
  tool: 'Noted by the agent in the call',
  caller: 'Said by the caller',
  reply: 'Written in a reply',
}

const EVIDENCE_WORDS: Record<string, string> = {
  'notice of texts': 'The greeting says that we may text about the enquiry, and how to refuse',
  'greeting without notice': 'The greeting says nothing about texts',
  'yes to texts': 'Said yes when asked whether we may text',
  'no to texts': 'Said no when asked whether we may text',
  'yes to a call back': 'Said yes when asked whether to be rung back',
  'textsOk granted': 'Said yes when asked whether we may text',
  'textsOk refused': 'Said no when asked whether we may text',
  'callBack granted': 'Asked to be rung back',
  'reply: call me granted': 'Replied that they want to be rung',
}

/** What was played or heard, in a sentence; a fixed phrase that was matched in quotes. */
export function evidenceWords({ words, value }: Pick<Consent, 'words' | 'value'>): string {
  return EVIDENCE_WORDS[words] ?? EVIDENCE_WORDS[`${words} ${value}`] ?? `“${words}”`
}

const CALL_BACK_WORDS: Record<string, string> = {
  queued: 'Will be rung',
  held: 'Waits for permitted hours',
  dialling: 'Being rung now',
  unknown: 'Checking whether the call was made',
  placed: 'Rung',
  failed: 'Could not be rung',
  cancelled: 'Not needed any more',
  needs_person: 'Needs a person',
}

/** How the call-back that somebody asked for stands. */
export const callBackWords = (state: string): string => CALL_BACK_WORDS[state] ?? capital(plain(state))

/** How long a text took: '48 s', '6 min 12 s'. */
export const delayWords = (seconds: number): string => (seconds < 1 ? 'less than a second' : formatSeconds(seconds))

/** How soon a text went, for a narrow place: a number and its unit are never parted, only what was late may go on in the next line. */
export const afterWords = (seconds: number, isLate: boolean): string =>
  (isLate ? 'Late, ' : '') + `${isLate ? 'after' : 'After'} ${delayWords(seconds)}`.replaceAll(' ', '\u00a0')

const plain = (code: string): string => code.replaceAll(/[-_.]+/g, ' ').trim()

/** The words with a capital first letter. */
export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1)
