import { createHash, createHmac, randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sql } from 'postgres'
import type { DemoClinic, Runtime, Secrets } from '#lib/commands/runtime.ts'
import { bearerOf, newStaff, ownerOf } from './people.ts'

export type Visitor = { who: string; headers: Record<string, string> }

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

function token(claims: Record<string, unknown>, secret: string, alg = 'HS256'): string {
  const body = `${encode({ alg, typ: 'JWT' })}.${encode({ exp: Math.floor(Date.now() / 1000) + 600, aud: 'authenticated', ...claims })}`
  return `${body}.${alg === 'none' ? '' : createHmac('sha256', secret).update(body).digest('base64url')}`
}

/** A key as the product makes them. */
const newKey = () => `cw_${randomBytes(32).toString('base64url')}`

const bearer = (who: string, value: string): Visitor => ({ who, headers: { authorization: `Bearer ${value}` } })

/** Whoever shows nothing, or something that must not count: for all of them every route is 401. */
export async function unknownVisitors(runtime: Runtime, directory: string, sql: Sql, clinic: DemoClinic): Promise<Visitor[]> {
  const { jwtSecret } = JSON.parse(readFileSync(join(directory, 'secrets.json'), 'utf8')) as Secrets
  const [owner] = await sql<{ id: string }[]>`select user_id as id from clinic_members where clinic_id = ${clinic.id} and role = 'owner' limit 1`
  const claims = { role: 'authenticated', sub: owner!.id, email: clinic.ownerEmail }
  const revoked = newKey()
  await sql`insert into app.clinic_keys (hash, clinic_id, kind, revoked_at) values (${createHash('sha256').update(revoked).digest()}, ${clinic.id}, 'api', now())`
  return [
    { who: 'nobody', headers: {} },
    bearer('an expired token', token({ ...claims, exp: 1_000_000_000 }, jwtSecret)),
    bearer("another project's token", token(claims, randomBytes(48).toString('base64url'))),
    bearer('an unsigned token', token(claims, jwtSecret, 'none')),
    bearer('a token without its signature', `${token(claims, jwtSecret).split('.').slice(0, 2).join('.')}.`),
    bearer('a token of the service role', token({ role: 'service_role' }, jwtSecret)),
    bearer("a voice agent's token", token({ role: 'voice_agent', clinic_id: clinic.id }, jwtSecret)),
    bearer("an API key's token", token({ role: 'api_client', clinic_id: clinic.id }, jwtSecret)),
    bearer('a revoked API key', revoked),
    bearer('an API key that never was', newKey()),
    bearer("the clinic's webhook secret", clinic.vapiSecret),
    bearer('the secret key of the data API', runtime.secretKey),
    bearer('a booking link', randomBytes(12).toString('base64url')),
    { who: 'a cookie of its own making', headers: { cookie: `sb-127-auth-token=base64-${encode({ access_token: token(claims, jwtSecret, 'none'), token_type: 'bearer' })}` } },
  ]
}

/** People and programs of one clinic, and somebody who was removed from `left` a moment ago: known, and strangers to `left`. */
export async function neighbours(runtime: Runtime, sql: Sql, clinic: DemoClinic, left: DemoClinic): Promise<Visitor[]> {
  const removed = await newStaff(runtime, sql, left)
  const visitors = [
    { who: 'an owner', headers: await bearerOf(runtime, ownerOf(clinic)) },
    { who: 'staff', headers: await bearerOf(runtime, await newStaff(runtime, sql, clinic)) },
    bearer('an API key', clinic.apiKey),
    { who: 'a removed member', headers: await bearerOf(runtime, removed) },
  ]
  await sql`delete from clinic_members m using auth.users u where u.id = m.user_id and u.email = ${removed.email}`
  return visitors
}
