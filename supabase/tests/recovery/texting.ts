import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { afterAll, beforeAll, expect, vi } from 'vitest'
import { receiveText } from '#lib/recovery/inbound.ts'
import { voiceAgent } from '../claiming.ts'
import type { TestClinic, TestDatabase } from '../database.ts'
import { loseCall, type LostCall } from '../leads.ts'

export const secret = 'a test secret that seals nothing of value'
export const newSid = () => `SM${randomUUID().replaceAll('-', '')}`

/** Lets the product's own door lead to this file's database. Call it once a file, after `useDatabase`. */
export function useDoor(db: TestDatabase): void {
  beforeAll(() => {
    Object.assign(process.env, {
      DATABASE_URL: db.url, CALLWAITING_SECRET: secret,
      APP_URL: 'http://127.0.0.1:1', SUPABASE_URL: 'http://127.0.0.1:1', SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_test',
    })
  })
  afterAll(closeDoor)
}

export async function closeDoor(): Promise<void> {
  await globalThis.callwaitingPool?.end()
  globalThis.callwaitingPool = undefined
}

/** A text begins its way as the worker lets it: what is to be done, and the attempt, in one transaction. Answers what was to be done. */
export async function beginText(sql: Sql, messageId: string): Promise<string> {
  return (await sql.begin(async (tx) => {
    const [row] = await tx<{ todo: string }[]>`select app.prepare_text(${messageId}, clock_timestamp(), true) ->> 'do' as todo`
    if (row!.todo === 'send') await tx`select app.start_text(${messageId}, ${randomUUID()}, 'sealed', clock_timestamp())`
    return row!.todo
  })) as string
}

/** The carrier takes it. */
export async function acceptText(sql: Sql, messageId: string, sid = newSid()): Promise<string> {
  await sql`select app.text_accepted(${messageId}, ${sid}, 'queued', 1, clock_timestamp())`
  return sid
}

/** Somebody who rang off without a booking and has Sarah's text. */
export async function textSomebody(sql: Sql, clinic: TestClinic, call: LostCall = {}) {
  const { callId, leadId, messageId, phone } = await loseCall(sql, clinic, call)
  expect(await beginText(sql, messageId!)).toBe('send')
  await acceptText(sql, messageId!)
  return { callId, leadId: leadId!, messageId: messageId!, phone: phone! }
}

/** A text from that number, as the carrier's webhook hands it on. */
export const reply = (clinic: { id: string }, from: string, body: string, sid = newSid()) =>
  receiveText(voiceAgent(clinic.id), clinic.id, { sid, from, body })

export type Outbound = { id: string; kind: string; state: string; reason: string | null; facts: { bookingId?: string; choices?: Choice[]; why?: string } }
export type Choice = { start: string; practitionerId: string }

/** What went out, or is about to, to a lead after the recovery text, oldest first. */
export async function answersTo(sql: Sql, leadId: string): Promise<Outbound[]> {
  return [...await sql<Outbound[]>`select id, kind, state, reason, facts from messages
    where lead_id = ${leadId} and direction = 'out' and kind <> 'recovery' order by created_at, id`]
}

export const kindsOf = (answers: readonly { kind: string }[]) => answers.map(({ kind }) => kind)

export type BookingRow = {
  id: string; status: string; start: Date; practitioner_id: string; contact_id: string | null; call_id: string | null
  source: string; age_attestation_id: string | null
}

/** The clinic's bookings that stand, soonest first. */
export async function bookedAt(sql: Sql, clinic: { id: string }): Promise<BookingRow[]> {
  return [...await sql<BookingRow[]>`select id, status, lower(during) as start, practitioner_id, contact_id, call_id, source, age_attestation_id
    from bookings where clinic_id = ${clinic.id} and status = 'booked' order by lower(during), id`]
}

export async function bookingOf(sql: Sql, id: string): Promise<BookingRow> {
  const [row] = await sql<BookingRow[]>`select id, status, lower(during) as start, practitioner_id, contact_id, call_id, source, age_attestation_id
    from bookings where id = ${id}`
  return row!
}

export type TaskRow = { kind: string; reason: string | null; lead_id: string | null; message_id: string | null; done_at: Date | null }

/** What waits, or waited, for a person at the clinic, oldest first. */
export const tasksOf = async (sql: Sql, clinic: { id: string }) => [...await sql<TaskRow[]>`
  select kind, reason, lead_id, message_id, done_at from staff_tasks where clinic_id = ${clinic.id} order by created_at, id`]

export const jobsOf = async (sql: Sql, key: string) => (await sql`select 1 from graphile_worker.jobs where key = ${key}`).length

/** Until so many connections of this database wait for a lock. */
export async function untilWaiting(sql: Sql, count = 1): Promise<void> {
  await vi.waitFor(async () => {
    const rows = await sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    expect(rows).toHaveLength(count)
  }, { timeout: 10_000, interval: 10 })
}
