import { z } from 'zod'
import { Instant } from '#lib/shared/instant.ts'
import { toE164 } from '#lib/shared/phone.ts'

export const Phone = z.string().max(40).transform((text, context) => {
  const number = toE164(text)
  if (number) return number
  context.addIssue({ code: 'custom', message: 'Enter a telephone number, such as 07700 900123.' })
  return z.NEVER
})

export const Contact = z.object({
  // As the clinic's own people write it; only what a caller or a model says is reduced to a name.
  name: z.string().trim().min(1, 'Enter a name.').max(120),
  phone: Phone.optional(),
  email: z.email().max(254).optional(),
})

export const BookingRequest = z.object({
  procedure: z.string().min(1).max(60),
  practitionerId: z.uuid().optional(),
  start: Instant,
  contact: Contact,
  callId: z.string().min(1).max(100).optional(),
  ageConfirmed: z.boolean().optional(),
  hold: z.boolean().optional(),
})

export const BookingChange = z
  .object({ start: Instant.optional(), practitionerId: z.uuid().optional(), status: z.literal('booked').optional(), ageConfirmed: z.boolean().optional(), attended: z.boolean().nullable().optional() })
  .refine((change) => [change.start, change.status, change.attended].filter((one) => one !== undefined).length === 1, 'Send one of start, status and attended.')

export const AvailabilityQuery = z.object({
  procedure: z.string().min(1).max(60),
  from: Instant,
  to: Instant,
  practitionerId: z.uuid().optional(),
  moving: z.uuid().optional().describe('A booking of this clinic that is to be moved: its own time counts as free, and the procedure is its own.'),
})

export const SpanQuery = z.object({
  from: Instant.optional(),
  to: Instant.optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(100),
}).refine(({ from, to }) => !from || !to || Date.parse(from) <= Date.parse(to), { path: ['to'], message: 'The end cannot be before the beginning.' })

export const IdempotencyKey = z.string().min(1).max(255).optional()
