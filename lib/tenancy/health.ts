import 'server-only'
import { asNobody } from '#lib/db/door.ts'
import { env } from '#lib/shared/env.ts'

export type Health = { status: 'ok' | 'down'; parts: Record<'database' | 'auth' | 'jobs', 'ok' | 'down'> }

const reachable = async (work: Promise<boolean>): Promise<'ok' | 'down'> => ((await work.catch(() => false)) ? 'ok' : 'down')

/** Whether everything that a request needs answers now; a part that does not is named. Each is given two seconds. */
export async function readHealth(): Promise<Health> {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = env()
  const soon = <T>(work: Promise<T>) => Promise.race([work, new Promise<never>((_, fail) => setTimeout(fail, 2_000, new Error('no answer')))])
  const [database, auth, jobs] = await Promise.all([
    reachable(soon(asNobody((sql) => sql`select 1`)).then(() => true)),
    reachable(fetch(`${SUPABASE_URL}/auth/v1/health`, { headers: { apikey: SUPABASE_PUBLISHABLE_KEY }, signal: AbortSignal.timeout(2_000) })
      .then((response) => response.status < 500)),
    reachable(soon(asNobody((sql) => sql<{ alive: boolean }[]>`select app.worker_is_alive() as alive`)).then((rows) => rows[0]!.alive)),
  ])
  const parts = { database, auth, jobs }
  return { status: Object.values(parts).every((part) => part === 'ok') ? 'ok' : 'down', parts }
}
