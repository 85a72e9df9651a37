import 'server-only'
import twilio from 'twilio'

export type TwilioSettings = {
  accountSid: string
  authToken: string
  /** Base of the provider sandbox, which then stands in for api.twilio.com. */
  sandboxUrl?: string | null
  /** How long an answer is waited for; ten seconds unless said. */
  timeoutMs?: number
}

export type OutgoingText = {
  to: string
  body: string
  statusCallback: string
  /** How long Twilio may hold the text back, 1 to 36000. */
  validitySeconds: number
} & ({ from: string } | { messagingServiceSid: string })

export type SentText = {
  sid: string
  status: string
  /** Null for a text that a messaging service has not given a sender yet. */
  from: string | null
  to: string
  /** Empty once it was redacted. */
  body: string
  /** `outbound-api`, or `inbound` for what a person wrote. */
  direction: string
  segments: number
  errorCode: number | null
  /** In whole seconds, by Twilio's clock. */
  createdAt: Date | null
  sentAt: Date | null
}

type Message = {
  sid: string
  status: string
  from: string
  to: string
  body: string
  direction: string
  numSegments: string
  errorCode: number
  dateCreated: Date
  dateSent: Date
}

const TIMEOUT_MS = 10_000

type RequestOptions<T> = Parameters<typeof twilio.RequestClient.prototype.request<T>>[0]

/** The library's errors drop the headers, and with them how long to wait after a 429. */
class HeedingRequestClient extends twilio.RequestClient {
  override async request<T>(options: RequestOptions<T>) {
    const response = await super.request<T>(options)
    if (response.statusCode !== 429) return response
    const headers = response.headers as Record<string, unknown> | undefined
    throw Object.assign(new twilio.RestException(response), { retryAfter: headers?.['retry-after'] })
  }
}

/**
 * Opens Twilio for one account. Nothing is tried twice here: the API has no idempotency key, so only the one who keeps
 * the outbox may decide that a text did not go. A refusal rejects with a numeric `code`, and with the header's
 * `retryAfter` when it is a 429; a lost answer rejects with a `code` that is a string.
 */
export function createTwilioClient(settings: TwilioSettings) {
  const httpClient = new HeedingRequestClient({
    timeout: settings.timeoutMs ?? TIMEOUT_MS,
    autoRetry: false,
    // A kept connection that the other side closed meanwhile would look like a lost answer.
    keepAlive: false,
  })
  const client = twilio(settings.accountSid, settings.authToken, { httpClient })
  if (settings.sandboxUrl) client.api.baseUrl = settings.sandboxUrl
  return {
    send: async ({ validitySeconds, ...text }: OutgoingText): Promise<SentText> =>
      sentText(await client.messages.create({ ...text, validityPeriod: validitySeconds })),
    /** Texts to this number since then, newest first: the way to learn whether an unanswered `send` went. */
    list: async (query: { to: string; sentAfter: Date; limit: number }): Promise<SentText[]> => {
      const found = await client.messages.list({ to: query.to, dateSentAfter: query.sentAfter, limit: query.limit })
      return found.map(sentText)
    },
    fetch: async (sid: string): Promise<SentText> => sentText(await client.messages(sid).fetch()),
    /** Empties the text that Twilio keeps. */
    redact: async (sid: string): Promise<void> => {
      await client.messages(sid).update({ body: '' })
    },
    remove: (sid: string): Promise<boolean> => client.messages(sid).remove(),
  }
}

/**
 * True when Twilio signed this form POST with the token. `url` is the public address with its query, as Twilio called
 * it; `params` the form's fields as they came, neither trimmed nor dropped.
 */
export function isSignedByTwilio(
  authToken: string,
  signature: string | null,
  url: string,
  params: Record<string, string>,
): boolean {
  if (!signature || !URL.canParse(url)) return false
  return twilio.validateRequest(authToken, signature, url, params)
}

function sentText(message: Message): SentText {
  return {
    sid: message.sid,
    status: message.status,
    from: message.from || null,
    to: message.to,
    body: message.body ?? '',
    direction: message.direction,
    segments: Number(message.numSegments),
    // Null until there is one, whatever the library's types say.
    errorCode: message.errorCode || null,
    createdAt: message.dateCreated instanceof Date ? message.dateCreated : null,
    sentAt: message.dateSent instanceof Date ? message.dateSent : null,
  }
}
