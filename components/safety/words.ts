import { civilDay, formatDayNear, formatTime } from '#lib/shared/format.ts'
import type { Alert, AlertNotice, OnCallContact } from '#lib/recovery/alert-types.ts'

/** What kind of danger it may be; what was said is not kept, so there is no more to say. */
export const KIND_WORDS: Record<Alert['kind'], string> = {
  medical: 'May need urgent medical help',
  distress: 'May be in distress',
}

const REASONS: Record<string, string> = {
  acknowledged: 'not needed any more',
  test_call: 'not sent, because this was a test call',
  unconfirmed: 'tried twice; the carrier did not confirm either',
  undeliverable: 'the carrier could not deliver it',
  no_connection: 'the carrier could not be reached',
  call_refused: 'the call could not be placed',
}

/** Why a step was not taken or failed. */
const reasonWords = (reason: string | null): string =>
  (reason === null ? 'for a reason that is not known' : REASONS[reason] ?? 'the carrier refused it')

/** One step of an alert, in a sentence without its time. */
export function noticeWords(notice: Pick<AlertNotice, 'channel' | 'name' | 'state' | 'reason' | 'delivery'>): string {
  const { channel, name, state, reason, delivery } = notice
  const what = channel === 'text' ? `Text to ${name}` : `Telephone call to ${name}`
  switch (state) {
    case 'queued': return `${what}, if nobody has it by then`
    case 'sending': return `${what} is going out`
    case 'unknown': return `${what}: no answer from the carrier yet, so it is being looked up`
    case 'sent': return delivery === 'delivered' ? `${what} was delivered` : channel === 'text' ? `${what} was sent` : `${what} was placed`
    case 'failed': return `${what} failed: ${reasonWords(reason)}`
    case 'cancelled': return `${what}: ${reasonWords(reason)}`
  }
}

/** Whoever has it: the on-call person by name, else whoever pressed the button. */
export function holderWords(acknowledgedBy: string, userId: string): string {
  if (acknowledgedBy.startsWith('on-call:')) return acknowledgedBy.slice('on-call:'.length)
  if (acknowledgedBy === `authenticated:${userId}`) return 'you'
  return acknowledgedBy.startsWith('authenticated') ? 'somebody in the dashboard' : 'a connected program'
}

/** "Priya has it", "you have it". */
export function holdingWords(acknowledgedBy: string, userId: string): string {
  const holder = holderWords(acknowledgedBy, userId)
  return holder === 'you' ? 'you have it' : `${holder} has it`
}

/** "today at 14:05", in the clinic's days. */
export const momentWords = (instant: string, today: string): string => `${formatDayNear(civilDay(instant), today)} at ${formatTime(instant)}`

/** Whether a number was tried and answered. */
export function testWords({ testedAt, confirmedAt }: Pick<OnCallContact, 'testedAt' | 'confirmedAt'>, today: string): { isConfirmed: boolean; words: string } {
  const isConfirmed = confirmedAt !== null && (testedAt === null || confirmedAt >= testedAt)
  if (isConfirmed) return { isConfirmed, words: `Answered OK ${momentWords(confirmedAt, today).toLowerCase()}` }
  if (testedAt) return { isConfirmed, words: `Test sent ${momentWords(testedAt, today).toLowerCase()}, no OK yet` }
  return { isConfirmed, words: 'Never tested' }
}
