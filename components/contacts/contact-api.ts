import { ask, type Answer } from '#components/calendar/booking-api.ts'
import type { Erasure, IdentityCheck } from '#lib/privacy/rights/types.ts'

/** Erases a person at the clinic, at once in the database and then at every processor. A repeat finds nobody: nothing happens twice. */
export function eraseContact(clinicId: string, contactId: string, identityCheck: IdentityCheck): Promise<Answer<Erasure>> {
  return ask(`/api/clinics/${clinicId}/contacts/${contactId}`, {
    method: 'DELETE',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ identityCheck }),
  })
}

/** Asks the processors again that have not deleted their part. */
export function retryErasure(clinicId: string, erasureId: string): Promise<Answer<Erasure>> {
  return ask(`/api/clinics/${clinicId}/erasures/${erasureId}/retry`, { method: 'POST' })
}
