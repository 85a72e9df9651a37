import 'server-only'
import { json } from '../sandbox/types.ts'
import type { SandboxContext, SandboxReply, StoredCalendar, StoredEvent } from '../sandbox/types.ts'
import { calendarOf } from './sandbox-accounts.ts'
import { fullSyncRequired, googleProblem, invalid } from './sandbox-errors.ts'
import { eventResource } from './sandbox-events.ts'
import { instantOf } from './translate.ts'

const NOT_WITH_SYNC_TOKEN = [
  'iCalUID',
  'orderBy',
  'privateExtendedProperty',
  'q',
  'sharedExtendedProperty',
  'timeMin',
  'timeMax',
  'updatedMin',
]
const FREEBUSY_DAYS_MAX = 62
const CALENDARS_MAX = 50

/** Where a reading began and what it keeps to; travels in the page and sync tokens. */
type Mark = { calendarId: string; since: number; upTo: number; offset: number }

/** events.list: whole or since a sync token, in pages; the next sync token is on the last page only. */
export function listEvents(calendar: StoredCalendar, query: URLSearchParams, context: SandboxContext): SandboxReply {
  const syncToken = query.get('syncToken')
  const pageToken = query.get('pageToken')
  if (syncToken !== null) {
    const wrong = NOT_WITH_SYNC_TOKEN.find((name) => query.has(name))
    if (wrong) return invalid(`The ${wrong} parameter cannot be used together with syncToken.`, wrong)
  }
  const synced = syncToken === null ? null : unseal(syncToken)
  if (syncToken !== null && synced?.calendarId !== calendar.id) return fullSyncRequired()
  const paged = pageToken === null ? null : unseal(pageToken)
  if (pageToken !== null && paged?.calendarId !== calendar.id) return invalid('Invalid page token value.', 'pageToken')
  if (query.get('orderBy') === 'startTime' && query.get('singleEvents') !== 'true') {
    return invalid('The requested ordering is not available for the particular query.', 'orderBy')
  }
  const mark = paged ?? {
    calendarId: calendar.id,
    since: synced?.upTo ?? 0,
    upTo: context.state.version,
    offset: 0,
  }
  const size = Math.min(Math.max(1, Number(query.get('maxResults') ?? 250) || 250), 2500)
  const found = context.state.events
    .filter((event) => event.calendarId === calendar.id && event.version > mark.since && event.version <= mark.upTo)
    .filter((event) => isAsked(event, query, calendar.timeZone))
    .sort((one, other) =>
      query.get('orderBy') === 'startTime'
        ? (instantOf(one.start, calendar.timeZone) ?? 0) - (instantOf(other.start, calendar.timeZone) ?? 0)
        : one.version - other.version,
    )
  const end = mark.offset + size
  return json(200, {
    kind: 'calendar#events',
    etag: `"p${mark.upTo}"`,
    summary: calendar.summary,
    timeZone: calendar.timeZone,
    accessRole: 'owner',
    updated: context.now().toISOString(),
    items: found.slice(mark.offset, end).map(eventResource),
    ...(found.length > end
      ? { nextPageToken: seal({ ...mark, offset: end }) }
      : { nextSyncToken: seal({ ...mark, offset: 0 }) }),
  })
}

function isAsked(event: StoredEvent, query: URLSearchParams, timeZone: string): boolean {
  if (event.status === 'cancelled' && !query.has('syncToken') && query.get('showDeleted') !== 'true') return false
  const [start, end] = [instantOf(event.start, timeZone) ?? 0, instantOf(event.end, timeZone) ?? 0]
  const timeMin = query.get('timeMin')
  if (timeMin !== null && end <= Date.parse(timeMin)) return false
  const timeMax = query.get('timeMax')
  if (timeMax !== null && start >= Date.parse(timeMax)) return false
  const updatedMin = query.get('updatedMin')
  if (updatedMin !== null && Date.parse(event.updated) < Date.parse(updatedMin)) return false
  const uid = query.get('iCalUID')
  if (uid !== null && event.iCalUID !== uid) return false
  return query.getAll('privateExtendedProperty').every((pair) => {
    const [key = '', ...value] = pair.split('=')
    return event.extendedProperties?.private?.[key] === value.join('=')
  })
}

/** freebusy.query: a calendar that cannot be read has `errors` and an empty `busy`, and the answer is still 200. */
export function queryFreeBusy(body: Record<string, unknown>, account: string, context: SandboxContext): SandboxReply {
  const [from, to] = [Date.parse(String(body.timeMin)), Date.parse(String(body.timeMax))]
  if (Number.isNaN(from) || Number.isNaN(to)) return googleProblem(400, 'required', 'Missing or invalid time range.')
  if (to <= from) return googleProblem(400, 'timeRangeEmpty', 'The specified time range is empty.')
  if (to - from > FREEBUSY_DAYS_MAX * 86_400_000) {
    return googleProblem(400, 'timeRangeTooLong', 'The requested time range is too long.')
  }
  const items = Array.isArray(body.items) ? (body.items as ({ id?: unknown } | null)[]) : []
  if (items.length > CALENDARS_MAX)
    return googleProblem(400, 'tooManyCalendarsRequested', 'Too many calendars requested.')
  const unreadable = (reason: string) => ({ errors: [{ domain: 'global', reason }], busy: [] })
  const isBroken = context.takeFault('google', 'freebusy-errors') !== null
  if (items.some((item) => typeof item?.id !== 'string')) return googleProblem(400, 'required', 'Missing calendar id.')
  const calendars = items.map((item) => {
    const id = item?.id as string
    const calendar = calendarOf(id, account, context)
    if (!calendar) return [id, unreadable('notFound')]
    return [id, isBroken ? unreadable('internalError') : { busy: busyIn(calendar, from, to, context) }]
  })
  return json(200, {
    kind: 'calendar#freeBusy',
    timeMin: new Date(from).toISOString(),
    timeMax: new Date(to).toISOString(),
    calendars: Object.fromEntries(calendars) as unknown,
  })
}

function busyIn({ id, timeZone }: StoredCalendar, from: number, to: number, { state }: SandboxContext) {
  const spans = state.events
    .filter((event) => event.calendarId === id && event.status !== 'cancelled' && event.transparency !== 'transparent')
    .map((event) => [instantOf(event.start, timeZone) ?? 0, instantOf(event.end, timeZone) ?? 0] as [number, number])
    .filter(([start, end]) => start < to && end > from)
    .sort(([one], [other]) => one - other)
  const merged: [number, number][] = []
  for (const [start, end] of spans) {
    const last = merged.at(-1)
    if (last && start <= last[1]) last[1] = Math.max(last[1], end)
    else merged.push([start, end])
  }
  const text = (instant: number) => new Date(instant).toISOString().replace('.000Z', 'Z')
  return merged.map(([start, end]) => ({ start: text(Math.max(start, from)), end: text(Math.min(end, to)) }))
}

function seal(mark: Mark): string {
  return Buffer.from(JSON.stringify(mark)).toString('base64url')
}

function unseal(token: string): Mark | null {
  try {
    const mark = JSON.parse(Buffer.from(token, 'base64url').toString('utf8')) as Partial<Mark> | null
    return typeof mark?.calendarId === 'string' && typeof mark.upTo === 'number' ? (mark as Mark) : null
  } catch {
    return null
  }
}
