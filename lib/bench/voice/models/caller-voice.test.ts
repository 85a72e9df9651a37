import { describe, expect, test } from 'vitest'
import { callsOf } from '#lib/bench/voice/dialogue.ts'
import { utteranceOf } from '#lib/bench/voice/models/caller-voice.ts'
import { framesOf, turnOf } from '#lib/bench/voice/models/testing.ts'
import { decoded, energyOf } from '#lib/bench/voice/models/tones.ts'

type Detector = { _fvad_new: () => number; _fvad_set_mode: (handle: number, mode: number) => number; _fvad_set_sample_rate: (handle: number, rate: number) => number; _fvad_process: (handle: number, at: number, samples: number) => number; _malloc: (bytes: number) => number; HEAP16: Int16Array }

/** WebRTC's voice detector, in its strictest mode, on each frame. */
async function detect(frames: readonly Buffer[]): Promise<boolean[]> {
  const { default: load } = (await import('@echogarden/fvad-wasm/fvad.js' as string)) as { default: () => Promise<Detector> }
  const detector = await load()
  const handle = detector._fvad_new()
  detector._fvad_set_mode(handle, 3)
  detector._fvad_set_sample_rate(handle, 8_000)
  const at = detector._malloc(320)
  return frames.map((frame) => {
    detector.HEAP16.set([...frame].map((byte) => decoded[byte]!), at / 2)
    return detector._fvad_process(handle, at, 160) === 1
  })
}

describe('the voice of the modelled caller', () => {
  test('is a voice to WebRTC\'s detector from its first frames to its last, and none a tenth of a second after it', async () => {
    for (const script of callsOf({ calls: 16, turns: 1, seed: 3 })) {
      const speech = framesOf(script, 0)
      const isVoice = await detect(framesOf(script, 0, 400))
      expect(isVoice.slice(2, speech.length).filter((one) => !one).length).toBeLessThanOrEqual(speech.length * 0.02)
      expect(isVoice.slice(speech.length + 7)).not.toContain(true)
    }
  })

  test('pauses where the script says so, and ends anywhere within a frame', () => {
    const plain = utteranceOf(turnOf('one two three', ''), 0, 1, 'CA1')
    const hesitant = utteranceOf(turnOf('one two three', '', { pausesMs: { 1: 400 } }), 0, 1, 'CA1')
    expect(hesitant.speechMs - plain.speechMs).toBe(400)
    const ends = ['CA1', 'CA2', 'CA3'].map((tag) => utteranceOf(turnOf('one two three', ''), 0, 1, tag).speechMs % 20)
    expect(new Set(ends).size).toBeGreaterThan(1)
  })

  test('a cough is loud, and the same each time', () => {
    const cough = () => utteranceOf(turnOf('', '', { coughMs: 200, expectsAnswer: false }), 0, 1, 'CA1').bytes
    expect(cough().equals(cough())).toBe(true)
    expect(energyOf(cough())).toBeGreaterThan(1_000)
  })
})
