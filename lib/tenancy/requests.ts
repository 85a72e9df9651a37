import { z } from 'zod'
import { Instant } from '#lib/shared/instant.ts'
import { SCOPES } from '#lib/shared/scopes.ts'

export const ContactsQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** What is looked for is a name or a number, so it travels in a body and never in an address. */
export const ContactSearch = z.object({
  q: z.string().trim().min(1).max(100),
  cursor: z.string().max(200).optional(),
  limit: z.number().int().min(1).max(200).default(50),
})

export const KeyRequest = z.object({
  label: z.string().trim().min(1, 'Give it a name, so that you know it again.').max(60, 'Sixty letters at most.'),
  scopes: z.array(z.enum(SCOPES)).min(1, 'Choose at least one thing that it may do.'),
  expiresAt: Instant.optional(),
})

export const TrailQuery = z.object({
  cursor: z.string().regex(/^\d{1,18}$/, 'not a cursor').optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
