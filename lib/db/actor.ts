/** What a clinic's API key may do; a key has one of these or more. */
export const SCOPES = ['read', 'book', 'contacts', 'tests'] as const
export type Scope = (typeof SCOPES)[number]

/** On whose behalf the database is read or written; becomes the Postgres role and the token claims that row level security sees. */
export type Actor =
  | { role: 'authenticated'; userId: string }
  | { role: 'voice_agent'; clinicId: string }
  /** Without scopes: a program of the clinic's own making, which may do whatever keys may. */
  | { role: 'api_client'; clinicId: string; keyId?: string; scopes?: readonly Scope[] }
