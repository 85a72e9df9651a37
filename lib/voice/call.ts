import { dangerOf, emergencyScript } from '#lib/calls/red-flags.ts'
import { createChunker } from '#lib/voice/chunker.ts'
import { createHearing, isAcknowledgement } from '#lib/voice/hearing.ts'
import { createMemory } from '#lib/voice/memory.ts'
import { FRAME_MS } from '#lib/voice/mulaw.ts'
import type { Effects, Line, LlmEvent, LlmPort, Message, SttPort, ToolCallRequest, TtsPort, TurnFigures } from '#lib/voice/ports.ts'
import { createSpeaking } from '#lib/voice/speaking.ts'
import type { Vad } from '#lib/voice/vad.ts'

/** Somebody who speaks for so long into what is said is meant to be heard. */
const INTERRUPT_MS = 140
/** A voice that goes on for so long has taken its turn back before the answer began. */
const RESUMED_MS = 100
const FILLER_AFTER_MS = 2_500
const GIVE_UP_AFTER_MS = 8_000
/** A model that has begun and falls silent for so long says no more. */
const STALLED_AFTER_MS = 4_000
const MODEL_TRIES = 2
/** A kept connection to the model is let go of by either side after some seconds; it is opened again while the caller speaks. */
const WARM_FOR_MS = 3_000
/** When nobody says anything: asked once, then the call ends. */
const IDLE_ASK_MS = 9_000
const IDLE_END_MS = 20_000
const LONGEST_MS = 15 * 60_000

const lines = {
  filler: 'One moment, please. ',
  still: 'Are you still there? ',
  broken: 'I\'m sorry, I lost my thread. Could you say that once more? ',
  trouble: 'I\'m sorry, I\'m having trouble on my side. I\'ll put you through to the team. ',
  goodbye: 'Thank you for calling. Goodbye. ',
  waiting: { check_availability: 'Let me look at the diary. ', claim_slot: 'One moment while I book that. ' } as Record<string, string>,
}

export type CallSetting = {
  tag: string; prompt: string; greeting: string; keywords: readonly string[]
  /** The caller can be put through to somebody once the line is let go. */
  canTransfer: boolean
  vad: Vad; stt: SttPort; tts: TtsPort; llm: LlmPort; line: Line; effects: Effects
  now?: () => number
  /** Each turn's figures, once its first sound has gone out. */
  onFigures?: (figures: TurnFigures) => void
}

type Answering = {
  id: number; controller: AbortController; text: string; contextId: string; asked: string
  /** Begun on what the caller seems to have said; nothing of it is heard or done before the turn is over. */
  isSpeculative: boolean
  isStreaming: boolean; isUsingTools: boolean; hasFilled: boolean; lastTokenAt: number
  figures: { requestAt: number; tokenAt: number; textAt: number }
}

/** Why a call came to its end, in the codes that the voice platform uses too. */
export type EndReason = 'customer-ended-call' | 'assistant-ended-call' | 'assistant-forwarded-call' | 'silence-timed-out' | 'exceeded-max-duration' | 'pipeline-error'

/**
 * One telephone call on streams: LISTENING, THINKING and SPEAKING follow from what is open. Every result carries the turn that it belongs to
 * and is dropped when that is over. Nothing of what was said leaves this but by `turns`.
 */
export function createVoiceCall(setting: CallSetting) {
  const { line, llm, effects, now = () => performance.now() } = setting
  const memory = createMemory(setting.prompt)
  const began = now()
  let turnId = 0
  let answering: Answering | null = null
  /** Said before the greeting is over, or while the caller is helped: nobody interrupts it. */
  let isFixed = false
  let isInterrupted = false
  let isOver = false
  let endAfterSpeech: EndReason | null = null
  let idleMs = 0
  let hasAskedIdle = false
  let ended: EndReason | null = null
  let lastSoundAt = 0
  let decidedAt = 0
  let heardFinalAt = 0
  let hasSaidAgain = false
  let warmedAt = began
  /** Whose first sound has not gone out; the model may have finished long before. */
  let untold: Answering | null = null

  const tts = setting.tts.open({ tag: setting.tag }, {
    onAudio: (contextId, audio) => speaking.audio(contextId, audio),
    onDone: (contextId) => speaking.done(contextId),
    onFailed: (contextId) => { if (contextId === speaking.contextId()) sayAgain() },
  })
  const speaking = createSpeaking({
    tts, line, now,
    onFirstAudio: (contextId) => {
      if (untold?.contextId !== contextId) return
      tellFigures(untold)
      untold = null
    },
    onAllPlayed: () => {
      isFixed = false
      if (endAfterSpeech) finish(endAfterSpeech)
    },
  })

  function tellFigures({ figures }: Answering): void {
    const since = (from: number, to: number) => (from > 0 && to >= from ? Math.round(to - from) : null)
    setting.onFigures?.({
      endpointingMs: since(lastSoundAt, decidedAt), transcriberMs: since(lastSoundAt, heardFinalAt), modelMs: since(figures.requestAt, figures.tokenAt), voiceMs: since(figures.textAt, now()), turnMs: since(lastSoundAt, now()),
    })
  }

  const finish = (reason: EndReason) => {
    if (ended) return
    ended = reason
    line.hangUp()
  }

  /** Begins to say something under a turn of its own. */
  function open(isHeld: boolean): string {
    const contextId = `${setting.tag}-${++turnId}`
    speaking.begin(contextId, isHeld)
    memory.begin(contextId)
    hasSaidAgain = false
    return contextId
  }
  const say = (contextId: string, text: string) => { if (memory.add(contextId, text)) speaking.say(text) }
  /** The voice did not come, or broke off: what was not heard is said once more under another context; then a person takes over. */
  function sayAgain(): void {
    const before = speaking.contextId()
    if (isOver || before === null || !memory.knows(before)) return
    if (hasSaidAgain) return finish(setting.canTransfer ? 'assistant-forwarded-call' : 'pipeline-error')
    hasSaidAgain = true
    const [whole, isHeld, isFinished] = [speaking.text(), speaking.isHeld(), speaking.isFinished()]
    const heard = speaking.stop()
    const contextId = `${setting.tag}-${++turnId}`
    speaking.begin(contextId, isHeld)
    memory.move(before, contextId, heard)
    for (const one of [answering, untold]) if (one?.contextId === before) one.contextId = contextId
    speaking.say(whole.slice(heard.length).trimStart())
    if (isFinished) speaking.finish()
  }
  /** One thing of ours, said whole. */
  function announce(text: string, { fixed = false, then = null as EndReason | null } = {}): void {
    giveUp()
    const contextId = open(false)
    memory.keep(contextId)
    isFixed = fixed
    endAfterSpeech = then
    say(contextId, text)
    speaking.finish()
  }

  /** Ends what was being answered; the conversation keeps of it what was heard. */
  function giveUp(): void {
    answering?.controller.abort()
    answering = null
    isInterrupted = false
    // Who speaks into a goodbye has not hung up.
    endAfterSpeech = null
    const contextId = speaking.contextId()
    if (!contextId) return
    memory.settle(contextId, speaking.stop())
  }

  /**
   * Hears the model out, asking it once more when it fails before its first word. False when it failed or broke off: why may quote what was
   * said, so that goes no further.
   */
  async function read(mine: Answering, messages: readonly Message[], take: (event: LlmEvent) => void): Promise<boolean> {
    for (let tries = 1; ; tries += 1) {
      try {
        for await (const event of llm.answer(messages, mine.controller.signal)) {
          if (answering !== mine || isOver) return true
          mine.lastTokenAt = now()
          mine.figures.tokenAt ||= mine.lastTokenAt
          take(event)
        }
        return !mine.controller.signal.aborted
      } catch {
        if (answering !== mine || isOver || mine.isSpeculative || mine.figures.tokenAt > 0 || mine.controller.signal.aborted || tries >= MODEL_TRIES) return false
      }
    }
  }

  /** What does not come in time is not waited for; asked with every frame, so that a call needs no timer of its own. */
  function watch(): void {
    if (speaking.isStuck()) sayAgain()
    const mine = answering
    if (!mine?.isStreaming) return
    if (mine.figures.tokenAt > 0) {
      if (now() - mine.lastTokenAt > STALLED_AFTER_MS) mine.controller.abort()
      return
    }
    const waitedMs = now() - mine.figures.requestAt
    if (waitedMs > GIVE_UP_AFTER_MS) mine.controller.abort()
    else if (waitedMs > FILLER_AFTER_MS && !mine.hasFilled && !mine.isSpeculative) {
      mine.hasFilled = true
      say(mine.contextId, lines.filler)
    }
  }

  async function answer(asked: string, isSpeculative: boolean): Promise<void> {
    giveUp()
    const contextId = open(isSpeculative)
    const mine: Answering = {
      id: turnId, controller: new AbortController(), text: '', contextId, asked, isSpeculative, isStreaming: true, isUsingTools: false, hasFilled: false, lastTokenAt: 0,
      figures: { requestAt: now(), tokenAt: 0, textAt: 0 },
    }
    answering = mine
    untold = mine
    if (!isSpeculative) memory.keep(contextId)
    const messages = memory.messages(contextId, isSpeculative ? asked : undefined)
    const chunker = createChunker()
    const speak = (piece: string) => {
      mine.figures.textAt ||= now()
      say(mine.contextId, piece)
    }
    let tools: readonly ToolCallRequest[] = []
    const hasAnswered = await read(mine, messages, (event) => {
      if (event.type === 'tools') tools = event.calls
      else for (const piece of chunker.push(event.text)) speak(piece)
    })
    mine.isStreaming = false
    if (answering !== mine || isOver) return
    // What was begun early and failed is begun anew when the turn is really over.
    if (!hasAnswered && mine.isSpeculative) return giveUp()
    for (const piece of chunker.end()) speak(piece)
    if (tools.length === 0) {
      if (speaking.text() === '' || mine.figures.textAt === 0) return mine.isSpeculative ? giveUp() : trouble()
      if (!hasAnswered) say(mine.contextId, lines.broken)
      speaking.finish()
      if (!mine.isSpeculative) answering = null
      else mine.text = speaking.text()
      return
    }
    // What a tool does cannot be undone: nothing is used before the turn is really over.
    if (mine.isSpeculative) {
      pendingTools = { mine, tools }
      return
    }
    await useTools(mine, tools)
  }
  let pendingTools: { mine: Answering; tools: readonly ToolCallRequest[] } | null = null

  const trouble = () => announce(lines.trouble, { fixed: true, then: setting.canTransfer ? 'assistant-forwarded-call' : 'pipeline-error' })

  async function useTools(mine: Answering, asked: readonly ToolCallRequest[]): Promise<void> {
    const isStale = () => answering !== mine || isOver
    const tools = asked.filter((one) => one.name !== 'end_call')
    if (tools.length === 0) {
      if (speaking.text() === '') say(mine.contextId, lines.goodbye)
      speaking.finish()
      answering = null
      endAfterSpeech = 'assistant-ended-call'
      return
    }
    mine.isUsingTools = true
    memory.toolCalls.push(...tools)
    if (speaking.text() === '') say(mine.contextId, lines.waiting[tools[0]!.name] ?? '')
    let outcomes
    try {
      outcomes = await effects.useTools(tools, memory.turns)
    } catch {
      // Told by its own log line, with ids alone.
      if (!isStale()) trouble()
      return
    }
    memory.noteTools(tools, outcomes)
    if (isStale()) return
    // What a tool says is said word for word: it knows the times, a model could only repeat them.
    const last = outcomes.findLast((one) => one.isForced) ?? outcomes.at(-1)!
    const isTransfer = outcomes.some((one) => one.isTransfer)
    memory.goOnAfterTools(mine.contextId)
    say(mine.contextId, last.say)
    speaking.finish()
    answering = null
    // A word into "I'll put you through" does not keep anybody from a person.
    isFixed = isTransfer
    if (isTransfer) endAfterSpeech = 'assistant-forwarded-call'
    else if (tools.length < asked.length && outcomes.every((one) => one.status < 300)) endAfterSpeech = 'assistant-ended-call'
  }

  /** The turn is over: what was begun on the same words is said, else it is answered now. */
  function onTurn(text: string, silenceMs: number): void {
    idleMs = 0
    hasAskedIdle = false
    if (isInterrupted && isAcknowledgement(text)) return resume()
    // A voice before the greeting is over, or into fixed words, does not stop them; what it said is answered after.
    decidedAt = now()
    lastSoundAt = decidedAt - silenceMs
    const speculated = answering?.isSpeculative && answering.asked === text ? answering : null
    if (!speculated) giveUp()
    memory.caller(text)
    // After the model has been asked: the caller waits for that, and for nothing else.
    setImmediate(() => { if (!isOver) effects.noteHeard(memory.turns) })
    const kind = dangerOf(memory.turns)
    if (kind && !alerted) {
      alerted = true
      void effects.raiseAlert(kind)
      announce(emergencyScript[kind], { fixed: true })
      return
    }
    if (!speculated) return void answer(text, false)
    speculated.isSpeculative = false
    memory.keep(speculated.contextId)
    const waiting = pendingTools?.mine === speculated ? pendingTools : null
    pendingTools = null
    speaking.release()
    if (waiting) return void useTools(speculated, waiting.tools)
    if (speculated.text !== '') answering = null
  }
  let alerted = false

  /** It was no turn: what was being said goes on, and what had been asked is answered. */
  function resume(): void {
    if (!isInterrupted) return
    isInterrupted = false
    speaking.resume()
  }

  /** The caller goes on before anything of the answer was heard: it was one turn, and is answered whole. */
  function takeBack(): void {
    giveUp()
    carried = [carried, memory.takeBack()].filter(Boolean).join(' ')
  }
  let carried = ''

  const hearing = createHearing({
    flush: () => stt.flush(),
    onVoice: (voiceMs) => {
      idleMs = 0
      if (now() - warmedAt > WARM_FOR_MS) {
        warmedAt = now()
        llm.warmUp()
      }
      if (isFixed || isOver) return
      if (answering?.isSpeculative && voiceMs >= FRAME_MS * 2) return giveUp()
      if (speaking.isPlaying()) {
        if (voiceMs >= INTERRUPT_MS && !isInterrupted) {
          isInterrupted = true
          speaking.pause()
        }
      } else if (voiceMs >= RESUMED_MS && answering && !answering.isUsingTools && !speaking.hasBegun()) {
        takeBack()
      }
    },
    onWords: (text) => {
      // Words, and not a cough: what was paused is over.
      if (isInterrupted && !isAcknowledgement(text)) giveUp()
    },
    onMaybe: (text) => {
      heardFinalAt = now()
      const whole = [carried, text].filter(Boolean).join(' ')
      if (!isFixed && !isInterrupted && !answering && !speaking.isPlaying()) void answer(whole, true)
    },
    onTurn: (text, silenceMs) => {
      if (heardFinalAt < decidedAt) heardFinalAt = now()
      if (isFixed) {
        // Kept, and answered once what is fixed has been said.
        carried = [carried, text].filter(Boolean).join(' ')
        return
      }
      const whole = [carried, text].filter(Boolean).join(' ')
      carried = ''
      onTurn(whole, silenceMs)
    },
    onNoise: () => {
      if (isInterrupted) return resume()
      if (carried !== '' && !answering && !isFixed) {
        const whole = carried
        carried = ''
        onTurn(whole, hearing.silenceMs())
      }
    },
  })

  const stt = setting.stt.open({ tag: setting.tag, keywords: setting.keywords }, {
    onTranscript: (transcript) => { if (!isOver) hearing.transcript(transcript) },
    onUtteranceEnd: () => { if (!isOver) hearing.utteranceEnd() },
    onLost: () => { if (!isOver) trouble() },
  })

  return {
    /** Greets, in full: its notice counts only when it was heard to its end. */
    start: () => {
      llm.warmUp()
      announce(setting.greeting, { fixed: true })
    },
    frame: (frame: Buffer) => {
      if (isOver) return
      stt.hear(frame)
      hearing.frame(setting.vad.isSpeech(frame))
      watch()
      if (carried !== '' && !isFixed && !answering && !speaking.isPlaying() && !hearing.isOpen()) {
        const whole = carried
        carried = ''
        onTurn(whole, hearing.silenceMs())
      }
      idleMs = speaking.isPlaying() || answering ? 0 : idleMs + FRAME_MS
      if (idleMs >= IDLE_END_MS) finish('silence-timed-out')
      else if (idleMs >= IDLE_ASK_MS && !hasAskedIdle && !speaking.isPlaying()) {
        hasAskedIdle = true
        const before = idleMs
        announce(lines.still)
        idleMs = before
      }
      if (now() - began > LONGEST_MS) finish('exceeded-max-duration')
    },
    reached: (mark: string) => speaking.reached(mark),
    /** The line is gone. What was said is left for whoever reports the call; nothing of it is kept here. */
    end: (reason: EndReason = 'customer-ended-call') => {
      const { turns, toolCalls } = memory
      if (isOver) return { turns, toolCalls, reason: ended ?? reason }
      giveUp()
      isOver = true
      stt.close()
      tts.close()
      setting.vad.close()
      return { turns: turns.filter((one) => one.text.trim() !== ''), toolCalls, reason: ended ?? reason }
    },
  }
}

export type VoiceCall = ReturnType<typeof createVoiceCall>
