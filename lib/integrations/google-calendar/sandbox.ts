import 'server-only'
import { randomBytes } from 'node:crypto'
import { decoded, json } from '../sandbox/types.ts'
import type { SandboxContext, SandboxReply, SandboxRequest, StoredCalendar, StoredGrant } from '../sandbox/types.ts'
import { isZone } from '#lib/shared/time.ts'
import { calendarOf, callerOf, mayUse } from './sandbox-accounts.ts'
import { closeChannel, openChannel } from './sandbox-channels.ts'
import { googleProblem, invalid, missingScope, notFound, refusalOf, unauthorized } from './sandbox-errors.ts'
import { handleEvent, insertEvent } from './sandbox-events.ts'
import { listEvents, queryFreeBusy } from './sandbox-list.ts'
import { handleConsent, handleRevoke, handleToken } from './sandbox-oauth.ts'

const EVENTS = /^\/calendar\/v3\/calendars\/([^/]+)\/events(?:\/([^/]+))?$/
const CALENDAR = /^\/calendar\/v3\/calendars(?:\/([^/]+))?$/

// Which scopes open which method: https://developers.google.com/calendar/api/v3/reference
const WRITE_EVENTS = ['calendar', 'calendar.events', 'calendar.events.owned', 'calendar.app.created']
const READ_EVENTS = [
  ...WRITE_EVENTS,
  'calendar.readonly',
  'calendar.events.readonly',
  'calendar.events.owned.readonly',
  'calendar.events.freebusy',
]
const FREEBUSY = ['calendar', 'calendar.readonly', 'calendar.freebusy', 'calendar.events.freebusy']
const LIST_CALENDARS = ['calendar', 'calendar.readonly', 'calendar.calendarlist', 'calendar.calendarlist.readonly']
const CALENDARS = ['calendar', 'calendar.calendars', 'calendar.app.created']

export function isGooglePath(path: string): boolean {
  return /^\/calendar(\/|$)/.test(path) || ['/auth', '/token', '/revoke'].includes(path)
}

/** What Google answers to what it has not, cannot read, or failed at. */
export function googleFailure(status: 404 | 413 | 500): SandboxReply {
  if (status === 404) return notFound()
  return status === 413 ? googleProblem(413, 'uploadTooLarge', 'Request Entity Too Large') : refusalOf('500')
}

/** What Google answers when a fault that fits this request makes it refuse. */
export function googleRefusal(request: SandboxRequest, context: SandboxContext): SandboxReply | null {
  if (!request.path.startsWith('/calendar/v3/')) return null
  const kinds = ['429', '500', '401', '403', '403-rate']
  if (['PATCH', 'PUT', 'DELETE'].includes(request.method)) kinds.push('412')
  if (request.query.has('syncToken')) kinds.push('410')
  const kind = context.takeFault('google', ...kinds)
  return kind ? refusalOf(kind) : null
}

/** Answers Google's OAuth endpoints and the Calendar API. */
export function handleGoogle(request: SandboxRequest, context: SandboxContext): SandboxReply {
  if (request.path === '/auth') return handleConsent(request, context)
  if (request.path === '/token') return request.method === 'POST' ? handleToken(request, context) : notFound()
  if (request.path === '/revoke') return handleRevoke(request, context)
  const caller = callerOf(request, context)
  if (!caller) return unauthorized()
  const body = readBody(request)
  if (body === null) return googleProblem(400, 'parseError', 'Parse Error')

  const [, calendarPart, eventPart] = EVENTS.exec(request.path) ?? []
  const [calendarId, eventId] = [decoded(calendarPart), decoded(eventPart)]
  if (calendarId !== null && (eventId !== null || eventPart === undefined)) return answerEvents(request, calendarId, eventId ?? undefined, body, caller, context)
  switch (`${request.method} ${request.path}`) {
    case 'POST /calendar/v3/freeBusy':
      return mayUse(caller, ...FREEBUSY) ? queryFreeBusy(body, caller.account, context) : missingScope()
    case 'GET /calendar/v3/users/me/calendarList':
      return mayUse(caller, ...LIST_CALENDARS) ? listCalendars(caller, context) : missingScope()
    case 'POST /calendar/v3/channels/stop':
      return mayUse(caller, ...READ_EVENTS) ? closeChannel(body, caller.account, context) : missingScope()
  }
  return answerCalendars(request, body, caller, context)
}

function answerEvents(
  request: SandboxRequest,
  calendarId: string,
  eventId: string | undefined,
  body: Record<string, unknown>,
  caller: StoredGrant,
  context: SandboxContext,
): SandboxReply {
  const isWatch = request.method === 'POST' && eventId === 'watch'
  const isRead = request.method === 'GET' || isWatch
  if (!mayUse(caller, ...(isRead ? READ_EVENTS : WRITE_EVENTS))) return missingScope()
  const calendar = calendarOf(calendarId, caller.account, context)
  if (!calendar) return notFound()
  if (isWatch) return openChannel(calendar, body, context)
  if (eventId === undefined) {
    if (request.method === 'GET') return listEvents(calendar, request.query, context)
    return request.method === 'POST' ? insertEvent(calendar, body, context) : notFound()
  }
  if (!['GET', 'PATCH', 'PUT', 'DELETE'].includes(request.method)) return notFound()
  return handleEvent(request, calendar, eventId, body, context)
}

function answerCalendars(
  request: SandboxRequest,
  body: Record<string, unknown>,
  caller: StoredGrant,
  context: SandboxContext,
): SandboxReply {
  const match = CALENDAR.exec(request.path)
  if (!match) return notFound()
  const id = match[1]
  if (request.method === 'POST' && !id) {
    if (!mayUse(caller, ...CALENDARS)) return missingScope()
    if (typeof body.summary !== 'string') return googleProblem(400, 'required', 'Missing title.')
    const timeZone = body.timeZone ?? 'UTC'
    if (typeof timeZone !== 'string' || !isZone(timeZone)) return invalid('Invalid time zone.')
    const made: StoredCalendar = {
      id: `c_${randomBytes(16).toString('hex')}@group.calendar.google.com`,
      account: caller.account,
      summary: body.summary,
      timeZone,
      primary: false,
    }
    context.state.calendars.push(made)
    context.save()
    return json(200, calendarResource(made))
  }
  if (request.method !== 'GET' || !id) return notFound()
  if (!mayUse(caller, ...CALENDARS, 'calendar.readonly')) return missingScope()
  const calendar = calendarOf(decoded(id) ?? '', caller.account, context)
  return calendar ? json(200, calendarResource(calendar)) : notFound()
}

function listCalendars(caller: StoredGrant, { state }: SandboxContext): SandboxReply {
  const items = state.calendars
    .filter((calendar) => calendar.account === caller.account)
    .map((calendar) => ({
      ...calendarResource(calendar),
      kind: 'calendar#calendarListEntry',
      accessRole: 'owner',
      ...(calendar.primary ? { primary: true } : {}),
    }))
  return json(200, { kind: 'calendar#calendarList', items, nextSyncToken: String(state.version) })
}

function calendarResource({ id, summary, timeZone }: StoredCalendar) {
  return { kind: 'calendar#calendar', id, summary, timeZone }
}

function readBody(request: SandboxRequest): Record<string, unknown> | null {
  if (request.body === '') return {}
  try {
    const body: unknown = JSON.parse(request.body)
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Record<string, unknown>) : null
  } catch {
    return null
  }
}
