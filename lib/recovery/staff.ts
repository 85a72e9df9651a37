import 'server-only'
import { ask } from '#lib/db/door.ts'
import { sealedFor } from '#lib/recovery/outreach.ts'
import type { StaffTask } from '#lib/recovery/types.ts'
import { env } from '#lib/shared/env.ts'
import { seal } from '#lib/shared/seal.ts'
import type { Actor } from '#lib/db/actor.ts'

/** What waits for a person at the clinic, oldest first: whom to ring, which reply to answer, what to settle. */
export async function listTasks(actor: Actor, clinicId: string): Promise<StaffTask[]> {
  return [...await ask(actor, (sql) => sql<StaffTask[]>`
    select t.id, t.kind, t.reason, app.rfc3339(t.created_at, c.time_zone) as "createdAt", t.lead_id as "leadId", coalesce(t.call_id, l.call_id) as "callId",
      t.booking_id as "bookingId", coalesce(ql.name, qc.name) as procedure,
      case when k.id is not null then jsonb_build_object('name', k.name, 'phone', k.phone) end as contact,
      coalesce(l.is_test, false) or coalesce(a.is_test, false) or exists (select from calls x where x.id = b.call_id and x.is_test) as "isTest"
    from staff_tasks t join clinics c on c.id = t.clinic_id left join leads l on l.id = t.lead_id left join calls a on a.id = t.call_id
      left join bookings b on b.id = t.booking_id left join contacts k on k.id = coalesce(l.contact_id, a.contact_id, b.contact_id)
      left join procedures ql on ql.id = l.procedure_id left join procedures qc on qc.id = a.procedure_id
    where t.clinic_id = ${clinicId} and t.done_at is null order by (t.kind = 'emergency') desc, t.created_at limit 200`)]
}

/** Whether the clinic has an item by that id. */
export async function hasTask(actor: Actor, clinicId: string, taskId: string): Promise<boolean> {
  const rows = await ask(actor, (sql) => sql`select 1 from staff_tasks where clinic_id = ${clinicId} and id = ${taskId}`)
  return rows.length > 0
}

/** Takes an item off the list, or puts it back. Throws a 403 for one that is not the actor's. */
export async function finishTask(actor: Actor, taskId: string, isDone: boolean): Promise<void> {
  await ask(actor, (sql) => sql`select finish_task(${taskId}, ${isDone})`)
}

/** Closes a lead, or opens it again; else why not. Throws a 403 for one that is not the actor's. */
export async function closeLead(actor: Actor, leadId: string, isClosed: boolean): Promise<'already_booked' | 'not_permitted' | null> {
  const [row] = await ask(actor, (sql) => sql<{ answer: { status: number; code?: 'already_booked' | 'not_permitted' } }[]>`
    select close_lead(${leadId}, ${isClosed}) as answer`)
  return row!.answer.code ?? null
}

/** Queues what somebody at the clinic wrote to a lead; the same key queues it once. Else why not. */
export async function sendStaffText(actor: Actor, clinicId: string, leadId: string, body: string, key: string): Promise<{ id: string } | 'not_permitted' | 'idempotency_key_reused'> {
  const sealed = seal(env().CALLWAITING_SECRET, sealedFor(clinicId), body)
  const [row] = await ask(actor, (sql) => sql<{ answer: { status: number; id?: string; code?: 'not_permitted' | 'idempotency_key_reused' } }[]>`
    select send_staff_text(${leadId}, ${sealed}, ${key}) as answer`)
  return row!.answer.code ?? { id: row!.answer.id! }
}
