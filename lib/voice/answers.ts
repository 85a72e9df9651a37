import { createChunker } from '#lib/voice/chunker.ts'
import type { Memory } from '#lib/voice/memory.ts'
import type { LlmEvent, Message, ToolCallRequest, ToolOutcome } from '#lib/voice/ports.ts'
import type { Saying } from '#lib/voice/saying.ts'
import { lines, type Setting } from '#lib/voice/setting.ts'
import type { Answering, CallState } from '#lib/voice/state.ts'

const FILLER_AFTER_MS = 2_500
const GIVE_UP_AFTER_MS = 8_000
/** A model that has begun and falls silent for so long says no more. */
const STALLED_AFTER_MS = 4_000
const MODEL_TRIES = 2

/** What the model answers in a call: asked, read as it writes, and given to the voice piece by piece; the tools that it uses, and what they say. */
export class Answers {
  readonly #setting: Setting
  readonly #state: CallState
  readonly #memory: Memory
  readonly #saying: Saying

  constructor(setting: Setting, state: CallState, memory: Memory, saying: Saying) {
    this.#setting = setting
    this.#state = state
    this.#memory = memory
    this.#saying = saying
  }

  /** Whether it is still this one that is answered. */
  #isLive(mine: Answering): boolean {
    return this.#state.answering === mine && !this.#state.isOver
  }

  #begin(asked: string, isSpeculative: boolean): Answering {
    const contextId = this.#saying.open(isSpeculative)
    const mine: Answering = {
      controller: new AbortController(), text: '', contextId, asked, isSpeculative, isStreaming: true, isUsingTools: false, pendingTools: null, hasFilled: false, lastTokenAt: 0,
      figures: { requestAt: this.#setting.now(), tokenAt: 0, textAt: 0 },
    }
    this.#state.answering = mine
    this.#state.untold = mine
    if (isSpeculative) this.#state.early.begun += 1
    else this.#memory.keep(contextId)
    return mine
  }

  /** Answers the words; `isSpeculative` while it is not sure that they are the caller's turn. */
  async answer(asked: string, isSpeculative: boolean): Promise<void> {
    this.#saying.giveUp()
    const mine = this.#begin(asked, isSpeculative)
    const messages = this.#memory.messages(mine.contextId, isSpeculative ? asked : undefined)
    const chunker = createChunker()
    const speak = (piece: string) => {
      mine.figures.textAt ||= this.#setting.now()
      this.#saying.say(mine.contextId, piece)
    }
    let tools: readonly ToolCallRequest[] = []
    const hasAnswered = await this.#read(mine, messages, (event) => {
      if (event.type === 'tools') tools = event.calls
      else for (const piece of chunker.push(event.text)) speak(piece)
    })
    mine.isStreaming = false
    if (!this.#isLive(mine)) return
    // What was begun early and failed is begun anew when the turn is really over.
    if (!hasAnswered && mine.isSpeculative) return this.#saying.giveUp()
    for (const piece of chunker.end()) speak(piece)
    if (tools.length === 0) return this.#end(mine, hasAnswered)
    // What a tool does cannot be undone: nothing is used before the turn is really over.
    if (mine.isSpeculative) mine.pendingTools = tools
    else await this.useTools(mine, tools)
  }

  /** All that the model had to say has been given to the voice. */
  #end(mine: Answering, hasAnswered: boolean): void {
    const { speaking } = this.#saying
    if (speaking.text() === '' || mine.figures.textAt === 0) return mine.isSpeculative ? this.#saying.giveUp() : this.#saying.trouble()
    if (!hasAnswered) this.#saying.say(mine.contextId, lines.broken)
    speaking.finish()
    if (!mine.isSpeculative) this.#state.answering = null
    else mine.text = speaking.text()
  }

  /**
   * Hears the model out, asking it once more when it fails before its first word. False when it failed or broke off: why may quote what was
   * said, so that goes no further.
   */
  async #read(mine: Answering, messages: readonly Message[], take: (event: LlmEvent) => void): Promise<boolean> {
    const { signal } = mine.controller
    for (let tries = 1; ; tries += 1) {
      try {
        for await (const event of this.#setting.llm.answer(messages, signal)) {
          if (!this.#isLive(mine)) return true
          mine.lastTokenAt = this.#setting.now()
          if (mine.figures.tokenAt === 0) {
            mine.figures.tokenAt = mine.lastTokenAt
            this.#state.modelMs = mine.figures.tokenAt - mine.figures.requestAt
          }
          take(event)
        }
        return !signal.aborted
      } catch {
        if (!this.#isLive(mine) || mine.isSpeculative || mine.figures.tokenAt > 0 || signal.aborted || tries >= MODEL_TRIES) return false
      }
    }
  }

  /** The turn is over and was what this answers: it is heard, and does what it wants to do. */
  confirm(mine: Answering): void {
    mine.isSpeculative = false
    this.#state.early.used += 1
    this.#memory.keep(mine.contextId)
    const tools = mine.pendingTools
    mine.pendingTools = null
    this.#saying.speaking.release()
    if (tools) return void this.useTools(mine, tools)
    if (mine.text !== '') this.#state.answering = null
  }

  /** Uses the tools and says what they say: they know the times, a model could only repeat them. */
  async useTools(mine: Answering, asked: readonly ToolCallRequest[]): Promise<void> {
    const { speaking } = this.#saying
    const tools = asked.filter((one) => one.name !== 'end_call')
    if (tools.length === 0) return this.#sayGoodbye(mine)
    mine.isUsingTools = true
    this.#memory.toolCalls.push(...tools)
    if (speaking.text() === '') this.#saying.say(mine.contextId, lines.waiting[tools[0]!.name] ?? '')
    let outcomes: ToolOutcome[]
    try {
      outcomes = await this.#setting.effects.useTools(tools, this.#memory.turns)
    } catch {
      // Told by its own log line, with ids alone.
      if (this.#isLive(mine)) this.#saying.trouble()
      return
    }
    this.#memory.noteTools(tools, outcomes)
    if (!this.#isLive(mine)) return
    const last = outcomes.findLast((one) => one.isForced) ?? outcomes.at(-1)!
    const isTransfer = outcomes.some((one) => one.isTransfer)
    this.#memory.goOnAfterTools(mine.contextId)
    this.#saying.say(mine.contextId, last.say)
    speaking.finish()
    this.#state.answering = null
    // A word into "I'll put you through" does not keep anybody from a person.
    this.#state.isFixed = isTransfer
    if (isTransfer) this.#state.endAfterSpeech = 'assistant-forwarded-call'
    else if (tools.length < asked.length && outcomes.every((one) => one.status < 300)) this.#state.endAfterSpeech = 'assistant-ended-call'
  }

  #sayGoodbye(mine: Answering): void {
    const { speaking } = this.#saying
    if (speaking.text() === '') this.#saying.say(mine.contextId, lines.goodbye)
    speaking.finish()
    this.#state.answering = null
    this.#state.endAfterSpeech = 'assistant-ended-call'
  }

  /** What does not come in time is not waited for; asked with every frame, so that a call needs no timer of its own. */
  watch(): void {
    if (this.#saying.speaking.isStuck()) this.#saying.again()
    const mine = this.#state.answering
    if (!mine?.isStreaming) return
    const now = this.#setting.now()
    if (mine.figures.tokenAt > 0) {
      if (now - mine.lastTokenAt > STALLED_AFTER_MS) mine.controller.abort()
      return
    }
    const waitedMs = now - mine.figures.requestAt
    if (waitedMs > GIVE_UP_AFTER_MS) mine.controller.abort()
    else if (waitedMs > FILLER_AFTER_MS && !mine.hasFilled && !mine.isSpeculative) {
      mine.hasFilled = true
      this.#saying.say(mine.contextId, lines.filler)
    }
  }
}
