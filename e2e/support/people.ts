import { randomInt, randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import type { DemoClinic, Runtime } from '#lib/commands/runtime.ts'
import { ask } from './http.ts'

type Account = { email: string; password: string }

/** A name that no other person of these tests has. Its last word is letters that spell nothing: with figures among them it might be no name to the product. */
export const newName = (first: string): string => `${first} Q${Array.from({ length: 7 }, () => 'bcdfghjkmp'[randomInt(10)]).join('')}`

/** What a person's session sends as `Authorization`. */
export async function bearerOf(runtime: Runtime, { email, password }: Account): Promise<{ authorization: string }> {
  const answer = await ask<{ access_token: string }>(`${runtime.supabaseUrl}/auth/v1/token?grant_type=password`, {
    body: { email, password }, headers: { apikey: runtime.publishableKey },
  })
  if (answer.status !== 200) throw new Error(`Nobody was signed in: ${answer.status} ${answer.text}`)
  return { authorization: `Bearer ${answer.body.access_token}` }
}

export const ownerOf = (clinic: DemoClinic): Account => ({ email: clinic.ownerEmail, password: clinic.ownerPassword })

/** Somebody new who works at a clinic and owns nothing. */
export async function newStaff(runtime: Runtime, sql: Sql, clinic: DemoClinic): Promise<Account> {
  const account = { email: `staff-${randomUUID()}@${clinic.slug}.example`, password: randomUUID() }
  const answer = await ask<{ id?: string; user?: { id: string } }>(`${runtime.supabaseUrl}/auth/v1/signup`, {
    body: account, headers: { apikey: runtime.secretKey },
  })
  const id = answer.body.user?.id ?? answer.body.id
  if (!id) throw new Error(`Nobody was signed up: ${answer.status} ${answer.text}`)
  await sql`insert into clinic_members (clinic_id, user_id, role) values (${clinic.id}, ${id}, 'staff')`
  return account
}
