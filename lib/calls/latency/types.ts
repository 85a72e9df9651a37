/** Milliseconds of one turn; null where the platform did not say. */
export type TurnLatency = {
  modelMs: number | null; voiceMs: number | null; transcriberMs: number | null; endpointingMs: number | null
  /** As the platform sums it up; transport and playing are not in it. */
  turnMs: number | null
  /** From the caller's last word to the agent's first. */
  gapHeardMs: number | null
}

export const parts = ['endpointingMs', 'transcriberMs', 'modelMs', 'voiceMs'] as const
export type Part = (typeof parts)[number]

export type Spread = { n: number; p50: number | null; p95: number | null; p99: number | null }
export type DayFigures = { day: string; n: number; turnMsP50: number | null; turnMsP95: number | null; turnMsP99: number | null; gapHeardMsP50: number | null; gapHeardMsP95: number | null }
/** `version`: which settings of the assistant the calls were answered with, null where nobody said. */
export type VersionFigures = { version: string | null; n: number; turnMsP50: number | null; turnMsP95: number | null; turnMsP99: number | null }
export type SlowTurn = { callId: string; position: number; at: string; turnMs: number }
export type AnswerFigures = { kind: string; n: number; p50: number; p95: number; p99: number }

/** How a clinic's calls were answered between two days, both included. */
export type LatencyFigures = {
  from: string; to: string
  turns: Spread; gapHeard: Spread
  parts: Record<Part, Spread>
  days: DayFigures[]
  versions: VersionFigures[]
  slowest: SlowTurn[]
  /** Our own answers to the voice platform. */
  answers: AnswerFigures[]
}
