import { Answers } from '#lib/voice/answers.ts'
import { createMemory } from '#lib/voice/memory.ts'
import { FRAME_MS } from '#lib/voice/mulaw.ts'
import { Saying } from '#lib/voice/saying.ts'
import { lines, type CallSetting, type EndReason, type Setting } from '#lib/voice/setting.ts'
import { newState, type CallState } from '#lib/voice/state.ts'
import { TurnTaking } from '#lib/voice/turn-taking.ts'

/** When nobody says anything: asked once, then the call ends. */
const IDLE_ASK_MS = 9_000
const IDLE_END_MS = 20_000
const LONGEST_MS = 15 * 60_000

/** Ends a call in which nobody says anything, after having asked, and one that goes on for ever. */
function keepTime(state: CallState, saying: Saying, talkedMs: number, longestMs: number): void {
  const isPlaying = saying.speaking.isPlaying()
  state.idleMs = isPlaying || state.answering ? 0 : state.idleMs + FRAME_MS
  if (state.idleMs >= IDLE_END_MS) saying.finish('silence-timed-out')
  else if (state.idleMs >= IDLE_ASK_MS && !state.hasAskedIdle && !isPlaying) {
    state.hasAskedIdle = true
    saying.announce(lines.still)
  }
  if (talkedMs > longestMs) saying.finish('exceeded-max-duration')
}

/**
 * One telephone call on streams: LISTENING, THINKING and SPEAKING follow from what is open. Every result carries the turn that it belongs to
 * and is dropped when that is over. Nothing of what was said leaves this but by `turns`.
 */
export function createVoiceCall(given: CallSetting) {
  const setting: Setting = { ...given, now: given.now ?? (() => performance.now()) }
  const began = setting.now()
  const state = newState()
  const memory = createMemory(setting.prompt)
  const saying = new Saying(setting, state, memory)
  const answers = new Answers(setting, state, memory, saying)
  const turnTaking = new TurnTaking({ setting, state, memory, saying, answers }, () => stt.flush())
  const { hearing } = turnTaking
  const stt = setting.stt.open({ tag: setting.tag, keywords: setting.keywords }, {
    onTranscript: (transcript) => { if (!state.isOver) hearing.transcript(transcript) },
    onUtteranceEnd: () => { if (!state.isOver) hearing.utteranceEnd() },
    onLost: () => { if (!state.isOver) saying.trouble() },
  })

  return {
    /** Greets, in full: its notice counts only when it was heard to its end. */
    start: () => {
      setting.llm.warmUp()
      saying.announce(setting.greeting, { fixed: true })
    },
    frame: (frame: Buffer) => {
      if (state.isOver) return
      stt.hear(frame)
      hearing.frame(setting.vad.isSpeech(frame))
      answers.watch()
      turnTaking.settle()
      keepTime(state, saying, setting.now() - began, setting.longestMs ?? LONGEST_MS)
    },
    reached: (mark: string) => saying.speaking.reached(mark),
    /** The line is gone. What was said is left for whoever reports the call; nothing of it is kept here. */
    end: (reason: EndReason = 'customer-ended-call') => {
      const { turns, toolCalls } = memory
      if (!state.isOver) {
        saying.giveUp()
        state.isOver = true
        stt.close()
        saying.close()
        setting.vad.close()
      }
      const counts = { agentCutShort: state.interruptions, askedInVain: state.early.begun - state.early.used }
      return { turns: turns.filter((one) => one.text.trim() !== ''), toolCalls, counts, reason: state.ended ?? reason }
    },
  }
}

export type VoiceCall = ReturnType<typeof createVoiceCall>
