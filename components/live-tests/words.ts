import { civilDay, formatDayNear, formatTime } from '#lib/shared/format.ts'
import { liveTests, type LiveTestName, type LiveTestRun } from '#lib/audit/types.ts'

export const TEST_NAMES = Object.keys(liveTests) as LiveTestName[]

type Card = { title: string; tries: string; must: string }

/** Each promise as an owner reads it: what is tried, and what must come of it. */
export const CARDS: Record<LiveTestName, Card> = {
  collision: {
    title: 'One winner a slot',
    tries: 'Two agents, then twenty, ask for the same 2:00 PM rhinoplasty in the same instant, by telephone and by API. Then for times of different lengths that overlap, and the same claim three times over.',
    must: 'Exactly one is booked. Everybody else hears at once that it was just taken, and is offered a time that can really be had.',
  },
  handoff: {
    title: 'No lead is lost',
    tries: 'Callers give a name, ask about a facelift and ring off. The end is told as it should be, twice and out of order, and with one of its two messages missing.',
    must: 'Each is one lead for a facelift with one text, ready within five minutes. Who booked, or wants no texts, gets none.',
  },
  silo: {
    title: 'Each clinic for itself',
    tries: 'Another clinic, nobody at all, and forged and unsigned tokens try every path of the API by every verb, with real ids and with ids that do not exist.',
    must: 'All of them are refused, with the same words for what is there and what is not. Nothing changes, and the clinic itself still gets in.',
  },
  redaction: {
    title: 'Nothing sensitive is kept',
    tries: 'Callers say numbers, addresses, names, illnesses, medicines and beliefs, in turns and in pieces, and every copy that the voice platform makes of a call repeats them.',
    must: 'None of it is in any column of any table, but for names, numbers and addresses in contacts. The rest of the transcript is there.',
  },
  latency: {
    title: 'Fast as a person',
    tries: 'The voice agent asks for the diary and for a booking, one call at a time and twenty in the same instant. Your own calls of the last thirty days are counted as well.',
    must: 'The diary answers within 300 milliseconds to one call and within 800 to twenty; your callers wait no longer than 800 milliseconds for a reply.',
  },
}

/** How a run ended, in a word. */
export const outcomeWord = ({ state, passed }: Pick<LiveTestRun, 'state' | 'passed'>): string =>
  state === 'running' ? 'Running' : state === 'broken' ? 'Broke off' : passed ? 'Held' : 'Did not hold'

/** How much was tried and how much of it was as it must be. */
export function countWords(evidence: readonly { ok: boolean }[]): string {
  const good = evidence.filter((one) => one.ok).length
  const things = (count: number) => `${count} ${count === 1 ? 'thing' : 'things'}`
  return good === evidence.length ? `${things(evidence.length)} tried, ${evidence.length === 1 ? 'and it was' : 'all'} as it must be` : `${good} of ${things(evidence.length)} as it must be`
}

/** When it was, near days by name: 'Today at 14:05'. */
export const whenWords = (at: string, today: string): string => `${formatDayNear(civilDay(at), today)} at ${formatTime(at)}`

/** Who pressed the button, as far as one may say: a program, oneself, or a colleague. */
export function byWords(startedBy: string, userId: string): string {
  if (startedBy === `authenticated:${userId}`) return 'you'
  return startedBy.startsWith('authenticated:') ? 'a colleague' : 'a program with your API key'
}
