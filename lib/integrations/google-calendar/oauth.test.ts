import { afterEach, beforeEach, expect, it } from 'vitest'
import { startTestSandbox } from '../sandbox/testing.ts'
import type { TestSandbox } from '../sandbox/testing.ts'
import { googleCalendar } from './mirror.ts'
import { disconnect, finishConsent, missingScopes, REQUIRED_SCOPES, startConsent } from './oauth.ts'

let sandbox: TestSandbox
beforeEach(async () => {
  sandbox = await startTestSandbox()
})
afterEach(() => sandbox.close())
const settings = () => ({
  clientId: 'id',
  clientSecret: 'secret',
  redirectUri: `${sandbox.appUrl}/back`,
  sandboxUrl: sandbox.url,
})

async function consent(url: string, granted: string[], decision = 'allow') {
  const shown = await (await fetch(url)).text()
  expect(shown).toContain('type="checkbox"')
  const form = new URLSearchParams(new URL(url).search)
  form.delete('scope')
  for (const scope of granted) form.append('granted', scope)
  form.set('account', 'owner@elm.example')
  form.set('decision', decision)
  const answer = await fetch(`${sandbox.url}/auth`, { method: 'POST', body: form, redirect: 'manual' })
  return new URL(answer.headers.get('location') ?? '').searchParams
}

it('connects a clinic: consent, code with its verifier, then the calendar opens', async () => {
  const { url, codeVerifier } = startConsent(settings(), 'state-1')
  expect(Object.fromEntries(new URL(url).searchParams)).toMatchObject({
    access_type: 'offline',
    prompt: 'consent',
    scope: REQUIRED_SCOPES.join(' '),
    code_challenge_method: 'S256',
    state: 'state-1',
  })
  const answer = await consent(url, REQUIRED_SCOPES)
  expect(answer.get('state')).toBe('state-1')
  const outcome = await finishConsent(settings(), { code: answer.get('code') ?? '', codeVerifier })
  if (!outcome.ok) throw new Error(outcome.kind)
  const account = { clinicId: 'elm', refreshToken: outcome.refreshToken }
  expect(await googleCalendar(settings())(account).calendars()).toMatchObject({
    ok: true,
    calendars: [{ id: 'owner@calendar.example', isPrimary: true, canWrite: true }],
  })
  // A code works once.
  expect(await finishConsent(settings(), { code: answer.get('code') ?? '', codeVerifier })).toMatchObject({
    kind: 'reauth',
  })

  expect(await disconnect(settings(), outcome.refreshToken)).toEqual({ ok: true })
  expect(await disconnect(settings(), outcome.refreshToken)).toEqual({ ok: true })
  expect(await googleCalendar(settings())(account).calendars()).toMatchObject({ ok: false, kind: 'reauth' })
})

it('does not connect without the verifier, with a box unticked, or after Cancel', async () => {
  const first = startConsent(settings(), 's')
  const stolen = await consent(first.url, REQUIRED_SCOPES)
  expect(await finishConsent(settings(), { code: stolen.get('code') ?? '', codeVerifier: 'guess' })).toMatchObject({
    kind: 'reauth',
  })

  const second = startConsent(settings(), 's')
  const partly = await consent(second.url, REQUIRED_SCOPES.slice(0, 1))
  expect(
    await finishConsent(settings(), { code: partly.get('code') ?? '', codeVerifier: second.codeVerifier }),
  ).toMatchObject({ ok: false, kind: 'forbidden' })

  expect((await consent(second.url, [], 'deny')).get('error')).toBe('access_denied')
})

it('sends nobody to a foreign address', async () => {
  const { url } = startConsent({ ...settings(), redirectUri: 'https://elsewhere.example/' }, 's')
  expect((await fetch(url)).status).toBe(400)
})

it('counts the wider scopes', () => {
  expect(missingScopes(['https://www.googleapis.com/auth/calendar'])).toEqual([])
  expect(missingScopes(['https://www.googleapis.com/auth/calendar.events'])).toHaveLength(2)
})
