import 'server-only'
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { json } from '../sandbox/types.ts'
import type { SandboxContext, SandboxReply, SandboxRequest, StoredMessage } from '../sandbox/types.ts'
import { messageResource } from './sandbox-resource.ts'
import { followUp } from './sandbox-webhooks.ts'

const PATH = /^\/2010-04-01\/Accounts\/(AC[0-9a-zA-Z]{32})\/Messages(?:\/((?:SM|MM)[0-9a-f]{32}))?\.json$/
const E164 = /^\+[1-9]\d{6,14}$/
const SENDER_NAME = /^(?=.*[a-z])[a-z0-9 .&_-]{1,11}$/i
const BODY_MAX = 1600

// Twilio's magic numbers: https://www.twilio.com/docs/iam/test-credentials
const BAD_RECIPIENTS = new Map<string, [number, string]>([
  ['+15005550001', [21211, "The 'To' number +15005550001 is not a valid phone number."]],
  ['+15005550002', [21612, "Message cannot be sent with the current combination of 'To' and/or 'From' parameters"]],
  [
    '+15005550003',
    [21408, "Permission to send an SMS has not been enabled for the region indicated by the 'To' number"],
  ],
  ['+15005550004', [21610, 'Attempt to send to unsubscribed recipient']],
  ['+15005550009', [21614, "'To' number is not a valid mobile number"]],
])
const BAD_SENDERS = new Map<string, [number, string]>([
  [
    '+15005550001',
    [21212, "The 'From' number +15005550001 is not a valid phone number, shortcode, or alphanumeric sender ID."],
  ],
  ['+15005550007', [21606, "The 'From' phone number provided is not a valid message-capable Twilio phone number"]],
  ['+15005550008', [21611, "This 'From' number has exceeded the maximum number of queued messages"]],
])

export function isTwilioPath(path: string): boolean {
  return /^\/2010-04-01(\/|$)/.test(path)
}

/** What Twilio answers to what it has not, cannot read, or failed at. */
export function twilioFailure(status: 404 | 413 | 500): SandboxReply {
  if (status === 404) return problem(404, 20404, 'The requested resource was not found')
  return status === 413 ? problem(413, 20001, 'The request is too large') : twilioRefusal('500')
}

/** What Twilio answers when a fault makes it refuse. */
export function twilioRefusal(kind: string): SandboxReply {
  return kind === '429'
    ? problem(429, 20429, 'Too Many Requests')
    : problem(500, 20500, 'An internal server error has occurred')
}

/** Answers Twilio's Messages resource. */
export function handleTwilio(request: SandboxRequest, context: SandboxContext): SandboxReply {
  const [, accountSid, messageSid] = PATH.exec(request.path) ?? []
  if (!accountSid) return notFound(request)
  if (!isSignedIn(request, accountSid, context)) {
    return { ...problem(401, 20003, 'Authenticate'), headers: { 'www-authenticate': 'Basic realm="Twilio API"' } }
  }
  if (!messageSid) {
    if (request.method === 'POST') return create(request, accountSid, context)
    return request.method === 'GET' ? list(request, accountSid, context) : problem(405, 20004, 'Method not allowed')
  }
  const message = context.state.messages.find(
    (one) => one.resource.sid === messageSid && one.resource.account_sid === accountSid && !one.deleted,
  )
  if (!message) return notFound(request)
  switch (request.method) {
    case 'GET':
      return json(200, message.resource)
    case 'POST':
      return update(message, new URLSearchParams(request.body), context)
    case 'DELETE':
      return remove(message, context)
    default:
      return problem(405, 20004, 'Method not allowed')
  }
}

function create(request: SandboxRequest, accountSid: string, context: SandboxContext): SandboxReply {
  const form = new URLSearchParams(request.body)
  const to = form.get('To') ?? ''
  const from = form.get('From')
  const service = form.get('MessagingServiceSid')
  const body = form.get('Body') ?? ''
  const statusCallback = form.get('StatusCallback')
  const refusal = refuse({ to, from, service, body, statusCallback }, context)
  if (refusal) return problem(400, ...refusal)

  const scheduled = form.get('ScheduleType') === 'fixed' && service !== null
  const resource = messageResource(
    {
      sid: `SM${randomBytes(16).toString('hex')}`,
      accountSid,
      from,
      to,
      body,
      direction: 'outbound-api',
      status: scheduled ? 'scheduled' : service ? 'accepted' : 'queued',
      messagingServiceSid: service,
    },
    context.now(),
  )
  const message: StoredMessage = { resource, statusCallback, deleted: false }
  context.state.messages.push(message)
  context.save()
  if (!scheduled) followUp(message, context)
  // A copy: the answer says how the message was accepted, whatever becomes of it meanwhile.
  return json(201, { ...resource })
}

type Draft = { to: string; from: string | null; service: string | null; body: string; statusCallback: string | null }

function refuse(draft: Draft, context: SandboxContext): [number, string] | null {
  const { to, from, service, body, statusCallback } = draft
  if (to === '') return [21604, "A 'To' phone number is required."]
  if (!from && !service) return [21603, "A 'From' phone number is required."]
  const badRecipient = BAD_RECIPIENTS.get(to)
  if (badRecipient) return badRecipient
  if (!E164.test(to)) return [21211, `Invalid 'To' Phone Number: ${to.slice(0, -4)}XXXX`]
  const badSender = BAD_SENDERS.get(from ?? '')
  if (badSender) return badSender
  if (from && !E164.test(from) && !SENDER_NAME.test(from)) {
    return [21212, `The 'From' number ${from} is not a valid phone number, shortcode, or alphanumeric sender ID.`]
  }
  if (body === '') return [21602, 'Message body is required.']
  if (body.length > BODY_MAX) return [21617, 'The concatenated message body exceeds the 1600 character limit.']
  if (statusCallback && !isWebAddress(statusCallback)) return [21609, "The 'StatusCallback' URL is not a valid URL."]
  if (context.state.optOuts.includes(`${from} ${to}`)) return [21610, 'Attempt to send to unsubscribed recipient']
  return null
}

function list(request: SandboxRequest, accountSid: string, context: SandboxContext): SandboxReply {
  const { query } = request
  const sizeAsked = Number(query.get('PageSize') ?? 50)
  const size = Number.isInteger(sizeAsked) && sizeAsked > 0 ? Math.min(sizeAsked, 1000) : 50
  const page = Math.max(0, Number(query.get('Page') ?? 0) || 0)
  const found = context.state.messages
    .filter(({ resource, deleted }) => resource.account_sid === accountSid && !deleted && matches(resource, query))
    .map(({ resource }) => resource)
    .reverse()
  const uriOf = (wanted: number) => {
    const params = new URLSearchParams(query)
    params.set('PageSize', String(size))
    params.set('Page', String(wanted))
    return `${request.path}?${params.toString()}`
  }
  return json(200, {
    messages: found.slice(page * size, (page + 1) * size),
    page,
    page_size: size,
    start: page * size,
    end: Math.min(found.length, (page + 1) * size) - 1,
    uri: uriOf(page),
    first_page_uri: uriOf(0),
    next_page_uri: found.length > (page + 1) * size ? uriOf(page + 1) : null,
    previous_page_uri: page > 0 ? uriOf(page - 1) : null,
  })
}

function matches(resource: StoredMessage['resource'], query: URLSearchParams): boolean {
  const at = Date.parse(resource.date_sent ?? resource.date_created)
  const [to, from, on] = [query.get('To'), query.get('From'), query.get('DateSent')]
  const [after, before] = [query.get('DateSent>'), query.get('DateSent<')]
  if (to && resource.to !== to) return false
  if (from && resource.from !== from) return false
  if (on && new Date(at).toISOString().slice(0, 10) !== on.slice(0, 10)) return false
  // Dates here have whole seconds, so the second asked for counts as inside.
  if (after && at < Math.floor(Date.parse(after) / 1000) * 1000) return false
  return !(before && at > Date.parse(before))
}

function update({ resource }: StoredMessage, form: URLSearchParams, context: SandboxContext): SandboxReply {
  const [body, status] = [form.get('Body'), form.get('Status')]
  if (body !== null && body !== '')
    return problem(400, 20001, 'Only an empty Body may be given: it redacts the message.')
  if (status !== null && status !== 'canceled') return problem(400, 20001, 'Status may only become canceled.')
  if (status === 'canceled') {
    if (resource.status !== 'scheduled')
      return problem(400, 30409, 'The message cannot be canceled in its current status.')
    resource.status = 'canceled'
  }
  if (body === '') resource.body = ''
  resource.date_updated = context.now().toUTCString().replace('GMT', '+0000')
  context.save()
  return json(200, { ...resource })
}

function remove(message: StoredMessage, context: SandboxContext): SandboxReply {
  if (['accepted', 'queued', 'sending'].includes(message.resource.status)) {
    return problem(409, 20009, 'Cannot delete message because delivery has not been completed')
  }
  message.deleted = true
  message.resource.body = ''
  context.save()
  return { status: 204 }
}

function isSignedIn(request: SandboxRequest, accountSid: string, context: SandboxContext): boolean {
  const [scheme, encoded] = (request.headers.authorization ?? '').split(' ')
  const [user, ...rest] = Buffer.from(encoded ?? '', 'base64')
    .toString('utf8')
    .split(':')
  const isKnownUser = user === accountSid || (user ?? '').startsWith('SK')
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return scheme === 'Basic' && isKnownUser && timingSafeEqual(digest(rest.join(':')), digest(context.twilioAuthToken))
}

function isWebAddress(address: string): boolean {
  return (
    URL.canParse(address) && /^https?:$/.test(new URL(address).protocol) && !new URL(address).hostname.includes('_')
  )
}

function notFound(request: SandboxRequest): SandboxReply {
  return problem(404, 20404, `The requested resource ${request.path} was not found`)
}

function problem(status: number, code: number, message: string): SandboxReply {
  return json(status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status })
}
