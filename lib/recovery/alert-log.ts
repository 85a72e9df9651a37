import 'server-only'
import type { Sql } from 'postgres'
import { ask } from '#lib/db/door.ts'
import type { Alert, OnCallContact } from '#lib/recovery/alert-types.ts'
import type { Actor } from '#lib/db/actor.ts'

/** Alerts that are shown: more than any clinic has in a year, it is hoped. */
const most = 50

const columns = (sql: Sql) => sql`a.id, a.call_id as "callId", a.kind, app.rfc3339(a.raised_at, c.time_zone) as "raisedAt",
  app.rfc3339(a.acknowledged_at, c.time_zone) as "acknowledgedAt", a.acknowledged_by as "acknowledgedBy", app.rfc3339(a.closed_at, c.time_zone) as "closedAt",
  k.is_test as "isTest", a.is_late as "isLate", k.status <> 'ended' as "isOnLine", case when p.id is not null then jsonb_build_object('name', p.name, 'phone', p.phone) end as contact,
  coalesce((select jsonb_agg(jsonb_build_object('id', n.id, 'step', n.step, 'channel', n.channel, 'name', n.name, 'state', n.state, 'reason', n.reason,
    'delivery', n.provider_status, 'dueAt', app.rfc3339(n.due_at, c.time_zone), 'sentAt', app.rfc3339(n.sent_at, c.time_zone)) order by n.step)
    from alert_notices n where n.alert_id = a.id), '[]') as notices`

const tables = (sql: Sql) => sql`alerts a join clinics c on c.id = a.clinic_id join calls k on k.id = a.call_id left join contacts p on p.id = k.contact_id`

/** The clinic's alerts with every step taken, newest first, the fifty latest. None for a clinic that is not the actor's. */
export async function listAlerts(actor: Actor, clinicId: string): Promise<Alert[]> {
  return [...await ask(actor, (sql) => sql<Alert[]>`select ${columns(sql)} from ${tables(sql)}
    where a.clinic_id = ${clinicId} order by a.raised_at desc, a.id limit ${most}`)]
}

/** The alerts that nobody has closed, oldest first: what every page of the clinic warns of. */
export async function openAlerts(actor: Actor, clinicId: string): Promise<Alert[]> {
  return [...await ask(actor, (sql) => sql<Alert[]>`select ${columns(sql)} from ${tables(sql)}
    where a.clinic_id = ${clinicId} and a.closed_at is null order by a.raised_at, a.id limit ${most}`)]
}

/** One alert, or null when it is not the clinic's. */
export async function readAlert(actor: Actor, clinicId: string, alertId: string): Promise<Alert | null> {
  const [row] = await ask(actor, (sql) => sql<Alert[]>`select ${columns(sql)} from ${tables(sql)} where a.clinic_id = ${clinicId} and a.id = ${alertId}`)
  return row ?? null
}

/** Somebody has it: steps not yet taken are not taken. Again is the same. Throws a 403 for an alert that is not the actor's. */
export async function acknowledgeAlert(actor: Actor, alertId: string): Promise<void> {
  await ask(actor, (sql) => sql`select acknowledge_alert(${alertId})`)
}

/** It is over: the banner goes, and the item on the staff list. Throws a 403 for an alert that is not the actor's. */
export async function closeAlert(actor: Actor, alertId: string): Promise<void> {
  await ask(actor, (sql) => sql`select close_alert(${alertId})`)
}

/** Whom the clinic wants told, in order. */
export async function listOnCall(actor: Actor, clinicId: string): Promise<OnCallContact[]> {
  return [...await ask(actor, (sql) => sql<OnCallContact[]>`
    select o.position, o.name, o.phone, app.rfc3339(o.tested_at, c.time_zone) as "testedAt", app.rfc3339(o.confirmed_at, c.time_zone) as "confirmedAt"
    from on_call_contacts o join clinics c on c.id = o.clinic_id where o.clinic_id = ${clinicId} order by o.position`)]
}

/** Whether the number that calls are put through to would be told if nobody is named: it must be a mobile. */
export async function hasStandIn(actor: Actor, clinicId: string): Promise<boolean> {
  // As app.kind_of_number says, which a member may not call.
  const [row] = await ask(actor, (sql) => sql<{ isMobile: boolean }[]>`
    select coalesce(transfer_number ~ '^\\+447([1-57-9][0-9]{8}|624[0-9]{6})$', false) as "isMobile" from clinics where id = ${clinicId}`)
  return row?.isMobile ?? false
}

/** Replaces them. Throws a 403 for everybody but an owner, a 422 for a number that is there twice or that is the assistant's own. */
export async function saveOnCall(actor: Actor, clinicId: string, contacts: readonly { name: string; phone: string }[]): Promise<void> {
  await ask(actor, (sql) => sql`select save_on_call(${clinicId}, ${sql.json(contacts as never)})`)
}

/** Sends an on-call person a test; a second within a minute is the first. Throws a 422 when nobody is there. */
export async function testOnCall(actor: Actor, clinicId: string, position: number): Promise<void> {
  await ask(actor, (sql) => sql`select test_on_call(${clinicId}, ${position})`)
}
