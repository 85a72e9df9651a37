import 'server-only'
import type { Sql, TransactionSql } from 'postgres'
import { ask } from '#lib/db/door.ts'
import type { Actor } from '#lib/db/actor.ts'
import { pageOf } from './page.ts'
import type { Erasure, IdentityCheck, Page, PageWish } from './types.ts'

const columns = (tx: Sql | TransactionSql) => tx`e.id, case when e.completed_at is null then 'pending' else 'done' end as state, e.contact_id as "contactId",
  e.identity_check as "identityCheck", e.requested_by as "requestedBy", app.rfc3339(e.requested_at, c.time_zone) as "requestedAt",
  app.rfc3339(e.completed_at, c.time_zone) as "completedAt",
  coalesce((select jsonb_agg(jsonb_build_object('processor', r.processor, 'state', r.state, 'reason', r.reason, 'attempts', r.attempts,
      'nextAt', app.rfc3339(r.next_at, c.time_zone), 'doneAt', app.rfc3339(r.done_at, c.time_zone))
      order by array_position(array['database', 'google', 'twilio', 'vapi'], r.processor), r.id)
    from erasure_receipts r where r.erasure_id = e.id), '[]') as receipts`

/**
 * Erases a person at this clinic: at once from our own database, and at each processor as soon as it does so; the receipts say
 * how far that is. Owners and API keys. Throws a 403 for everybody else, for a foreign id, and for one that was erased before.
 */
export async function eraseContact(actor: Actor, clinicId: string, contactId: string, identityCheck: IdentityCheck): Promise<Erasure> {
  const [row] = await ask(actor, (sql) => sql<{ id: string }[]>`
    select case when exists (select from contacts where clinic_id = ${clinicId} and id = ${contactId}) then erase_contact(${contactId}, ${identityCheck}) end as id`)
  if (!row?.id) throw forbidden()
  return (await readErasure(actor, clinicId, row.id))!
}

/** One erasure with its receipts, or null when the actor may not see it. */
export async function readErasure(actor: Actor, clinicId: string, erasureId: string): Promise<Erasure | null> {
  const [row] = await ask(actor, (sql) => sql<Erasure[]>`
    select ${columns(sql)} from erasures e join clinics c on c.id = e.clinic_id where e.clinic_id = ${clinicId} and e.id = ${erasureId}`)
  return row ?? null
}

/** Erasures, newest first. */
export async function listErasures(actor: Actor, clinicId: string, { cursor, limit = 50 }: PageWish = {}): Promise<Page<Erasure>> {
  const rows = await ask(actor, (sql) => sql<Erasure[]>`
    select ${columns(sql)} from erasures e join clinics c on c.id = e.clinic_id where e.clinic_id = ${clinicId}
      and (${cursor ?? null}::text is null or (e.requested_at, e.id) < (select o.requested_at, o.id from erasures o
        where o.clinic_id = ${clinicId} and o.id::text = ${cursor ?? null}))
    order by e.requested_at desc, e.id desc limit ${limit + 1}`)
  return pageOf(rows, limit)
}

/** Asks every processor that still holds something again, now. Owners and API keys; throws a 403 for everybody else. */
export async function retryErasure(actor: Actor, clinicId: string, erasureId: string): Promise<Erasure> {
  if (!(await readErasure(actor, clinicId, erasureId))) throw forbidden()
  await ask(actor, (sql) => sql`select retry_erasure(${erasureId})`)
  return (await readErasure(actor, clinicId, erasureId))!
}

const forbidden = () => Object.assign(new Error('forbidden'), { code: 'PT403' })
