/** What a signed-in member may know about a clinic they belong to. */
export type ClinicSummary = {
  id: string
  slug: string
  name: string
  timeZone: string
  phoneNumber: string
  role: 'owner' | 'staff'
}

/** On whose behalf the database is read or written; becomes the Postgres role and the JWT claims that row level security sees. */
export type Actor =
  | { role: 'authenticated'; userId: string }
  | { role: 'voice_agent'; clinicId: string }
  | { role: 'api_client'; clinicId: string }
