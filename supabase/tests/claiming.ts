import { randomUUID } from 'node:crypto'
import type { Sql, TransactionSql } from 'postgres'
import { expect } from 'vitest'
import type { Actor } from '#lib/db/actor.ts'
import type { Scope } from '#lib/shared/scopes.ts'
import { actAs, type TestClinic } from './database.ts'

export type Slot = { start: string; end: string; practitionerId: string }
export type BookingJson = {
  id: string; status: string; start: string; end: string; practitionerId: string
  procedure: string; contactId: string | null; callId: string | null; holdExpiresAt: string | null
}
export type Answer = { status: number; code?: string; reason?: string; say?: string; booking?: BookingJson; alternatives?: Slot[] }
export type ClaimInput = {
  start: Date | string
  procedure?: string
  practitionerId?: string | null
  callId?: string | null
  ageConfirmed?: boolean | null
  holdSeconds?: number | null
  key?: string | null
  contact?: { name?: string; phone?: string; email?: string } | null
}

export const instant = (at: Date | string) => (typeof at === 'string' ? at : at.toISOString())
export const plus = (at: Date | string, minutes: number) => new Date(new Date(at).getTime() + minutes * 60_000)
export const voiceAgent = (clinicId: string): Actor => ({ role: 'voice_agent', clinicId })
/** A key that may do whatever keys may, or only so much. */
export const apiClient = (clinicId: string, scopes?: readonly Scope[]): Actor => ({ role: 'api_client', clinicId, ...(scopes ? { scopes } : {}) })
export const member = (userId: string): Actor => ({ role: 'authenticated', userId })

async function asking(sql: Sql, actor: Actor, query: (tx: TransactionSql) => Promise<{ answer: unknown }[]>): Promise<Answer> {
  const [row] = await actAs(sql, actor, query)
  return row!.answer as Answer
}

/** Calls claim_slot_atomic as the clinic's API client, or as `actor`. */
export function claim(sql: Sql, clinic: { id: string }, input: ClaimInput, actor: Actor = apiClient(clinic.id)): Promise<Answer> {
  const contact = input.contact === undefined ? { name: 'Robin Test' } : input.contact
  return asking(sql, actor, (tx) => tx`select claim_slot_atomic(
    p_clinic_id => ${clinic.id}, p_procedure => ${input.procedure ?? 'rhinoplasty'}, p_start => ${instant(input.start)},
    p_practitioner_id => ${input.practitionerId ?? null}, p_contact => ${contact === null ? null : tx.json(contact)},
    p_call_id => ${input.callId ?? null}, p_age_confirmed => ${input.ageConfirmed ?? null},
    p_hold_seconds => ${input.holdSeconds ?? null}, p_key => ${input.key ?? null}) as answer`)
}

export function move(
  sql: Sql, clinic: { id: string }, bookingId: string, to: { start: Date | string; practitionerId?: string; key?: string }, actor: Actor = apiClient(clinic.id),
): Promise<Answer> {
  return asking(sql, actor, (tx) => tx`select move_booking(p_booking_id => ${bookingId}, p_start => ${instant(to.start)},
    p_practitioner_id => ${to.practitionerId ?? null}, p_key => ${to.key ?? null}) as answer`)
}

export function confirm(sql: Sql, clinic: { id: string }, bookingId: string, ageConfirmed: boolean | null = null): Promise<Answer> {
  return asking(sql, apiClient(clinic.id), (tx) => tx`select confirm_booking(${bookingId}, ${ageConfirmed}) as answer`)
}

export function cancel(sql: Sql, clinic: { id: string }, bookingId: string, actor: Actor = apiClient(clinic.id)): Promise<Answer> {
  return asking(sql, actor, (tx) => tx`select cancel_booking(${bookingId}) as answer`)
}

export async function availableSlots(
  sql: Sql, clinic: { id: string }, span: { from: Date | string; until: Date | string; procedure?: string; practitionerId?: string },
): Promise<Slot[]> {
  const [row] = await actAs(sql, apiClient(clinic.id), (tx) => tx<{ slots: Slot[] }[]>`select available_slots(${clinic.id},
    ${span.procedure ?? 'rhinoplasty'}, ${instant(span.from)}, ${instant(span.until)}, ${span.practitionerId ?? null}) as slots`)
  return row!.slots
}

export async function makeCall(sql: Sql, clinic: { id: string }): Promise<string> {
  const [row] = await sql<{ id: string }[]>`insert into calls (clinic_id, vapi_call_id, status)
    values (${clinic.id}, ${randomUUID()}, 'in-progress') returning id`
  return row!.id
}

/** A row written by a program that never heard of the RPCs. */
export function insertDirectly(
  sql: Sql, clinic: TestClinic, row: { start: Date | string; minutes?: number; practitionerId?: string; status?: string; procedureId?: string; callId?: string },
) {
  const status = row.status ?? 'booked'
  return sql<{ id: string }[]>`insert into bookings (clinic_id, practitioner_id, procedure_id, call_id, status, during,
      buffer_before_minutes, buffer_after_minutes, hold_expires_at)
    values (${clinic.id}, ${row.practitionerId ?? clinic.practitionerIds[0]}, ${row.procedureId ?? clinic.procedures.rhinoplasty}, ${row.callId ?? null},
      ${status}, tstzrange(${instant(row.start)}, ${plus(row.start, row.minutes ?? 60).toISOString()}), 0, 0,
      ${status === 'held' ? plus(new Date(), 5).toISOString() : null}) returning id`
}

/** Pairs of live bookings of one practitioner whose blocks overlap, and pairs that overlap by plain time: must be none. */
export async function overlaps(sql: Sql): Promise<number> {
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from bookings a join bookings b
    on a.practitioner_id = b.practitioner_id and a.id < b.id
    and tstzrange(lower(a.during) - make_interval(mins => a.buffer_before_minutes), upper(a.during) + make_interval(mins => a.buffer_after_minutes))
     && tstzrange(lower(b.during) - make_interval(mins => b.buffer_before_minutes), upper(b.during) + make_interval(mins => b.buffer_after_minutes))
    where a.status in ('held', 'booked') and b.status in ('held', 'booked')`
  return row!.count
}

export async function deadlocks(sql: Sql): Promise<number> {
  await sql`select pg_stat_clear_snapshot()`
  const [row] = await sql<{ deadlocks: string }[]>`select deadlocks from pg_stat_database where datname = current_database()`
  return Number(row!.deadlocks)
}

/** Exactly one of the answers is the 201; every other is `slot_taken`, and each names at least one alternative. */
export function expectOneWinner(answers: Answer[]): { winner: Answer; losers: Answer[] } {
  const winners = answers.filter((answer) => answer.status === 201)
  const losers = answers.filter((answer) => answer.status === 409 && answer.code === 'slot_taken')
  expect(winners).toHaveLength(1)
  expect(losers).toHaveLength(answers.length - 1)
  expect(losers.filter((answer) => (answer.alternatives ?? []).length === 0)).toEqual([])
  return { winner: winners[0]!, losers }
}

export const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index))

/** A small seeded generator (mulberry32): the same seed gives the same run. */
export function randomFrom(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  return { next, below: (limit: number) => Math.floor(next() * limit), pick: <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)]! }
}
