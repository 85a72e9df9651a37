import { z } from 'zod'
import { isDay } from '#lib/shared/time.ts'

const day = z.string().refine(isDay, 'Enter a day, such as 2026-11-24.')
const pages = { cursor: z.string().max(200).optional() }
const filters = {
  outcome: z.enum(['booked', 'not-booked', 'in-progress', 'transferred', 'emergency']).optional(),
  procedure: z.string().min(1).max(80).optional(),
  from: day.optional(),
  to: day.optional(),
}

/** `from` and `to` are dates of the clinic, both included. */
export const CallsQuery = z.object({
  ...pages,
  ...filters,
  limit: z.coerce.number().int().min(1).max(200).default(50),
  status: z.enum(['scheduled', 'queued', 'ringing', 'in-progress', 'forwarding', 'ended']).optional(),
})

/** What is looked for may be a name, so it travels in a body and never in an address. */
export const CallSearch = z.object({
  ...pages,
  ...filters,
  q: z.string().trim().max(100).optional(),
  limit: z.number().int().min(1).max(200).default(50),
})

export const SimulationRequest = z.object({ kind: z.enum(['booking', 'race', 'hang-up', 'unwell']) })

/** Who answers the telephone (`path`) and, with Vapi, whose model thinks (`brain`); what is left out stays. */
export const VoiceSettings = z.object({ path: z.enum(['vapi', 'stream']).optional(), brain: z.enum(['vapi', 'ours']).optional() })

/** Two dates of the clinic, both included; at most a year. */
export const LatencyQuery = z.object({ from: day.optional(), to: day.optional() }).refine(({ from, to }) => !from || !to || from <= to, { path: ['to'], message: 'The last day cannot be before the first.' })
