/**
 * What the models saw of one turn; instants of this process's clock in milliseconds. The stopwatch is on the providers' and the caller's side,
 * so that the pipeline measures nothing of itself.
 */
export type TurnTimes = {
  speechStartAt?: number
  /** The last sample of the caller's words, as spoken. */
  speechEndAt?: number
  /** Finalize reached Deepgram after the last word, or its own rule of silence ended the turn. */
  endedAt?: number
  /** The final text that holds the last word left Deepgram. */
  finalAt?: number
  /** The request that was answered reached the LLM. Earlier than `finalAt` when it began on interims. */
  llmRequestAt?: number
  firstTokenAt?: number
  /** The token that completes the first clause left the LLM. */
  clauseAt?: number
  /** All requests of the turn: those begun too early are given up and count here. */
  llmRequests: number
  firstTextAt?: number
  firstAudioAt?: number
  /** The draws that the turn met, for the batch way to meet the same. */
  drawnMs: { stt?: number; llm?: number; tts?: number }
}

export type Stopwatch = {
  turn: (tag: string, turn: number) => TurnTimes
  take: (tag: string) => TurnTimes[]
}

/** Keeps the times of each call until they are taken. */
export function createStopwatch(): Stopwatch {
  const calls = new Map<string, TurnTimes[]>()
  return {
    turn: (tag, turn) => {
      const turns = calls.get(tag) ?? []
      calls.set(tag, turns)
      return (turns[turn] ??= { llmRequests: 0, drawnMs: {} })
    },
    take: (tag) => {
      const turns = calls.get(tag) ?? []
      calls.delete(tag)
      return turns
    },
  }
}
