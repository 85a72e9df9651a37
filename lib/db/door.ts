import 'server-only'
import postgres, { type PendingQuery, type Row, type Sql, type TransactionSql } from 'postgres'
import { SCOPES } from '#lib/shared/scopes.ts'
import type { Actor } from '#lib/db/actor.ts'
import { env } from '#lib/shared/env.ts'

export type Tx = TransactionSql
export type { Sql } from 'postgres'

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
    max_lifetime: null,
    connect_timeout: 5,
    onnotice: () => undefined,
    connection: { role: 'anon', TimeZone: 'UTC', statement_timeout: 20_000, application_name: 'callwaiting-app' },
  })
  return globalThis.callwaitingPool
}

function claimsOf(actor: Actor) {
  if (actor.role === 'authenticated') return { role: actor.role, sub: actor.userId }
  if (actor.role === 'voice_agent') return { role: actor.role, clinic_id: actor.clinicId }
  return { role: actor.role, clinic_id: actor.clinicId, scopes: actor.scopes ?? SCOPES, ...(actor.keyId ? { key_id: actor.keyId } : {}) }
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`

/** The statement that steps down; claims are ids that were checked, and quoted all the same. */
function stepDown(actor: Actor): string {
  const claims = claimsOf(actor)
  return `select set_config('role', '${actor.role}', true), set_config('request.jwt.claims', ${quoted(JSON.stringify(claims))}, true), `
    + `set_config('request.jwt.claim.sub', ${quoted(actor.role === 'authenticated' ? actor.userId : '')}, true), set_config('request.jwt.claim.role', '${actor.role}', true)`
}

/**
 * Runs `work` in one READ COMMITTED transaction as the actor: the Postgres role and the token claims that row level
 * security reads are set for this transaction alone. Throws what Postgres raises; see `refusalOf`.
 */
export async function as<T>(actor: Actor, work: (tx: Tx) => Promise<T>): Promise<T> {
  return (await pool().begin(async (tx) => {
    // Sent together with the first statement of `work`; if it fails, that statement is refused too.
    const [, result] = await Promise.all([tx.unsafe(stepDown(actor)).execute(), work(tx)])
    return result
  })) as T
}

/**
 * Runs one statement as the actor, as `as` would, in a single exchange with the server: begin, step down, the statement
 * and commit travel together, because on the telephone every trip is heard. If the statement fails, the commit is a roll-back.
 */
export async function ask<T extends readonly Row[]>(actor: Actor, statement: (sql: Sql) => PendingQuery<T>): Promise<T> {
  const connection = await pool().reserve()
  try {
    // Made before anything is begun: what throws while a statement is made must not leave a transaction open behind it.
    const made = statement(connection)
    const begun = connection.unsafe(`begin isolation level read committed; ${stepDown(actor)}`).execute()
    const asked = made.execute()
    const ended = connection.unsafe('commit').execute()
    // The connection goes back only when all three are answered, whatever the answers are.
    const [first, answer, last] = await Promise.allSettled([begun, asked, ended])
    for (const one of [first, answer, last]) if (one.status === 'rejected') throw one.reason
    return (answer as PromiseFulfilledResult<T>).value
  } finally {
    connection.release()
  }
}

/**
 * Admits a voice platform by the hash of its secret and runs one statement as the voice agent of the clinic that it stands for, which the
 * statement knows as app.token_clinic(): who asks, what and how often travel together. Null, and nothing done, when the secret stands for
 * no clinic; throws PT429 when it asks too much, and whatever the statement raises. With `isLasting` the commit waits for the disk, whatever
 * the statement set: for what somebody will be told is done.
 */
export async function askBySecret<T extends readonly Row[]>(
  hash: Buffer, statement: (sql: Sql) => PendingQuery<T>, { isLasting = false } = {},
): Promise<{ clinicId: string; rows: T } | null> {
  const connection = await pool().reserve()
  try {
    const made = statement(connection)
    const sent = [
      connection.unsafe('begin isolation level read committed').execute(),
      connection<{ clinicId: string | null }[]>`select k as "clinicId", set_config('role', case when k is null then 'anon' else 'voice_agent' end, true),
        set_config('request.jwt.claims', jsonb_build_object('role', 'voice_agent', 'clinic_id', k)::text, true),
        set_config('request.jwt.claim.sub', '', true), set_config('request.jwt.claim.role', 'voice_agent', true) from app.clinic_of_secret(${hash}) k`.execute(),
      made.execute(),
      // An allowance is nobody's to spend but by whoever shows the secret, before and after.
      connection.unsafe(`set local role anon${isLasting ? '; set local synchronous_commit to default' : ''}`).execute(),
      connection`select from app.admit(${hash}, 'vapi')`.execute(),
      connection.unsafe('commit').execute(),
    ] as const
    const [begun, known, asked, left, admitted, ended] = await Promise.allSettled(sent)
    // Nobody's statement was refused by then, because it ran as nobody.
    if (known.status === 'fulfilled' && known.value[0]?.clinicId == null) return null
    for (const one of [begun, known, asked, left, admitted, ended]) if (one.status === 'rejected') throw one.reason
    return { clinicId: (known as PromiseFulfilledResult<{ clinicId: string }[]>).value[0]!.clinicId, rows: (asked as PromiseFulfilledResult<T>).value }
  } finally {
    connection.release()
  }
}

/** Runs a statement as nobody: enough to look a key up by its hash, or to see that the database answers. */
export async function asNobody<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  return work(pool())
}

/** The status and words of an error that the database raised on purpose (PT403, PT422, PT429, PT503), else null. */
export function refusalOf(error: unknown): { status: number; message: string; field: string | undefined } | null {
  const { code, message, detail } = (error ?? {}) as { code?: unknown; message?: string; detail?: string }
  if (code === '42501') return { status: 403, message: 'forbidden', field: undefined }
  const match = /^PT(4\d\d|503)$/.exec(String(code))
  return match ? { status: Number(match[1]), message: message ?? '', field: detail } : null
}

/** Lets every connection of the pool compile what a call needs, before somebody is waiting for it. */
export async function warmUp(): Promise<void> {
  const connections = await Promise.all(Array.from({ length: pool().options.max }, () => pool().reserve()))
  try {
    await Promise.all(connections.map((connection) => connection`select app.warm_up()`))
  } finally {
    for (const connection of connections) connection.release()
  }
}
