import 'server-only'
import { ask } from '#lib/db/door.ts'
import type { CalendarConnection } from '#lib/scheduling/types.ts'
import type { Actor } from '#lib/db/actor.ts'

/** How the clinic's link to Google Calendar stands, with the sentence for the owner when something is wrong. */
export async function readConnection(actor: Actor, clinicId: string): Promise<CalendarConnection> {
  const [row] = await ask(actor, (sql) => sql<CalendarConnection[]>`
    select g.state, coalesce(nullif(g.sentence, ''), (select m.sentence from booking_mirrors m
        where m.clinic_id = c.id and m.state = 'failed' order by m.updated_at desc limit 1), '') as sentence,
      (select count(*)::int from booking_mirrors m where m.clinic_id = c.id and m.state <> 'synced') as "pendingCount",
      app.rfc3339(g.since, c.time_zone) as since
    from calendar_connections g join clinics c on c.id = g.clinic_id where g.clinic_id = ${clinicId}`)
  return row ?? { state: 'off', sentence: '', pendingCount: 0, since: null }
}
