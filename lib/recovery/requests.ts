import { z } from 'zod'
import { kindOfNumber } from '#lib/recovery/numbers.ts'
import { toE164 } from '#lib/shared/phone.ts'
import { isDay } from '#lib/shared/time.ts'

const day = z.string().refine(isDay, 'Enter a day, such as 2026-11-24.')

export const LeadsQuery = z.object({
  view: z.enum(['open', 'texted', 'recovered', 'not_texted', 'all']).default('all'),
  month: z.string().regex(/^[12]\d{3}-(0[1-9]|1[0-2])$/, 'Enter a month, such as 2026-11.').optional(),
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export const StaffText = z.object({ body: z.string().trim().min(1, 'Write something.').max(480, 'That is more than three texts.') })

export const LeadChange = z.object({ status: z.enum(['closed', 'open']) })

export const TaskChange = z.object({ done: z.boolean() })

export const LedgerQuery = z.object({ from: day, to: day, format: z.enum(['json', 'csv']).default('json') })
  .refine((span) => span.from <= span.to, { path: ['to'], message: 'The last day cannot be before the first.' })

export const TextSettingsBody = z.object({
  template: z.string().trim().min(20, 'A text needs a few words.').max(320, 'That is longer than two texts.').nullable(),
  isDiscreet: z.boolean(),
  isHoursBound: z.boolean(),
  needsConsent: z.boolean(),
})

const telephone = z.string().trim().max(40).refine((text) => toE164(text) !== null, 'This is no telephone number.').transform((text) => toE164(text)!)

/** A number to which a text can go: an alert must not be sent where nobody can read it. Numbers abroad are taken on trust. */
const textable = telephone.refine((phone) => kindOfNumber(phone) !== 'landline', 'No text can reach this number: give a mobile.')

export const OnCallBody = z.object({
  contacts: z.array(z.object({ name: z.string().trim().min(1, 'Who is it?').max(80, 'That name is too long.'), phone: textable })).max(3, 'Three at most.'),
}).refine(({ contacts }) => new Set(contacts.map((one) => one.phone)).size === contacts.length, { path: ['contacts'], message: 'Each number once.' })

export const OnCallTest = z.object({ position: z.number().int().min(1).max(3) })
