import 'server-only'
import { randomBytes } from 'node:crypto'
import type { SandboxContext, SandboxRequest, StoredCalendar, StoredGrant } from '../sandbox/types.ts'

const PREFIX = 'https://www.googleapis.com/auth/'
/** An account that nobody had to consent for: `1//sandbox-elm-clinic` is the refresh token of `elm-clinic`. */
const READY_TOKEN = /^1\/\/sandbox-([a-z0-9-]{1,60})$/
const READY_SCOPES = ['calendar.events.owned', 'calendar.freebusy', 'calendar.calendarlist.readonly']
export const ACCESS_TOKEN_SECONDS = 3599

/** The grant behind a refresh token; null when it was never issued or has been revoked. */
export function grantOf(refreshToken: string, { state }: SandboxContext): StoredGrant | null {
  if (state.revokedTokens.includes(refreshToken)) return null
  const issued = Object.hasOwn(state.refreshTokens, refreshToken) ? state.refreshTokens[refreshToken] : undefined
  if (issued) return issued
  const account = READY_TOKEN.exec(refreshToken)?.[1]
  return account ? { account, scopes: READY_SCOPES.map((scope) => PREFIX + scope), clientId: null } : null
}

export function issueAccessToken(refreshToken: string, grant: StoredGrant, context: SandboxContext): string {
  const { state } = context
  const nowMs = context.now().getTime()
  for (const [token, { expiresAtMs }] of Object.entries(state.accessTokens)) {
    if (expiresAtMs <= nowMs) delete state.accessTokens[token]
  }
  const token = `ya29.sandbox-${randomBytes(24).toString('base64url')}`
  state.accessTokens[token] = { ...grant, refreshToken, expiresAtMs: nowMs + ACCESS_TOKEN_SECONDS * 1000 }
  ensurePrimary(grant.account, context)
  context.save()
  return token
}

/** Who asks: the grant behind the request's access token; null when there is none, or it has ended. */
export function callerOf(request: SandboxRequest, context: SandboxContext): StoredGrant | null {
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
  const { accessTokens, revokedTokens } = context.state
  const grant = Object.hasOwn(accessTokens, token) ? accessTokens[token] : undefined
  if (!grant || grant.expiresAtMs <= context.now().getTime()) return null
  return revokedTokens.includes(grant.refreshToken) ? null : grant
}

/** True when one of these scopes was granted; names are without Google's prefix. */
export function mayUse(grant: StoredGrant, ...scopes: string[]): boolean {
  return scopes.some((scope) => grant.scopes.includes(PREFIX + scope))
}

/** The calendar if this account has it. Somebody else's is answered as if it did not exist. */
export function calendarOf(id: string, account: string, { state }: SandboxContext): StoredCalendar | null {
  return (
    state.calendars.find(
      (calendar) => calendar.account === account && (calendar.id === id || (id === 'primary' && calendar.primary)),
    ) ?? null
  )
}

export function ensurePrimary(account: string, context: SandboxContext): void {
  if (context.state.calendars.some((calendar) => calendar.account === account && calendar.primary)) return
  const email = `${account}@calendar.example`
  context.state.calendars.push({ id: email, account, summary: email, timeZone: 'Europe/London', primary: true })
  context.save()
}
