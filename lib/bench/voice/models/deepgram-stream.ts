import { createHash } from 'node:crypto'
import type { WebSocket } from 'ws'
import type { DeepgramSetting } from '#lib/bench/voice/models/deepgram.ts'
import { between, lognormal, stt, uniform } from '#lib/bench/voice/models/draws.ts'
import { createEar, type HeardWord, type Hearing } from '#lib/bench/voice/models/ear.ts'
import { normalised, wordsOf, type CallScript } from '#lib/bench/voice/models/script.ts'
import { FRAME_BYTES } from '#lib/bench/voice/models/tones.ts'

type Listening = { socket: WebSocket; query: URLSearchParams; requestId: string; setting: DeepgramSetting; hearing: Hearing; script: CallScript | null }

const INTERIM_MS = 1_000
/** A long utterance comes as several final segments; the model fixes one after so much of it. */
const SEGMENT_MS = 5_000
/** With smart_format an ending figure is waited for, in case more of it comes. */
const FIGURE_WAIT_MS = 3_000
const UNANSWERED_FINALIZE_SHARE = 0.05
const figure = /\d|^(zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirty|half|o'clock)$/i

/** One live stream: what is heard goes in, Deepgram's messages come out, in its order and as late as drawn. */
export function openListening({ socket, query, requestId, setting, hearing, script }: Listening): void {
  const is = (name: string) => query.get(name) === 'true'
  const faults = script?.faults?.deepgram ?? {}
  const endpointingMs = query.get('endpointing') === 'false' ? Infinity : Number(query.get('endpointing') ?? 10) || 10
  const utteranceEndMs = Number(query.get('utterance_end_ms') ?? Infinity)
  const waitsForFigures = is('smart_format') && !is('no_delay')
  const ear = createEar(script, hearing)
  const digest = createHash('sha256')
  let left: Buffer = Buffer.alloc(0)
  let heardMs = 0
  let segmentStartMs = 0
  let lastInterimMs = 0
  let quietMs = 0
  let isSpeaking = false
  let isUtteranceOpen = false
  let words: HeardWord[] = []
  let lastWordEnd = 0
  let finals = 0
  let hasAudio = false
  let sending = Promise.resolve()

  const send = (message: object) => { if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message)) }
  /** Messages keep their order however late each is. */
  const sendAfter = (delayMs: number, message: object, onSent?: () => void) => {
    const due = new Promise((resolve) => { setTimeout(resolve, delayMs) })
    sending = sending.then(() => due).then(() => {
      send(message)
      onSent?.()
    })
  }
  const shown = (word: string) => (is('punctuate') || is('smart_format') ? word : normalised(word))

  const results = (flags: { is_final: boolean; speech_final: boolean; from_finalize?: boolean }) => ({
    type: 'Results', channel_index: [0, 1], start: segmentStartMs / 1_000, duration: (heardMs - segmentStartMs) / 1_000, ...flags,
    channel: {
      alternatives: [{
        transcript: words.map(({ word }) => shown(word)).join(' '), confidence: words.length > 0 ? 0.98 : 0,
        words: words.map(({ word, start, end }) => ({ word: normalised(word), start, end, confidence: 0.98, punctuated_word: word })),
      }],
    },
    metadata: { request_id: requestId, model_info: { name: 'model-of-nova-2', version: 'model', arch: 'model' }, model_uuid: requestId },
  })

  /** Fixes what was heard since the last final segment. */
  const fix = (flags: { speech_final: boolean; from_finalize?: boolean }, by: 'rule' | 'finalize' | 'length') => {
    const last = words.at(-1)
    const message = results({ is_final: true, ...flags })
    const drawnMs = lognormal(stt, setting.seed, `stt/${script?.tag ?? requestId}/${last ? last.turn : `empty${finals++}`}`)
    if (last && script && by !== 'length') {
      const times = setting.stopwatch.turn(script.tag, last.turn)
      const isWhole = last.index === wordsOf(script.turns[last.turn]!.says).length - 1
      if (isWhole) Object.assign(times, { endedAt: performance.now(), drawnMs: { ...times.drawnMs, stt: drawnMs } })
      sendAfter(drawnMs, message, () => { if (isWhole) times.finalAt = performance.now() })
    } else sendAfter(drawnMs, message)
    if (faults.duplicateFinals) sendAfter(drawnMs, message)
    words = []
    segmentStartMs = heardMs
    lastInterimMs = heardMs
  }

  const afterSilence = () => {
    if (isSpeaking && quietMs >= 500) words.push(...ear.rest())
    const waitMs = waitsForFigures && words.length > 0 && figure.test(words.at(-1)!.word.replace(/[.,?!]$/, '')) ? FIGURE_WAIT_MS : endpointingMs
    if (quietMs >= waitMs && words.length > 0 && !faults.neverFinal) fix({ speech_final: true }, 'rule')
    if (quietMs >= 200) isSpeaking = false
    if (isUtteranceOpen && quietMs >= utteranceEndMs) {
      isUtteranceOpen = false
      sendAfter(0, { type: 'UtteranceEnd', channel: [0, 1], last_word_end: lastWordEnd })
    }
  }

  const hearFrame = (frame: Uint8Array) => {
    const { isLoud, words: made } = ear.hear(frame)
    heardMs += 20
    quietMs = isLoud ? 0 : quietMs + 20
    if (isLoud && !isSpeaking) {
      isSpeaking = true
      if (is('vad_events')) sendAfter(0, { type: 'SpeechStarted', channel: [0, 1], timestamp: (heardMs - 20) / 1_000 })
    }
    if (made.length > 0) {
      if (words.length === 0) segmentStartMs = Math.min(heardMs, made[0]!.start * 1_000)
      words.push(...made)
      isUtteranceOpen = true
    }
    if (words.length > 0) lastWordEnd = words.at(-1)!.end
    if (words.length > 0 && !faults.neverFinal && isLoud && heardMs - segmentStartMs >= SEGMENT_MS) fix({ speech_final: false }, 'length')
    if (is('interim_results') && words.length > 0 && heardMs - lastInterimMs >= INTERIM_MS) {
      lastInterimMs = heardMs
      sendAfter(between(20, 80, setting.seed, `interim/${script?.tag ?? requestId}/${heardMs}`), results({ is_final: false, speech_final: false }))
    }
    if (!isLoud) afterSilence()
    if (faults.dropAtMs !== undefined && heardMs >= faults.dropAtMs) {
      delete faults.dropAtMs
      socket.terminate()
    }
  }

  const finalize = () => {
    if (faults.neverFinal || faults.ignoreFinalize || heardMs === segmentStartMs) return
    const last = words.at(-1) ?? ear.rest().at(-1)
    if (last && words.length === 0) words.push(last)
    const key = `unanswered/${script?.tag ?? requestId}/${last?.turn ?? 'empty'}/${last?.index ?? heardMs}`
    if (uniform(setting.seed, key) < UNANSWERED_FINALIZE_SHARE) return
    fix({ speech_final: words.length > 0, from_finalize: true }, 'finalize')
  }

  const close = async () => {
    if (!faults.neverFinal) fix({ speech_final: false }, 'length')
    sendAfter(0, { type: 'Metadata', transaction_key: 'deprecated', request_id: requestId, sha256: digest.digest('hex'), created: new Date().toISOString(), duration: heardMs / 1_000, channels: 1 })
    await sending
    socket.close(1000)
  }

  const expire = () => socket.close(1011, hasAudio
    ? 'Deepgram did not receive audio data or a text message within the timeout window. See https://dpgr.am/net0001' : 'NET-0001: no audio was received.')
  const idle = setTimeout(expire, setting.idleMs ?? 10_000)
  socket.once('close', () => clearTimeout(idle))
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) {
      if (data.length === 0) return socket.close(1008, 'DATA-0000')
      hasAudio = true
      idle.refresh()
      digest.update(data)
      left = left.length === 0 ? data : Buffer.concat([left, data])
      while (left.length >= FRAME_BYTES) {
        hearFrame(left.subarray(0, FRAME_BYTES))
        left = left.subarray(FRAME_BYTES)
      }
      return
    }
    const { type } = JSON.parse(data.toString('utf8')) as { type?: string }
    // KeepAlive holds a stream only that has had sound.
    if (hasAudio) idle.refresh()
    if (type === 'Finalize') finalize()
    else if (type === 'CloseStream') void close()
  })
}
