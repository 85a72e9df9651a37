import type { Memory } from '#lib/voice/memory.ts'
import type { TtsStream } from '#lib/voice/ports.ts'
import { lines, type EndReason, type Setting } from '#lib/voice/setting.ts'
import { createSpeaking, type Speaking } from '#lib/voice/speaking.ts'
import { figuresOf, type CallState } from '#lib/voice/state.ts'

/** What the agent says in a call: each saying under a turn of its own, to the voice and into the memory alike, and said once more when the voice fails. */
export class Saying {
  readonly speaking: Speaking
  readonly #setting: Setting
  readonly #state: CallState
  readonly #memory: Memory
  readonly #tts: TtsStream
  #turn = 0
  #hasSaidAgain = false

  constructor(setting: Setting, state: CallState, memory: Memory) {
    this.#setting = setting
    this.#state = state
    this.#memory = memory
    this.#tts = setting.tts.open({ tag: setting.tag }, {
      onAudio: (contextId, audio) => this.speaking.audio(contextId, audio),
      onDone: (contextId) => this.speaking.done(contextId),
      onFailed: (contextId) => { if (contextId === this.speaking.contextId()) this.again() },
    })
    this.speaking = createSpeaking({
      tts: this.#tts, line: setting.line, now: setting.now,
      onFirstAudio: (contextId) => this.#tell(contextId),
      onAllPlayed: () => {
        state.isFixed = false
        if (state.endAfterSpeech) this.finish(state.endAfterSpeech)
      },
    })
  }

  #tell(contextId: string): void {
    const { untold } = this.#state
    if (untold?.contextId !== contextId) return
    this.#setting.onFigures?.(figuresOf(untold, this.#state, this.#setting.now()))
    this.#state.untold = null
  }

  /** The call is over for us: the line is let go, once. */
  finish(reason: EndReason): void {
    if (this.#state.ended) return
    this.#state.ended = reason
    this.#setting.line.hangUp()
  }

  /** Begins to say something under a turn of its own. */
  open(isHeld: boolean): string {
    const contextId = `${this.#setting.tag}-${++this.#turn}`
    this.speaking.begin(contextId, isHeld)
    this.#memory.begin(contextId)
    this.#hasSaidAgain = false
    return contextId
  }

  say(contextId: string, text: string): void {
    if (this.#memory.add(contextId, text)) this.speaking.say(text)
  }

  /** The voice did not come, or broke off: what was not heard is said once more under another context; then a person takes over. */
  again(): void {
    const { speaking } = this
    const before = speaking.contextId()
    if (this.#state.isOver || before === null || !this.#memory.knows(before)) return
    if (this.#hasSaidAgain) return this.finish(this.#setting.canTransfer ? 'assistant-forwarded-call' : 'pipeline-error')
    this.#hasSaidAgain = true
    const [whole, isHeld, isFinished] = [speaking.text(), speaking.isHeld(), speaking.isFinished()]
    const heard = speaking.stop()
    const contextId = `${this.#setting.tag}-${++this.#turn}`
    speaking.begin(contextId, isHeld)
    this.#memory.move(before, contextId, heard)
    for (const one of [this.#state.answering, this.#state.untold]) if (one?.contextId === before) one.contextId = contextId
    speaking.say(whole.slice(heard.length).trimStart())
    if (isFinished) speaking.finish()
  }

  /** One thing of ours, said whole. */
  announce(text: string, { fixed = false, then = null as EndReason | null } = {}): void {
    this.giveUp()
    const contextId = this.open(false)
    this.#memory.keep(contextId)
    this.#state.isFixed = fixed
    this.#state.endAfterSpeech = then
    this.say(contextId, text)
    this.speaking.finish()
  }

  /** We cannot go on: a person takes over, or the team rings back. */
  trouble(): void {
    this.announce(lines.trouble, { fixed: true, then: this.#setting.canTransfer ? 'assistant-forwarded-call' : 'pipeline-error' })
  }

  /** Ends what was being answered; the conversation keeps of it what was heard. */
  giveUp(): void {
    const state = this.#state
    state.answering?.controller.abort()
    state.answering = null
    state.isInterrupted = false
    // Who speaks into a goodbye has not hung up.
    state.endAfterSpeech = null
    const contextId = this.speaking.contextId()
    if (contextId) this.#memory.settle(contextId, this.speaking.stop())
  }

  close(): void {
    this.#tts.close()
  }
}
