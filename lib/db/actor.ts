/** On whose behalf the database is read or written; becomes the Postgres role and the token claims that row level security sees. */
export type Actor =
  | { role: 'authenticated'; userId: string }
  | { role: 'voice_agent'; clinicId: string }
  | { role: 'api_client'; clinicId: string }
