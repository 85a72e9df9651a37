import { json } from '../sandbox/types.ts'
import type { SandboxReply } from '../sandbox/types.ts'

type Place = { domain?: string; locationType?: string; location?: string; status?: string }

// https://cloud.google.com/apis/design/errors#handling_errors
const statuses: Record<number, string> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ALREADY_EXISTS',
  412: 'FAILED_PRECONDITION',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
}

/** An error in the shape of the Calendar API: https://developers.google.com/calendar/api/guides/errors */
export function googleProblem(code: number, reason: string, message: string, place: Place = {}): SandboxReply {
  const { status = statuses[code], domain = 'global', ...where } = place
  return json(code, {
    error: { errors: [{ domain, reason, message, ...where }], code, message, ...(status ? { status } : {}) },
  })
}

/** An error in the shape of the OAuth token endpoint (RFC 6749 section 5.2). */
export function oauthProblem(status: number, error: string, description: string): SandboxReply {
  return json(status, { error, error_description: description })
}

export const notFound = () => googleProblem(404, 'notFound', 'Not Found')
export const invalid = (message: string, location?: string) =>
  googleProblem(400, 'invalid', message, location ? { locationType: 'parameter', location } : {})
export const preconditionFailed = () =>
  googleProblem(412, 'conditionNotMet', 'Precondition Failed', { locationType: 'header', location: 'If-Match' })
export const unauthorized = () =>
  googleProblem(401, 'authError', 'Invalid Credentials', { locationType: 'header', location: 'Authorization' })
export const missingScope = () =>
  googleProblem(403, 'insufficientPermissions', 'Request had insufficient authentication scopes.', {
    status: 'PERMISSION_DENIED',
  })
export const fullSyncRequired = () =>
  googleProblem(410, 'fullSyncRequired', 'Sync token is no longer valid, a full sync is required.', {
    locationType: 'parameter',
    location: 'syncToken',
  })

/** What Google answers when a fault makes it refuse. */
export function refusalOf(kind: string): SandboxReply {
  switch (kind) {
    case '429':
      return googleProblem(429, 'rateLimitExceeded', 'Rate Limit Exceeded', { domain: 'usageLimits' })
    case '403-rate':
      return googleProblem(403, 'userRateLimitExceeded', 'User Rate Limit Exceeded', { domain: 'usageLimits' })
    case '403':
      return googleProblem(403, 'forbidden', 'Forbidden')
    case '401':
      return unauthorized()
    case '410':
      return fullSyncRequired()
    case '412':
      return preconditionFailed()
    default:
      return googleProblem(500, 'backendError', 'Backend Error')
  }
}
