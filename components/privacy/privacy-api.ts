import { ask, type Answer } from '#components/calendar/booking-api.ts'
import type { RequestKind, RequestOutcome, RetentionDays, RetentionReport, RightsRequest } from '#lib/privacy/rights/types.ts'

const send = <T>(path: string, method: string, body: unknown): Promise<Answer<T>> =>
  ask(path, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })

/** The spans that an owner may set, in days. */
export type Span = keyof RetentionDays

/** Keeps how long a kind of data is held; owners only. A refused number has its reason under `fields`. */
export function saveSpan(clinicId: string, span: Span, days: number): Promise<Answer<RetentionReport>> {
  return send(`/api/clinics/${clinicId}/retention`, 'PATCH', { [span]: days })
}

export type NewRequest = { kind: RequestKind; contactId?: string; receivedOn: string }

/** Opens a request, whose clock began on the day it was received. */
export function openRequest(clinicId: string, request: NewRequest): Promise<Answer<RightsRequest>> {
  return send(`/api/clinics/${clinicId}/requests`, 'POST', request)
}

export type RequestStep = { action: 'acknowledge' | 'stop' | 'resume' } | { action: 'close'; outcome: RequestOutcome }

/** Takes a request a step on. */
export function changeRequest(clinicId: string, requestId: string, step: RequestStep): Promise<Answer<RightsRequest>> {
  return send(`/api/clinics/${clinicId}/requests/${requestId}`, 'PATCH', step)
}
