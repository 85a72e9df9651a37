/**
 * A lead is somebody who rang, was understood, and left without a booking. `waiting`: a text is due; `held`: it waits for
 * permitted hours; `contacted`, `replied`, `booked`; `not_permitted` and `needs_person` say why in `reason`; `closed` by hand or by STOP.
 */
export type LeadStatus = 'waiting' | 'held' | 'contacted' | 'replied' | 'booked' | 'not_permitted' | 'needs_person' | 'closed'

/** Why a lead gets no text, or needs a person. */
export type LeadReason =
  | 'refused' | 'not_offered' | 'needs_consent' | 'opted_out' | 'under_age' | 'emergency' | 'booked_meanwhile' | 'rang_again' | 'test_call'
  | 'withheld' | 'landline' | 'foreign' | 'unclear' | 'undeliverable' | 'unconfirmed' | 'asked_for_call' | 'closed' | 'reopened'

/** How far the call came before it ended. */
export type Stage = 'greeted' | 'named' | 'asked' | 'offered' | 'chose'

/** How the five-minute promise stands for a lead. */
export type Promptness = 'in_time' | 'late' | 'pending' | 'held' | 'not_permitted' | 'needs_person' | 'booked_meanwhile' | 'closed'

/** A time that was offered, RFC 3339 in the clinic's zone. */
export type Offer = { start: string; practitionerId: string }

/**
 * What a text is for. `recovery`: the one text after a lost call; `booked`, `offer`, `ask_age`, `ask_name`, `call_ack`, `help`:
 * automatic answers to a reply; `staff`: written by a person at the clinic; `reply`: from the person, inbound.
 */
export type MessageKind = 'recovery' | 'booked' | 'offer' | 'ask_age' | 'ask_name' | 'call_ack' | 'help' | 'staff' | 'reply'

/**
 * Where a text is: `queued`, `held` for permitted hours, `sending` (the attempt is committed), `unknown` (no answer from the
 * carrier: it is looked up, never simply sent again), `accepted`, `failed`, `cancelled`, `needs_review`; `received` inbound.
 */
export type MessageState = 'queued' | 'held' | 'sending' | 'unknown' | 'accepted' | 'failed' | 'cancelled' | 'needs_review' | 'received'

export type LeadMessage = {
  id: string
  direction: 'out' | 'in'
  kind: MessageKind
  /** Null until it is written, or when it was erased. */
  body: string | null
  state: MessageState
  /** What the carrier last said: queued, sent, delivered, undelivered, failed. */
  delivery: string | null
  reason: string | null
  createdAt: string
  acceptedAt: string | null
  deliveredAt: string | null
}

export type LeadSummary = {
  id: string
  status: LeadStatus
  reason: LeadReason | null
  stage: Stage
  promptness: Promptness
  procedure: { slug: string; name: string } | null
  contact: { id: string; name: string | null; phone: string | null } | null
  callId: string
  createdAt: string
  hungUpAt: string
  deadlineAt: string
  contactedAt: string | null
  repliedAt: string | null
  bookedAt: string | null
  /** When somebody at the clinic closed it; null for one that STOP closed, which nobody opens again. */
  closedAt: string | null
  bookingId: string | null
  /** Price of the procedure at the clinic when it was booked; null when not booked or not listed. */
  valuePence: number | null
  /** Booked after Sarah's text, not by itself before it. */
  isRecovered: boolean
  isTest: boolean
}

/** The evidence for texting (or ringing) somebody: what was said or heard, when, under which script. */
export type Consent = {
  id: string
  channel: 'text' | 'call'
  value: 'granted' | 'offered_not_refused' | 'refused' | 'not_offered'
  /** Which route of PECR reg. 22: a message that was asked for, or the soft opt-in. Null for refusals. */
  basis: 'solicited' | 'soft_opt_in' | null
  /** The notice or the fixed phrase that was matched; never free speech. */
  words: string
  source: 'greeting' | 'tool' | 'caller' | 'reply'
  scriptVersion: string
  heardAt: string
}

export type CallBack = { id: string; state: string; reason: string | null; dueAt: string; placedAt: string | null }

export type LeadDetail = LeadSummary & {
  messages: LeadMessage[]
  offered: Offer[]
  /** The hold that keeps the offered time, while it lives. */
  hold: { start: string; end: string; expiresAt: string; practitionerId: string } | null
  booking: { id: string; status: string; start: string; end: string; practitionerId: string; attended: boolean | null } | null
  consents: Consent[]
  callBack: CallBack | null
  /** Whether the clinic's staff may write to the person now; false after STOP. */
  mayWrite: boolean
}

/** One line of the five-minute ledger: every instant RFC 3339 in the clinic's zone, null when it has not come. */
export type LedgerLine = {
  leadId: string; callId: string; procedure: string | null; promptness: Promptness; reason: string | null
  hungUpAt: string; eligibleAt: string; claimedAt: string | null; acceptedAt: string | null; deliveredAt: string | null
  repliedAt: string | null; bookedAt: string | null; attendedAt: string | null
  /** From hanging up to the carrier's acceptance. */
  secondsToAccepted: number | null
}

export type Ledger = {
  from: string; to: string
  /** Leads whose text was permitted at once, and how soon the carrier accepted it. */
  counted: number; inTime: number; late: number; pending: number; held: number; notPermitted: number; needsPerson: number
  secondsP50: number | null; secondsP95: number | null
}

/** What the dashboard warns of: nobody is sending, or a lead is past four minutes. */
export type Alarm = { isWorkerSilent: boolean; overdue: { leadId: string; hungUpAt: string; deadlineAt: string }[] }

/** How this clinic texts. */
export type TextSettings = {
  /** With {clinic}, {name}, {treatment}, {time}, {phone}; null is the shipped template. */
  template: string | null
  /** Says "consultation" for every treatment: a text can be read on a locked screen. */
  isDiscreet: boolean
  /** Sends the recovery text only in permitted hours; else it follows the call at any hour. */
  isHoursBound: boolean
  /** Texts only who said yes in the call (solicited), not who merely did not refuse. */
  needsConsent: boolean
}

/** Open items for a person, the dashboard's list of whom to ring. */
export type StaffTask = {
  id: string; kind: 'call_back' | 'age_review' | 'calendar_conflict' | 'lead' | 'reply' | 'emergency' | 'request_due'; reason: string | null
  createdAt: string; leadId: string | null; callId: string | null; bookingId: string | null
  contact: { name: string | null; phone: string | null } | null; procedure: string | null
  /** It comes from a test call, whose caller is invented: nobody is to be rung. */
  isTest: boolean
}

/** Pounds recovered in a month: booked after Sarah's text, at the clinic's own prices. */
export type Recovered = { month: string; pence: number; bookings: number; texted: number }

/** What the page behind a link shows to whoever holds it: of the person no more than Sarah's text says, the treatment by its public label. */
export type BookingPage = {
  clinicName: string; clinicPhone: string; timeZone: string
  /** In the middle of a sentence; "consultation" when it is prescription-only, not known, or the clinic is discreet. */
  treatment: string
  /** How long the times shown here take, each length once, shortest first; it may differ by practitioner. */
  minutes: number[]
  /** Names by id, of whoever may be met at a time shown here. */
  practitioners: Record<string, string>
  /** The kept time, while it is kept. */
  held: (Offer & { keptUntil: string }) | null
  /** Other free times, soonest first. */
  slots: Offer[]
  /** Set once the link has booked: then there is nothing else to do here. */
  booked: Offer | null
  /** Whether this person's age must be confirmed, and whether we still need a name. */
  needsAge: boolean; needsName: boolean
}

export type BookByLink =
  | { ok: true; start: string }
  | { ok: false; code: 'taken' | 'age_required' | 'age_refused' | 'name_required' | 'expired' | 'busy' | 'too_many'; say: string; alternatives: Offer[] }
