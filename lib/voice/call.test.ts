import { describe, expect, test, vi } from 'vitest'
import { emergencyScript } from '#lib/calls/red-flags.ts'
import { createVoiceCall } from '#lib/voice/call.ts'
import { FRAME_BYTES } from '#lib/voice/mulaw.ts'
import type { LlmEvent, Message, SttEvents, ToolCallRequest, TtsEvents } from '#lib/voice/ports.ts'

const LOUD = Buffer.alloc(FRAME_BYTES, 0x80)
const QUIET = Buffer.alloc(FRAME_BYTES, 0xff)
const settle = () => new Promise<void>((resolve) => { setImmediate(resolve) })

/** A call on ports of our own: the clock moves with the frames, a piece of text is a second of sound, and the model says what it is told. */
function ring(answers: (LlmEvent[] | Error)[], { canTransfer = true } = {}) {
  let now = 0
  const played: string[] = []
  const cancelled: string[] = []
  const asked: (readonly Message[])[] = []
  const alerts: string[] = []
  let cleared = 0
  let hungUp = false
  let starts = 0
  let ears!: SttEvents
  let voice!: TtsEvents
  const effects = {
    useTools: vi.fn(async (calls: readonly ToolCallRequest[]) => calls.map((one) => ({ id: one.id, name: one.name, say: 'I have Tuesday at ten. ', status: 200, isTransfer: one.name === 'transfer_to_human', isForced: false, result: '{}' }))),
    raiseAlert: async (kind: string) => { alerts.push(kind) },
    noteHeard: () => undefined,
  }
  const call = createVoiceCall({
    tag: 'CA1', prompt: 'You are Voxanne.', greeting: 'Hello, this is Voxanne. ', keywords: [], canTransfer, now: () => now,
    vad: { isSpeech: (frame) => frame === LOUD, close: () => undefined },
    stt: { open: (_, events) => { ears = events; return { hear: () => undefined, flush: () => undefined, close: () => undefined } } },
    tts: {
      open: (_, events) => {
        voice = events
        return { say: (id, text) => { played.push(text); voice.onAudio(id, Buffer.alloc(8_000)) }, finish: (id) => voice.onDone(id), cancel: (id) => { cancelled.push(id) }, close: () => undefined }
      },
    },
    llm: {
      warmUp: () => undefined,
      async *answer(messages, signal) {
        asked.push(messages.map((one) => ({ ...one })))
        const next = answers.shift() ?? []
        if (next instanceof Error) throw next
        for (const event of next) {
          if (signal.aborted) return
          yield event
        }
      },
    },
    line: { play: () => undefined, mark: (name) => marks.push(name), clear: () => { cleared += 1 }, hangUp: () => { hungUp = true } },
    effects,
  })
  const marks: string[] = []
  const frames = async (ms: number, frame: Buffer) => {
    for (let n = 0; n < ms / 20; n += 1) {
      now += 20
      call.frame(frame)
    }
    await settle()
  }
  const self = {
    call, played, cancelled, asked, alerts, effects, frames,
    cleared: () => cleared, hungUp: () => hungUp,
    /** Lets all that was sent be played, and says so as the line does. */
    playOut: async () => {
      await frames(20_000 / 10, QUIET)
      for (const mark of marks.splice(0)) call.reached(mark)
      await settle()
    },
    begin: async () => {
      call.start()
      await self.playOut()
      played.length = 0
    },
    /** Speaks, falls silent, and is understood. */
    says: async (text: string) => {
      await frames(600, LOUD)
      await frames(140, QUIET)
      ears.onTranscript({ text, startsAt: starts++, isFinal: true, endsTurn: false, isFlush: true })
      await settle()
      await frames(120, QUIET)
    },
    hears: (text: string) => ears.onTranscript({ text, startsAt: starts, isFinal: false, endsTurn: false, isFlush: false }),
  }
  return self
}
const words = (text: string): LlmEvent[] => [{ type: 'text', text }]

describe('a call on streams', () => {
  test('greets, hears a turn, answers it, and begins to think before the turn is over', async () => {
    const one = ring([words('Of course, we have Tuesday. ')])
    await one.begin()
    await one.frames(600, LOUD)
    await one.frames(140, QUIET)
    one.hears('a facelift please')
    expect(one.asked).toHaveLength(0)
    await one.says('a facelift please')
    expect(one.asked).toHaveLength(1)
    expect(one.played.join('')).toBe('Of course, we have Tuesday. ')
    await one.playOut()
    const { turns } = one.call.end()
    expect(turns.map((turn) => [turn.role, turn.text.trim()])).toEqual([['assistant', 'Hello, this is Voxanne.'], ['caller', 'a facelift please'], ['assistant', 'Of course, we have Tuesday.']])
  })

  test('what was begun on words that turned out otherwise is given up, and nothing of it is heard', async () => {
    const one = ring([words('Too early. '), words('On both days. ')])
    await one.begin()
    await one.frames(600, LOUD)
    await one.frames(140, QUIET)
    one.hears('x')
    await one.says('do you open on Saturday')
    await one.frames(60, LOUD)
    expect(one.asked.length).toBeGreaterThanOrEqual(1)
    expect(one.call.end().turns.filter((turn) => turn.role === 'assistant').length).toBeLessThanOrEqual(2)
  })

  test('a voice with words in it stops the answer, empties the line and keeps what was heard', async () => {
    const one = ring([words('We have Tuesday at ten in the morning. We also have Thursday at two in the afternoon. '), words('Sorry, go on. ')])
    await one.begin()
    await one.says('what days do you have')
    await one.frames(400, QUIET)
    await one.frames(200, LOUD)
    expect(one.cleared()).toBeGreaterThan(0)
    one.hears('no wait')
    await one.says('no wait I meant next week')
    const { turns, counts } = one.call.end()
    const said = turns.filter((turn) => turn.role === 'assistant').map((turn) => turn.text)
    expect(counts.agentCutShort).toBe(1)
    expect(said[1]).not.toContain('Thursday at two in the afternoon')
    expect(one.asked.at(-1)!.some((message) => message.role === 'assistant' && String(message.content).includes('afternoon'))).toBe(false)
  })

  test('a cough or an "mm-hm" does not end the answer: it goes on where it stopped', async () => {
    const one = ring([words('We have Tuesday at ten in the morning, and also Thursday at two. ')])
    await one.begin()
    await one.says('what days do you have')
    await one.frames(200, QUIET)
    await one.says('mm-hm')
    await one.playOut()
    const { turns, counts } = one.call.end()
    expect([turns.map((turn) => turn.role), counts.agentCutShort]).toEqual([['assistant', 'caller', 'assistant'], 0])
    expect(turns[2]!.text).toContain('Thursday at two')
    expect(one.asked).toHaveLength(1)
  })

  test('a tool is used once the turn is over, and what it says is said word for word without asking the model again', async () => {
    const one = ring([[{ type: 'tools', calls: [{ id: 't1', name: 'check_availability', arguments: '{"procedure":"facelift"}' }] }]])
    await one.begin()
    await one.says('when could I come')
    expect(one.effects.useTools).toHaveBeenCalledTimes(1)
    expect(one.played.join('')).toBe('Let me look at the diary. I have Tuesday at ten. ')
    expect(one.asked).toHaveLength(1)
    expect(one.call.end().toolCalls.map((tool) => tool.id)).toEqual(['t1'])
  })

  test('somebody in danger hears the fixed words whatever the model says, and people are told', async () => {
    const one = ring([words('Book now. ')])
    await one.begin()
    await one.says('since the filler I can\'t see out of my left eye')
    expect(one.alerts).toEqual(['medical'])
    expect(one.played.join('')).toContain(emergencyScript.medical.slice(0, 40))
  })

  test('a model that fails leaves nobody in silence: the caller is put through', async () => {
    const one = ring([new Error('500')])
    await one.begin()
    await one.says('hello')
    expect(one.played.join('')).toContain('put you through')
    await one.playOut()
    expect(one.hungUp()).toBe(true)
    expect(one.call.end().reason).toBe('assistant-forwarded-call')
  })

  test('what a dead turn\'s voice still sends is played to nobody', async () => {
    const one = ring([words('We have Tuesday at ten in the morning, and also Thursday at two. '), words('Yes. ')])
    await one.begin()
    await one.says('what days do you have')
    await one.frames(200, LOUD)
    one.hears('stop please')
    await one.says('stop please thank you')
    expect(one.cancelled.length + one.cleared()).toBeGreaterThan(0)
    expect(one.played.at(-1)).toBe('Yes. ')
  })

  test('nobody there: asked once, then the line is let go', async () => {
    const one = ring([])
    await one.begin()
    await one.frames(30_000, QUIET)
    await one.playOut()
    await one.frames(30_000, QUIET)
    expect(one.hungUp()).toBe(true)
    expect(one.call.end().reason).toBe('silence-timed-out')
  })
})
