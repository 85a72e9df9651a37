import { runMigrations } from 'graphile-worker'
import postgres from 'postgres'
import { migrate } from '#supabase/local/migrate.ts'

/** Brings a hosted database up to date: the job tables, then our migrations, recorded as the Supabase CLI records them. Answers those applied now. */
export async function prepareHosted(databaseUrl: string): Promise<string[]> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined })
  try {
    await runMigrations({ connectionString: databaseUrl })
    return await migrate(sql, 'supabase/migrations')
  } finally {
    await sql.end()
  }
}
