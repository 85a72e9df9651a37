import { dangerOf, emergencyScript } from '#lib/calls/red-flags.ts'
import type { Answers } from '#lib/voice/answers.ts'
import { createHearing, isAcknowledgement, isSameWords, type Hearing } from '#lib/voice/hearing.ts'
import type { Memory } from '#lib/voice/memory.ts'
import { FRAME_MS } from '#lib/voice/mulaw.ts'
import type { Saying } from '#lib/voice/saying.ts'
import type { Setting } from '#lib/voice/setting.ts'
import type { CallState } from '#lib/voice/state.ts'

/** Somebody who speaks for so long into what is said is meant to be heard. */
const INTERRUPT_MS = 140
/** A voice that goes on for so long has taken its turn back before the answer began. */
const RESUMED_MS = 100
/** A kept connection to the model is let go of by either side after some seconds; it is opened again while the caller speaks. */
const WARM_FOR_MS = 3_000
/** A model that takes no longer to its first word answers in time by itself, and sooner it would only speak into pauses. */
const FAST_MODEL_MS = 300

/** Whose turn it is: what follows from a voice, from words, and from a turn that is over. */
export class TurnTaking {
  readonly hearing: Hearing
  readonly #setting: Setting
  readonly #state: CallState
  readonly #memory: Memory
  readonly #saying: Saying
  readonly #answers: Answers
  #warmedAt: number
  #hasAlerted = false
  /** Said while nobody could be answered, or before the caller went on: the next turn begins with it. */
  #carried = ''

  constructor(parts: { setting: Setting; state: CallState; memory: Memory; saying: Saying; answers: Answers }, flush: () => void) {
    this.#setting = parts.setting
    this.#state = parts.state
    this.#memory = parts.memory
    this.#saying = parts.saying
    this.#answers = parts.answers
    this.#warmedAt = parts.setting.now()
    this.hearing = createHearing({
      flush,
      onVoice: (voiceMs) => this.#hearVoice(voiceMs),
      onWords: (text) => this.#hearWords(text),
      onLikely: (text) => { if (parts.setting.thinksAhead && this.#state.modelMs > FAST_MODEL_MS) this.#thinkAhead(text) },
      onMaybe: (text) => {
        this.#state.heardFinalAt = parts.setting.now()
        this.#thinkAhead(text)
      },
      onTurn: (text, silenceMs) => this.#hearTurn(text, silenceMs),
      onNoise: () => this.#hearNoise(),
    })
  }

  /** What was kept until it can be answered is answered, once nothing else is going on. */
  settle(): void {
    if (!this.#state.isFixed && !this.#state.answering && !this.#saying.speaking.isPlaying() && !this.hearing.isOpen()) this.#answerCarried()
  }

  #hearVoice(voiceMs: number): void {
    const { speaking } = this.#saying
    const state = this.#state
    state.idleMs = 0
    if (this.#setting.now() - this.#warmedAt > WARM_FOR_MS) {
      this.#warmedAt = this.#setting.now()
      this.#setting.llm.warmUp()
    }
    if (state.isFixed || state.isOver) return
    if (state.answering?.isSpeculative && voiceMs >= FRAME_MS * 2) return this.#saying.giveUp()
    if (speaking.isPlaying()) {
      if (voiceMs < INTERRUPT_MS || state.isInterrupted) return
      state.isInterrupted = true
      speaking.pause()
    } else if (voiceMs >= RESUMED_MS && state.answering && !state.answering.isUsingTools && !speaking.hasBegun()) {
      this.#takeBack()
    }
  }

  #hearWords(text: string): void {
    // Words, and not a cough: what was paused is over.
    if (!this.#state.isInterrupted || isAcknowledgement(text)) return
    this.#state.interruptions += 1
    this.#saying.giveUp()
  }

  #with(text: string): string {
    return [this.#carried, text].filter(Boolean).join(' ')
  }

  /** Asks the model on what the caller seems to have said; anew when the words have changed since. */
  #thinkAhead(text: string): void {
    const { answering, isFixed, isInterrupted } = this.#state
    if (isFixed || isInterrupted || this.#saying.speaking.isPlaying()) return
    const whole = this.#with(text)
    if (answering && (!answering.isSpeculative || isSameWords(answering.asked, whole))) return
    void this.#answers.answer(whole, true)
  }

  #hearTurn(text: string, silenceMs: number): void {
    const state = this.#state
    if (state.heardFinalAt < state.decidedAt) state.heardFinalAt = this.#setting.now()
    const whole = this.#with(text)
    // Kept, and answered once what is fixed has been said.
    this.#carried = state.isFixed ? whole : ''
    if (!state.isFixed) this.#take(whole, silenceMs)
  }

  #hearNoise(): void {
    if (this.#state.isInterrupted) return this.#resume()
    if (!this.#state.answering && !this.#state.isFixed) this.#answerCarried()
  }

  #answerCarried(): void {
    if (this.#carried === '') return
    const whole = this.#carried
    this.#carried = ''
    this.#take(whole, this.hearing.silenceMs())
  }

  /** The turn is over: what was begun on the same words is said, else it is answered now. */
  #take(text: string, silenceMs: number): void {
    const state = this.#state
    state.idleMs = 0
    state.hasAskedIdle = false
    if (state.isInterrupted && isAcknowledgement(text)) return this.#resume()
    // A voice before the greeting is over, or into fixed words, does not stop them; what it said is answered after.
    state.decidedAt = this.#setting.now()
    state.lastSoundAt = state.decidedAt - silenceMs
    const speculated = state.answering?.isSpeculative && isSameWords(state.answering.asked, text) ? state.answering : null
    if (!speculated) this.#saying.giveUp()
    this.#memory.caller(text)
    // After the model has been asked: the caller waits for that, and for nothing else.
    setImmediate(() => { if (!state.isOver) this.#setting.effects.noteHeard(this.#memory.turns) })
    if (this.#help()) return
    if (speculated) this.#answers.confirm(speculated)
    else void this.#answers.answer(text, false)
  }

  /** Somebody who may be in danger hears the fixed words, once, whatever the model would say. */
  #help(): boolean {
    const kind = this.#hasAlerted ? null : dangerOf(this.#memory.turns)
    if (!kind) return false
    this.#hasAlerted = true
    void this.#setting.effects.raiseAlert(kind)
    this.#saying.announce(emergencyScript[kind], { fixed: true })
    return true
  }

  /** It was no turn: what was being said goes on, and what had been asked is answered. */
  #resume(): void {
    if (!this.#state.isInterrupted) return
    this.#state.isInterrupted = false
    this.#saying.speaking.resume()
  }

  /** The caller goes on before anything of the answer was heard: it was one turn, and is answered whole. */
  #takeBack(): void {
    this.#saying.giveUp()
    this.#carried = this.#with(this.#memory.takeBack() ?? '')
  }
}
