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

export type CallDetail = CallSummary & {
  toolCalls: ToolCallRecord[]
  bookings: { id: string; status: string; start: string; end: string; practitionerId: string }[]
  /** Redacted utterances; empty until a transcript has passed redaction. */
  transcript: { role: 'assistant' | 'user'; text: string; at: string }[]
  /** Averages over the call in milliseconds, as the voice platform reported them. */
  latency: Record<string, number>
}

/** How a simulated call ends. `recovered`: booked by text after hanging up; `hung-up`: not (yet). */
export type SimulatedOutcome = 'booked' | 'refused' | 'recovered' | 'hung-up'

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
