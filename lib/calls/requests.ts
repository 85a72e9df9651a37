import { z } from 'zod'

export const CallsQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  status: z.enum(['scheduled', 'queued', 'ringing', 'in-progress', 'forwarding', 'ended']).optional(),
})

export const SimulationRequest = z.object({ kind: z.enum(['booking', 'race', 'hang-up']) })
