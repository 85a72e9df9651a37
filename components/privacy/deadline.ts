import { daysLeft } from '#lib/privacy/rights/clock.ts'
import { formatDayShort } from '#lib/shared/format.ts'
import type { Tone } from '#components/ui/status-pill.tsx'
import type { RightsRequest } from '#lib/privacy/rights/types.ts'

/** What a deadline needs of a request; days are civil days of the clinic ('YYYY-MM-DD'). */
export type Clock = Pick<RightsRequest, 'dueOn' | 'acknowledgeBy' | 'acknowledgedAt' | 'stoppedAt' | 'completedAt'>

export type Deadline = {
  /** `over`: the day has passed; `soon`: within a week; `none`: nothing is running. */
  urgency: 'over' | 'soon' | 'calm' | 'none'
  words: string
}

/** From here on a deadline stands out, and the list of whom to ring has it too. */
const SOON_DAYS = 7

/**
 * How the clock of a request stands on a day: what comes first, which for a complaint is confirming that it was received
 * (Data Protection Act 2018 s.164A), for the others the answer itself (UK GDPR Art. 12(3)).
 */
export function deadlineOf(clock: Clock, today: string): Deadline {
  if (clock.completedAt) return { urgency: 'none', words: 'Closed' }
  if (clock.stoppedAt) return { urgency: 'none', words: 'Clock stopped' }
  const isToConfirm = clock.acknowledgeBy !== null && !clock.acknowledgedAt
  const days = daysLeft(lastDay(clock), today)
  const urgency = days < 0 ? 'over' : days <= SOON_DAYS ? 'soon' : 'calm'
  return { urgency, words: leftWords(days, isToConfirm ? 'to confirm' : null) }
}

/** The day that a request's clock runs to: of a complaint that is not confirmed yet, the one by which it must be. */
export const lastDay = (clock: Clock): string => (clock.acknowledgedAt ? null : clock.acknowledgeBy) ?? clock.dueOn

/** '12 days left', 'Due today', 'Overdue by 1 day'; `what` says for what the days are. */
function leftWords(days: number, what: string | null): string {
  const end = what ? ` ${what}` : ''
  if (days === 0) return `Due today${what ? `, ${what}` : ''}`
  if (days < 0) return `Overdue by ${counted(-days, 'day')}${what ? `, ${what}` : ''}`
  return `${counted(days, 'day')} left${end}`
}

/** '1 day', '3 days', '1,204 texts'. */
export function counted(count: number, thing: string, things = `${thing}s`): string {
  return `${String(count).replaceAll(/\B(?=(\d{3})+$)/g, ',')} ${count === 1 ? thing : things}`
}

export const URGENCY_TONES: Record<Deadline['urgency'], Tone> = { over: 'bad', soon: 'warn', calm: 'neutral', none: 'neutral' }

/** 'Fri 14 Aug', with the year where it is another than this day's. */
export function dayWords(day: string, today: string): string {
  return day.slice(0, 4) === today.slice(0, 4) ? formatDayShort(day) : `${formatDayShort(day)} ${day.slice(0, 4)}`
}

/** A span of days as a clinic says it: '90 days', '13 months' where it is one of whole months. */
export function periodWords(days: number): string {
  return days === 395 ? '13 months' : counted(days, 'day')
}
