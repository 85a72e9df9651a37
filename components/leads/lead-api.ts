import { ask, type Answer } from '#components/calendar/booking-api.ts'
import type { LeadDetail, LeadMessage } from '#lib/recovery/types.ts'

const send = <T>(path: string, method: string, body: unknown, key?: string): Promise<Answer<T>> =>
  ask(path, { method, headers: { 'content-type': 'application/json', ...(key ? { 'idempotency-key': key } : {}) }, body: JSON.stringify(body) })

/** Queues a text from the clinic's staff to the person behind a lead. The same key makes a repeat after a lost answer harmless. */
export function writeToLead(clinicId: string, leadId: string, body: string, key: string): Promise<Answer<LeadMessage>> {
  return send(`/api/clinics/${clinicId}/leads/${leadId}/messages`, 'POST', { body }, key)
}

/** Closes a lead, or opens one again that was closed by hand. */
export function setLeadClosed(clinicId: string, leadId: string, isClosed: boolean): Promise<Answer<LeadDetail>> {
  return send(`/api/clinics/${clinicId}/leads/${leadId}`, 'PATCH', { status: isClosed ? 'closed' : 'open' })
}

/** Takes an item off the list of whom to ring, or puts it back. */
export function setTaskDone(clinicId: string, taskId: string, isDone: boolean): Promise<Answer<unknown>> {
  return send(`/api/clinics/${clinicId}/tasks/${taskId}`, 'PATCH', { done: isDone })
}

/** Records whether the person came to their booking; null when that is not known. */
export function setAttended(clinicId: string, bookingId: string, attended: boolean | null): Promise<Answer<unknown>> {
  return send(`/api/clinics/${clinicId}/bookings/${bookingId}`, 'PATCH', { attended })
}
