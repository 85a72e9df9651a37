import 'server-only'
import type {
  BusyResult,
  CalendarFailure,
  CalendarListing,
  CalendarPort,
  MirrorEvent,
  MirrorResult,
  OpenCalendar,
} from '#lib/scheduling/calendar-port.ts'
import { createGoogleClient } from './client.ts'
import type { GoogleClient, GoogleSettings } from './client.ts'
import { readChanges } from './changes.ts'
import { classify, failure } from './errors.ts'
import { eventBodyOf, eventIdOf, fingerprintOf, isOurs, saysTheSame } from './translate.ts'
import type { GoogleEvent } from './translate.ts'

const CLIENTS_MAX = 200

/**
 * Joins scheduling's port to Google Calendar. Clients are kept by clinic, token and timeout, so that a live call does
 * not pay for a new access token; `onRefreshToken` is told when Google replaces a clinic's refresh token.
 */
export function googleCalendar(
  settings: GoogleSettings,
  onRefreshToken?: (clinicId: string, refreshToken: string) => void,
): OpenCalendar {
  const clients = new Map<string, GoogleClient>()
  return ({ clinicId, refreshToken }, { timeoutMs } = {}) => {
    const key = `${clinicId} ${fingerprintOf(refreshToken)} ${timeoutMs ?? ''}`
    let client = clients.get(key)
    if (!client) {
      client = createGoogleClient(settings, {
        refreshToken,
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
        onRefreshToken: (token) => onRefreshToken?.(clinicId, token),
      })
      const oldest = clients.keys().next().value
      if (clients.size >= CLIENTS_MAX && oldest !== undefined) clients.delete(oldest)
      clients.set(key, client)
    }
    return portOf(client)
  }
}

function portOf(client: GoogleClient): CalendarPort {
  return {
    upsert: (event) => attempt(() => upsert(client, event)),
    remove: ({ calendarId, bookingId }) =>
      attempt(async () => {
        await client.deleteEvent(calendarId, eventIdOf(bookingId)).catch(ignore('not-found', 'gone'))
        return { ok: true }
      }),
    changes: (sync) => attempt(() => readChanges(client, sync)),
    busy: (query) => attempt(() => readBusy(client, query)),
    watch: (channel) =>
      attempt(async () => {
        const made = await client.watchEvents(channel.calendarId, {
          id: channel.channelId,
          type: 'web_hook',
          address: channel.address,
          token: channel.token,
          params: { ttl: String(channel.ttlSeconds) },
        })
        if (!made.resourceId || !made.expiration) return failure('temporary', 60)
        return { ok: true, resourceId: made.resourceId, expiresAt: new Date(Number(made.expiration)).toISOString() }
      }),
    stopWatch: ({ channelId, resourceId }) =>
      attempt(async () => {
        await client.stopChannel({ id: channelId, resourceId }).catch(ignore('not-found', 'gone'))
        return { ok: true }
      }),
    calendars: () => attempt(() => readCalendars(client)),
  }
}

/** Runs one exchange; Google's refusals become values, our own mistakes stay thrown. */
async function attempt<T>(work: () => Promise<T | CalendarFailure>): Promise<T | CalendarFailure> {
  try {
    return await work()
  } catch (thrown) {
    if (thrown instanceof TypeError || thrown instanceof ReferenceError) throw thrown
    return classify(thrown)
  }
}

function ignore(...kinds: CalendarFailure['kind'][]) {
  return (thrown: unknown) => {
    if (!kinds.includes(classify(thrown).kind)) throw thrown
  }
}

async function upsert(client: GoogleClient, event: MirrorEvent): Promise<MirrorResult> {
  const eventId = eventIdOf(event.bookingId)
  const body = eventBodyOf(event)
  try {
    const written = event.known
      ? await client.patchEvent(event.calendarId, eventId, event.known.etag, body)
      : await client.insertEvent(event.calendarId, { id: eventId, ...body })
    return { ok: true, etag: written.etag ?? '', humanEdited: false }
  } catch (thrown) {
    const { kind } = classify(thrown)
    if (kind === 'duplicate' || kind === 'precondition') return overwrite(client, event)
    // Purged from Google's side: its id is free again.
    const isPurged = event.known !== null && (kind === 'not-found' || kind === 'gone')
    if (!isPurged) throw thrown
    const outcome = await upsert(client, { ...event, known: null })
    return outcome.ok ? { ...outcome, humanEdited: true } : outcome
  }
}

/**
 * The event is there and not as we left it: our own earlier try whose answer was lost, or a person's edit. For our own
 * event the booking is the truth, so it is written once more over exactly what was read.
 */
async function overwrite(client: GoogleClient, event: MirrorEvent): Promise<MirrorResult> {
  const eventId = eventIdOf(event.bookingId)
  const found: GoogleEvent = await client.getEvent(event.calendarId, eventId)
  if (!isOurs(found, event)) return failure('duplicate')
  // Our own lost write carries a later revision than the one we know; an edit by hand leaves it alone.
  const marked = found.extendedProperties?.private?.rev
  const humanEdited = event.known !== null && marked === String(event.known.revision)
  if (saysTheSame(found, event)) return { ok: true, etag: found.etag ?? '', humanEdited }
  const written = await client.patchEvent(event.calendarId, eventId, found.etag ?? '*', eventBodyOf(event))
  return { ok: true, etag: written.etag ?? '', humanEdited }
}

async function readBusy(
  client: GoogleClient,
  { calendarIds, from, to }: { calendarIds: string[]; from: string; to: string },
): Promise<BusyResult> {
  const answer = await client.freeBusy({ timeMin: from, timeMax: to, items: calendarIds.map((id) => ({ id })) })
  const busy: { calendarId: string; start: string; end: string }[] = []
  for (const calendarId of calendarIds) {
    const one = answer.calendars?.[calendarId]
    // Google answers 200 with an empty list for a calendar that it could not read. That is unknown, not free.
    if (!one) return failure('temporary', 30)
    if (one.errors?.length) return failure(one.errors[0]?.reason === 'notFound' ? 'not-found' : 'temporary')
    for (const { start, end } of one.busy ?? []) {
      if (start && end) busy.push({ calendarId, start, end })
    }
  }
  return { ok: true, busy }
}

async function readCalendars(client: GoogleClient): Promise<{ ok: true; calendars: CalendarListing[] }> {
  const calendars: CalendarListing[] = []
  let pageToken: string | undefined
  do {
    const page = await client.listCalendars(pageToken)
    for (const entry of page.items ?? []) {
      if (!entry.id) continue
      calendars.push({
        id: entry.id,
        name: entry.summaryOverride ?? entry.summary ?? entry.id,
        timeZone: entry.timeZone ?? 'UTC',
        isPrimary: entry.primary === true,
        canWrite: entry.accessRole === 'owner' || entry.accessRole === 'writer',
      })
    }
    pageToken = page.nextPageToken ?? undefined
  } while (pageToken)
  return { ok: true, calendars }
}
