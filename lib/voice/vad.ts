import 'server-only'
import { FRAME_BYTES, SAMPLES } from '#lib/voice/mulaw.ts'

type Module = {
  HEAP16: Int16Array
  _malloc: (bytes: number) => number
  _free: (pointer: number) => void
  _fvad_new: () => number
  _fvad_free: (vad: number) => void
  _fvad_set_mode: (vad: number, mode: number) => number
  _fvad_set_sample_rate: (vad: number, hz: number) => number
  _fvad_process: (vad: number, frame: number, samples: number) => number
}

/** Whether somebody speaks in a frame of 20 ms. */
export type Vad = { isSpeech: (frame: Buffer) => boolean; close: () => void }

// WebRTC's detector, at its most sceptical: telephone lines hum.
const MODE = 3
/** A frame under this share of the loudest of late is a pause, though the detector still hears its echo; mean of samples' sizes. */
const QUIET_SHARE = 0.06
const QUIET_FLOOR = 90
const LOUDNESS_FADES = 0.995

let loading: Promise<Module> | undefined

/** Loads the detector once; a call begins only after it. */
export async function loadVad(): Promise<() => Vad> {
  const { default: load } = (await import('@echogarden/fvad-wasm')) as { default: () => Promise<Module> }
  const module = await (loading ??= load())
  return () => createVad(module)
}

function createVad(module: Module): Vad {
  const vad = module._fvad_new()
  module._fvad_set_mode(vad, MODE)
  module._fvad_set_sample_rate(vad, 8_000)
  const buffer = module._malloc(FRAME_BYTES * 2)
  let loudest = 0
  return {
    isSpeech: (frame) => {
      const at = buffer >> 1
      const length = Math.min(frame.length, FRAME_BYTES)
      let sum = 0
      // The heap moves when it grows, so it is looked up each time.
      const heap = module.HEAP16
      for (let n = 0; n < length; n += 1) {
        const sample = SAMPLES[frame[n]!]!
        heap[at + n] = sample
        sum += sample < 0 ? -sample : sample
      }
      for (let n = length; n < FRAME_BYTES; n += 1) heap[at + n] = 0
      const energy = sum / FRAME_BYTES
      loudest = Math.max(energy, loudest * LOUDNESS_FADES)
      return module._fvad_process(vad, buffer, FRAME_BYTES) === 1 && energy > Math.max(QUIET_FLOOR, loudest * QUIET_SHARE)
    },
    close: () => {
      module._fvad_free(vad)
      module._free(buffer)
    },
  }
}
