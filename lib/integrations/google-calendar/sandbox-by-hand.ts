import 'server-only'
import { json } from '../sandbox/types.ts'
import type { SandboxContext, SandboxReply, StoredCalendar } from '../sandbox/types.ts'
import { ensurePrimary } from './sandbox-accounts.ts'
import { cancelEvent, eventResource, findEvent, handleEvent, insertEvent } from './sandbox-events.ts'

type HandEvent = {
  calendarId: string
  summary?: string | undefined
  start?: string | undefined
  end?: string | undefined
  transparency?: string | undefined
  id?: string | undefined
  status?: 'confirmed' | 'cancelled' | undefined
}

/** What a person does in Google Calendar: adds an event, or with an `id` moves, renames or deletes one. */
export function editByHand(event: HandEvent, context: SandboxContext): SandboxReply {
  const { calendars } = context.state
  const calendar = calendars.find(
    ({ id, primary }) => id === event.calendarId || (event.calendarId === 'primary' && primary),
  )
  if (!calendar) return json(404, { code: 'not_found', title: 'No calendar has this id' })
  const body = bodyOf(event, calendar)
  if (event.id === undefined) return withPlace(insertEvent(calendar, body, context), calendar)
  const found = findEvent(calendar, event.id, context)
  if (!found) return json(404, { code: 'not_found', title: 'No event has this id' })
  if (event.status === 'cancelled') {
    cancelEvent(found, context)
    return json(200, { ...eventResource(found), calendarId: calendar.id })
  }
  const request = { method: 'PATCH', path: '', query: new URLSearchParams(), headers: {}, body: '' }
  return withPlace(handleEvent(request, calendar, event.id, body, context), calendar)
}

/** Adds a calendar to an account, or leaves it as it is when the account has it. */
export function addCalendar(
  calendar: { account: string; id: string; summary: string; timeZone: string },
  context: SandboxContext,
): SandboxReply {
  ensurePrimary(calendar.account, context)
  const there = context.state.calendars.find(({ id }) => id === calendar.id)
  if (there && there.account !== calendar.account) {
    return json(409, { code: 'taken', title: 'Another account has a calendar with this id' })
  }
  if (there) return json(200, there)
  const made: StoredCalendar = { ...calendar, primary: false }
  context.state.calendars.push(made)
  context.save()
  return json(201, made)
}

function bodyOf({ summary, start, end, transparency, status }: HandEvent, { timeZone }: StoredCalendar) {
  // The other form is emptied, so that an all-day event may become a timed one and back.
  const time = (text: string) =>
    text.length === 10 ? { date: text, dateTime: null } : { dateTime: text, timeZone, date: null }
  const body: Record<string, unknown> = { summary, transparency, status }
  if (start !== undefined) body.start = time(start)
  if (end !== undefined) body.end = time(end)
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
}

function withPlace(reply: SandboxReply, calendar: StoredCalendar): SandboxReply {
  return reply.status < 300 ? { ...reply, body: { ...(reply.body as object), calendarId: calendar.id } } : reply
}
