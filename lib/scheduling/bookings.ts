import 'server-only'
import { ask } from '#lib/db/door.ts'
import type { PendingQuery, Row, Sql } from 'postgres'
import type { Booking, ClaimOutcome, Refusal, Slot } from '#lib/scheduling/types.ts'
import type { Actor } from '#lib/db/actor.ts'

export type Claim = {
  clinicId: string
  procedure: string
  start: string
  practitionerId?: string | undefined
  contact?: { name: string; phone?: string | undefined; email?: string | undefined } | undefined
  /** Our own id of the call, not the voice platform's; see `findCall`. */
  callId?: string | undefined
  ageConfirmed?: boolean | undefined
  holdSeconds?: number | undefined
  /** The same key gives the same answer; with another claim it is refused. */
  key?: string | undefined
}

export type Move = { start: string; practitionerId?: string | undefined; callId?: string | undefined; key?: string | undefined }

type Answer = { status: number; booking?: Booking; code?: Refusal['code']; say?: string; alternatives?: Slot[]; reason?: string }

function outcomeOf(answer: Answer): ClaimOutcome {
  if (answer.booking) return { ok: true, booking: answer.booking }
  const { status, code, say, alternatives, reason } = answer
  return { ok: false, status: status as Refusal['status'], code: code!, say: say!, alternatives: alternatives ?? [], ...(reason ? { reason } : {}) }
}

async function outcome(actor: Actor, call: (sql: Sql) => PendingQuery<{ answer: Answer }[]>): Promise<ClaimOutcome> {
  const [row] = await ask(actor, call)
  return outcomeOf(row!.answer)
}

/** Our id of a call that may be named by the voice platform's. Throws PT403 when the actor's clinic has no such call. */
export async function findCall(actor: Actor, clinicId: string, callId: string): Promise<string> {
  const [row] = await ask(actor, (sql) => sql<{ id: string }[]>`
    select id from calls where clinic_id = ${clinicId} and (id::text = ${callId} or vapi_call_id = ${callId}) limit 1`)
  if (!row) throw Object.assign(new Error('forbidden'), { code: 'PT403' })
  return row.id
}

/** What only the database knows yet stands as a piece of the statement. */
type Known<T> = { [K in keyof T]: K extends 'clinicId' | 'callId' | 'key' ? T[K] | PendingQuery<Row[]> : T[K] }

/** What a claim is to the database: for a statement that does more with its answer than to return it. */
export const claimIn = (sql: Sql, claim: Known<Claim>) => sql`claim_slot_atomic(${claim.clinicId}, ${claim.procedure}, ${claim.start},
    ${claim.practitionerId ?? null}, ${claim.contact ? sql.json(claim.contact as never) : null}, ${claim.callId ?? null},
    ${claim.ageConfirmed ?? null}, ${claim.holdSeconds ?? null}, ${claim.key ?? null})`

/** The same for a move. */
export const moveIn = (sql: Sql, bookingId: string, to: Move) =>
  sql`move_booking(${bookingId}, ${to.start}, ${to.practitionerId ?? null}, ${to.callId ?? null}, ${to.key ?? null})`

/** The same for a cancellation. */
export const cancelIn = (sql: Sql, bookingId: string, callId?: string) => sql`cancel_booking(${bookingId}, ${callId ?? null})`

/**
 * Books a time, or holds it for `holdSeconds`, through claim_slot_atomic. Of any number of rivals one gets it; the others
 * get `slot_taken` with alternatives that are free at this moment. Throws PT403 and PT422 errors of the database.
 */
export function claimSlot(actor: Actor, claim: Claim): Promise<ClaimOutcome> {
  return outcome(actor, (sql) => sql<{ answer: Answer }[]>`select ${claimIn(sql, claim)} as answer`)
}

/** Moves a live booking: it has the new time or still the old one, never neither. The same refusals as a claim. */
export function moveBooking(actor: Actor, bookingId: string, to: Move): Promise<ClaimOutcome> {
  return outcome(actor, (sql) => sql<{ answer: Answer }[]>`select ${moveIn(sql, bookingId, to)} as answer`)
}

/** Makes a booking of a hold; a hold that ran out is claimed anew or refused with alternatives. */
export function confirmBooking(actor: Actor, bookingId: string, ageConfirmed?: boolean): Promise<ClaimOutcome> {
  return outcome(actor, (sql) => sql<{ answer: Answer }[]>`select confirm_booking(${bookingId}, ${ageConfirmed ?? null}) as answer`)
}

/** Notes whether the person came; null takes it back. Refused before the appointment has begun. */
export function markAttendance(actor: Actor, bookingId: string, attended: boolean | null): Promise<ClaimOutcome> {
  return outcome(actor, (sql) => sql<{ answer: Answer }[]>`select mark_attendance(${bookingId}, ${attended}) as answer`)
}

/** Frees the time at once. Cancelling what is cancelled changes nothing. */
export function cancelBooking(actor: Actor, bookingId: string, callId?: string): Promise<ClaimOutcome> {
  return outcome(actor, (sql) => sql<{ answer: Answer }[]>`select ${cancelIn(sql, bookingId, callId)} as answer`)
}

const columns = (sql: Sql) => sql`b.id, b.status, app.rfc3339(lower(b.during), c.time_zone) as start, app.rfc3339(upper(b.during), c.time_zone) as "end",
  b.practitioner_id as "practitionerId", p.slug as procedure, b.contact_id as "contactId", b.call_id as "callId",
  case when b.status = 'held' then app.rfc3339(b.hold_expires_at, c.time_zone) end as "holdExpiresAt"`

/** One booking of the clinic, or null when the actor may not see one by that id. */
export async function readBooking(actor: Actor, clinicId: string, bookingId: string): Promise<Booking | null> {
  const [row] = await ask(actor, (sql) => sql<Booking[]>`select ${columns(sql)} from bookings b join clinics c on c.id = b.clinic_id
    join procedures p on p.id = b.procedure_id where b.clinic_id = ${clinicId} and b.id = ${bookingId}`)
  return row ?? null
}

/** Bookings that touch [from, to), live or not, by start; `cursor` is the last id of the page before. */
export async function listBookings(
  actor: Actor, clinicId: string, span: { from?: string | undefined; to?: string | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: Booking[]; nextCursor: string | null }> {
  const rows = await ask(actor, (sql) => sql<Booking[]>`select ${columns(sql)} from bookings b join clinics c on c.id = b.clinic_id join procedures p on p.id = b.procedure_id
      where b.clinic_id = ${clinicId} and b.during && tstzrange(${span.from ?? null}, ${span.to ?? null})
        and (${span.cursor ?? null}::text is null
          or (lower(b.during), b.id) > (select lower(l.during), l.id from bookings l where l.clinic_id = ${clinicId} and l.id::text = ${span.cursor ?? null}))
      order by lower(b.during), b.id limit ${span.limit + 1}`)
  const items = rows.slice(0, span.limit)
  return { items, nextCursor: rows.length > span.limit ? items.at(-1)!.id : null }
}

/** Free times of a procedure as they may be offered on the telephone, by the clinic's days ("2026-03-02"); see times_to_offer. */
export const timesIn = (sql: Sql, wish: { clinicId: string | PendingQuery<Row[]>; procedure: string; from: string | null; to: string | null; practitionerId?: string | undefined }) =>
  sql`times_to_offer(${wish.clinicId}, ${wish.procedure}, ${wish.from}, ${wish.to}, ${wish.practitionerId ?? null})`

/** Free times of a procedure in [from, to), at most 62 days. Throws PT403 and PT422 errors of the database. */
export async function availableSlots(
  actor: Actor, clinicId: string, wish: { procedure: string; from: string; to: string; practitionerId?: string | undefined; moving?: string | undefined },
): Promise<Slot[]> {
  if (wish.moving) return timesToMove(actor, clinicId, { ...wish, moving: wish.moving })
  const [row] = await ask(actor, (sql) => sql<{ slots: Slot[] }[]>`
    select available_slots(${clinicId}, ${wish.procedure}, ${wish.from}, ${wish.to}, ${wish.practitionerId ?? null}) as slots`)
  return row!.slots
}

/** Where a booking may go, its own time taken for free. A booking of another clinic than the one that is asked for is none. */
async function timesToMove(
  actor: Actor, clinicId: string, wish: { moving: string; from: string; to: string; practitionerId?: string | undefined },
): Promise<Slot[]> {
  const [row] = await ask(actor, (sql) => sql<{ slots: Slot[] }[]>`
    select times_to_move(b.id, ${wish.from}, ${wish.to}, ${wish.practitionerId ?? null}) as slots from bookings b where b.id = ${wish.moving} and b.clinic_id = ${clinicId}`)
  if (!row) throw Object.assign(new Error('forbidden'), { code: 'PT403' })
  return row.slots
}

