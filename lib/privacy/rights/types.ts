import type { Day } from '#lib/shared/time.ts'

/** Who holds something of a person: our own database, and those who act for the clinic. */
export type Processor = 'database' | 'google' | 'twilio' | 'vapi'

/** `refused`: somebody has to mend something first; it is asked for again all the same, once a day. */
export type ReceiptState = 'pending' | 'done' | 'refused'

/** What one processor did with one thing that it held. `reason` is a sentence of ours. Instants are RFC 3339 in the clinic's zone. */
export type Receipt = {
  processor: Processor; state: ReceiptState; reason: string | null; attempts: number; nextAt: string | null; doneAt: string | null
}

/** How the clinic made sure that whoever asked is the person. */
export const IDENTITY_CHECKS = ['known_number', 'in_person', 'document', 'vouched'] as const
export type IdentityCheck = (typeof IDENTITY_CHECKS)[number]

/** The proof that a person was erased. `requestedBy` is role and user id (`authenticated:<id>`, `api_client`), `contactId` the id that is gone. */
export type Erasure = {
  id: string; state: 'pending' | 'done'; contactId: string; identityCheck: IdentityCheck; requestedBy: string
  requestedAt: string; completedAt: string | null; receipts: Receipt[]
}

/** How many days each kind of data is kept. */
export type RetentionDays = { transcriptDays: number; leadDays: number; callDays: number; messageDays: number }
export type Retention = RetentionDays & { updatedAt: string | null }

/** What a clinic may choose, in days; the most is also what holds when nothing was chosen. */
export const RETENTION_LIMITS: Record<keyof RetentionDays, { min: number; max: number; default: number }> = {
  transcriptDays: { min: 1, max: 90, default: 90 },
  leadDays: { min: 1, max: 90, default: 90 },
  callDays: { min: 30, max: 395, default: 395 },
  messageDays: { min: 30, max: 395, default: 395 },
}

/** Rows that a sweep deleted or, for leads, made anonymous. `transcripts` counts utterances. */
export type Swept = { transcripts: number; leads: number; contacts: number; calls: number; messages: number; views: number }

export type RetentionRun = { at: string; swept: Swept }

/** The periods, the last thirty sweeps, and how many rows are held now. */
export type RetentionReport = Retention & {
  lastRun: RetentionRun | null
  runs: RetentionRun[]
  held: { transcripts: number; leads: number; contacts: number; calls: number; messages: number; bookings: number; consents: number; views: number }
}

export const REQUEST_KINDS = ['access', 'erasure', 'objection', 'rectification', 'complaint'] as const
export type RequestKind = (typeof REQUEST_KINDS)[number]
export const REQUEST_OUTCOMES = ['granted', 'partly', 'refused', 'withdrawn'] as const
export type RequestOutcome = (typeof REQUEST_OUTCOMES)[number]

/** What a person asked of the clinic, and its clock. `acknowledgeBy` is set for complaints alone; `stoppedAt` while the clock stands still. */
export type RightsRequest = {
  id: string; kind: RequestKind; contact: { id: string; name: string | null } | null
  receivedOn: Day; dueOn: Day; acknowledgeBy: Day | null; acknowledgedAt: string | null
  stoppedAt: string | null; completedAt: string | null; outcome: RequestOutcome | null; createdBy: string; createdAt: string
}

/** Somebody looked. `actor` is role and user id; `subjectId` a call, a lead or a contact, which may be gone. */
export type View = { id: string; actor: string; kind: 'transcript' | 'lead' | 'contact' | 'export'; subjectId: string; at: string }

/** One page of a list, newest first. */
export type Page<T> = { items: T[]; nextCursor: string | null }
export type PageWish = { cursor?: string | undefined; limit?: number | undefined }
