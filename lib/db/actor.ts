import type { Scope } from '#lib/shared/scopes.ts'

/** On whose behalf the database is read or written; becomes the Postgres role and the token claims that row level security sees. */
export type Actor =
  | { role: 'authenticated'; userId: string }
  | { role: 'voice_agent'; clinicId: string }
  /** Without scopes: a program of the clinic's own making, which may do whatever keys may. */
  | { role: 'api_client'; clinicId: string; keyId?: string; scopes?: readonly Scope[] }
