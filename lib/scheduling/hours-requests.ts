import { z } from 'zod'
import { UK_PARTS } from '#lib/shared/bank-holidays.ts'
import { isTime, MOST_SPANS, spanProblems } from '#lib/scheduling/spans.ts'
import { Instant } from '#lib/shared/instant.ts'
import { isDay } from '#lib/shared/time.ts'

const day = z.string().refine(isDay, 'Enter a day, such as 2026-12-25.')
const label = z.string().trim().max(80).default('')
const opens = z.string().refine(isTime, 'Enter a time, such as 09:00.')
const closes = z.string().refine((text) => isTime(text) || text === '24:00', 'Enter a time, such as 17:30; 24:00 is the end of the day.')
const span = z.object({ opens, closes })

const spans = z.array(span).max(MOST_SPANS, 'Two spans a day at most.').superRefine((given, context) => {
  for (const { index, field, message } of spanProblems(given)) context.addIssue({ code: 'custom', path: [index, field], message })
})

export const WeekBody = z.object({
  week: z.array(span.extend({ weekday: z.number().int().min(1).max(7) })).max(7 * MOST_SPANS).superRefine((given, context) => {
    for (let weekday = 1; weekday <= 7; weekday++) {
      const places = given.flatMap((one, n) => (one.weekday === weekday ? [n] : []))
      if (places.length > MOST_SPANS) context.addIssue({ code: 'custom', path: [places[MOST_SPANS]!], message: 'Two spans a day at most.' })
      for (const { index, field, message } of spanProblems(places.map((n) => given[n]!))) context.addIssue({ code: 'custom', path: [places[index]!, field], message })
    }
  }),
})

export const HoursChange = z.object({ bankHolidays: z.enum(UK_PARTS) })

export const ClosuresBody = z.object({
  closures: z.array(z.object({
    practitionerId: z.uuid().nullable().default(null).describe('Null for the whole clinic'),
    from: day,
    to: day.optional().describe('The last day; without it the first is the only one'),
    spans: spans.default([]).describe('Hours instead of the usual ones; none for closed'),
    label,
  })).min(1).max(40).describe('All of them or none'),
})

export const TimeOffBody = z.object({ practitionerId: z.uuid(), start: Instant, end: Instant, label })
  .refine(({ start, end }) => Date.parse(start) < Date.parse(end), { path: ['end'], message: 'The end comes after the beginning.' })
