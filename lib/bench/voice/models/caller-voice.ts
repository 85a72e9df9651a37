import { between, uniform } from '#lib/bench/voice/models/draws.ts'
import { wordCode, wordsOf, type Turn } from '#lib/bench/voice/models/script.ts'
import { FRAME_BYTES, SAMPLES_PER_MS, SILENCE, block, encodeSample } from '#lib/bench/voice/models/tones.ts'

/** A caller's utterance as sound. The caller stops speaking at `speechMs`, which no frame's edge need be. */
export type Utterance = { bytes: Buffer; speechMs: number }

// Loud and soft four times a second, as syllables are: a steady tone is no voice to a voice detector.
const SYLLABLE = [0.5, 0.8, 1, 1, 1, 0.9, 0.7, 0.5, 0.4, 0.3, 0.3, 0.4]

/** The turn as its caller says it: a pair of pitches a word, 200 to 400 ms each, silence where the script has a pause, noise where it has a cough; or a recording of it, as it is. */
export function utteranceOf(turn: Turn, index: number, seed: number, tag: string): Utterance {
  if (turn.recording) return { bytes: turn.recording, speechMs: turn.recording.length / SAMPLES_PER_MS }
  if (turn.coughMs !== undefined) {
    const bytes = Buffer.from(Uint8Array.from({ length: turn.coughMs * SAMPLES_PER_MS }, (_, sample) => encodeSample(between(-9_000, 9_000, seed, `cough/${sample}`))))
    return { bytes, speechMs: turn.coughMs }
  }
  const parts: Buffer[] = []
  let frame = 0
  const words = wordsOf(turn.says)
  for (const [place, word] of words.entries()) {
    const frames = 8 + Math.min(12, Math.round(word.length * 1.2 + 4 * uniform(seed, `word/${tag}/${index}/${place}`)))
    for (let one = 0; one < frames; one++) parts.push(block(wordCode(index, place), SYLLABLE[frame++ % SYLLABLE.length]))
    const pauseMs = place < words.length - 1 ? (turn.pausesMs?.[place] ?? 0) : 0
    if (pauseMs > 0) parts.push(Buffer.alloc(pauseMs * SAMPLES_PER_MS, SILENCE))
  }
  // The last word breaks off somewhere within its last frame.
  const whole = Buffer.concat(parts)
  const bytes = whole.subarray(0, whole.length - Math.floor((FRAME_BYTES - 1) * uniform(seed, `end/${tag}/${index}`)))
  return { bytes, speechMs: bytes.length / SAMPLES_PER_MS }
}
