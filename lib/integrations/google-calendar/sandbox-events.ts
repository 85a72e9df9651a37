import 'server-only'
import { randomBytes } from 'node:crypto'
import { json } from '../sandbox/types.ts'
import type { SandboxContext, SandboxReply, SandboxRequest, StoredCalendar, StoredEvent } from '../sandbox/types.ts'
import { notifyWatchers } from './sandbox-channels.ts'
import { googleProblem, invalid, notFound, preconditionFailed } from './sandbox-errors.ts'
import { isZone } from '#lib/shared/time.ts'
import { instantOf } from './translate.ts'

const ID = /^[a-v0-9]{5,1024}$/
const PROPERTY_KEY_MAX = 44
const PROPERTY_VALUE_MAX = 1024
/** What Google sets itself; sent along, it is ignored. */
const OWN_FIELDS = [
  'id',
  'etag',
  'kind',
  'calendarId',
  'version',
  'created',
  'updated',
  'iCalUID',
  'creator',
  'organizer',
  'htmlLink',
]

type Body = Record<string, unknown>

/** The event as the API shows it. */
export function eventResource({ calendarId: _place, version: _count, ...event }: StoredEvent) {
  return { kind: 'calendar#event', ...event }
}

export function findEvent(calendar: StoredCalendar, id: string, { state }: SandboxContext): StoredEvent | undefined {
  return state.events.find((event) => event.calendarId === calendar.id && event.id === id)
}

/** events.insert: with an id of the client's choosing, a second one is refused, a deleted one's too. */
export function insertEvent(calendar: StoredCalendar, body: Body, context: SandboxContext): SandboxReply {
  const id = body.id === undefined ? randomBytes(16).toString('hex').slice(0, 26) : body.id
  if (typeof id !== 'string' || !ID.test(id)) return invalid('Invalid resource id value.')
  if (findEvent(calendar, id, context)) {
    return googleProblem(409, 'duplicate', 'The requested identifier already exists.')
  }
  const fault = timeFault(body, calendar)
  if (fault) return fault
  const email = `${calendar.account}@calendar.example`
  const event = {
    status: 'confirmed',
    ...withoutOwn(body),
    id,
    calendarId: calendar.id,
    created: context.now().toISOString(),
    iCalUID: `${id}@google.com`,
    htmlLink: `https://www.google.com/calendar/event?eid=${id}`,
    creator: { email },
    organizer: { email: calendar.id, self: true },
  } as unknown as StoredEvent
  keepProperties(event)
  context.state.events.push(event)
  stamp(event, context)
  return json(200, eventResource(event), { etag: event.etag })
}

/** events.get, patch (merges, null deletes), update (replaces) and delete, all but the first minding If-Match. */
export function handleEvent(
  request: SandboxRequest,
  calendar: StoredCalendar,
  id: string,
  body: Body,
  context: SandboxContext,
): SandboxReply {
  const event = findEvent(calendar, id, context)
  if (!event) return notFound()
  if (request.method === 'GET') return json(200, eventResource(event), { etag: event.etag })
  const wanted = request.headers['if-match']
  if (wanted !== undefined && wanted !== '*' && wanted !== event.etag) return preconditionFailed()
  if (request.method === 'DELETE') {
    if (event.status === 'cancelled') return googleProblem(410, 'deleted', 'Resource has been deleted')
    cancelEvent(event, context)
    return { status: 204 }
  }
  const changed = request.method === 'PATCH' ? (merge(event, withoutOwn(body)) as StoredEvent) : replace(event, body)
  const fault = timeFault(changed, calendar)
  if (fault) return fault
  keepProperties(changed)
  for (const field of Object.keys(event)) delete event[field]
  Object.assign(event, changed)
  stamp(event, context)
  return json(200, eventResource(event), { etag: event.etag })
}

export function cancelEvent(event: StoredEvent, context: SandboxContext): void {
  event.status = 'cancelled'
  stamp(event, context)
}

/** Gives a changed event its new etag and place in the order of changes, and tells those who watch. */
export function stamp(event: StoredEvent, context: SandboxContext): void {
  const { state } = context
  state.version += 1
  event.version = state.version
  event.etag = `"${3_500_000_000_000_000 + state.version * 2}"`
  event.updated = context.now().toISOString()
  context.save()
  notifyWatchers(event.calendarId, context)
}

function timeFault(event: { start?: unknown; end?: unknown }, calendar: StoredCalendar): SandboxReply | null {
  const [start, end] = [event.start, event.end] as StoredEvent['start'][]
  if (!start) return googleProblem(400, 'required', 'Missing start time.')
  if (!end) return googleProblem(400, 'required', 'Missing end time.')
  if (!isTime(start) || !isTime(end)) return invalid('Invalid start or end time.')
  const [from, to] = [instantOf(start, calendar.timeZone), instantOf(end, calendar.timeZone)]
  if (from === null || to === null || Number.isNaN(from) || Number.isNaN(to) || !start.date !== !end.date) {
    return invalid('Invalid start or end time.')
  }
  return to < from ? googleProblem(400, 'timeRangeEmpty', 'The specified time range is empty.') : null
}

function isTime(given: unknown): boolean {
  const { date, dateTime, timeZone } = Object(given) as Body
  const isPlaced = timeZone === undefined || timeZone === null || (typeof timeZone === 'string' && isZone(timeZone))
  return isPlaced && [date, dateTime].every((one) => one === undefined || one === null || (typeof one === 'string' && !Number.isNaN(Date.parse(one))))
}

function withoutOwn(body: Body): Body {
  return Object.fromEntries(Object.entries(body).filter(([field]) => !OWN_FIELDS.includes(field)))
}

function replace(event: StoredEvent, body: Body): StoredEvent {
  const own = Object.fromEntries(OWN_FIELDS.filter((field) => field in event).map((field) => [field, event[field]]))
  return { status: 'confirmed', ...withoutOwn(body), ...own } as unknown as StoredEvent
}

function merge(old: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch
  const merged: Body = isObject(old) ? { ...old } : {}
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete merged[field]
    else merged[field] = merge(merged[field], value)
  }
  return merged
}

function isObject(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

// Google drops a key that is too long and cuts a value that is, without a word.
function keepProperties(event: StoredEvent): void {
  const properties = event.extendedProperties
  if (!properties) return
  for (const kind of ['private', 'shared'] as const) {
    if (!properties[kind]) continue
    properties[kind] = Object.fromEntries(
      Object.entries(properties[kind])
        .filter(([key]) => key.length <= PROPERTY_KEY_MAX)
        .map(([key, value]) => [key, String(value).slice(0, PROPERTY_VALUE_MAX)]),
    )
  }
}
