import { getEventListeners } from 'node:events'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { createVoiceCall } from '#lib/voice/call.ts'
import { FRAME_BYTES, FRAME_MS } from '#lib/voice/mulaw.ts'
import type { LlmEvent, SttEvents, TtsEvents } from '#lib/voice/ports.ts'

const minuteMs = 60_000
const turnMs = 15_000
const loud = 0x80
const quiet = 0xff

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
const held = () => {
  collect()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / 2 ** 20
}
const settle = () => new Promise<void>((resolve) => { setImmediate(resolve) })

/** What a model answers: words, every tenth time a tool. */
const answerTo = (turn: number): LlmEvent[] => (turn % 10 === 9
  ? [{ type: 'tools', calls: [{ id: `call_${turn}`, name: 'check_availability', arguments: '{"procedure":"facelift"}' }] }]
  : [{ type: 'text', text: `We have a time on day ${turn}, in the morning. ` }, { type: 'text', text: 'Or would you rather come in the afternoon? ' }])

/** A caller who talks for an hour, every frame a buffer of its own, and breaks into every seventh answer. */
function talk() {
  let [now, turn, opened, ended] = [0, 0, 0, 0]
  let ears!: SttEvents
  let voice!: TtsEvents
  let marks: string[] = []
  const contexts = new Set<string>()
  const signals: AbortSignal[] = []
  const call = createVoiceCall({
    tag: 'CA1', prompt: 'You are Voxanne.', greeting: 'Hello, this is Voxanne. ', keywords: [], canTransfer: true, now: () => now, longestMs: 2 * 60 * minuteMs,
    vad: { isSpeech: (frame) => frame[0] === loud, close: () => { ended += 1 } },
    stt: { open: (_, events) => { ears = events; opened += 1; return { hear: () => undefined, flush: () => undefined, close: () => { ended += 1 } } } },
    tts: {
      open: (_, events) => {
        voice = events
        opened += 1
        return {
          say: (id) => { contexts.add(id); voice.onAudio(id, Buffer.alloc(8_000)) },
          finish: (id) => { contexts.delete(id); voice.onDone(id) }, cancel: (id) => { contexts.delete(id) }, close: () => { ended += 1 },
        }
      },
    },
    llm: {
      warmUp: () => undefined,
      async *answer(_, signal) {
        signals.push(signal)
        for (const event of answerTo(turn)) {
          if (signal.aborted) return
          yield event
        }
      },
    },
    line: { play: () => undefined, mark: (name) => marks.push(name), clear: () => { marks = [] }, hangUp: () => undefined },
    effects: {
      useTools: async (calls) => calls.map((one) => ({ id: one.id, name: one.name, say: 'I have Tuesday at ten. ', status: 200, isTransfer: false, isForced: false, result: '{}' })),
      raiseAlert: async () => undefined, noteHeard: () => undefined,
    },
  })
  const frames = (ms: number, level: number) => {
    for (let n = 0; n < ms / FRAME_MS; n += 1) {
      now += FRAME_MS
      call.frame(Buffer.alloc(FRAME_BYTES, level))
    }
  }
  const playOut = async () => {
    frames(5_000, quiet)
    for (const mark of marks.splice(0)) call.reached(mark)
    await settle()
  }
  const says = async (text: string) => {
    frames(600, loud)
    frames(140, quiet)
    ears.onTranscript({ text, startsAt: now / 1_000, isFinal: true, endsTurn: false, isFlush: true })
    await settle()
    frames(120, quiet)
    await settle()
  }
  return {
    call, contexts, signals, sockets: () => ({ opened, ended }), now: () => now,
    begin: async () => {
      call.start()
      await playOut()
    },
    turn: async () => {
      const until = now + turnMs
      await says(`what about day ${turn} then`)
      if (turn % 7 === 6) {
        frames(200, loud)
        ears.onTranscript({ text: 'no stop please', startsAt: now / 1_000, isFinal: false, endsTurn: false, isFlush: false })
        await says('no stop please')
      }
      await playOut()
      if (now < until) frames(Math.min(until - now, 4_000), quiet)
      turn += 1
    },
  }
}

test('an hour of talk leaves nothing behind but what was said', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length
  const before = timers()
  const one = talk()
  await one.begin()
  const until = async (minutes: number) => { while (one.now() < minutes * minuteMs) await one.turn() }
  await until(20)
  const afterTwenty = held()
  await until(60)
  // Forty minutes are 120,000 frames and some 19 MB of sound each way; the words of a turn are a few hundred bytes.
  expect(held() - afterTwenty).toBeLessThan(3)
  expect([...one.contexts]).toEqual([])
  expect(one.signals.length).toBeGreaterThan(200)
  expect(one.signals.flatMap((signal) => getEventListeners(signal, 'abort'))).toEqual([])
  const { turns, reason } = one.call.end()
  expect(reason).toBe('customer-ended-call')
  expect(turns.filter(({ role }) => role === 'caller').length).toBeGreaterThan(200)
  expect(one.sockets()).toEqual({ opened: 2, ended: 3 })
  expect(timers()).toBeLessThanOrEqual(before)
})
