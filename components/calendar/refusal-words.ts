import { formatTime } from '#lib/shared/format.ts'

/** What an answer says of why nothing was done; `say` is a sentence for the telephone unless we have our own. */
export type Problem = {
  code?: string
  title?: string
  detail?: string
  say?: string
  reason?: string
  alternatives?: { start: string; end: string; practitionerId: string }[]
  errors?: { path: string | (string | number)[]; message: string }[]
}

const WORDS: Partial<Record<string, string>> = {
  unauthenticated: 'You have been signed out. What you entered is still here: sign in again in another tab, then try once more.',
  forbidden: 'It is not there any more, or it is not yours to change.',
  age_confirmation_required: 'Confirm that the person coming is 18 or over.',
  age_refused: 'This procedure is only for people aged 18 or over.',
  already_booked: 'They have booked meanwhile.',
  idempotency_key_reused: 'This was sent before with other details. Try again.',
}

const UNAVAILABLE: Partial<Record<string, string>> = {
  too_soon: 'is past, or too soon from now',
  too_far: 'is further ahead than the clinic takes bookings',
  outside_hours: 'is outside working hours',
  time_off: 'falls into time off',
}

/**
 * Why the server did not do it, for somebody at a screen: the interface's own clock, no script for the telephone. `start`
 * is the time that was asked for (RFC 3339), null when the request was about none. Alternatives are shown beside it.
 */
export function refusalWords(problem: Problem, start: string | null): string {
  const { code = '', reason = '', alternatives = [], errors } = problem
  if (code === 'slot_taken' || code === 'slot_unavailable') {
    const time = start ? formatTime(start) : 'That time'
    const why = code === 'slot_taken' ? 'was just taken' : (UNAVAILABLE[reason] ?? 'cannot be booked')
    return `${time} ${why}.${alternatives.length > 0 ? '' : ' Nothing else is free near it: choose another day.'}`
  }
  return WORDS[code] ?? problem.say ?? errors?.[0]?.message ?? problem.detail ?? problem.title ?? 'That could not be done. Try again.'
}
