import 'server-only'
import { askBySecret, asNobody, type Sql } from '#lib/db/door.ts'
import { hashOf } from '#lib/tenancy/keys.ts'
import type { Scope } from '#lib/shared/scopes.ts'
import type { PendingQuery, Row } from 'postgres'

type Admitted = { clinicId: string; keyId: string; scopes: Scope[] }

/**
 * The clinic that a stored secret stands for and what its key may do, or null for a secret that is unknown, revoked or past its time. Takes one
 * of the key's allowance in the same trip, and throws PT429 when there is none left. Secrets meet only as hashes, in the database's index:
 * how long a look-up takes tells nothing about a secret whose hash nobody can choose.
 */
export async function admit(secret: string, kind: 'api' | 'vapi'): Promise<Admitted | null> {
  const [row] = await asNobody((sql) => sql<Admitted[]>`select clinic_id as "clinicId", key_id as "keyId", scopes from app.admit(${hashOf(secret)}, ${kind})`)
  return row ?? null
}

/**
 * Admits a voice platform's secret as `admit` does, and runs one statement as its clinic's agent in the same trip: a caller waits for each.
 * Null, and nothing done, for a secret of nobody.
 */
export function admitWith<T extends readonly Row[]>(
  secret: string, statement: (sql: Sql) => PendingQuery<T>, how: { isLasting?: boolean } = {},
): Promise<{ clinicId: string; rows: T } | null> {
  return askBySecret(hashOf(secret), statement, how)
}
