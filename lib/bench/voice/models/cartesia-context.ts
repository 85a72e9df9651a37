import type { CartesiaSetting, Generation, Progress } from '#lib/bench/voice/models/cartesia.ts'
import { lognormal, tts } from '#lib/bench/voice/models/draws.ts'
import { answerCode, wordsOf, type CallScript, type Place } from '#lib/bench/voice/models/script.ts'
import { FRAME_BYTES, SAMPLES_PER_MS, toneOf } from '#lib/bench/voice/models/tones.ts'

export type VoiceContext = { take: (request: Generation) => void; cancel: () => void; abandon: () => void }

type Start = {
  request: Generation; setting: CartesiaSetting; ordinal: number
  send: (message: object) => void
  fail: (contextId: string, status: number, title: string, message: string) => void
  drop: () => void; onEnd: () => void
  progress: Map<CallScript, Progress>
}

/** How long a character is spoken: fourteen a second. */
export const SPOKEN_MS_PER_CHARACTER = 70
const CHUNK_MS = 200
/** Sound comes so much faster than it is played. */
const SPEED = 5
const BUFFER_DEFAULT_MS = 3_000
const EXPIRES_MS = 1_000

const fixed = ({ transcript, continue: more, flush, context_id, add_timestamps, max_buffer_delay_ms, ...rest }: Generation) => JSON.stringify(rest)

type Piece = { text: string; at: number; flushes: boolean }

/**
 * One context: texts become sound in the order in which they came. A cancel forgets what has not begun and lets the running piece go on, as the service does;
 * whoever listens has to drop it.
 */
export function createVoiceContext({ request, setting, ordinal, send, fail, drop, onEnd, progress }: Start): VoiceContext {
  const id = request.context_id
  const shape = fixed(request)
  const bufferMs = request.max_buffer_delay_ms ?? BUFFER_DEFAULT_MS
  let place: Place | null = null
  let buffered = ''
  let bufferTimer: NodeJS.Timeout | undefined
  let expiry: NodeJS.Timeout | undefined
  let pacing: NodeJS.Timeout | undefined
  let queue: Piece[] = []
  let isRunning = false
  let isComplete = false
  let isEnded = false
  let chunk = 0
  let flushes = 0
  let spokenMs = 0
  let readyAt = 0

  const stop = () => {
    isEnded = true
    for (const timer of [bufferTimer, expiry, pacing]) clearTimeout(timer)
    onEnd()
  }
  const finish = () => {
    if (isEnded) return
    stop()
    send({ type: 'done', done: true, status_code: 200, context_id: id })
  }
  const rest = () => {
    isRunning = false
    if (queue.length > 0) return generate(queue.shift()!)
    if (isComplete) return finish()
    expiry = setTimeout(finish, EXPIRES_MS)
  }

  const generate = (piece: Piece) => {
    isRunning = true
    const key = place ? `tts/${place.script.tag}/${place.turn}` : `tts/${id}`
    const drawnMs = lognormal(tts, setting.seed, key)
    const times = place ? setting.stopwatch.turn(place.script.tag, place.turn) : null
    const tone = toneOf(answerCode(place ? place.turn : null, chunk++), Math.ceil((piece.text.length * SPOKEN_MS_PER_CHARACTER * SAMPLES_PER_MS) / FRAME_BYTES) * FRAME_BYTES)
    if (times && chunk === 1) times.drawnMs.tts = drawnMs
    let sent = 0
    const next = () => {
      if (isEnded) return
      const bytes = tone.subarray(sent, sent + CHUNK_MS * SAMPLES_PER_MS)
      send({ type: 'chunk', data: bytes.toString('base64'), done: false, status_code: 206, step_time: drawnMs, context_id: id, ...(flushes > 0 ? { flush_id: flushes } : {}) })
      if (times && chunk === 1 && sent === 0) times.firstAudioAt = performance.now()
      sent += bytes.length
      if (sent < tone.length) {
        pacing = setTimeout(next, CHUNK_MS / SPEED)
        return
      }
      readyAt = performance.now()
      if (request.add_timestamps) sendTimestamps(piece.text, spokenMs)
      spokenMs += tone.length / SAMPLES_PER_MS
      if (piece.flushes) sendFlushed()
      rest()
    }
    // What waited behind a running piece was prepared meanwhile.
    pacing = setTimeout(next, Math.max(0, piece.at + drawnMs - performance.now(), chunk > 1 ? readyAt - performance.now() : 0))
  }
  const sendFlushed = () => send({ type: 'flush_done', flush_done: true, flush_id: flushes++, done: false, status_code: 206, context_id: id })
  const sendTimestamps = (text: string, fromMs: number) => {
    const words = wordsOf(text)
    const starts = words.map((_, index) => (fromMs + (index * text.length * SPOKEN_MS_PER_CHARACTER) / words.length) / 1_000)
    const ends = words.map((_, index) => (fromMs + ((index + 1) * text.length * SPOKEN_MS_PER_CHARACTER) / words.length) / 1_000)
    send({ type: 'timestamps', word_timestamps: { words, start: starts, end: ends }, done: false, status_code: 206, context_id: id })
  }

  const release = (isFlush: boolean) => {
    clearTimeout(bufferTimer)
    bufferTimer = undefined
    const text = buffered
    buffered = ''
    if (text.trim() === '') {
      if (isFlush && !isRunning) sendFlushed()
      else if (isFlush && queue.length > 0) queue.at(-1)!.flushes = true
      if (isComplete && !isRunning) finish()
      return
    }
    const piece = { text, at: performance.now(), flushes: isFlush }
    if (isRunning) queue.push(piece)
    else generate(piece)
  }

  /** What the call's script wants to go wrong with this context; true when it did. */
  const goesWrong = (): boolean => {
    const faults = place?.script.faults?.cartesia
    if (!place || !faults) return false
    const known = progress.get(place.script) ?? { contexts: 0, failed: 0, stalled: 0 }
    progress.set(place.script, known)
    const nth = known.contexts++
    if (faults.dropAtContext === nth) drop()
    else if (faults.errors && nth >= faults.errors.after && known.failed < faults.errors.count) {
      known.failed++
      stop()
      fail(id, 500, 'Internal server error', 'The model of Cartesia was told to fail.')
    } else if (faults.stalls && nth >= faults.stalls.after && known.stalled < faults.stalls.count) {
      known.stalled++
      isRunning = true
    } else return false
    return true
  }

  const begin = (text: string): boolean => {
    if (place !== null || chunk > 0 || buffered !== '' || text.trim() === '') return true
    place = setting.scripts.byAnswer(text)
    if (place) setting.stopwatch.turn(place.script.tag, place.turn).firstTextAt = performance.now()
    return !goesWrong()
  }

  return {
    take: (message) => {
      if (isComplete) return fail(id, 400, 'Context closed', 'The context was told that nothing more comes.')
      if (fixed(message) !== shape) return fail(id, 400, 'Field mismatch', 'All fields but transcript, continue and flush have to stay as they were within a context.')
      if (message.continue !== true && message.transcript.trim() === '' && chunk === 0 && buffered === '' && !isRunning) {
        stop()
        return fail(id, 400, 'Empty transcript', 'There is nothing to say.')
      }
      clearTimeout(expiry)
      if (!begin(message.transcript)) return
      buffered += message.transcript
      if (message.continue !== true) isComplete = true
      if (isComplete || message.flush || bufferMs === 0) release(message.flush === true)
      else bufferTimer ??= setTimeout(() => release(false), bufferMs)
      if (!isRunning && !isEnded && buffered === '' && !isComplete) expiry = setTimeout(finish, EXPIRES_MS)
    },
    cancel: () => {
      queue = []
      buffered = ''
      clearTimeout(bufferTimer)
      isComplete = true
      if (!isRunning) finish()
    },
    abandon: () => { if (!isEnded) stop() },
  }
}
