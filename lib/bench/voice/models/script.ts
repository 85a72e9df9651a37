import { CODES } from '#lib/bench/voice/models/tones.ts'

/** What goes wrong in one call, on purpose. Times run from the call's first sound, counts from its first of the kind. */
export type Faults = {
  deepgram?: {
    /** The socket is cut, without a close frame, when so much of the caller has been heard. */
    dropAtMs?: number
    /** No final text ever comes of itself or of Finalize; interims do. */
    neverFinal?: boolean
    /** Every final text comes twice. */
    duplicateFinals?: boolean
    /** Finalize is not answered. */
    ignoreFinalize?: boolean
  }
  cartesia?: {
    /** So many contexts, of those after the first so many, are answered with a 500. */
    errors?: { after: number; count: number }
    /** The contexts after the first so many get no sound and no word, so many of them. */
    stalls?: { after: number; count: number }
    /** The socket is cut at the first text of the context after so many. */
    dropAtContext?: number
  }
  llm?: {
    /** So many requests, of those after the first so many, are answered with a 500. */
    errors?: { after: number; count: number }
    /** Nothing comes for so long, instead of the drawn wait, in the turns named. */
    stallMs?: Record<number, number>
    /** After so many tokens nothing comes for so long, in the turns named. */
    stallMidwayMs?: Record<number, { afterTokens: number; ms: number }>
  }
}

export type ToolUse = { name: string; arguments: Record<string, unknown> }

/** What the LLM answers to a turn: words, or tools first and then words. */
export type Answer = { tools?: ToolUse[]; text: string }

export type Turn = {
  says: string
  answer: Answer
  /** When the caller begins: so long after the agent has ended (or the line was picked up), or so long into what the agent is saying. */
  begins: { afterSilenceMs: number } | { intoAgentMs: number }
  /** Silence after the word of that index, as of somebody who thinks; milliseconds. */
  pausesMs?: Record<number, number>
  /** A recording that is played instead of pitches, mu-law at 8 kHz; for a script that says so, see `isRecording`. */
  recording?: Buffer
  /** A cough instead of words: loud, so long, `says` is then empty. */
  coughMs?: number
  /** False of a cough and of an "mm-hm": the caller goes on without waiting for an answer. */
  expectsAnswer?: boolean
}

/** A call: known to every model by its tag, which is Twilio's call id. */
export type CallScript = {
  tag: string; turns: Turn[]; faults?: Faults
  /** The caller is a recording of speech, in which no pitch says a word: the turns are taken to be what is between its pauses, in their order. */
  isRecording?: boolean
}

/** Lower case, letters and figures alone, one space: what two ways of writing the same words have in common. */
export const normalised = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}\s]/gu, '').replace(/\s+/g, ' ').trim()

export const wordsOf = (text: string): string[] => text.split(/\s+/).filter(Boolean)

/** What sound a word of the caller has. */
export const wordCode = (turn: number, word: number) => ({ first: turn % CODES, second: word % CODES })

/** What sound a chunk of the agent's answer has: 0 first is kept for words that are no answer of the script, as the greeting. */
export const answerCode = (turn: number | null, chunk: number) => ({ first: turn === null ? 0 : 1 + (turn % (CODES - 1)), second: chunk % CODES })

export type Place = { script: CallScript; turn: number }
export type Scripts = {
  add: (script: CallScript) => void
  remove: (tag: string) => void
  byTag: (tag: string | null) => CallScript | null
  /** Whose words these are, given what the caller has said so far, the latest last: the turn that they are, begin, or end with. */
  bySaid: (said: readonly string[]) => Place | null
  /** Whose answer begins so. */
  byAnswer: (text: string) => Place | null
}

/** The calls that the models know of. */
export function createScripts(): Scripts {
  const scripts = new Map<string, { script: CallScript; turns: { says: string; answer: string }[] }>()
  const find = (fits: (turn: { says: string; answer: string }) => boolean): Place | null => {
    for (const { script, turns } of scripts.values()) {
      const turn = turns.findLastIndex(fits)
      if (turn >= 0) return { script, turn }
    }
    return null
  }
  return {
    add: (script) => void scripts.set(script.tag, { script, turns: script.turns.map((turn) => ({ says: normalised(turn.says), answer: normalised(turn.answer.text) })) }),
    remove: (tag) => void scripts.delete(tag),
    byTag: (tag) => scripts.get(tag ?? '')?.script ?? null,
    bySaid: (said) => {
      // A turn that was taken too early comes in pieces, which are one only together.
      for (let pieces = 1; pieces <= Math.min(3, said.length); pieces++) {
        const heard = normalised(said.slice(-pieces).join(' '))
        if (heard === '') continue
        const place = find(({ says }) => says === heard) ?? find(({ says }) => says.startsWith(heard)) ?? find(({ says }) => says !== '' && heard.endsWith(` ${says}`))
        if (place) return place
      }
      return null
    },
    byAnswer: (text) => {
      const begun = normalised(text)
      return begun === '' ? null : find(({ answer }) => answer.startsWith(begun))
    },
  }
}
