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

export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** One real Postgres for the whole run, with a migrated template that each test file copies in a tenth of a second. */
export default async function setup({ provide }: { provide: (key: 'adminUrl', value: string) => void }) {
  const directory = await mkdtemp(join(tmpdir(), 'callwaiting-test-'))
  const server = await startPostgres(join(directory, 'postgres'), await freePort(), newPassword())
  const admin = postgres(server.url, { onnotice: () => undefined, max: 1 })
  await admin.unsafe('create database clinic_template')
  const url = server.url.replace(/postgres$/, 'clinic_template')
  const template = postgres(url, { onnotice: () => undefined, max: 1 })
  await template.unsafe(readFileSync('supabase/local/platform.sql', 'utf8'))
  await prepareAuthSchema(url, testSecrets)
  await runMigrations({ connectionString: url })
  await migrate(template, 'supabase/migrations')
  await template.end()
  await admin.end()
  provide('adminUrl', server.url)
  return async () => {
    await server.stop()
    await rm(directory, { recursive: true, force: true })
  }
}
