import { ask, type Answer } from '#components/calendar/booking-api.ts'
import type { Scope } from '#lib/shared/scopes.ts'
import type { ClinicKey } from '#lib/tenancy/types.ts'

export type NewKey = { label: string; scopes: Scope[]; expiresAt?: string }

/** Makes a key; its secret is in the answer and can never be had again. Owners only. */
export const makeKey = (clinicId: string, key: NewKey): Promise<Answer<ClinicKey & { secret: string }>> =>
  ask(`/api/clinics/${clinicId}/keys`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(key) })

/** From now on the key opens nothing. Again is harmless. */
export const revokeKey = (clinicId: string, keyId: string): Promise<Answer<ClinicKey>> => ask(`/api/clinics/${clinicId}/keys/${keyId}`, { method: 'DELETE' })
