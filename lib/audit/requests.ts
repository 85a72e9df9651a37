import { z } from 'zod'

export const LiveTestsQuery = z.object({
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(100).default(25),
})

export const AuditsQuery = LiveTestsQuery

/** `report`: the report alone, as a file. */
export const AuditQuery = z.object({ format: z.enum(['json', 'report']).default('json') })
