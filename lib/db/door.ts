import 'server-only'
import postgres, { type TransactionSql } from 'postgres'
import type { Actor } from '#lib/db/actor.ts'
import { env } from '#lib/shared/env.ts'

export type Tx = TransactionSql

declare global {
  // Development reloads modules; the pool outlives them.
  var callwaitingPool: postgres.Sql | undefined
}

/**
 * Connections begin as anon, who may do nothing: a query that forgets to say for whom it runs is refused.
 * `as` steps from there to the actor's role for one transaction.
 */
function pool(): postgres.Sql {
  globalThis.callwaitingPool ??= postgres(env().DATABASE_URL, {
    // Kept open: a new connection compiles every function anew, and somebody is waiting on the phone.
    max: 8,
    connect_timeout: 5,
    onnotice: () => undefined,
    connection: { role: 'anon', TimeZone: 'UTC', statement_timeout: 15_000, application_name: 'callwaiting-app' },
  })
  return globalThis.callwaitingPool
}

function claimsOf(actor: Actor) {
  return actor.role === 'authenticated' ? { role: actor.role, sub: actor.userId } : { role: actor.role, clinic_id: actor.clinicId }
}

/**
 * Runs `work` in one READ COMMITTED transaction as the actor: the Postgres role and the token claims that row level
 * security reads are set for this transaction alone. Throws what Postgres raises; see `refusalOf`.
 */
export async function as<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
  const claims = claimsOf(actor)
  return (await pool().begin(async (tx) => {
    // Sent together with the first statement of `work`; if it fails, that statement is refused too.
    const steppedDown = tx`select set_config('role', ${actor.role}, true), set_config('request.jwt.claims', ${JSON.stringify(claims)}, true),
      set_config('request.jwt.claim.sub', ${claims.sub ?? ''}, true), set_config('request.jwt.claim.role', ${actor.role}, true)`.execute()
    const [, result] = await Promise.all([steppedDown, work(tx)])
    return result
  })) as T
}

/** Runs a statement as nobody: enough to look a key up by its hash, or to see that the database answers. */
export async function asNobody<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  return work(pool())
}

/** The status and words of an error that the database raised on purpose (PT403, PT422, PT503), else null. */
export function refusalOf(error: unknown): { status: number; message: string; field: string | undefined } | null {
  const { code, message, detail } = (error ?? {}) as { code?: unknown; message?: string; detail?: string }
  if (code === '42501') return { status: 403, message: 'forbidden', field: undefined }
  const match = /^PT(4\d\d|503)$/.exec(String(code))
  return match ? { status: Number(match[1]), message: message ?? '', field: detail } : null
}
