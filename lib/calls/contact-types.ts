import type { CallOutcome } from '#lib/calls/types.ts'
import type { Consent, LeadStatus } from '#lib/recovery/types.ts'
import type { BookingStatus } from '#lib/scheduling/types.ts'
import type { ContactSummary } from '#lib/tenancy/types.ts'

/** A contact with what a list says of their dealings with the clinic. Instants are RFC 3339 in the clinic's zone. */
export type ContactLine = ContactSummary & { lastCallAt: string | null; nextBookingAt: string | null; leadCount: number }

type Procedure = { slug: string; name: string } | null

/** What a person did and what was done with them, newest first. */
export type ContactLog = {
  calls: { id: string; startedAt: string; outcome: CallOutcome; isEmergency: boolean; hasTranscript: boolean; procedure: Procedure }[]
  bookings: { id: string; status: BookingStatus; start: string; end: string; practitionerId: string; practitioner: string; procedure: Procedure }[]
  leads: { id: string; status: LeadStatus; isRecovered: boolean; hungUpAt: string; procedure: Procedure }[]
  consents: Consent[]
  /** All there are, of which the lists above may show only the newest. */
  counts: { calls: number; transcripts: number; bookings: number; coming: number; leads: number; textsOut: number; textsIn: number }
}
