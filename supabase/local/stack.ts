// The embedded Supabase as a process of its own: Postgres, the data and auth API, migrations. Told what to do in one
// message by whoever forked it, and ends with them.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runMigrations } from 'graphile-worker'
import postgres, { type Sql } from 'postgres'
import { errorCode, log } from '#lib/shared/log.ts'
import { prepareAuthSchema, startApi, type ApiSecrets, type RunningApi } from '#supabase/local/api.ts'
import { migrate, NewerSchemaError } from '#supabase/local/migrate.ts'
import { startPostgres, type RunningPostgres } from '#supabase/local/postgres.ts'

export type StackOrder = { directory: string; postgresPort: number; apiPort: number; password: string; secrets: ApiSecrets }
export type StackReport = { type: 'ready'; databaseUrl: string; supabaseUrl: string; applied: string[] } | { type: 'failed'; sentence: string }

const watchMs = 500

// What the library has to say of a refused statement, it says with the row in it: a name, a number. Only the kind and the code are told.
console.error = (...what: unknown[]) => log('warn', 'data-api', { error: errorCode(what.find((one) => one instanceof Error) ?? what[0]) })

let server: RunningPostgres | undefined
let api: RunningApi | undefined
let stopping: Promise<void> | undefined

async function start(order: StackOrder): Promise<StackReport> {
  server = await startPostgres(join(order.directory, 'postgres'), order.postgresPort, order.password)
  const sql = postgres(server.url, { max: 1, onnotice: () => undefined })
  try {
    await sql.unsafe(readFileSync('supabase/local/platform.sql', 'utf8'))
    await prepareAuthSchema(server.url, order.secrets)
    await runMigrations({ connectionString: server.url })
    const applied = await migrate(sql, 'supabase/migrations')
    api = await startApi(server.url, order.apiPort, order.secrets)
    await takeBackGrants(sql)
    watch(server.pid)
    return { type: 'ready', databaseUrl: server.url, supabaseUrl: api.url, applied }
  } finally {
    await sql.end()
  }
}

/**
 * The API grants everything on every table to these two when it starts, those of schema app included, and truncating passes row level
 * security by. What the migrations grant is put back: signed-in people read, and nobody else has anything.
 */
async function takeBackGrants(sql: Sql): Promise<void> {
  await sql`revoke all on all tables in schema app, public from anon, authenticated`
  await sql`revoke all on all sequences in schema app, public from anon, authenticated`
  await sql`grant select on all tables in schema public to authenticated`
}

/** A postmaster that was killed does not come back by itself: this part ends too, and whoever forked it starts both anew. */
function watch(pid: number): void {
  setInterval(() => {
    try {
      process.kill(pid, 0)
    } catch {
      if (!stopping) process.exit(1)
    }
  }, watchMs).unref()
}

const stop = (): Promise<void> => (stopping ??= (async () => {
  await api?.stop()
  await server?.stop()
  process.exit(0)
})())

process.on('uncaughtException', (error) => {
  // A connection that the job library is just closing hears that the database stops, outside of any promise (admin_shutdown).
  if (!(stopping && (error as { code?: string }).code === '57P01')) throw error
})
process.once('message', (order: StackOrder) => {
  start(order).then(
    (report) => process.send?.(report),
    (error: unknown) => {
      const sentence = error instanceof NewerSchemaError || error instanceof Error ? error.message : 'The embedded database did not start.'
      process.send?.({ type: 'failed', sentence } satisfies StackReport, () => void stop())
    },
  )
})
process.on('SIGTERM', () => void stop())
process.on('disconnect', () => void stop())
