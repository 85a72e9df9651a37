import { capital, delayWords, STAGE_WORDS } from '#components/leads/words.ts'
import type { LeadDetail } from '#lib/recovery/types.ts'

/** One step of the promise: `at` (RFC 3339) is null while it has not come. */
export type Step = { key: string; words: string; note: string; at: string | null; look: 'done' | 'due' | 'missed' }

/** What happened to a lead in order, and what is still due. Steps that will not come any more are left out. */
export function stepsOf(lead: LeadDetail, now: string): Step[] {
  return [
    { key: 'hung-up', words: 'Hung up', note: `The caller ${STAGE_WORDS[lead.stage]}`, at: lead.hungUpAt, look: 'done' },
    ...textSteps(lead, now),
    ...after('replied', 'Replied', lead.repliedAt),
    ...after('booked', 'Booked', lead.bookedAt, lead.bookedAt && lead.isRecovered ? 'Recovered by Sarah’s text' : ''),
    ...attendance(lead),
    ...after('closed', 'Closed', lead.closedAt, 'By somebody at the clinic'),
  ]
}

function after(key: string, words: string, at: string | null, note = ''): Step[] {
  return at ? [{ key, words, note, at, look: 'done' }] : []
}

function textSteps(lead: LeadDetail, now: string): Step[] {
  if (!lead.contactedAt) {
    if (lead.status !== 'waiting') return []
    const isOver = Date.parse(now) > Date.parse(lead.deadlineAt)
    const note = 'Five minutes after the call'
    return [{ key: 'deadline', words: 'Text due by', note, at: lead.deadlineAt, look: isOver ? 'missed' : 'due' }]
  }
  const seconds = (Date.parse(lead.contactedAt) - Date.parse(lead.hungUpAt)) / 1000
  const isLate = lead.promptness === 'late'
  const isHeld = lead.promptness === 'held'
  const text = lead.messages.find((message) => message.kind === 'recovery')
  return [
    {
      key: 'accepted',
      words: isLate ? 'Text sent late' : 'Text sent',
      note: isHeld ? 'Held until permitted hours' : `${capital(delayWords(seconds))} after hanging up`,
      at: lead.contactedAt,
      look: isLate ? 'missed' : 'done',
    },
    ...after('delivered', 'Delivered', text?.deliveredAt ?? null),
  ]
}

function attendance({ booking }: LeadDetail): Step[] {
  if (!booking || booking.attended === null) return []
  return [
    booking.attended
      ? { key: 'attended', words: 'Came to the booking', note: '', at: booking.start, look: 'done' }
      : { key: 'attended', words: 'Did not come', note: '', at: booking.start, look: 'missed' },
  ]
}
