/** One step of an alert: a text to an on-call person, or their telephone rung. Instants are RFC 3339 in the clinic's zone. */
export type AlertNotice = {
  id: string
  step: number
  channel: 'text' | 'call'
  /** The on-call person, as the clinic named them then. */
  name: string
  /** `unknown`: no answer from the carrier; it is looked up, and tried once more after a minute. */
  state: 'queued' | 'sending' | 'unknown' | 'sent' | 'failed' | 'cancelled'
  reason: string | null
  /** What the carrier last said of a text. */
  delivery: string | null
  dueAt: string
  sentAt: string | null
}

/** A call in which a red flag was heard. Only its kind is known: what was said is not kept. */
export type Alert = {
  id: string
  callId: string
  kind: 'medical' | 'distress'
  raisedAt: string
  acknowledgedAt: string | null
  /** `on-call:<name>` of whoever answered OK, else the role and id of whoever pressed the button. */
  acknowledgedBy: string | null
  closedAt: string | null
  isTest: boolean
  /** Whether it was heard only when the call was over, so that the caller has not heard the fixed words. */
  isLate: boolean
  /** Whether the call still goes on. */
  isOnLine: boolean
  contact: { name: string | null; phone: string | null } | null
  notices: AlertNotice[]
}

/** Somebody whom the clinic wants told, in order of position, 1 to 3. */
export type OnCallContact = { position: number; name: string; phone: string; testedAt: string | null; confirmedAt: string | null }
