import { serve } from '@hono/node-server'
import { App } from '@supabase/lite'
import { createPostgresConnection } from '@supabase/lite/postgres'
import { createHash, timingSafeEqual } from 'node:crypto'
import type { AddressInfo } from 'node:net'

export type ApiSecrets = { jwtSecret: string; publishableKey: string; secretKey: string }
export type RunningApi = { url: string; stop: () => Promise<void> }

// The library takes any role that a validly signed token names as the database role; only these four may be named.
const allowedRoles = new Set(['anon', 'authenticated', 'service_role', 'voice_agent', 'api_client'])

function namesForeignRole(authorization: string | null): boolean {
  const payload = /^Bearer\s+[^.\s]+\.([^.\s]+)\./i.exec(authorization ?? '')?.[1]
  if (!payload) return false
  try {
    const { role } = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) as { role?: unknown }
    return role !== undefined && !allowedRoles.has(String(role))
  } catch {
    return true
  }
}

const digest = (text: string) => createHash('sha256').update(text).digest()
const isSame = (given: string | null, secret: string) => timingSafeEqual(digest(given ?? ''), digest(secret))

const refusal = (status: number, message: string) =>
  Response.json({ code: `${status}`, message, details: null, hint: null }, { status })

/** The library's own house-keeping of the auth schema, without serving anything; must run before the first migration. */
export async function prepareAuthSchema(databaseUrl: string, secrets: ApiSecrets): Promise<void> {
  const app = buildApp(databaseUrl, secrets)
  await app.ensureSystemSchema()
  await readTokensAsHosted(app)
  await app.connection.close()
}

/**
 * Who asks, as a hosted project answers it: by the single settings and else by the token as a whole, which is what SQL written for hosted
 * Supabase sets. The library knows the single settings alone, and writes its own version whenever it starts.
 */
async function readTokensAsHosted({ connection }: ReturnType<typeof buildApp>): Promise<void> {
  for (const [name, type, claim] of [['uid', 'uuid', 'sub'], ['role', 'text', 'role'], ['email', 'text', 'email']]) {
    await connection.exec(`create or replace function auth.${name}() returns ${type} language sql stable as $$
      select coalesce(nullif(current_setting('request.jwt.claim.${claim}', true), ''),
        nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> '${claim}')::${type} $$`)
  }
}

function buildApp(databaseUrl: string, secrets: ApiSecrets) {
  return new App({
    connection: createPostgresConnection({ url: databaseUrl, postgresOptions: { max: 20, onnotice: () => undefined } }),
    api: { schemas: ['public'] },
    auth: {
      enabled: true,
      jwt_secret: secrets.jwtSecret,
      publishable_key: secrets.publishableKey,
      secret_key: secrets.secretKey,
      // People are invited by a clinic, so nobody signs up from outside; the gate below keeps the door for the secret key.
      enable_signup: true,
      email: { enable_confirmations: false },
    },
    storage: { enabled: false },
    options: { server: { admin: false } },
  } as unknown as ConstructorParameters<typeof App>[0])
}

/** Serves the Supabase-compatible data and auth API on a loopback port; one request warms its schema cache before it listens. */
export async function startApi(databaseUrl: string, port: number, secrets: ApiSecrets): Promise<RunningApi> {
  const app = buildApp(databaseUrl, secrets)
  const answer = async (request: Request): Promise<Response> => {
    const { pathname } = new URL(request.url)
    if (!pathname.startsWith('/rest/v1') && !pathname.startsWith('/auth/v1')) return refusal(404, 'not found')
    if (namesForeignRole(request.headers.get('authorization'))) return refusal(401, 'the token names a role that cannot be used')
    if (pathname.startsWith('/auth/v1/signup') && !isSame(request.headers.get('apikey'), secrets.secretKey)) return refusal(403, 'sign-up is by invitation')
    return app.fetch(request)
  }
  await answer(new Request('http://127.0.0.1/rest/v1/clinics?select=id&limit=1', { headers: { apikey: secrets.secretKey } }))
  await readTokensAsHosted(app)
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: answer, port, hostname: '127.0.0.1' }, (info: AddressInfo) => {
      resolve({
        url: `http://127.0.0.1:${info.port}`,
        stop: () => new Promise((done) => {
          if ('closeAllConnections' in server) server.closeAllConnections()
          server.close(() => void app.connection.close().then(() => done()))
        }),
      })
    })
    server.once('error', reject)
  })
}
