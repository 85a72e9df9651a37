import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runMigrations } from 'graphile-worker'
import postgres from 'postgres'
import { prepareAuthSchema } from '#supabase/local/api.ts'
import { migrate } from '#supabase/local/migrate.ts'
import { newPassword, startPostgres } from '#supabase/local/postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    adminUrl: string
  }
}

export const testSecrets = { jwtSecret: 'a test secret that signs nothing of value', publishableKey: 'sb_publishable_test', secretKey: 'sb_secret_test' }

export type ScratchPostgres = { url: string; pid: () => number; restart: () => Promise<void>; remove: () => Promise<void> }

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Brings an empty database to where the product's own start brings it: platform, auth schema, job tables, migrations. */
export async function prepareDatabase(url: string): Promise<void> {
  const sql = postgres(url, { onnotice: () => undefined, max: 1 })
  await sql.unsafe(readFileSync('supabase/local/platform.sql', 'utf8'))
  await prepareAuthSchema(url, testSecrets)
  await runMigrations({ connectionString: url })
  await migrate(sql, 'supabase/migrations')
  await sql.end()
}

/** A Postgres of its own in a temporary directory, for tests that kill it or that must own its roles. */
export async function startScratchPostgres(): Promise<ScratchPostgres> {
  const directory = await mkdtemp(join(tmpdir(), 'callwaiting-test-'))
  const port = await freePort()
  const password = newPassword()
  let server = await startPostgres(join(directory, 'postgres'), port, password)
  return {
    url: server.url,
    pid: () => server.pid,
    restart: async () => { server = await startPostgres(join(directory, 'postgres'), port, password) },
    remove: async () => {
      await server.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** One real Postgres for the whole run, with a migrated template that each test file copies in a tenth of a second. */
export default async function setup({ provide }: { provide: (key: 'adminUrl', value: string) => void }) {
  const server = await startScratchPostgres()
  const admin = postgres(server.url, { onnotice: () => undefined, max: 1 })
  await admin.unsafe('create database clinic_template')
  await admin.end()
  await prepareDatabase(server.url.replace(/postgres$/, 'clinic_template'))
  provide('adminUrl', server.url)
  return () => server.remove()
}
