/** A possible time: free at the moment it is named, never stored. Instants are RFC 3339 with the clinic's offset. */
export type Slot = { start: string; end: string; practitionerId: string }

export type BookingStatus = 'held' | 'booked' | 'cancelled' | 'expired'

/** A booking as the outside sees it. */
export type Booking = {
  id: string
  status: BookingStatus
  start: string
  end: string
  practitionerId: string
  procedure: string
  contactId: string | null
  holdExpiresAt: string | null
  callId: string | null
}

/** Why a claim, a move or a cancellation did not happen. Each is an expected outcome, not an error. */
export type Refusal = {
  status: 403 | 409 | 422 | 503
  code:
    | 'forbidden'
    | 'slot_taken'
    | 'slot_unavailable'
    | 'age_confirmation_required'
    | 'age_refused'
    | 'idempotency_key_reused'
    | 'invalid_request'
    | 'not_bookable'
    | 'busy'
  say: string
  alternatives: Slot[]
  /** For `slot_unavailable`: outside_hours, time_off, too_soon, too_far. */
  reason?: string
}

export type ClaimOutcome = { ok: true; booking: Booking } | ({ ok: false } & Refusal)

export type Procedure = {
  id: string
  slug: string
  name: string
  durationMinutes: number
  pricePence: number | null
  ageRestricted: boolean
  practitionerIds: string[]
}

export type DiaryBooking = {
  id: string
  status: 'held' | 'booked'
  start: string
  end: string
  /** The booking with its buffers: what no other booking may overlap. */
  blockStart: string
  blockEnd: string
  practitionerId: string
  /** The price as the clinic lists it now; null when it lists none. */
  procedure: { slug: string; name: string; pricePence: number | null }
  /** Phone in E.164. */
  contact: { id: string; name: string; phone: string | null; email: string | null } | null
  source: 'voice' | 'dashboard' | 'api' | 'text' | 'page'
  callId: string | null
  /** The lead that it was booked or is held for, if any. */
  leadId: string | null
  holdExpiresAt: string | null
  /** How the copy in Google Calendar stands; 'off' when the practitioner has none. */
  mirror: 'off' | 'pending' | 'synced' | 'failed'
  /** Booked after Sarah's text to somebody who had hung up. */
  isRecovered: boolean
  /** Made by a call that the clinic tried the agent with. */
  isTest: boolean
  /** Whether the person came; null while nobody has said. */
  attended: boolean | null
}

export type DiaryColumn = {
  id: string
  name: string
  title: string
  /** When the practitioner works, time off already taken out. */
  open: { start: string; end: string }[]
  /** Busy in a calendar outside this product. */
  busy: { start: string; end: string }[]
  timeOff: { start: string; end: string; label: string }[]
}

/** Everything the calendar draws for a span of days. */
export type Diary = {
  timeZone: string
  today: string
  /** The last day that the clinic takes bookings for. */
  lastDay: string
  now: string
  days: string[]
  practitioners: DiaryColumn[]
  bookings: DiaryBooking[]
}

/** How the link to Google Calendar stands, in words for the owner. */
export type CalendarConnection = {
  state: 'connected' | 'needs_reauth' | 'failing' | 'off'
  /** What is wrong and what to do, a sentence; empty when all is well. */
  sentence: string
  pendingCount: number
  since: string | null
}
