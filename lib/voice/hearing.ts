import { FRAME_MS } from '#lib/voice/mulaw.ts'
import type { Transcript } from '#lib/voice/ports.ts'

/** After so long a pause what was heard is fixed early, so that thinking can begin; after so long the turn is over. */
export const FLUSH_AFTER_MS = 120
export const END_AFTER_MS = 200
/** A flush is usually answered, not always. */
const FLUSH_CAP_MS = 300
/** Who has not finished a sentence or a number gets so much longer. */
const HOLD_MS = 600
/** A gap within a word is no pause. */
const GAP_MS = 60
/** Words that are not fixed yet and stand for so long in a pause that is longer than a gap are likely to be what the fixed ones will be. */
const STABLE_MS = 20
/** Words that were made out longer than this before the pause lack the last that was said. */
const FRESH_MS = 200
const VOICE_MS = 60

const UNFINISHED = /(?:^|\s)(?:and|but|so|or|because|if|with|the|a|an|um|er|uh|my|is|it's|i'm|at|for|to|on|number is|name is|email is|postcode is)[\s,]*$/i
const DIGITS = /(?:(?:^|\s)(?:\d+|oh|zero|nought|one|two|three|four|five|six|seven|eight|nine|double|triple|hundred)[\s,]*){3,}$/i
const FULL_NUMBER_DIGITS = 10

/** Whether a text sounds as if more of it comes: it ends in "and", or in the middle of a number. */
export function isUnfinished(text: string): boolean {
  const run = DIGITS.exec(text)?.[0]
  if (run) {
    const digits = run.trim().split(/[\s,]+/).reduce((sum, word) => sum + (/^\d+$/.test(word) ? word.length : /double/i.test(word) ? 1 : /triple|hundred/i.test(word) ? 2 : 1), 0)
    return digits < FULL_NUMBER_DIGITS
  }
  return UNFINISHED.test(text)
}

export type HearingEvents = {
  /** Somebody has spoken for so long without a pause, counted by frames. */
  onVoice: (voiceMs: number) => void
  /** Words were made out, fixed or not. */
  onWords: (text: string) => void
  /** The caller pauses, and this is what they seem to have said: nothing of it is fixed. Once for the same words. */
  onLikely: (text: string) => void
  /** The turn may be over, and this is what was said. May come several times, and more may be said after it. */
  onMaybe: (text: string) => void
  /** The turn is over. `silenceMs`: how long ago the last sound was. */
  onTurn: (text: string, silenceMs: number) => void
  /** There was a sound and no word in it. */
  onNoise: () => void
  flush: () => void
}

/**
 * When a caller has finished: by pauses, which come with every frame, and by what the ears make out, which comes when it does. Time is
 * counted in frames, as the line sends one every 20 ms whatever happens.
 */
export function createHearing(events: HearingEvents) {
  let now = 0
  let voiceMs = 0
  let silenceMs = 10_000
  let isOpen = false
  let finals: string[] = []
  let interim = ''
  let interimAt = 0
  let likely = ''
  let lastFinalAt = -1
  let lastFinal = ''
  let flushedAt = -1
  let holdUntil = -1
  let hasFlushed = false

  const text = () => [...finals, ...(interim ? [interim] : [])].join(' ').replace(/\s+/g, ' ').trim()
  const reset = () => {
    finals = []
    interim = ''
    likely = ''
    isOpen = false
    flushedAt = -1
    holdUntil = -1
    hasFlushed = false
  }
  const end = () => {
    const said = text()
    const quiet = silenceMs
    reset()
    if (said === '') events.onNoise()
    else events.onTurn(said, quiet)
  }
  /** Decides once the pause is long enough and the ears have answered, or had their time. */
  const decide = () => {
    if (silenceMs < END_AFTER_MS || holdUntil >= 0 && now < holdUntil) return
    if (flushedAt >= 0 && now - flushedAt < FLUSH_CAP_MS) return
    if (holdUntil < 0 && isUnfinished(text())) {
      holdUntil = now + HOLD_MS
      return
    }
    end()
  }

  /** Tells of words that are only made out, once they and the pause have lasted. */
  const guess = () => {
    const ageMs = now - interimAt
    if (interim === '' || silenceMs < GAP_MS || ageMs < STABLE_MS || ageMs > silenceMs + FRESH_MS) return
    const said = text()
    if (said === likely || isUnfinished(said)) return
    likely = said
    events.onLikely(said)
  }

  return {
    /** A frame of 20 ms, with or without a voice in it. */
    frame(isSpeech: boolean): void {
      now += FRAME_MS
      if (isSpeech) {
        silenceMs = 0
        voiceMs += FRAME_MS
        flushedAt = -1
        holdUntil = -1
        hasFlushed = false
        likely = ''
        if (voiceMs >= VOICE_MS) isOpen = true
        events.onVoice(voiceMs)
        return
      }
      silenceMs += FRAME_MS
      if (silenceMs >= GAP_MS) voiceMs = 0
      if (!isOpen) return
      if (silenceMs >= FLUSH_AFTER_MS && !hasFlushed) {
        hasFlushed = true
        flushedAt = now
        events.flush()
      }
      guess()
      decide()
    },
    transcript({ text: heard, startsAt, isFinal, endsTurn, isFlush }: Transcript): void {
      const words = heard.trim()
      if (isFinal) {
        // A final that comes twice is one.
        if (words !== '' && !(startsAt <= lastFinalAt && words === lastFinal)) {
          finals.push(words)
          isOpen = true
        }
        if (words !== '') [lastFinalAt, lastFinal] = [startsAt, words]
        interim = ''
      } else {
        if (words !== interim) interimAt = now
        interim = words
      }
      if (words !== '') events.onWords(text())
      if (isFlush || endsTurn) {
        flushedAt = -1
        if (silenceMs >= FLUSH_AFTER_MS && text() !== '') events.onMaybe(text())
        if (isOpen) decide()
      }
    },
    /** The ears' own clock says that nobody has spoken for a while. */
    utteranceEnd(): void {
      if (!isOpen || text() === '' || silenceMs < END_AFTER_MS) return
      holdUntil = -1
      end()
    },
    silenceMs: () => silenceMs,
    isOpen: () => isOpen,
  }
}

export type Hearing = ReturnType<typeof createHearing>

const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}\s]/gu, '').replace(/\s+/g, ' ').trim()

/** Whether two texts are the same words, however they are written: ears set marks and capitals only once words are fixed. */
export const isSameWords = (one: string, other: string): boolean => bare(one) === bare(other)

const ACKNOWLEDGEMENT = /^(?:(?:mm+|mhm|mm-?hm+|uh-?huh|aha|hm+|yeah|yep|ok|okay|right|sure|i see|got it|lovely|great)[\s,.!]*)+$/i

/** What people say to show that they listen, which is no turn while somebody speaks. */
export const isAcknowledgement = (text: string): boolean => ACKNOWLEDGEMENT.test(text.trim())
