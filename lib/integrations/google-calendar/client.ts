import 'server-only'
import { auth as google, calendar as openCalendar } from 'googleapis/build/src/apis/calendar/index.js'
import type { calendar_v3 } from 'googleapis/build/src/apis/calendar/index.js'

export type GoogleSettings = {
  clientId: string
  clientSecret: string
  redirectUri: string
  /** Base of the provider sandbox, which then stands in for every Google host. */
  sandboxUrl?: string | null
}

export type GoogleTokens = { refreshToken: string | null; accessToken: string | null; scopes: string[] }
type OAuthClient = InstanceType<typeof google.OAuth2>
type Calendar = calendar_v3.Calendar

const TIMEOUT_MS = 10_000

// Reads may be asked again once when Google fails; an unanswered one may not, as the caller's patience is spent.
// Writes are repeated by whoever keeps the work (the queue), never here.
const READ = {
  retry: true,
  retryConfig: { retry: 1, noResponseRetries: 0, retryDelay: 100, statusCodesToRetry: [[500, 599]] },
}

/** One clinic's door to Google Calendar. It holds that clinic's tokens and must not be shared between clinics. */
export type GoogleClient = ReturnType<typeof createGoogleClient>

/**
 * Opens a client for one connection. `onRefreshToken` hears of a replaced refresh token, which must then be stored.
 * Every call rejects with Google's error; pass it through `classify` and nowhere else, as it carries the request.
 */
export function createGoogleClient(
  settings: GoogleSettings,
  connection: { refreshToken: string; timeoutMs?: number; onRefreshToken?: (token: string) => void },
) {
  const auth = oauthClient(settings, connection.timeoutMs ?? TIMEOUT_MS)
  auth.setCredentials({ refresh_token: connection.refreshToken })
  auth.on('tokens', (tokens) => {
    const token = tokens.refresh_token
    if (token && token !== connection.refreshToken) connection.onRefreshToken?.(token)
  })
  const api = openCalendar({
    version: 'v3',
    auth,
    retry: false,
    ...(settings.sandboxUrl ? { rootUrl: settings.sandboxUrl } : {}),
  })
  const ask = <T>(call: (calendar: Calendar) => Promise<{ data: T }>) => withFreshToken(auth, () => call(api))

  return {
    insertEvent: (calendarId: string, event: calendar_v3.Schema$Event) =>
      ask((calendar) => calendar.events.insert({ calendarId, sendUpdates: 'none', requestBody: event })),
    getEvent: (calendarId: string, eventId: string) =>
      ask((calendar) => calendar.events.get({ calendarId, eventId }, READ)),
    /** Refused with 412 unless the event's etag is still this one. */
    patchEvent: (calendarId: string, eventId: string, etag: string, event: calendar_v3.Schema$Event) =>
      ask((calendar) =>
        calendar.events.patch(
          { calendarId, eventId, sendUpdates: 'none', requestBody: event },
          { headers: { 'If-Match': etag } },
        ),
      ),
    deleteEvent: (calendarId: string, eventId: string) =>
      ask((calendar) => calendar.events.delete({ calendarId, eventId, sendUpdates: 'none' })),
    listEvents: (query: calendar_v3.Params$Resource$Events$List) =>
      ask((calendar) => calendar.events.list(query, READ)),
    freeBusy: (query: calendar_v3.Schema$FreeBusyRequest) =>
      ask((calendar) => calendar.freebusy.query({ requestBody: query })),
    listCalendars: (pageToken?: string) =>
      ask((calendar) => calendar.calendarList.list({ maxResults: 250, ...(pageToken ? { pageToken } : {}) }, READ)),
    watchEvents: (calendarId: string, channel: calendar_v3.Schema$Channel) =>
      ask((calendar) => calendar.events.watch({ calendarId, requestBody: channel })),
    stopChannel: (channel: { id: string; resourceId: string }) =>
      ask((calendar) => calendar.channels.stop({ requestBody: channel })),
  }
}

// An access token may die before its hour is over (access revoked, password changed). One 401 is answered by asking
// for a new token, which then says `invalid_grant` when the clinic really has to connect again. The library's own
// switch for this would do the same at every 403, and 403 is also Google's word for "too fast".
async function withFreshToken<T>(auth: OAuthClient, call: () => Promise<{ data: T }>): Promise<T> {
  try {
    return (await call()).data
  } catch (thrown) {
    if ((thrown as { status?: unknown }).status !== 401) throw thrown
    await auth.refreshAccessToken()
    return (await call()).data
  }
}

/** Google's consent page for these scopes. `state` and `codeChallenge` (S256) tie the answer to the one who asked. */
export function consentUrl(
  settings: GoogleSettings,
  request: { scopes: string[]; state: string; codeChallenge: string },
) {
  return oauthClient(settings, TIMEOUT_MS).generateAuthUrl({
    access_type: 'offline',
    prompt: 'consent',
    include_granted_scopes: true,
    scope: request.scopes,
    state: request.state,
    code_challenge: request.codeChallenge,
    code_challenge_method: 'S256' as never,
  })
}

/** Trades the code of the consent page for tokens. Rejects with Google's error. */
export async function exchangeCode(
  settings: GoogleSettings,
  code: string,
  codeVerifier: string,
): Promise<GoogleTokens> {
  const { tokens } = await oauthClient(settings, TIMEOUT_MS).getToken({ code, codeVerifier })
  return {
    refreshToken: tokens.refresh_token ?? null,
    accessToken: tokens.access_token ?? null,
    scopes: (tokens.scope ?? '').split(' ').filter((scope) => scope !== ''),
  }
}

/** Gives the clinic's permission back to Google. Rejects with Google's error. */
export async function revokeToken(settings: GoogleSettings, refreshToken: string): Promise<void> {
  await oauthClient(settings, TIMEOUT_MS).revokeToken(refreshToken)
}

function oauthClient(settings: GoogleSettings, timeoutMs: number): OAuthClient {
  const base = settings.sandboxUrl?.replace(/\/$/, '')
  const auth = new google.OAuth2({
    clientId: settings.clientId,
    clientSecret: settings.clientSecret,
    redirectUri: settings.redirectUri,
    transporterOptions: { timeout: timeoutMs },
    ...(base
      ? {
          endpoints: {
            oauth2AuthBaseUrl: `${base}/auth`,
            oauth2TokenUrl: `${base}/token`,
            oauth2RevokeUrl: `${base}/revoke`,
          },
        }
      : {}),
  })
  // The library would ask the token endpoint four times over, each with the whole timeout.
  auth.transporter.interceptors.request.add({
    resolved: async (request) => {
      if (request.url.href.startsWith(auth.endpoints.oauth2TokenUrl.toString())) request.retry = false
      return request
    },
  })
  return auth
}
