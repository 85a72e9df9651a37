/** What the sandbox's parts share: request, reply, state, and what a provider's part may ask of the server. */

export type Provider = 'twilio' | 'google' | 'vapi'

export type SandboxRequest = {
  method: string
  path: string
  query: URLSearchParams
  headers: Record<string, string | undefined>
  body: string
}

export type SandboxReply = { status: number; body?: unknown; headers?: Record<string, string> }

export type TwilioMessage = {
  sid: string
  account_sid: string
  from: string | null
  to: string
  body: string
  status: string
  direction: 'outbound-api' | 'inbound'
  num_segments: string
  num_media: string
  error_code: number | null
  error_message: string | null
  messaging_service_sid: string | null
  price: string | null
  price_unit: string
  api_version: string
  date_created: string
  date_sent: string | null
  date_updated: string
  uri: string
  subresource_uris: Record<string, string>
}
export type StoredMessage = { resource: TwilioMessage; statusCallback: string | null; deleted: boolean }

export type GoogleTime = { date?: string; dateTime?: string; timeZone?: string }
export type StoredEvent = {
  id: string
  calendarId: string
  version: number
  etag: string
  status: string
  summary?: string
  start: GoogleTime
  end: GoogleTime
  transparency?: string
  extendedProperties?: { private?: Record<string, string>; shared?: Record<string, string> }
  created: string
  updated: string
  [field: string]: unknown
}
export type StoredCalendar = { id: string; account: string; summary: string; timeZone: string; primary: boolean }
export type StoredChannel = {
  id: string
  resourceId: string
  calendarId: string
  address: string
  token: string | null
  expiresAtMs: number
  messageNumber: number
}
export type StoredGrant = { account: string; scopes: string[]; clientId: string | null }
export type StoredCode = StoredGrant & { redirectUri: string; challenge: string | null; expiresAtMs: number }

export type VapiResource = { id: string; orgId: string; createdAt: string; updatedAt: string; [field: string]: unknown }

export type SandboxState = {
  version: number
  messages: StoredMessage[]
  /** `sender recipient` pairs that answered STOP. */
  optOuts: string[]
  calendars: StoredCalendar[]
  events: StoredEvent[]
  channels: StoredChannel[]
  refreshTokens: Record<string, StoredGrant>
  revokedTokens: string[]
  accessTokens: Record<string, StoredGrant & { expiresAtMs: number; refreshToken: string }>
  codes: Record<string, StoredCode>
  assistants: VapiResource[]
  phoneNumbers: VapiResource[]
  tools: VapiResource[]
  calls: VapiResource[]
  /** Words that were put into calls while they went on. */
  said: { callId: string; content: string; at: string }[]
}

export type SandboxContext = {
  state: SandboxState
  /** Base of the sandbox itself, without a trailing slash. */
  url: string
  /** Base of the product, for the webhooks that have no address of their own; null while unknown. */
  appUrl: () => string | null
  twilioAuthToken: string
  now: () => Date
  /** Says that the state changed and should reach the disk. */
  save: () => void
  /** Calls the product's webhook behind the request's back; a refusal or no answer is not an error. */
  deliver: (work: () => Promise<void>) => void
  post: (url: string, headers: Record<string, string>, body: string) => Promise<number | null>
  /** Takes a switched-on fault of the provider when it is of one of these kinds. */
  takeFault: (provider: Provider, ...kinds: string[]) => string | null
}

export function json(status: number, body: unknown, headers?: Record<string, string>): SandboxReply {
  return headers ? { status, body, headers } : { status, body }
}

/** A part of a path as it was meant; null for one that is no text. */
export function decoded(part: string | undefined): string | null {
  try {
    return part === undefined ? null : decodeURIComponent(part)
  } catch {
    return null
  }
}
