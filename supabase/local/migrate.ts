import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sql } from 'postgres'

/** The data were written by a newer release; going on could destroy what it stored. */
export class NewerSchemaError extends Error {}

const fileName = /^(\d{14})_(\w+)\.sql$/

/**
 * Applies supabase/migrations in order, each in one transaction, and records them where the Supabase CLI does, so that
 * `supabase db push` and this agree on what has run. Answers the names of those applied now.
 * Throws NewerSchemaError when the database knows a migration that this release does not have.
 */
export async function migrate(sql: Sql, directory: string): Promise<string[]> {
  const files = (await readdir(directory)).filter((name) => fileName.test(name)).sort()
  await sql.unsafe(`create schema if not exists supabase_migrations;
    create table if not exists supabase_migrations.schema_migrations (version text primary key, statements text[], name text)`)
  const known = new Set(files.map((name) => name.slice(0, 14)))
  const applied: string[] = []
  await sql.begin(async (tx) => {
    // Two starts at once on one database: the second waits here, then finds the work done.
    await tx`select pg_advisory_xact_lock(hashtext('supabase_migrations'))`
    const rows = await tx<{ version: string }[]>`select version from supabase_migrations.schema_migrations`
    const newest = rows.map((row) => row.version).filter((version) => !known.has(version)).sort().at(-1)
    if (newest) {
      throw new NewerSchemaError(`The database was last used by a newer version of CallWaiting AI (schema ${newest}). Update the program, or choose another data directory.`)
    }
    const done = new Set(rows.map((row) => row.version))
    for (const file of files) {
      const [, version, name] = fileName.exec(file) as unknown as [string, string, string]
      if (done.has(version)) continue
      const text = await readFile(join(directory, file), 'utf8')
      await tx.unsafe(text)
      await tx`insert into supabase_migrations.schema_migrations (version, name, statements) values (${version}, ${name}, ${[text]})`
      applied.push(name)
    }
  })
  return applied
}
