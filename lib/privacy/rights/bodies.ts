import { z } from 'zod'
import { isDay } from '#lib/shared/time.ts'
import { IDENTITY_CHECKS, REQUEST_KINDS, REQUEST_OUTCOMES, RETENTION_LIMITS } from './types.ts'
import type { RetentionDays } from './types.ts'

/** How it was made sure that whoever asks is the person; without a body the clinic vouches for it. */
export const ErasureBody = z.object({ identityCheck: z.enum(IDENTITY_CHECKS).default('vouched') })

const days = (key: keyof RetentionDays) => {
  const { min, max } = RETENTION_LIMITS[key]
  return z.number().int().min(min, `At least ${min} ${min === 1 ? 'day' : 'days'}.`).max(max, `At most ${max} days.`).optional()
}

export const RetentionChange = z
  .object({ transcriptDays: days('transcriptDays'), leadDays: days('leadDays'), callDays: days('callDays'), messageDays: days('messageDays') })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'send at least one period')

export const RequestBody = z.object({
  kind: z.enum(REQUEST_KINDS),
  contactId: z.uuid().optional(),
  receivedOn: z.string().refine(isDay, 'Enter a day, such as 2026-11-24.').optional(),
})

export const RequestChange = z
  .object({ action: z.enum(['acknowledge', 'stop', 'resume', 'close']), outcome: z.enum(REQUEST_OUTCOMES).optional() })
  .refine((change) => (change.action === 'close') === (change.outcome !== undefined), { path: ['outcome'], message: 'goes with close, and only with it' })

export const RightsPageQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export const RequestsQuery = RightsPageQuery.extend({ open: z.enum(['true', 'false']).optional() })
