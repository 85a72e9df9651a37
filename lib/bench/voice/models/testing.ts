import { utteranceOf } from '#lib/bench/voice/models/caller-voice.ts'
import type { Setting } from '#lib/bench/voice/models/loopback.ts'
import { createScripts, type CallScript, type Turn } from '#lib/bench/voice/models/script.ts'
import { createStopwatch } from '#lib/bench/voice/models/stopwatch.ts'
import { FRAME_BYTES, SAMPLES_PER_MS, SILENCE } from '#lib/bench/voice/models/tones.ts'

/** What every model is given in a test. */
export function newSetting(...calls: CallScript[]): Setting {
  const scripts = createScripts()
  for (const call of calls) scripts.add(call)
  return { seed: 7, apiKey: 'key-of-the-models', scripts, stopwatch: createStopwatch() }
}

/** A turn that begins half a second after the agent. */
export const turnOf = (says: string, answer: string, more: Partial<Turn> = {}): Turn => ({ says, answer: { text: answer }, begins: { afterSilenceMs: 500 }, ...more })

export const silenceOf = (ms: number): Buffer => Buffer.alloc(ms * SAMPLES_PER_MS, SILENCE)

/** The frames of a turn as its caller says it, and so much silence after it. */
export function framesOf(script: CallScript, index: number, silenceMs = 0): Buffer[] {
  const sound = Buffer.concat([utteranceOf(script.turns[index]!, index, 7, script.tag).bytes, silenceOf(silenceMs)])
  const whole = Buffer.concat([sound, Buffer.alloc((FRAME_BYTES - (sound.length % FRAME_BYTES)) % FRAME_BYTES, SILENCE)])
  return Array.from({ length: whole.length / FRAME_BYTES }, (_, frame) => whole.subarray(frame * FRAME_BYTES, (frame + 1) * FRAME_BYTES))
}

/** Resolves with the first message that fits, of those that came and those that will; the rest are kept for the next question. */
export function createInbox<T>() {
  const kept: T[] = []
  const waiting: { fits: (message: T) => boolean; resolve: (message: T) => void }[] = []
  return {
    all: kept as readonly T[],
    put: (message: T) => {
      kept.push(message)
      const index = waiting.findIndex(({ fits }) => fits(message))
      if (index >= 0) waiting.splice(index, 1)[0]!.resolve(message)
    },
    next: (fits: (message: T) => boolean): Promise<T> => {
      const known = kept.find(fits)
      return known ? Promise.resolve(known) : new Promise((resolve) => { waiting.push({ fits, resolve }) })
    },
  }
}
