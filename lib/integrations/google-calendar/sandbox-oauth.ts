import 'server-only'
import { createHash, randomBytes } from 'node:crypto'
import { json } from '../sandbox/types.ts'
import type { SandboxContext, SandboxReply, SandboxRequest } from '../sandbox/types.ts'
import { ACCESS_TOKEN_SECONDS, ensurePrimary, grantOf, issueAccessToken } from './sandbox-accounts.ts'
import { oauthProblem } from './sandbox-errors.ts'

const CODE_SECONDS = 600

/** Google's consent page: GET shows it, its form posts it back, the answer is a redirect with `code` and `state`. */
export function handleConsent(request: SandboxRequest, context: SandboxContext): SandboxReply {
  const asked = request.method === 'POST' ? new URLSearchParams(request.body) : request.query
  const redirectUri = asked.get('redirect_uri') ?? ''
  if (asked.get('response_type') !== 'code' || !asked.get('client_id') || !isOwnAddress(redirectUri, context)) {
    return { status: 400, body: page('<h1>Error 400: invalid_request</h1>') }
  }
  if (request.method !== 'POST') return { status: 200, body: consentPage(asked) }
  const answer = new URL(redirectUri)
  if (asked.get('state')) answer.searchParams.set('state', asked.get('state') ?? '')
  if (asked.get('decision') !== 'allow') {
    answer.searchParams.set('error', 'access_denied')
    return { status: 302, headers: { location: answer.href } }
  }
  const account =
    (asked.get('account') ?? '')
      .split('@')[0]
      ?.toLowerCase()
      .replace(/[^a-z0-9-]+/g, '-') || 'owner'
  const code = `4/sandbox-${randomBytes(24).toString('base64url')}`
  const scopes = asked.getAll('granted')
  context.state.codes[code] = {
    account,
    scopes,
    clientId: asked.get('client_id'),
    redirectUri,
    challenge: asked.get('code_challenge_method') === 'S256' ? asked.get('code_challenge') : null,
    expiresAtMs: context.now().getTime() + CODE_SECONDS * 1000,
  }
  ensurePrimary(account, context)
  context.save()
  answer.searchParams.set('code', code)
  answer.searchParams.set('scope', scopes.join(' '))
  return { status: 302, headers: { location: answer.href } }
}

/** The token endpoint: `authorization_code` (with PKCE) and `refresh_token`. */
export function handleToken(request: SandboxRequest, context: SandboxContext): SandboxReply {
  const form = new URLSearchParams(request.body)
  if (!form.get('client_id') || !form.get('client_secret')) {
    return oauthProblem(401, 'invalid_client', 'The OAuth client was not found.')
  }
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return tradeCode(form, context)
    case 'refresh_token': {
      const refreshToken = form.get('refresh_token') ?? ''
      const grant = grantOf(refreshToken, context)
      const isOtherClient = grant?.clientId && grant.clientId !== form.get('client_id')
      if (!grant || isOtherClient || context.takeFault('google', 'invalid-grant')) {
        return oauthProblem(400, 'invalid_grant', 'Token has been expired or revoked.')
      }
      return json(200, tokenReply(issueAccessToken(refreshToken, grant, context), grant.scopes))
    }
    default:
      return oauthProblem(400, 'unsupported_grant_type', `Invalid grant_type: ${form.get('grant_type') ?? ''}`)
  }
}

function tradeCode(form: URLSearchParams, context: SandboxContext): SandboxReply {
  const { codes } = context.state
  const code = form.get('code') ?? ''
  const stored = Object.hasOwn(codes, code) ? codes[code] : undefined
  // Used once, whether or not the rest is right.
  delete codes[code]
  const verifier = form.get('code_verifier') ?? ''
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  if (
    !stored ||
    stored.expiresAtMs <= context.now().getTime() ||
    stored.clientId !== form.get('client_id') ||
    (stored.challenge !== null && stored.challenge !== challenge)
  ) {
    return oauthProblem(400, 'invalid_grant', 'Malformed auth code.')
  }
  if (stored.redirectUri !== form.get('redirect_uri')) {
    return oauthProblem(400, 'redirect_uri_mismatch', 'Bad Request')
  }
  const { account, scopes, clientId } = stored
  const refreshToken = `1//${randomBytes(32).toString('base64url')}`
  context.state.refreshTokens[refreshToken] = { account, scopes, clientId }
  const token = issueAccessToken(refreshToken, { account, scopes, clientId }, context)
  return json(200, { ...tokenReply(token, scopes), refresh_token: refreshToken })
}

/** Ends a refresh token, or the one behind an access token. */
export function handleRevoke(request: SandboxRequest, context: SandboxContext): SandboxReply {
  const { state } = context
  const token = request.query.get('token') ?? new URLSearchParams(request.body).get('token') ?? ''
  const behind = Object.hasOwn(state.accessTokens, token) ? state.accessTokens[token]?.refreshToken : undefined
  const refreshToken = behind ?? token
  if (!grantOf(refreshToken, context)) return oauthProblem(400, 'invalid_token', 'Token expired or revoked')
  state.revokedTokens.push(refreshToken)
  delete state.refreshTokens[refreshToken]
  context.save()
  return json(200, {})
}

function tokenReply(token: string, scopes: string[]) {
  return { access_token: token, expires_in: ACCESS_TOKEN_SECONDS, scope: scopes.join(' '), token_type: 'Bearer' }
}

/** Redirects go to this machine or to the product only, so that the page cannot be used to send a person elsewhere. */
function isOwnAddress(address: string, context: SandboxContext): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, origin } = new URL(address)
  const appUrl = context.appUrl()
  if (protocol !== 'http:' && protocol !== 'https:') return false
  return (
    ['127.0.0.1', 'localhost', '[::1]'].includes(hostname) || (appUrl !== null && new URL(appUrl).origin === origin)
  )
}

function consentPage(asked: URLSearchParams): string {
  const kept = ['response_type', 'client_id', 'redirect_uri', 'state', 'code_challenge', 'code_challenge_method']
    .map((name) => `<input type="hidden" name="${name}" value="${escapeHtml(asked.get(name) ?? '')}">`)
    .join('')
  const boxes = (asked.get('scope') ?? '')
    .split(' ')
    .filter((scope) => scope !== '')
    .map(escapeHtml)
    .map((scope) => `<p><label><input type="checkbox" name="granted" value="${scope}" checked> ${scope}</label></p>`)
    .join('')
  return page(`<h1>Sandbox: connect a Google account</h1>
<p>This page stands in for Google’s. No real account is used.</p>
<form method="post" action="/auth">${kept}
<p><label>Account <input name="account" type="email" value="owner@calendar.example" required></label></p>
<fieldset><legend>CallWaiting AI asks to</legend>${boxes}</fieldset>
<p><button name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Cancel</button></p></form>`)
}

const STYLE = 'body{font:16px/1.5 system-ui;margin:4rem auto;max-width:40rem;padding:0 1rem}button{padding:.5rem 1rem}'

function page(body: string): string {
  const head = `<meta charset="utf-8"><title>Google sandbox</title><style>${STYLE}</style>`
  return `<!doctype html><html lang="en"><head>${head}</head><body><main>${body}</main></body></html>`
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
