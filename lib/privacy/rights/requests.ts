import 'server-only'
import type { Sql, TransactionSql } from 'postgres'
import { ask } from '#lib/db/door.ts'
import type { Actor } from '#lib/db/actor.ts'
import type { Day } from '#lib/shared/time.ts'
import { pageOf } from './page.ts'
import type { Page, PageWish, RequestKind, RequestOutcome, RightsRequest } from './types.ts'

const columns = (tx: Sql | TransactionSql) => tx`r.id, r.kind, case when k.id is not null then jsonb_build_object('id', k.id, 'name', k.name) end as contact,
  r.received_on::text as "receivedOn", r.due_on::text as "dueOn", r.acknowledge_by::text as "acknowledgeBy",
  app.rfc3339(r.acknowledged_at, c.time_zone) as "acknowledgedAt", app.rfc3339(r.stopped_at, c.time_zone) as "stoppedAt",
  app.rfc3339(r.completed_at, c.time_zone) as "completedAt", r.outcome, r.created_by as "createdBy", app.rfc3339(r.created_at, c.time_zone) as "createdAt"`

const tables = (tx: Sql | TransactionSql) => tx`rights_requests r join clinics c on c.id = r.clinic_id left join contacts k on k.id = r.contact_id`

/** Requests, the latest received first; `open` leaves out those that were answered, or names only them. */
export async function listRequests(actor: Actor, clinicId: string, { cursor, limit = 50, open }: PageWish & { open?: boolean | undefined } = {}): Promise<Page<RightsRequest>> {
  const rows = await ask(actor, (sql) => sql<RightsRequest[]>`
    select ${columns(sql)} from ${tables(sql)} where r.clinic_id = ${clinicId} and (${open ?? null}::boolean is null or (r.completed_at is null) = ${open ?? null})
      and (${cursor ?? null}::text is null or (r.received_on, r.created_at, r.id) < (select o.received_on, o.created_at, o.id from rights_requests o
        where o.clinic_id = ${clinicId} and o.id::text = ${cursor ?? null}))
    order by r.received_on desc, r.created_at desc, r.id desc limit ${limit + 1}`)
  return pageOf(rows, limit)
}

async function readRequest(actor: Actor, clinicId: string, requestId: string): Promise<RightsRequest> {
  const [row] = await ask(actor, (sql) => sql<RightsRequest[]>`select ${columns(sql)} from ${tables(sql)} where r.clinic_id = ${clinicId} and r.id = ${requestId}`)
  if (!row) throw Object.assign(new Error('forbidden'), { code: 'PT403' })
  return row
}

/** Notes what a person asked for; the clock runs from the day it arrived, today unless said. Throws a 403 for a foreign contact, a 422 for an impossible day. */
export async function openRequest(
  actor: Actor, clinicId: string, { kind, contactId, receivedOn }: { kind: RequestKind; contactId?: string | undefined; receivedOn?: Day | undefined },
): Promise<RightsRequest> {
  const [row] = await ask(actor, (sql) => sql<{ id: string }[]>`select open_request(${clinicId}, ${kind}, ${contactId ?? null}, ${receivedOn ?? null}) as id`)
  return readRequest(actor, clinicId, row!.id)
}

/** Moves a request on. Throws a 403 for one that is not the actor's, a 422 for one that is closed. */
export async function changeRequest(
  actor: Actor, clinicId: string, requestId: string, { action, outcome }: { action: 'acknowledge' | 'stop' | 'resume' | 'close'; outcome?: RequestOutcome | undefined },
): Promise<RightsRequest> {
  await readRequest(actor, clinicId, requestId)
  await ask(actor, (sql) => ({
    acknowledge: () => sql`select acknowledge_request(${requestId})`,
    stop: () => sql`select stop_clock(${requestId})`,
    resume: () => sql`select resume_clock(${requestId})`,
    close: () => sql`select close_request(${requestId}, ${outcome ?? null})`,
  })[action]())
  return readRequest(actor, clinicId, requestId)
}
