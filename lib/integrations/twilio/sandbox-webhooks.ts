import 'server-only'
import { randomBytes } from 'node:crypto'
import { json } from '../sandbox/types.ts'
import type { SandboxContext, SandboxReply, StoredMessage } from '../sandbox/types.ts'
import { signForm } from './sandbox-signature.ts'
import { messageResource } from './sandbox-resource.ts'

const STOP_WORDS = new Set(['STOP', 'STOPALL', 'UNSUBSCRIBE', 'END', 'QUIT', 'REVOKE', 'OPTOUT', 'CANCEL'])
const START_WORDS = new Set(['START', 'UNSTOP', 'YES'])

/** A text from a person's phone: opts out or in as Twilio does, then calls the product's inbound webhook. */
export function receiveText(text: { from: string; to: string; body: string }, context: SandboxContext): SandboxReply {
  const appUrl = context.appUrl()
  if (!appUrl) return json(503, { code: 'no_app', title: 'The sandbox does not know the product’s address yet' })
  const sid = `SM${randomBytes(16).toString('hex')}`
  const accountSid = context.state.messages.at(-1)?.resource.account_sid ?? `AC${'0'.repeat(32)}`
  const resource = messageResource(
    { sid, accountSid, from: text.from, to: text.to, body: text.body, direction: 'inbound', status: 'received' },
    context.now(),
  )
  context.state.messages.push({ resource, statusCallback: null, deleted: false })

  const pair = `${text.to} ${text.from}`
  const word = text.body.trim().toUpperCase()
  if (STOP_WORDS.has(word)) context.state.optOuts = [...new Set([...context.state.optOuts, pair])]
  if (START_WORDS.has(word)) context.state.optOuts = context.state.optOuts.filter((one) => one !== pair)
  context.save()

  const form = {
    MessageSid: sid,
    SmsSid: sid,
    SmsMessageSid: sid,
    AccountSid: accountSid,
    From: text.from,
    To: text.to,
    Body: text.body,
    NumMedia: '0',
    NumSegments: resource.num_segments,
    SmsStatus: 'received',
    ApiVersion: '2010-04-01',
  }
  context.deliver(async () => {
    await postSigned(`${appUrl}/api/twilio/inbound`, form, context)
  })
  return json(200, { sid })
}

/** Moves a message to this status by hand and tells the product. */
export function sendStatus(
  change: { sid: string; status: string; errorCode?: number | undefined },
  context: SandboxContext,
): SandboxReply {
  const message = context.state.messages.find((one) => one.resource.sid === change.sid)
  if (!message) return json(404, { code: 'not_found', title: 'No message has this sid' })
  const appUrl = context.appUrl()
  const url = message.statusCallback ?? (appUrl ? `${appUrl}/api/twilio/status` : null)
  if (!url) return json(503, { code: 'no_app', title: 'The sandbox does not know the product’s address yet' })
  const errorCode = change.errorCode ?? null
  moveTo(message, change.status, errorCode, context)
  context.deliver(() => tellStatus(message, change.status, errorCode, url, context))
  return json(200, { sid: change.sid, status: change.status })
}

/** Lets an accepted message go its way, sent then delivered, with a callback for each when one was asked for. */
export function followUp(message: StoredMessage, context: SandboxContext): void {
  const bend = context.takeFault(
    'twilio',
    'callbacks-none',
    'callbacks-reversed',
    'callbacks-duplicated',
    'callbacks-forged',
  )
  const url = message.statusCallback
  if (bend === 'callbacks-none') return
  const order = bend === 'callbacks-reversed' ? ['delivered', 'sent'] : ['sent', 'delivered']
  context.deliver(async () => {
    for (const status of order) {
      if (message.resource.status !== 'delivered') moveTo(message, status, null, context)
      if (!url) continue
      await tellStatus(message, status, null, url, context, bend === 'callbacks-forged')
      if (bend === 'callbacks-duplicated') await tellStatus(message, status, null, url, context)
    }
  })
}

function moveTo(message: StoredMessage, status: string, errorCode: number | null, context: SandboxContext) {
  const now = context.now().toUTCString().replace('GMT', '+0000')
  message.resource.status = status
  message.resource.error_code = errorCode
  message.resource.date_updated = now
  if (status === 'sent' || status === 'delivered') message.resource.date_sent ??= now
  context.save()
}

async function tellStatus(
  { resource }: StoredMessage,
  status: string,
  errorCode: number | null,
  url: string,
  context: SandboxContext,
  isForged = false,
) {
  const form: Record<string, string> = {
    MessageSid: resource.sid,
    SmsSid: resource.sid,
    MessageStatus: status,
    SmsStatus: status,
    AccountSid: resource.account_sid,
    From: resource.from ?? '',
    To: resource.to,
    ApiVersion: '2010-04-01',
  }
  if (resource.messaging_service_sid) form.MessagingServiceSid = resource.messaging_service_sid
  if (errorCode !== null) form.ErrorCode = String(errorCode)
  await postSigned(url, form, context, isForged)
}

async function postSigned(url: string, form: Record<string, string>, context: SandboxContext, isForged = false) {
  const address = url.split('#')[0] ?? url
  const signature = signForm(isForged ? 'not-the-token' : context.twilioAuthToken, address, form)
  await context.post(
    address,
    { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8', 'x-twilio-signature': signature },
    new URLSearchParams(form).toString(),
  )
}
