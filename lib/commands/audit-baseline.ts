// Writes down what the migrations make, which is what the audit compares a deployment with. To be run after a migration was added.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runMigrations } from 'graphile-worker'
import postgres from 'postgres'
import { readFacts } from '#lib/audit/inspect/facts.ts'
import { freePort } from '#lib/commands/child.ts'
import { prepareAuthSchema } from '#supabase/local/api.ts'
import { migrate } from '#supabase/local/migrate.ts'
import { newPassword, startPostgres } from '#supabase/local/postgres.ts'

const directory = mkdtempSync(join(tmpdir(), 'callwaiting-baseline-'))
const server = await startPostgres(join(directory, 'postgres'), await freePort(), newPassword())
try {
  const sql = postgres(server.url, { max: 1, onnotice: () => undefined })
  await sql.unsafe(readFileSync('supabase/local/platform.sql', 'utf8'))
  await prepareAuthSchema(server.url, { jwtSecret: newPassword(), publishableKey: newPassword(), secretKey: newPassword() })
  await runMigrations({ connectionString: server.url })
  await migrate(sql, 'supabase/migrations')
  const facts = await readFacts(sql)
  writeFileSync(join('lib', 'audit', 'inspect', 'baseline.json'), `[\n${facts.map((fact) => JSON.stringify(fact)).join(',\n')}\n]\n`)
  process.stdout.write(`${facts.length} facts\n`)
  await sql.end()
} finally {
  await server.stop()
  rmSync(directory, { recursive: true, force: true })
}
