import 'server-only'
import postgres from 'postgres'
import { env } from '#lib/shared/env.ts'

/**
 * A pool with the owner's rights, past row level security. For the worker and the commands alone, which act after a
 * clinic is known; nothing that serves a request may import it.
 */
export function openAdmin(options: { max?: number; url?: string } = {}): postgres.Sql {
  return postgres(options.url ?? env().DATABASE_URL, {
    max: options.max ?? 4,
    connect_timeout: 5,
    onnotice: () => undefined,
    connection: { TimeZone: 'UTC', application_name: 'callwaiting-worker' },
  })
}
