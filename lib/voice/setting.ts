import type { Effects, Line, LlmPort, SttPort, TtsPort, TurnFigures } from '#lib/voice/ports.ts'
import type { Vad } from '#lib/voice/vad.ts'

export type CallSetting = {
  tag: string; prompt: string; greeting: string; keywords: readonly string[]
  /** The caller can be put through to somebody once the line is let go. */
  canTransfer: boolean
  /** A model that is slow is asked on words that the ears have not fixed yet, as well: sooner, and now and then for nothing. */
  thinksAhead?: boolean
  vad: Vad; stt: SttPort; tts: TtsPort; llm: LlmPort; line: Line; effects: Effects
  now?: () => number
  /** A call that goes on for longer is let go; fifteen minutes when nothing is said. */
  longestMs?: number
  /** Each turn's figures, once its first sound has gone out. */
  onFigures?: (figures: TurnFigures) => void
}
/** The same with a clock. */
export type Setting = CallSetting & { now: () => number }

/** Why a call came to its end, in the codes that the voice platform uses too. */
export type EndReason = 'customer-ended-call' | 'assistant-ended-call' | 'assistant-forwarded-call' | 'silence-timed-out' | 'exceeded-max-duration' | 'pipeline-error'

/** What is said in words of our own. */
export const lines = {
  filler: 'One moment, please. ',
  still: 'Are you still there? ',
  broken: 'I\'m sorry, I lost my thread. Could you say that once more? ',
  trouble: 'I\'m sorry, I\'m having trouble on my side. I\'ll put you through to the team. ',
  goodbye: 'Thank you for calling. Goodbye. ',
  waiting: { check_availability: 'Let me look at the diary. ', claim_slot: 'One moment while I book that. ' } as Record<string, string>,
}
