import type { DangerKind } from '#lib/calls/red-flags.ts'

/**
 * What was heard from `startsAt` on, in seconds of the call's sound: `isFinal` fixes it, `endsTurn` says that the caller seems to have finished,
 * `isFlush` answers a request to fix it now.
 */
export type Transcript = { text: string; startsAt: number; isFinal: boolean; endsTurn: boolean; isFlush: boolean }

/** Ears for one call. Sound goes in as mu-law frames; what is heard comes back by `onTranscript`. */
export type SttStream = {
  hear: (frame: Buffer) => void
  /** Fixes what was heard so far, now. Usually answered by a transcript with `isFlush`; not always. */
  flush: () => void
  close: () => void
}
export type SttEvents = { onTranscript: (transcript: Transcript) => void; onUtteranceEnd: () => void; onLost: () => void }
export type SttPort = { open: (call: { tag: string; keywords: readonly string[] }, events: SttEvents) => SttStream }

/** A voice for one call: contexts are turns, and what comes of a cancelled one is dropped before it is told of. */
export type TtsStream = {
  /** Says a piece of a context; pieces follow one another. */
  say: (contextId: string, text: string) => void
  /** Nothing more comes in this context. */
  finish: (contextId: string) => void
  cancel: (contextId: string) => void
  close: () => void
}
export type TtsEvents = { onAudio: (contextId: string, audio: Buffer) => void; onDone: (contextId: string) => void; onFailed: (contextId: string) => void }
export type TtsPort = { open: (call: { tag: string }, events: TtsEvents) => TtsStream }

export type ToolCallRequest = { id: string; name: string; arguments: string }
export type Message =
  | { role: 'system' | 'user'; content: string }
  | { role: 'assistant'; content: string | null; tool_calls?: { id: string; type: 'function'; function: { name: string; arguments: string } }[] }
  | { role: 'tool'; tool_call_id: string; content: string }

/** One answer of a model as it is written: words first, or tools to use. Throws when it fails; ends at once when aborted. */
export type LlmEvent = { type: 'text'; text: string } | { type: 'tools'; calls: ToolCallRequest[] }
export type LlmPort = { answer: (messages: readonly Message[], signal: AbortSignal) => AsyncIterable<LlmEvent>; warmUp: () => void }

/** The caller's line: what is played, where playing has got to, and its end. */
export type Line = {
  play: (audio: Buffer) => void
  /** Comes back by `VoiceCall.reached` once everything before it was played. */
  mark: (name: string) => void
  /** Empties what was sent and not yet played. */
  clear: () => void
  hangUp: () => void
}

export type ToolOutcome = { id: string; name: string; say: string; status: number; isTransfer: boolean; isForced: boolean; result: string }

/** What a call does to the world; the same functions as behind the webhook. */
export type Effects = {
  useTools: (calls: readonly ToolCallRequest[], turns: readonly SpokenTurn[]) => Promise<ToolOutcome[]>
  /** Somebody may be in danger: whoever is on call is told. The fixed words are said whatever comes of it. */
  raiseAlert: (kind: DangerKind) => Promise<void>
  /** The caller has said something more; told once the answer is under way. */
  noteHeard: (turns: readonly SpokenTurn[]) => void
}

export type SpokenTurn = { role: 'caller' | 'assistant'; text: string; at: Date }

/** Milliseconds of one turn as the pipeline itself saw it; null where nothing was seen. `gapHeard`: caller's last word to our first sound. */
export type TurnFigures = { endpointingMs: number | null; transcriberMs: number | null; modelMs: number | null; voiceMs: number | null; turnMs: number | null }
