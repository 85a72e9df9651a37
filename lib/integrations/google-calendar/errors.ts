import type { CalendarFailure, CalendarFailureKind } from '#lib/scheduling/calendar-port.ts'

const SENTENCES: Record<CalendarFailureKind, string> = {
  reauth:
    'Google no longer lets us into this calendar. Connect Google Calendar again; bookings are safe and follow then.',
  forbidden:
    'Google refuses a permission that we need. Connect Google Calendar again and leave every box ticked.',
  gone: 'Google asked us to read the calendar afresh. Nothing to do: the next reading does so.',
  precondition:
    'Someone changed this event in Google Calendar at the same moment. Nothing to do: we try again shortly.',
  'not-found': 'Google cannot find the calendar. Choose the practitioner’s calendar again.',
  'rate-limited': 'Google asked us to slow down. Nothing to do: we try again shortly.',
  temporary: 'Google Calendar did not answer. Nothing to do: bookings are safe and will be copied when it does.',
  permanent: 'Google Calendar refused this event. Please tell support; the booking itself is safe.',
  duplicate: 'Google Calendar already holds another event under this booking’s number. Please tell support.',
}

// Reasons that say "too fast" although the status may be 403: https://developers.google.com/calendar/api/guides/errors
const RATE_REASONS = new Set(['rateLimitExceeded', 'userRateLimitExceeded', 'quotaExceeded', 'dailyLimitExceeded'])
const GRANT_ERRORS = new Set(['invalid_grant', 'unauthorized_client', 'invalid_client'])

/** A failure with the words for its kind. */
export function failure(kind: CalendarFailureKind, retryAfterSeconds?: number): CalendarFailure {
  const outcome: CalendarFailure = { ok: false, kind, sentence: SENTENCES[kind] }
  return retryAfterSeconds === undefined ? outcome : { ...outcome, retryAfterSeconds }
}

/**
 * Sorts whatever a call to Google threw. Reads only status, reason and Retry-After: the error's `config` holds the
 * request, and with it personal data, so the error itself must not be logged or passed on.
 */
export function classify(thrown: unknown): CalendarFailure {
  const { status, reason, grantError, retryAfter } = readError(thrown)
  if (grantError !== null && GRANT_ERRORS.has(grantError)) return failure('reauth')
  if (status === null) return failure('temporary', 30)
  if (status === 429 || (status === 403 && reason !== null && RATE_REASONS.has(reason))) {
    return failure('rate-limited', retryAfter ?? 30)
  }
  if (status >= 500 || status === 408) return failure('temporary', retryAfter ?? 30)
  switch (status) {
    case 401:
      return failure('reauth')
    case 403:
      return failure('forbidden')
    case 404:
      return failure('not-found')
    case 409:
      return failure('duplicate')
    case 410:
      return failure('gone')
    case 412:
      return failure('precondition')
    default:
      return failure('permanent')
  }
}

type ErrorFacts = { status: number | null; reason: string | null; grantError: string | null; retryAfter: number | null }

function readError(thrown: unknown): ErrorFacts {
  const error = asRecord(thrown)
  const response = asRecord(error.response)
  const data = asRecord(response.data)
  const first = asRecord(asRecord(data.error).errors)[0]
  const status = response.status ?? error.status
  return {
    status: typeof status === 'number' ? status : null,
    reason: textOf(asRecord(first).reason),
    grantError: textOf(data.error),
    retryAfter: retryAfterOf(response.headers),
  }
}

function retryAfterOf(headers: unknown): number | null {
  const value = headers instanceof Headers ? headers.get('retry-after') : asRecord(headers)['retry-after']
  const seconds = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : null
  return seconds === null ? null : Math.max(1, Math.min(seconds, 3600))
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}
