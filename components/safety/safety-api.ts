import { ask, type Answer } from '#components/calendar/booking-api.ts'
import type { Alert, OnCallContact } from '#lib/recovery/alert-types.ts'

const send = <T>(path: string, method: string, body?: unknown): Promise<Answer<T>> =>
  ask(path, { method, headers: { 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) })

/** Says that somebody has it (acknowledge), or that it is over (close). Again is harmless. */
export const settleAlert = (clinicId: string, alertId: string, step: 'acknowledge' | 'close'): Promise<Answer<Alert>> =>
  send(`/api/clinics/${clinicId}/alerts/${alertId}/${step}`, 'POST')

/** Replaces whom the clinic wants told, in order; owners only. */
export const saveOnCall = (clinicId: string, contacts: { name: string; phone: string }[]): Promise<Answer<{ contacts: OnCallContact[] }>> =>
  send(`/api/clinics/${clinicId}/on-call`, 'PUT', { contacts })

/** Sends one of them a test. */
export const sendTest = (clinicId: string, position: number): Promise<Answer<{ contacts: OnCallContact[] }>> =>
  send(`/api/clinics/${clinicId}/on-call/test`, 'POST', { position })
