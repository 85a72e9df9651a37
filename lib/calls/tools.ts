import { z } from 'zod'

const slug = z.string().trim().min(1).max(80)
const day = z.string().trim().min(10).max(40)

/** What each tool takes, from a language model that wrote down what a caller said: nothing here is trusted, only understood. */
export const toolArguments = {
  check_availability: z.object({
    procedure: slug.describe('The procedure the caller asked about, as a slug'),
    from: day.optional().describe('First acceptable date, YYYY-MM-DD, clinic time'),
    to: day.optional().describe('Last acceptable date, YYYY-MM-DD, clinic time'),
    practitionerId: z.uuid().optional().describe('Only when the caller asked for a certain person'),
  }),
  claim_slot: z.object({
    procedure: slug.describe('The procedure, as a slug'),
    start: z.string().trim().min(16).max(40).describe('The start that was offered, RFC 3339 with offset, exactly as it was returned'),
    practitionerId: z.uuid().optional().describe('The practitionerId that was returned with the time'),
    name: z.string().trim().min(1).max(120).describe('The name of the person who is coming'),
    phone: z.string().trim().max(40).optional().describe('Only when the caller gave another number than the one they ring from'),
    ageConfirmed: z.boolean().optional().describe('true when the caller said that the person coming is 18 or over, false when not; leave out when it was not asked'),
  }),
  capture_lead: z.object({
    name: z.string().trim().max(120).optional(),
    phone: z.string().trim().max(40).optional(),
    procedure: slug.optional(),
    textsOk: z.boolean().optional().describe('true when the caller agreed to be texted if the call is cut off, false when they refused texts; leave out when it was neither asked nor said'),
    callBack: z.boolean().optional().describe('true only when the caller asked to be rung back'),
  }),
  reschedule_booking: z.object({
    start: z.string().trim().min(16).max(40).describe('The new start, RFC 3339 with offset'),
    bookingId: z.uuid().optional(),
    practitionerId: z.uuid().optional(),
  }),
  cancel_booking: z.object({ bookingId: z.uuid().optional() }),
  transfer_to_human: z.object({ reason: z.string().max(200).optional() }),
} as const

export type ToolName = keyof typeof toolArguments

export const isToolName = (name: string): name is ToolName => Object.hasOwn(toolArguments, name)

/** What the model is told about each tool. */
export const toolDescriptions: Record<ToolName, string> = {
  check_availability: 'Find free times for a procedure. Always call this before offering a time.',
  claim_slot: 'Book a time that the caller has agreed to out loud. If the answer has status 409, say its "say" and offer its alternatives.',
  capture_lead: 'Keep the name, number or procedure of a caller as soon as you know them, before any booking; and whether they want to be texted or rung back.',
  reschedule_booking: 'Move the caller\'s booking to another time.',
  cancel_booking: 'Cancel the caller\'s booking.',
  transfer_to_human: 'The caller wants a person, or you cannot help.',
}
