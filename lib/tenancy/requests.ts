import { z } from 'zod'

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
