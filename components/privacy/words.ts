import { PROCESSOR_WORDS } from '#components/contacts/erasure-words.ts'
import { counted } from '#components/privacy/deadline.ts'
import { civilDay } from '#lib/shared/format.ts'
import type { Span } from '#components/privacy/privacy-api.ts'
import type {
  Erasure, Receipt, RequestKind, RequestOutcome, RetentionReport, RetentionRun, Swept, View,
} from '#lib/privacy/rights/types.ts'
import type { Member } from '#lib/tenancy/types.ts'

/** One kind of data that is kept: what, why and how long, and how it is counted. */
export type Kept = {
  title: string
  what: string
  why: string
  /** A span that the owner sets, else the sentence that says how long. */
  period: { span: Span } | { words: string }
  held: keyof RetentionReport['held']
  thing: [one: string, many: string]
}

/** What is kept, in the order in which a call makes it. */
export const KEPT: Kept[] = [
  {
    title: 'Contact details',
    what: 'Name, number, and what else they gave for a booking.',
    why: 'To book them and to reach them again.',
    period: { words: 'As long as a call, a lead or a booking of theirs is kept' },
    held: 'contacts',
    thing: ['person', 'people'],
  },
  {
    title: 'Call details',
    what: 'When, how long, how it ended and what was booked.',
    why: 'To show what your receptionist did.',
    period: { span: 'callDays' },
    held: 'calls',
    thing: ['call', 'calls'],
  },
  {
    title: 'Redacted transcripts',
    what: 'What was said, with names, numbers and health remarks masked.',
    why: 'To settle what was asked and promised.',
    period: { span: 'transcriptDays' },
    held: 'transcripts',
    thing: ['line', 'lines'],
  },
  {
    title: 'Leads',
    what: 'The treatment they wanted and what became of it.',
    why: 'To win them back. After this span one that did not book has no person any more.',
    period: { span: 'leadDays' },
    held: 'leads',
    thing: ['lead', 'leads'],
  },
  {
    title: 'Texts',
    what: 'What was sent and what was replied, encrypted.',
    why: 'To carry on the conversation.',
    period: { span: 'messageDays' },
    held: 'messages',
    thing: ['text', 'texts'],
  },
  {
    title: 'Bookings',
    what: 'Who, which treatment, when and with whom, and each change.',
    why: 'To run your diary.',
    period: { words: 'As your records; without the person once erased' },
    held: 'bookings',
    thing: ['booking', 'bookings'],
  },
  {
    title: 'Permissions',
    what: 'The words that were played or matched, and who said STOP.',
    why: 'To prove that a text was allowed, and to send none after STOP.',
    period: { words: 'While they are relied on; without the person once erased' },
    held: 'consents',
    thing: ['entry', 'entries'],
  },
  {
    title: 'Who looked',
    what: 'Which member opened which transcript, lead or contact.',
    why: 'To find out if somebody looks without need.',
    period: { words: '13 months' },
    held: 'views',
    thing: ['view', 'views'],
  },
]

export const SPAN_NAMES: Record<Span, string> = {
  transcriptDays: 'redacted transcripts',
  leadDays: 'leads that did not book',
  callDays: 'call details',
  messageDays: 'texts',
}

/** What the sweep counts: of transcripts the lines, because it takes them line by line. */
const SWEPT_THINGS: [key: keyof Swept, one: string, many?: string][] = [
  ['transcripts', 'line of a transcript', 'lines of transcripts'], ['leads', 'lead'], ['contacts', 'contact'],
  ['calls', 'call'], ['messages', 'text'], ['views', 'view'],
]

/** What a sweep removed: '3 lines of transcripts, 1 lead removed'; 'nothing was old enough' when it found nothing. */
export function sweptWords(swept: Swept): string {
  const parts = SWEPT_THINGS.filter(([key]) => swept[key] > 0).map(([key, one, many]) => counted(swept[key], one, many))
  return parts.length === 0 ? 'nothing was old enough' : `${parts.join(', ')} removed`
}

/** Sweeps by night, newest first: one that had much to remove goes in several passes, under the same instant. */
export function nightsOf(runs: readonly RetentionRun[]): RetentionRun[] {
  return [...Map.groupBy(runs, ({ at }) => at)].map(([at, passes]) => ({
    at,
    swept: passes.map(({ swept }) => swept).reduce((sum, more) =>
      Object.fromEntries(SWEPT_THINGS.map(([key]) => [key, (sum[key] ?? 0) + (more[key] ?? 0)])) as Swept),
  }))
}

export const REQUEST_WORDS: Record<RequestKind, { title: string; hint: string }> = {
  access: { title: 'Wants a copy of their data', hint: 'Answer within one month. Export is on the person’s page.' },
  erasure: { title: 'Wants to be erased', hint: 'Answer within one month. Erase is on the person’s page.' },
  objection: {
    title: 'Objects to the AI',
    hint: 'From now on Sarah puts this person’s calls through to your team. Answer within one month.',
  },
  rectification: { title: 'Wants something put right', hint: 'Answer within one month.' },
  complaint: {
    title: 'Complaint about their data',
    hint: 'Confirm within 30 days that you received it, look into it, and tell them the outcome.',
  },
}

export const OUTCOME_WORDS: Record<RequestOutcome, string> = {
  granted: 'Done as asked',
  partly: 'Done in part',
  refused: 'Refused',
  withdrawn: 'Withdrawn by the person',
}

/**
 * How an erasure stands, over all its receipts: done, refused somewhere (which needs a person), or under way. Each processor
 * is named once.
 */
export function erasureState(erasure: Pick<Erasure, 'state' | 'receipts'>): { tone: 'ok' | 'warn' | 'bad'; words: string } {
  const { state, receipts } = erasure
  const named = (wanted: Receipt['state']) => {
    const names = receipts.filter((receipt) => receipt.state === wanted).map(({ processor }) => PROCESSOR_WORDS[processor].name)
    return [...new Set(names)].join(', ')
  }
  if (named('refused')) return { tone: 'bad', words: `Refused by ${named('refused')}` }
  if (state === 'done') return { tone: 'ok', words: 'Done everywhere' }
  return { tone: 'warn', words: named('pending') ? `Waiting for ${named('pending')}` : 'Under way' }
}

const VIEW_WORDS: Record<View['kind'], { words: string; path: string }> = {
  transcript: { words: 'A transcript', path: 'calls' },
  lead: { words: 'A lead', path: 'leads' },
  contact: { words: 'A contact', path: 'contacts' },
  export: { words: 'An export of everything about a person', path: 'contacts' },
}

/** What was looked at, and its address in the clinic's dashboard. */
export function viewWords({ kind, subjectId }: Pick<View, 'kind' | 'subjectId'>, slug: string): { words: string; href: string } {
  const { words, path } = VIEW_WORDS[kind]
  return { words, href: `/${slug}/${path}/${subjectId}` }
}

/** Looks of one member at one thing on one day: a page that stays open notes itself again and again, and is one line to a reader. */
export type Look = Pick<View, 'actor' | 'kind' | 'subjectId'> & { first: string; last: string }

/** Views (newest first) put together by member, thing and day; the latest look comes first. */
export function looksOf(views: readonly View[]): Look[] {
  const groups = Map.groupBy(views, ({ actor, kind, subjectId, at }) => [actor, kind, subjectId, civilDay(at)].join(' '))
  return [...groups.values()].map((some) => {
    const { actor, kind, subjectId, at } = some[0]!
    return { actor, kind, subjectId, first: some.at(-1)!.at, last: at }
  })
}

/**
 * Who an actor of the log is ('authenticated:<id>', 'api_client', 'service_role'), to the person who reads it. Members are told
 * apart by the end of their id, because the dashboard knows no names of them.
 */
export function whoWords(actor: string, me: string, members: readonly Member[]): string {
  const [role, userId] = actor.split(':')
  if (role !== 'authenticated' || !userId) return role === 'api_client' ? 'A program with your API key' : 'The system'
  if (userId === me) return 'You'
  const member = members.find((one) => one.userId === userId)
  const kind = member ? (member.role === 'owner' ? 'An owner' : 'Staff') : 'A former member'
  return `${kind}, id ending ${userId.slice(-4)}`
}
