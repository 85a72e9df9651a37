import { wordsOf, type CallScript } from '#lib/bench/voice/models/script.ts'
import { CODES, codeOf, energyOf } from '#lib/bench/voice/models/tones.ts'

/** A word that was heard; times in seconds of the stream's own audio. */
export type HeardWord = { turn: number; index: number; word: string; start: number; end: number }

/** How far a call has got, kept over its connections: a stream that begins anew hears the middle of a call. */
export type Hearing = { turn: number; word: number }

/** The number that has this remainder and is nearest to the one that is known. */
const nearest = (known: number, code: number): number => Math.max(code, known + ((((code - known + CODES / 2) % CODES) + CODES) % CODES) - CODES / 2)

const ENERGY_MIN = 300
/** The words of a recording come at this pace, and a silence this long ends a turn of it. */
const SPOKEN_WORD_FRAMES = 15
const SPOKEN_PAUSE_FRAMES = 30

export type Ear = {
  /** Hears twenty milliseconds; the words that were made out by them. */
  hear: (frame: Uint8Array) => { isLoud: boolean; words: HeardWord[] }
  /** The words of a recording that are still unsaid when a turn of it ends. */
  rest: () => HeardWord[]
}

/**
 * Hears the words of a script in the sound itself, by the pitches that say turn and word; a sound that is loud and has none of them is a noise. Of a recording
 * it knows only loud and quiet, and takes the script's turns in their order.
 */
export function createEar(script: CallScript | null, hearing: Hearing): Ear {
  const turns = (script?.turns ?? []).map((turn) => wordsOf(turn.says))
  let frames = 0
  let candidate = -1
  let current: HeardWord | null = null
  let spokenTurn = -1
  let spokenWord = 0
  let loudFrames = 0
  let quietFrames = SPOKEN_PAUSE_FRAMES
  const word = (turn: number, index: number): HeardWord | null => {
    const text = turns[turn]?.[index]
    return text === undefined ? null : { turn, index, word: text, start: ((frames - 1) * 20) / 1_000, end: (frames * 20) / 1_000 }
  }
  const coded = (first: number, second: number): HeardWord[] => {
    const turn = nearest(hearing.turn, first)
    if (turn !== hearing.turn) Object.assign(hearing, { turn, word: 0 })
    const index = nearest(hearing.word, second)
    if (current && current.turn === turn && current.index === index) {
      current.end = (frames * 20) / 1_000
      return []
    }
    hearing.word = index
    current = word(turn, index)
    return current ? [current] : []
  }
  const spoken = (): HeardWord[] => {
    if (quietFrames >= SPOKEN_PAUSE_FRAMES && loudFrames === 1) {
      spokenTurn++
      spokenWord = 0
    }
    if (loudFrames % SPOKEN_WORD_FRAMES !== 0) return []
    const said = word(spokenTurn, spokenWord++)
    return said ? [said] : []
  }
  return {
    hear: (frame) => {
      frames++
      const isLoud = energyOf(frame) >= ENERGY_MIN
      if (!isLoud) {
        candidate = -1
        quietFrames++
        loudFrames = 0
        return { isLoud, words: [] }
      }
      loudFrames++
      const code = script?.isRecording ? null : codeOf(frame)
      // Twice the same, so that the seam of two sounds is no word.
      const key = code ? code.first * CODES + code.second : -1
      const words = script?.isRecording ? spoken() : code && key === candidate ? coded(code.first, code.second) : []
      candidate = key
      quietFrames = 0
      return { isLoud, words }
    },
    rest: () => {
      if (!script?.isRecording || spokenTurn < 0) return []
      const left: HeardWord[] = []
      for (let said = word(spokenTurn, spokenWord); said; said = word(spokenTurn, ++spokenWord)) left.push(said)
      return left
    },
  }
}
