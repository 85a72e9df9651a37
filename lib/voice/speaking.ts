import { BYTES_PER_MS } from '#lib/voice/mulaw.ts'
import type { Line, TtsStream } from '#lib/voice/ports.ts'

/** Sound that has not come after so long does not come. */
const STUCK_MS = 1_500
/** Bytes of sound a character takes, about, until a piece is spoken to its end and it is known. */
const BYTES_PER_CHARACTER = 480

type Utterance = {
  contextId: string
  text: string
  audio: Buffer[]
  /** Of the audio, how much has been sent down the line. */
  sentBytes: number
  totalBytes: number
  /** When the voice was first asked for sound; 0 before. */
  askedAt: number
  /** Nothing more is to be said in it. */
  isFinished: boolean
  /** All of its sound has come. */
  isDone: boolean
  isHeld: boolean
}

/**
 * What the agent says: pieces to the voice, its sound to the line as it comes, and at any moment what of it the caller has heard. It can be
 * held before its first sound, interrupted and gone on with.
 */
export function createSpeaking({ tts, line, now, onFirstAudio, onAllPlayed }: {
  tts: TtsStream; line: Line; now: () => number
  onFirstAudio: (contextId: string) => void
  /** The last of it was played to its end. */
  onAllPlayed: (contextId: string) => void
}) {
  let current: Utterance | null = null
  /** When what was sent will have been played. */
  let playsUntil = 0

  const unplayedBytes = () => Math.max(0, Math.round((playsUntil - now()) * BYTES_PER_MS))
  const send = (one: Utterance) => {
    if (one.isHeld) return
    let at = 0
    for (const piece of one.audio) {
      if (at + piece.length > one.sentBytes) {
        const rest = at >= one.sentBytes ? piece : piece.subarray(one.sentBytes - at)
        if (one.sentBytes === 0) onFirstAudio(one.contextId)
        line.play(rest)
        playsUntil = Math.max(now(), playsUntil) + rest.length / BYTES_PER_MS
        one.sentBytes = at + piece.length
      }
      at += piece.length
    }
    if (one.isDone) line.mark(one.contextId)
  }
  const playedBytes = (one: Utterance) => Math.max(0, one.sentBytes - unplayedBytes())
  /** What of it was heard, to the last whole word. */
  const heardOf = (one: Utterance): string => {
    const played = playedBytes(one)
    const whole = one.isDone ? one.totalBytes : Math.max(one.totalBytes, one.text.length * BYTES_PER_CHARACTER)
    if (whole === 0 || played === 0) return ''
    if (one.isDone && played >= whole) return one.text
    const cut = one.text.slice(0, Math.floor((one.text.length * played) / whole))
    return cut.slice(0, Math.max(0, cut.lastIndexOf(' '))).trimEnd()
  }

  return {
    /** Begins to say something, held back until `release` when it is not sure yet. */
    begin: (contextId: string, isHeld = false) => {
      current = { contextId, text: '', audio: [], sentBytes: 0, totalBytes: 0, askedAt: 0, isFinished: false, isDone: false, isHeld }
    },
    say: (text: string) => {
      if (!current || text === '') return
      current.text += text
      current.askedAt ||= now()
      tts.say(current.contextId, text)
    },
    finish: () => {
      if (!current) return
      current.isFinished = true
      tts.finish(current.contextId)
    },
    /** What was held is said after all. */
    release: () => {
      if (!current?.isHeld) return
      current.isHeld = false
      send(current)
    },
    audio: (contextId: string, sound: Buffer) => {
      // What is left of a turn that is over is heard by nobody.
      if (current?.contextId !== contextId) return
      current.totalBytes += sound.length
      // What is sent at once need not be looked for among what was sent before.
      if (!current.isHeld && current.sentBytes === current.totalBytes - sound.length) {
        current.audio.push(sound)
        if (current.sentBytes === 0) onFirstAudio(contextId)
        line.play(sound)
        playsUntil = Math.max(now(), playsUntil) + sound.length / BYTES_PER_MS
        current.sentBytes += sound.length
        return
      }
      current.audio.push(sound)
      send(current)
    },
    done: (contextId: string) => {
      if (current?.contextId !== contextId) return
      current.isDone = true
      if (!current.isHeld && current.sentBytes === current.totalBytes) line.mark(contextId)
    },
    reached: (mark: string) => {
      if (current?.contextId === mark && current.isDone && !current.isHeld && unplayedBytes() <= 40 * BYTES_PER_MS) onAllPlayed(mark)
    },
    /** Falls silent, and remembers where. */
    pause: () => {
      if (!current || current.isHeld) return
      const played = playedBytes(current)
      current.isHeld = true
      current.sentBytes = played
      line.clear()
      playsUntil = now()
    },
    /** Goes on where it fell silent. */
    resume: () => {
      if (!current?.isHeld) return
      current.isHeld = false
      send(current)
    },
    /** Says no more of it. Answers what of it was heard. */
    stop: (): string => {
      if (!current) return ''
      const heard = heardOf(current)
      if (!current.isDone) tts.cancel(current.contextId)
      if (playsUntil > now()) line.clear()
      playsUntil = now()
      current = null
      return heard
    },
    /** No sound came of what was said, or it broke off before its end. */
    isStuck: () => {
      if (!current || current.isDone || current.askedAt === 0) return false
      if (current.totalBytes === 0) return now() - current.askedAt > STUCK_MS
      return current.isFinished && !current.isHeld && now() - playsUntil > STUCK_MS
    },
    isFinished: () => current?.isFinished ?? false,
    isPlaying: () => playsUntil > now(),
    isHeld: () => current?.isHeld ?? false,
    hasBegun: () => (current?.sentBytes ?? 0) > 0,
    contextId: () => current?.contextId ?? null,
    text: () => current?.text ?? '',
    /** How long until all that was sent is played. */
    unplayedMs: () => Math.max(0, playsUntil - now()),
  }
}

export type Speaking = ReturnType<typeof createSpeaking>
