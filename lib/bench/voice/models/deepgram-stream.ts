import { between, lognormal, stt, uniform } from '#lib/bench/voice/models/draws.ts'
import { createEar, type Ear, type HeardWord, type Hearing } from '#lib/bench/voice/models/ear.ts'
import { normalised, wordsOf, type CallScript, type Faults } from '#lib/bench/voice/models/script.ts'
import type { Stopwatch } from '#lib/bench/voice/models/stopwatch.ts'

export type Listening = {
  query: URLSearchParams; requestId: string; seed: number; stopwatch: Stopwatch; hearing: Hearing; script: CallScript | null
  send: (message: object) => void
  /** Cuts the socket without a close frame. */
  cut: () => void
}

const INTERIM_MS = 1_000
/** A long utterance comes as several final segments; the model fixes one after so much of it. */
const SEGMENT_MS = 5_000
/** With smart_format an ending figure is waited for, in case more of it comes. */
const FIGURE_WAIT_MS = 3_000
const UNANSWERED_FINALIZE_SHARE = 0.05
const figure = /\d|^(zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirty|half|o'clock)$/i

/** What a stream was asked for, of that which changes when something is said. */
function askedOf(query: URLSearchParams) {
  const is = (name: string) => query.get(name) === 'true'
  const endpointing = query.get('endpointing')
  return {
    interims: is('interim_results'), vadEvents: is('vad_events'), punctuates: is('punctuate') || is('smart_format'), waitsForFigures: is('smart_format') && !is('no_delay'),
    endpointingMs: endpointing === 'false' ? Infinity : Number(endpointing ?? 10) || 10, utteranceEndMs: Number(query.get('utterance_end_ms') ?? Infinity),
  }
}

/** One live stream: twenty milliseconds after the other go in, Deepgram's messages come out, in their order and as late as drawn. */
export class DeepgramStream {
  readonly #listening: Listening
  readonly #asked: ReturnType<typeof askedOf>
  readonly #ear: Ear
  readonly #faults: NonNullable<Faults['deepgram']>
  readonly #tag: string
  #words: HeardWord[] = []
  #heardMs = 0
  #segmentStartMs = 0
  #lastInterimMs = 0
  #quietMs = 0
  #isSpeaking = false
  #isUtteranceOpen = false
  #lastWordEnd = 0
  #finals = 0
  #sending = Promise.resolve()

  constructor(listening: Listening) {
    this.#listening = listening
    this.#asked = askedOf(listening.query)
    this.#ear = createEar(listening.script, listening.hearing)
    this.#faults = listening.script?.faults?.deepgram ?? {}
    this.#tag = listening.script?.tag ?? listening.requestId
  }

  /** Hears twenty milliseconds. */
  hear(frame: Uint8Array): void {
    const { isLoud, words } = this.#ear.hear(frame)
    this.#heardMs += 20
    this.#quietMs = isLoud ? 0 : this.#quietMs + 20
    if (isLoud && !this.#isSpeaking) {
      this.#isSpeaking = true
      if (this.#asked.vadEvents) this.#sendAfter(0, { type: 'SpeechStarted', channel: [0, 1], timestamp: (this.#heardMs - 20) / 1_000 })
    }
    this.#note(words)
    if (this.#words.length > 0) this.#lastWordEnd = this.#words.at(-1)!.end
    if (isLoud && this.#words.length > 0 && this.#heardMs - this.#segmentStartMs >= SEGMENT_MS) this.#fix('length')
    this.#interim()
    if (!isLoud) this.#afterSilence()
    if (this.#faults.dropAtMs !== undefined && this.#heardMs >= this.#faults.dropAtMs) {
      delete this.#faults.dropAtMs
      this.#listening.cut()
    }
  }

  /** Fixes what has been heard, now; now and then it does not answer, and never when nothing was heard since the last final. */
  finalize(): void {
    if (this.#faults.ignoreFinalize || this.#heardMs === this.#segmentStartMs) return
    const last = this.#words.at(-1)
    if (uniform(this.#listening.seed, `unanswered/${this.#tag}/${last ? `${last.turn}/${last.index}` : this.#heardMs}`) < UNANSWERED_FINALIZE_SHARE) return
    this.#fix('finalize')
  }

  /** Sends the rest and the metadata; resolves when all is sent. */
  async close(sha256: string): Promise<void> {
    this.#fix('length')
    this.#sendAfter(0, {
      type: 'Metadata', transaction_key: 'deprecated', request_id: this.#listening.requestId, sha256, created: new Date().toISOString(), duration: this.#heardMs / 1_000, channels: 1,
    })
    await this.#sending
  }

  #note(words: readonly HeardWord[]): void {
    if (words.length === 0) return
    if (this.#words.length === 0) this.#segmentStartMs = Math.min(this.#heardMs, words[0]!.start * 1_000)
    this.#words.push(...words)
    this.#isUtteranceOpen = true
  }

  #interim(): void {
    if (!this.#asked.interims || this.#words.length === 0 || this.#heardMs - this.#lastInterimMs < INTERIM_MS) return
    this.#lastInterimMs = this.#heardMs
    this.#sendAfter(between(20, 80, this.#listening.seed, `interim/${this.#tag}/${this.#heardMs}`), this.#results({ is_final: false, speech_final: false }))
  }

  #afterSilence(): void {
    if (this.#quietMs === 500) this.#note(this.#ear.rest())
    const endsInFigure = this.#words.length > 0 && figure.test(this.#words.at(-1)!.word.replace(/[.,?!]$/, ''))
    if (this.#words.length > 0 && this.#quietMs >= (this.#asked.waitsForFigures && endsInFigure ? FIGURE_WAIT_MS : this.#asked.endpointingMs)) this.#fix('silence')
    if (this.#quietMs >= 200) this.#isSpeaking = false
    if (!this.#isUtteranceOpen || this.#quietMs < this.#asked.utteranceEndMs) return
    this.#isUtteranceOpen = false
    this.#sendAfter(0, { type: 'UtteranceEnd', channel: [0, 1], last_word_end: this.#lastWordEnd })
  }

  /** Fixes what was heard since the last final segment. */
  #fix(by: 'silence' | 'finalize' | 'length'): void {
    if (this.#faults.neverFinal) return
    const { seed, script, stopwatch } = this.#listening
    const last = this.#words.at(-1)
    const message = this.#results({ is_final: true, speech_final: by !== 'length' && this.#words.length > 0, ...(by === 'finalize' ? { from_finalize: true } : {}) })
    const drawnMs = lognormal(stt, seed, `stt/${this.#tag}/${last ? last.turn : `empty${this.#finals++}`}`)
    const isWhole = last !== undefined && script !== null && last.index === wordsOf(script.turns[last.turn]!.says).length - 1
    const times = isWhole ? stopwatch.turn(script.tag, last.turn) : null
    if (times) Object.assign(times, { endedAt: performance.now(), drawnMs: { ...times.drawnMs, stt: drawnMs } })
    this.#sendAfter(drawnMs, message, () => { if (times) times.finalAt = performance.now() })
    if (this.#faults.duplicateFinals) this.#sendAfter(drawnMs, message)
    this.#words = []
    this.#segmentStartMs = this.#heardMs
    this.#lastInterimMs = this.#heardMs
  }

  #results(flags: { is_final: boolean; speech_final: boolean; from_finalize?: boolean }): object {
    const shown = (word: string) => (this.#asked.punctuates ? word : normalised(word))
    const { requestId } = this.#listening
    return {
      type: 'Results', channel_index: [0, 1], start: this.#segmentStartMs / 1_000, duration: (this.#heardMs - this.#segmentStartMs) / 1_000, ...flags,
      channel: {
        alternatives: [{
          transcript: this.#words.map(({ word }) => shown(word)).join(' '), confidence: this.#words.length > 0 ? 0.98 : 0,
          words: this.#words.map(({ word, start, end }) => ({ word: normalised(word), start, end, confidence: 0.98, punctuated_word: word })),
        }],
      },
      metadata: { request_id: requestId, model_info: { name: 'model-of-nova-2', version: 'model', arch: 'model' }, model_uuid: requestId },
    }
  }

  /** Messages keep their order however late each is. */
  #sendAfter(delayMs: number, message: object, onSent?: () => void): void {
    const due = new Promise((resolve) => { setTimeout(resolve, delayMs) })
    this.#sending = this.#sending.then(() => due).then(() => {
      this.#listening.send(message)
      onSent?.()
    })
  }
}
