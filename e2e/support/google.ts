import type { Sql } from 'postgres'
import type { Runtime } from '#lib/commands/runtime.ts'
import { ask } from './http.ts'

export type GoogleEvent = {
  id: string; calendarId: string; status: string; summary?: string; start: { dateTime?: string }; end: { dateTime?: string }
} & Record<string, unknown>

/** The sandbox's Google, seen and handled from outside the product. */
export function googleOf(runtime: Runtime, sql: Sql) {
  const control = (path: string, body?: unknown, method?: string) => ask(`${runtime.sandboxUrl}/__sandbox/${path}`, { body, ...(method ? { method } : {}) })
  return {
    events: async (): Promise<GoogleEvent[]> => (await control('state')).body.events,
    /** The events that stand for a booking and are not deleted. There should be one, or none. */
    async eventsOf(bookingId: string): Promise<GoogleEvent[]> {
      const id = `bk${bookingId.replaceAll('-', '')}`
      return (await this.events()).filter((event) => event.id === id && event.status !== 'cancelled')
    },
    fail: (kind: string, count = 1) => control('faults', { provider: 'google', kind, count }),
    mend: () => control('faults', undefined, 'DELETE'),
    byHand: (event: { calendarId: string; summary?: string; start?: string; end?: string; id?: string; status?: string }) => control('google/events', event),
    async calendarOf(practitionerId: string): Promise<string> {
      const [row] = await sql<{ id: string }[]>`select google_calendar_id as id from practitioners where id = ${practitionerId}`
      return row!.id
    },
    /** Jobs that wait for a later try come now: the pauses between tries are the queue's, and long. */
    async hurry(): Promise<void> {
      await sql`update graphile_worker._private_jobs set run_at = now() where run_at > now() and locked_at is null and (key like 'mirror:%' or key like 'pull:%')`
    },
    /** How far the calendar has followed a booking; hurries it along. */
    async mirrorOf(bookingId: string): Promise<string | undefined> {
      await this.hurry()
      const [row] = await sql<{ state: string }[]>`select state from booking_mirrors where booking_id = ${bookingId}`
      return row?.state
    },
    /** What is still to be done for any calendar, and what went wrong with it last; nothing when all is quiet. */
    async pending(): Promise<string[]> {
      await this.hurry()
      const rows = await sql<{ what: string }[]>`
        select concat_ws(' ', key, 'attempt ' || attempts || ' of ' || max_attempts, case when locked_at is not null then 'locked' end, last_error) as what
        from graphile_worker._private_jobs where key like 'mirror:%' or key like 'pull:%'
        union all select concat_ws(' ', 'booking', m.booking_id, 'revision', m.synced_revision || ' of ' || m.revision, m.sentence)
        from booking_mirrors m join calendar_connections g on g.clinic_id = m.clinic_id where m.state = 'pending' and g.state <> 'needs_reauth'`
      return rows.map((row) => row.what)
    },
    connectionOf: async (clinicId: string) => (await sql<{ state: string; sentence: string }[]>`select state, sentence from calendar_connections where clinic_id = ${clinicId}`)[0]!,
  }
}
