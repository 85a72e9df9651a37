import type { ToolCallRequest, TurnFigures } from '#lib/voice/ports.ts'
import type { EndReason } from '#lib/voice/setting.ts'

/** One answer of the model, from the question until all of it is given to the voice. */
export type Answering = {
  controller: AbortController
  contextId: string
  /** The caller's words that it answers, and all that it says to them, once that is known. */
  asked: string
  text: string
  /** Begun on what the caller seems to have said; nothing of it is heard or done before the turn is over. */
  isSpeculative: boolean
  isStreaming: boolean
  isUsingTools: boolean
  /** What it wants to use as soon as the turn is over. */
  pendingTools: readonly ToolCallRequest[] | null
  hasFilled: boolean
  lastTokenAt: number
  figures: { requestAt: number; tokenAt: number; textAt: number }
}

/** What the parts of a call know of each other. LISTENING, THINKING and SPEAKING follow from what is open. */
export type CallState = {
  answering: Answering | null
  /** Whose first sound has not gone out; the model may have finished long before. */
  untold: Answering | null
  /** Said before the greeting is over, or while the caller is helped: nobody interrupts it. */
  isFixed: boolean
  isInterrupted: boolean
  isOver: boolean
  endAfterSpeech: EndReason | null
  ended: EndReason | null
  /** For how long nobody has said anything, and whether the caller was asked if they are there. */
  idleMs: number
  hasAskedIdle: boolean
  /** How long the model took to its first word, the last time. */
  modelMs: number
  lastSoundAt: number
  decidedAt: number
  heardFinalAt: number
  /** How often the model was asked before the turn was over, and how often that answer was the one that was given. */
  early: { begun: number; used: number }
  /** How often the caller spoke into what was being said, and was heard. */
  interruptions: number
}

export const newState = (): CallState => ({
  answering: null, untold: null, isFixed: false, isInterrupted: false, isOver: false, endAfterSpeech: null, ended: null, idleMs: 0, hasAskedIdle: false,
  modelMs: 0, lastSoundAt: 0, decidedAt: 0, heardFinalAt: 0, early: { begun: 0, used: 0 }, interruptions: 0,
})

/** The figures of a turn whose first sound goes out now. */
export function figuresOf({ figures }: Answering, { lastSoundAt, decidedAt, heardFinalAt }: CallState, now: number): TurnFigures {
  const since = (from: number, to: number) => (from > 0 && to >= from ? Math.round(to - from) : null)
  return {
    endpointingMs: since(lastSoundAt, decidedAt), transcriberMs: since(lastSoundAt, heardFinalAt), modelMs: since(figures.requestAt, figures.tokenAt), voiceMs: since(figures.textAt, now),
    turnMs: since(lastSoundAt, now),
  }
}
