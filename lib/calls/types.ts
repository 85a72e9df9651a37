import type { TurnLatency } from '#lib/calls/latency/types.ts'

export type CallStatus = 'scheduled' | 'queued' | 'ringing' | 'in-progress' | 'forwarding' | 'ended'

export type CallOutcome = 'booked' | 'not-booked' | 'in-progress' | 'transferred'

export type CallSummary = {
  id: string
  vapiCallId: string
  status: CallStatus
  outcome: CallOutcome
  startedAt: string
  endedAt: string | null
  durationSeconds: number | null
  endedReason: string | null
  contact: { id: string; name: string } | null
  procedure: { slug: string; name: string } | null
  isTest: boolean
  /** Something in the call may have been an emergency; never which. */
  isEmergency: boolean
}

export type ToolCallRecord = {
  id: string
  name: string
  status: number
  code: string | null
  say: string
  at: string
  tookMs: number
}

export type Utterance = { role: 'assistant' | 'user'; text: string; at: string | null }

/**
 * `kept`: the call is not over, or its report has not come. `pending`: asked to delete, and asked again until done. `refused`: the
 * platform will not, for `reason` (a sentence of ours). `deleted`: gone there since `at`.
 */
export type VendorCopy = { state: 'kept' | 'pending' | 'refused' | 'deleted'; at: string | null; reason: string | null }

/**
 * Which calls. `from` and `to` are civil dates of the clinic, both included; `q` is looked for in the contact's name, at the end of
 * their number and in what was said, without regard to case.
 */
export type CallFilter = {
  status?: CallStatus | undefined
  /** `emergency` are the calls marked so, whatever became of them. */
  outcome?: CallOutcome | 'emergency' | undefined
  procedure?: string | undefined
  from?: string | undefined
  to?: string | undefined
  q?: string | undefined
}

export type CallDetail = CallSummary & {
  toolCalls: ToolCallRecord[]
  bookings: { id: string; status: string; start: string; end: string; practitionerId: string }[]
  /** Redacted utterances, in order; `at` is null where the platform did not say when. Empty while the call goes on. */
  transcript: Utterance[]
  /** When the words were kept, also where retention has deleted them since; null when none ever were. */
  transcriptAt: string | null
  /** When the person was erased: nobody and no words belong to the call any more. */
  erasedAt: string | null
  leadId: string | null
  /** The voice platform's own copy of the call: whether it was deleted there, and when. */
  vendorCopy: VendorCopy
  /** Averages over the call in milliseconds, as the voice platform reported them. */
  latency: Record<string, number>
  /** Each turn of it, in milliseconds; empty where the platform gave no figures. */
  turns: TurnLatency[]
}

/** How a simulated call ends. `recovered`: booked by text after hanging up; `hung-up`: not (yet); `helped`: sent to 999, and the clinic told. */
export type SimulatedOutcome = 'booked' | 'refused' | 'recovered' | 'hung-up' | 'helped'

/** What a simulated call shows as it happens, one JSON object a line (NDJSON). `line` tells two callers apart. */
export type SimulatedCallEvent =
  | { type: 'message'; line: 1 | 2; message: string; status: number; tookMs: number }
  | { type: 'turn'; line: 1 | 2; role: 'assistant' | 'caller'; text: string }
  | { type: 'tool-call'; line: 1 | 2; id: string; name: string; arguments: Record<string, unknown> }
  | { type: 'tool-result'; line: 1 | 2; id: string; name: string; result: Record<string, unknown>; tookMs: number }
  | { type: 'text'; line: 1 | 2; direction: 'out' | 'in'; body: string }
  | { type: 'booked'; line: 1 | 2; booking: { id: string; start: string; end: string; practitionerId: string; procedure: string } }
  | { type: 'done'; line: 1 | 2; outcome: SimulatedOutcome; callId: string; leadId: string | null }
  | { type: 'problem'; title: string; detail: string }
