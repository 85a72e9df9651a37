import 'server-only'
import { ask } from '#lib/db/door.ts'
import type { Actor } from '#lib/db/actor.ts'
import { pageOf } from './page.ts'
import type { Page, PageWish, View } from './types.ts'

/** Notes that the actor looked at a lead or a contact; once a minute is enough. Throws a 403 for one that is not theirs. */
export async function noteView(actor: Actor, kind: 'lead' | 'contact', subjectId: string): Promise<void> {
  await ask(actor, (sql) => sql`select note_view(${kind}, ${subjectId})`)
}

/** Who looked at what, newest first; `subjectId` names one call, lead or contact, `kind` one way to look. */
export async function listViews(
  actor: Actor, clinicId: string, { cursor, limit = 50, subjectId, kind }: PageWish & { subjectId?: string | undefined; kind?: View['kind'] | undefined } = {},
): Promise<Page<View>> {
  const before = cursor !== undefined && /^\d{1,18}$/.test(cursor) ? cursor : null
  const rows = await ask(actor, (sql) => sql<View[]>`
    select a.id::text as id, a.actor, a.kind, a.subject_id as "subjectId", app.rfc3339(a.at, c.time_zone) as at
    from access_log a join clinics c on c.id = a.clinic_id
    where a.clinic_id = ${clinicId} and (${before}::bigint is null or a.id < ${before}::bigint)
      and (${subjectId ?? null}::uuid is null or a.subject_id = ${subjectId ?? null}::uuid) and (${kind ?? null}::text is null or a.kind = ${kind ?? null}::text)
    order by a.id desc limit ${limit + 1}`)
  return pageOf(rows, limit)
}
