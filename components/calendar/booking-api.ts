import { refusalWords, type Problem } from '#components/calendar/refusal-words.ts'
import { civilDay } from '#lib/shared/format.ts'
import type { Booking, DiaryBooking, Slot } from '#lib/scheduling/types.ts'

/** Whether the time that was asked for is no longer to be had, so that what is shown as free is out of date. */
export const isTimeGone = (refused: Refused): boolean => refused.code === 'slot_taken' || refused.code === 'slot_unavailable'

/** Why the server did not do it: a sentence to show, other times when it was taken, and the fields to put right. */
export type Refused = {
  ok: false
  code: string
  sentence: string
  alternatives: Slot[]
  /** By the last part of the field's path (`phone`), and by the whole of it (`contacts.0.phone`). */
  fields: Record<string, string>
  /** Whether it may have happened all the same (no answer came), so that a repeat must carry the same key. */
  isUncertain: boolean
}

export type Answer<T> = { ok: true; data: T } | Refused

const TIMEOUT_MS = 15_000
const NO_ANSWER = 'The server did not answer. Check the connection, then try again: nothing is done twice.'

/**
 * One request to our own API. No answer in time is a refusal that may have happened all the same. `start` is the time that
 * is asked for, which a refusal then names.
 */
export async function ask<T>(path: string, init: RequestInit, start: string | null = null): Promise<Answer<T>> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout
  try {
    const response = await fetch(path, { ...init, signal })
    const body: unknown = await response.json()
    if (response.ok) return { ok: true, data: body as T }
    return refusedFrom(response.status, body as Problem, start)
  } catch {
    return { ok: false, code: 'no_answer', sentence: NO_ANSWER, alternatives: [], fields: {}, isUncertain: true }
  }
}

/** Turns a problem document into what a dialog shows. `start` is the time that was asked for, if any. */
export function refusedFrom(status: number, problem: Problem, start: string | null = null): Refused {
  const fields: Record<string, string> = {}
  for (const { path, message } of problem.errors ?? []) {
    const whole = Array.isArray(path) ? path.join('.') : path
    fields[whole] ??= message
    fields[whole.split('.').at(-1) ?? ''] ??= message
  }
  return {
    ok: false,
    code: problem.code ?? 'unknown',
    sentence: refusalWords(problem, start),
    alternatives: problem.alternatives ?? [],
    fields,
    isUncertain: status >= 500,
  }
}

export type NewBooking = {
  procedure: string
  practitionerId: string
  start: string
  contact: { name: string; phone?: string; email?: string }
  callId?: string
  ageConfirmed?: boolean
  hold?: true
}

const JSON_TYPE = { 'content-type': 'application/json' }

/** Claims a slot. The same key makes a repeat after a lost answer harmless. */
export function createBooking(clinicId: string, booking: NewBooking, key: string): Promise<Answer<Booking>> {
  return ask(`/api/clinics/${clinicId}/bookings`, {
    method: 'POST',
    headers: { ...JSON_TYPE, 'idempotency-key': key },
    body: JSON.stringify(booking),
  }, booking.start)
}

export type BookingChange = { start: string; practitionerId: string } | { status: 'booked'; ageConfirmed?: true }

/** Moves a booking, or makes one of a hold. */
export function changeBooking(
  clinicId: string,
  id: string,
  change: BookingChange,
  key: string,
): Promise<Answer<Booking>> {
  return ask(`/api/clinics/${clinicId}/bookings/${id}`, {
    method: 'PATCH',
    headers: { ...JSON_TYPE, 'idempotency-key': key },
    body: JSON.stringify(change),
  }, 'start' in change ? change.start : null)
}

/** Cancels a booking; its slot is free at once. */
export function cancelBooking(clinicId: string, id: string): Promise<Answer<Booking>> {
  return ask(`/api/clinics/${clinicId}/bookings/${id}`, { method: 'DELETE' })
}

/**
 * Takes back a cancellation: claims the same slot again for the same person, which fails like any claim when somebody
 * else was quicker. The age was confirmed for the booking that was cancelled.
 */
export async function rebook(clinicId: string, booking: DiaryBooking): Promise<Answer<Booking>> {
  const found = await ask<{ name: string | null; phone: string | null; email: string | null }>(
    `/api/clinics/${clinicId}/contacts/${booking.contact?.id}`,
    {},
  )
  if (!found.ok) return found
  const { name, phone, email } = found.data
  const again: NewBooking = {
    procedure: booking.procedure.slug,
    practitionerId: booking.practitionerId,
    start: booking.start,
    contact: { name: name ?? 'Unnamed caller', ...(phone ? { phone } : {}), ...(email ? { email } : {}) },
    ...(booking.callId ? { callId: booking.callId } : {}),
    ageConfirmed: true,
  }
  return createBooking(clinicId, again, crypto.randomUUID())
}

/** `moving`: the booking that is to be moved, whose own time is free for it. */
export type SlotQuery = { procedure: string; practitionerId: string; day: string; from: string; to: string; moving?: string }

/** The free slots of one day, one for each start, in time order. */
export async function readSlots(clinicId: string, query: SlotQuery, signal: AbortSignal): Promise<Answer<Slot[]>> {
  const search = new URLSearchParams({ procedure: query.procedure, from: query.from, to: query.to })
  if (query.practitionerId) search.set('practitionerId', query.practitionerId)
  if (query.moving) search.set('moving', query.moving)
  const path = `/api/clinics/${clinicId}/availability?${search}`
  const answer = await ask<{ slots: Slot[] }>(path, { signal })
  if (!answer.ok) return answer
  const byStart = new Map<string, Slot>()
  for (const slot of answer.data.slots) {
    if (civilDay(slot.start) === query.day && !byStart.has(slot.start)) byStart.set(slot.start, slot)
  }
  return { ok: true, data: [...byStart.values()].sort((a, b) => a.start.localeCompare(b.start)) }
}
