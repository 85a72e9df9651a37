import 'server-only'
import { randomBytes } from 'node:crypto'
import { json } from '../sandbox/types.ts'
import type { SandboxContext, SandboxReply, StoredCalendar, StoredChannel } from '../sandbox/types.ts'
import { googleProblem, invalid } from './sandbox-errors.ts'

const TTL_SECONDS_DEFAULT = 604_800
const TTL_SECONDS_MAX = 2_592_000

/** events.watch: opens a channel and sends its first notification, `sync`. */
export function openChannel(
  calendar: StoredCalendar,
  body: Record<string, unknown>,
  context: SandboxContext,
): SandboxReply {
  const { id, type, address, token, expiration, params } = body
  if (typeof id !== 'string' || !/^[A-Za-z0-9\-_+/=]{1,64}$/.test(id)) return invalid('Invalid channel id.')
  if (type !== 'web_hook' && type !== 'webhook') return invalid('Unknown channel type.')
  if (typeof address !== 'string' || !isAllowedAddress(address)) {
    return googleProblem(401, 'webhookUrlNotHttps', `WebHook callback must be HTTPS: ${String(address)}`, {
      domain: 'push',
    })
  }
  if (expiration !== undefined && !Number.isFinite(Number(expiration))) return invalid('Invalid expiration.', 'expiration')
  const nowMs = context.now().getTime()
  dropExpired(context)
  if (context.state.channels.some((channel) => channel.id === id)) {
    return googleProblem(400, 'channelIdNotUnique', `Channel id ${id} not unique`)
  }
  const ttlAsked = Number((params as { ttl?: unknown } | null | undefined)?.ttl ?? TTL_SECONDS_DEFAULT)
  const ttl = Math.min(ttlAsked > 0 ? ttlAsked : TTL_SECONDS_DEFAULT, TTL_SECONDS_MAX)
  const asked = expiration === undefined ? nowMs + ttl * 1000 : Number(expiration)
  const channel: StoredChannel = {
    id,
    resourceId: randomBytes(20).toString('base64url'),
    calendarId: calendar.id,
    address,
    token: typeof token === 'string' ? token : null,
    expiresAtMs: Math.min(asked, nowMs + TTL_SECONDS_MAX * 1000),
    messageNumber: 0,
  }
  context.state.channels.push(channel)
  context.save()
  notify(channel, 'sync', context)
  return json(200, {
    kind: 'api#channel',
    id,
    resourceId: channel.resourceId,
    resourceUri: resourceUriOf(channel),
    ...(channel.token === null ? {} : { token: channel.token }),
    expiration: String(channel.expiresAtMs),
  })
}

/** channels.stop. */
export function closeChannel(body: Record<string, unknown>, account: string, context: SandboxContext): SandboxReply {
  const { state } = context
  const found = state.channels.find(
    (channel) =>
      channel.id === body.id &&
      channel.resourceId === body.resourceId &&
      state.calendars.some((calendar) => calendar.id === channel.calendarId && calendar.account === account),
  )
  if (!found) return googleProblem(404, 'notFound', `Channel '${String(body.id)}' not found for project`)
  state.channels = state.channels.filter((channel) => channel !== found)
  context.save()
  return { status: 204 }
}

/** Tells every living channel of the calendar that something changed, never what. */
export function notifyWatchers(calendarId: string, context: SandboxContext): void {
  dropExpired(context)
  for (const channel of context.state.channels) {
    if (channel.calendarId === calendarId) notify(channel, 'exists', context)
  }
}

function notify(channel: StoredChannel, resourceState: 'sync' | 'exists', context: SandboxContext): void {
  channel.messageNumber += 1
  const headers: Record<string, string> = {
    'x-goog-channel-id': channel.id,
    'x-goog-resource-state': resourceState,
    'x-goog-resource-id': channel.resourceId,
    'x-goog-resource-uri': resourceUriOf(channel),
    'x-goog-message-number': String(channel.messageNumber),
    'x-goog-channel-expiration': new Date(channel.expiresAtMs).toUTCString(),
  }
  if (channel.token !== null) headers['x-goog-channel-token'] = channel.token
  context.deliver(async () => {
    await context.post(channel.address, headers, '')
  })
}

function dropExpired(context: SandboxContext): void {
  const nowMs = context.now().getTime()
  context.state.channels = context.state.channels.filter((channel) => channel.expiresAtMs > nowMs)
}

function resourceUriOf(channel: StoredChannel): string {
  return `https://www.googleapis.com/calendar/v3/calendars/${encodeURIComponent(channel.calendarId)}/events?alt=json`
}

// Google takes https only; here the product itself is reached over http on this machine.
function isAllowedAddress(address: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname } = new URL(address)
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
}
