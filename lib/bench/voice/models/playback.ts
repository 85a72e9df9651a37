import { CODES, FRAME_BYTES, SAMPLES_PER_MS, codeOf } from '#lib/bench/voice/models/tones.ts'

/** Sound that a caller heard without a break: when its first sample was played, and all of it. */
export type Heard = { startedAt: number; bytes: Buffer }

const endOf = (heard: Heard) => heard.startedAt + heard.bytes.length / SAMPLES_PER_MS

/** The buffer in which Twilio keeps what is to be played, as arithmetic: what has been played at any instant is known to the sample. */
export type Playback = {
  /** Queues sound that has arrived now. */
  play: (bytes: Buffer, now: number) => void
  mark: (name: string) => void
  /** Forgets what is unplayed; the names of the marks that were waiting. */
  clear: (now: number) => string[]
  /** The names of the marks that have been reached. */
  reached: (now: number) => string[]
  /** When the last queued sample will have been played. */
  endsAt: () => number
  heard: () => readonly Heard[]
}

/** An empty buffer. */
export function createPlayback(): Playback {
  const heard: Heard[] = []
  let marks: { name: string; at: number }[] = []
  let end = 0
  return {
    play: (bytes, now) => {
      const last = heard.at(-1)
      const startedAt = Math.max(now, end)
      end = startedAt + bytes.length / SAMPLES_PER_MS
      if (last && startedAt - endOf(last) < 0.01) last.bytes = Buffer.concat([last.bytes, bytes])
      else heard.push({ startedAt, bytes })
    },
    mark: (name) => void marks.push({ name, at: end }),
    clear: (now) => {
      const waiting = marks.map((mark) => mark.name)
      marks = []
      while (heard.length > 0 && heard.at(-1)!.startedAt >= now) heard.pop()
      const last = heard.at(-1)
      if (last && endOf(last) > now) last.bytes = last.bytes.subarray(0, Math.max(0, Math.round((now - last.startedAt) * SAMPLES_PER_MS)))
      end = Math.min(end, now)
      return waiting
    },
    reached: (now) => {
      const due = marks.filter((mark) => mark.at <= now)
      if (due.length > 0) marks = marks.filter((mark) => mark.at > now)
      return due.map((mark) => mark.name)
    },
    endsAt: () => end,
    heard: () => heard,
  }
}

/** A stretch of one sound as it was heard: whose it was, and from when to when. `turn` is null for what is no answer of the script. */
export type Stretch = { turn: number | null; chunk: number; from: number; to: number }

/**
 * What the samples say, in the order in which they were played. The pitch tells a turn's remainder, and the stretches before it the rest.
 */
export function stretchesOf(heard: readonly Heard[]): Stretch[] {
  const stretches: Stretch[] = []
  let turn = 0
  for (const { startedAt, bytes } of heard) {
    for (let at = 0; at + FRAME_BYTES <= bytes.length; at += FRAME_BYTES) {
      const from = startedAt + at / SAMPLES_PER_MS
      const code = codeOf(bytes.subarray(at, at + FRAME_BYTES))
      if (!code) continue
      const ahead = code.first === 0 ? 0 : (((code.first - 1 - turn) % (CODES - 1)) + CODES - 1) % (CODES - 1)
      // Up to half way round is a later turn, more is an earlier one: something stale.
      const said = code.first === 0 ? null : ahead <= (CODES - 1) / 2 ? turn + ahead : turn + ahead - (CODES - 1)
      if (said !== null && said > turn) turn = said
      const last = stretches.at(-1)
      const to = Math.min(from + 20, startedAt + bytes.length / SAMPLES_PER_MS)
      if (last && last.turn === said && last.chunk === code.second && from - last.to < 25) last.to = to
      else stretches.push({ turn: said, chunk: code.second, from, to })
    }
  }
  return stretches
}
