import { describe, expect, test } from 'vitest'
import { createVoiceCall } from '#lib/voice/call.ts'
import { FRAME_BYTES } from '#lib/voice/mulaw.ts'
import type { LlmEvent, Message, SttEvents, ToolCallRequest, ToolOutcome, Transcript, TtsEvents, TurnFigures } from '#lib/voice/ports.ts'

const LOUD = Buffer.alloc(FRAME_BYTES, 0x80)
const QUIET = Buffer.alloc(FRAME_BYTES, 0xff)
const SECOND_OF_SOUND = Buffer.alloc(8_000)
const settle = () => new Promise<void>((resolve) => { setImmediate(resolve) })
const text = (words: string): LlmEvent => ({ type: 'text', text: words })

/** What a model does when it is asked: the words it gives, then how it ends. */
type Reply = { gives?: LlmEvent[]; then?: 'ends' | 'fails' | 'stalls'; /** Says nothing before it is woken. */ waits?: boolean }

/** A call whose clock is its frames, whose voice does only what the test makes it do, and whose model follows a script. */
function ring(replies: Reply[], { thinksAhead = true } = {}) {
  let now = 0
  const said: { id: string; text: string }[] = []
  const finished: string[] = []
  const marks: string[] = []
  const played: Buffer[] = []
  const asked: (readonly Message[])[] = []
  const used: string[] = []
  const figures: TurnFigures[] = []
  const outcome: Partial<ToolOutcome> = {}
  let hungUp = false
  let wake = () => {}
  let warmed = 0
  let ears!: SttEvents
  let voice!: TtsEvents
  let starts = 0
  const call = createVoiceCall({
    tag: 'CA1', prompt: 'You are Voxanne.', greeting: 'Hello. ', keywords: [], canTransfer: true, thinksAhead, now: () => now,
    vad: { isSpeech: (frame) => frame === LOUD, close: () => undefined },
    stt: { open: (_, events) => { ears = events; return { hear: () => undefined, flush: () => undefined, close: () => undefined } } },
    tts: { open: (_, events) => { voice = events; return { say: (id, words) => { said.push({ id, text: words }) }, finish: (id) => { finished.push(id) }, cancel: () => undefined, close: () => undefined } } },
    llm: {
      warmUp: () => { warmed += 1 },
      async *answer(messages, signal) {
        asked.push(messages.map((one) => ({ ...one })))
        const { gives = [], then = 'ends', waits = false } = replies.shift() ?? {}
        if (waits) await new Promise<void>((resolve) => { wake = resolve })
        yield* gives
        if (then === 'fails') throw new Error('500')
        if (then === 'stalls') await new Promise<void>((_, reject) => { signal.addEventListener('abort', () => reject(new Error('aborted'))) })
      },
    },
    line: { play: (audio) => { played.push(audio) }, mark: (name) => { marks.push(name) }, clear: () => undefined, hangUp: () => { hungUp = true } },
    effects: {
      useTools: async (calls: readonly ToolCallRequest[]) => {
        used.push(...calls.map((one) => one.name))
        return calls.map((one) => ({ id: one.id, name: one.name, say: 'Noted. ', status: 200, isTransfer: one.name === 'transfer_to_human', isForced: false, result: '{}', ...outcome }))
      },
      raiseAlert: async () => undefined, noteHeard: () => undefined,
    },
    onFigures: (one) => { figures.push(one) },
  })
  const frames = async (ms: number, frame: Buffer) => {
    for (let n = 0; n < ms / 20; n += 1) {
      now += 20
      call.frame(frame)
      if (n % 25 === 24) await settle()
    }
    await settle()
  }
  const hears = (words: string, more: Partial<Transcript>) => ears.onTranscript({ text: words, startsAt: starts, isFinal: false, endsTurn: false, isFlush: false, ...more })
  const self = {
    call, said, hears, wake: () => wake(), finished, played, asked, used, figures, frames, outcome, voice: () => voice, ears: () => ears,
    hungUp: () => hungUp, warmed: () => warmed, words: () => said.map((one) => one.text).join(''),
    /** The voice of the latest context: a second of sound, and its end. */
    speaks: (isDone = true, id = said.at(-1)!.id) => {
      voice.onAudio(id, SECOND_OF_SOUND)
      if (isDone) voice.onDone(id)
    },
    playOut: async () => {
      await frames(1_400, QUIET)
      for (const mark of marks.splice(0)) call.reached(mark)
      await settle()
    },
    begin: async () => {
      call.start()
      self.speaks()
      await self.playOut()
      said.length = 0
    },
    says: async (words: string) => {
      await frames(600, LOUD)
      await frames(140, QUIET)
      hears(words, { startsAt: starts++, isFinal: true, isFlush: true })
      await settle()
      await frames(120, QUIET)
    },
  }
  return self
}

describe('a model that fails', () => {
  test('before its first word is asked once more, and the caller hears nothing of it', async () => {
    const one = ring([{ then: 'fails' }, { then: 'fails' }, { gives: [text('Yes, we are. ')] }])
    await one.begin()
    await one.says('are you open')
    expect(one.words()).toBe('Yes, we are. ')
    // Begun early, begun anew when the turn was over, and once more.
    expect(one.asked).toHaveLength(3)
  })

  test('after its first words is not left hanging: the caller is asked to say it again', async () => {
    const one = ring([{ gives: [text('We are open, on most days. ')], then: 'stalls' }])
    await one.begin()
    await one.says('are you open')
    one.speaks(false)
    await one.frames(4_200, QUIET)
    expect(one.words()).toMatch(/^We are open, .*say that once more\? $/)
    expect(one.finished).toContain(one.said.at(-1)!.id)
    expect(one.hungUp()).toBe(false)
  })

  test('with no word for a while says "one moment", and after eight seconds a person takes over', async () => {
    const one = ring([{ then: 'stalls' }])
    await one.begin()
    await one.says('are you open')
    await one.frames(2_600, QUIET)
    expect(one.words()).toBe('One moment, please. ')
    one.speaks(false)
    await one.frames(6_000, QUIET)
    expect(one.words()).toContain('put you through')
    one.speaks()
    await one.playOut()
    expect([one.hungUp(), one.call.end().reason]).toEqual([true, 'assistant-forwarded-call'])
  })
})

describe('a voice that fails', () => {
  test('in the middle of a reply goes on with what was not heard, and the conversation keeps all of it', async () => {
    const reply = 'Of course, we have Tuesday at ten and Thursday at two. '
    const one = ring([{ gives: [text(reply)] }])
    await one.begin()
    await one.says('when could I come')
    const first = one.said.at(-1)!.id
    one.speaks(false)
    await one.frames(600, QUIET)
    one.voice().onFailed(first)
    const again = one.said.at(-1)!
    expect(again.id).not.toBe(first)
    expect(again.text).toMatch(/two\. $/)
    expect(again.text.length).toBeLessThan(reply.length)
    // Sound of the context that failed belongs to nobody.
    const before = one.played.length
    one.voice().onAudio(first, SECOND_OF_SOUND)
    expect(one.played).toHaveLength(before)
    one.speaks()
    await one.playOut()
    expect(one.call.end().turns.at(-1)!.text).toBe(reply)
  })

  test('that falls silent without a word of error is noticed', async () => {
    const one = ring([{ gives: [text('Of course, we have Tuesday at ten. ')] }])
    await one.begin()
    await one.says('when could I come')
    const first = one.said.at(-1)!.id
    one.speaks(false)
    await one.frames(2_800, QUIET)
    expect(one.said.at(-1)!.id).not.toBe(first)
  })

  test('twice in one turn gives the caller to a person', async () => {
    const one = ring([{ gives: [text('Of course, we do. ')] }])
    await one.begin()
    await one.says('do you do facelifts')
    await one.frames(3_400, QUIET)
    expect([one.hungUp(), one.call.end().reason]).toEqual([true, 'assistant-forwarded-call'])
  })
})

describe('words that are not fixed yet', () => {
  const tool = (name: string) => ({ id: name, name, arguments: '{}' })
  /** A call in which a first question was answered by a model that takes its time. */
  const slow = async (replies: Reply[], setting = {}) => {
    const one = ring([{ waits: true, gives: [text('Yes. ')] }, ...replies], setting)
    await one.begin()
    await one.says('hello')
    await one.frames(400, QUIET)
    one.wake()
    await settle()
    one.speaks()
    await one.playOut()
    one.asked.length = 0
    return one
  }
  /** Has said the words, of which nothing is fixed, and pauses for so long. */
  const pauses = async (one: ReturnType<typeof ring>, words: string, ms = 80) => {
    await one.frames(600, LOUD)
    one.hears(words, {})
    await one.frames(ms, QUIET)
  }
  const asked = (one: ReturnType<typeof ring>) => one.asked.map((messages) => messages.at(-1)!.content)

  test('are thought about; the answer is heard once they are fixed and the turn is over, and the model is not asked again', async () => {
    const one = await slow([{ gives: [text('Yes, we are. ')] }])
    await pauses(one, 'are you open')
    expect(asked(one)).toEqual(['are you open'])
    one.speaks()
    const before = one.played.length
    await one.frames(60, QUIET)
    one.hears('Are you open?', { isFinal: true, isFlush: true })
    await one.frames(40, QUIET)
    expect(one.played).toHaveLength(before)
    await one.frames(40, QUIET)
    expect(one.played.length).toBeGreaterThan(before)
    const { turns, counts } = one.call.end()
    expect([asked(one).length, counts.askedInVain]).toEqual([1, 0])
    expect(turns.findLast((turn) => turn.role === 'caller')!.text).toBe('Are you open?')
  })

  test('that turn out otherwise are answered anew, and counted; nothing of the first answer is heard or remembered', async () => {
    const one = await slow([{ gives: [text('Too early. ')] }, { gives: [text('On Saturdays, yes. ')] }])
    await pauses(one, 'are you open')
    one.speaks()
    const [first, before] = [one.said.at(-1)!.id, one.played.length]
    await one.frames(60, QUIET)
    one.hears('are you open on Saturday', { isFinal: true, isFlush: true })
    await one.frames(200, QUIET)
    one.voice().onAudio(first, SECOND_OF_SOUND)
    expect(one.played).toHaveLength(before)
    expect(asked(one)).toEqual(['are you open', 'are you open on Saturday'])
    one.speaks()
    const { turns, counts } = one.call.end()
    expect(counts.askedInVain).toBe(1)
    expect(turns.map((turn) => turn.text).join(' ')).not.toContain('early')
  })

  test('after which the caller goes on are given up, and the whole is answered', async () => {
    const one = await slow([{ gives: [text('Too early. ')] }, { gives: [text('Yes, both. ')] }])
    await pauses(one, 'do you open Saturday')
    await one.says('do you open Saturday or Sunday')
    expect(asked(one)).toEqual(['do you open Saturday', 'do you open Saturday or Sunday'])
    expect(one.call.end().counts.askedInVain).toBe(1)
  })

  test('use no tool before they are fixed, and none if they turn out otherwise', async () => {
    const one = await slow([{ gives: [{ type: 'tools', calls: [tool('claim_slot')] }] }, { gives: [{ type: 'tools', calls: [tool('check_availability')] }] }])
    await pauses(one, 'book Tuesday', 180)
    expect(one.used).toEqual([])
    one.hears('book Tuesday? no, what else is there', { isFinal: true, isFlush: true })
    await one.frames(200, QUIET)
    expect(one.used).toEqual(['check_availability'])
  })

  test('are waited for when it is switched off', async () => {
    const one = await slow([{ gives: [text('Yes, we are. ')] }], { thinksAhead: false })
    await pauses(one, 'are you open', 180)
    expect(one.asked).toEqual([])
    one.hears('are you open', { isFinal: true, isFlush: true })
    await one.frames(80, QUIET)
    expect(one.asked).toHaveLength(1)
  })

  test('are waited for with a model that is fast enough without', async () => {
    const one = ring([{ gives: [text('Yes. ')] }, { gives: [text('Yes, we are. ')] }])
    await one.begin()
    await one.says('hello')
    one.speaks()
    await one.playOut()
    await pauses(one, 'are you open')
    expect(one.asked).toHaveLength(1)
  })
})

describe('ends', () => {
  const tool = (name: string, id = name) => ({ id, name, arguments: '{}' })

  test('what is to be noted beside a goodbye is noted', async () => {
    const one = ring([{ gives: [{ type: 'tools', calls: [tool('capture_lead'), tool('end_call')] }] }])
    await one.begin()
    await one.says('that is all, thank you')
    expect(one.used).toEqual(['capture_lead'])
    one.speaks()
    await one.playOut()
    expect(one.call.end().reason).toBe('assistant-ended-call')
  })

  test('a tool that was refused ends nothing', async () => {
    const one = ring([{ gives: [{ type: 'tools', calls: [tool('claim_slot'), tool('end_call')] }] }])
    one.outcome.status = 409
    await one.begin()
    await one.says('ten o\'clock, goodbye')
    one.speaks()
    await one.playOut()
    expect(one.hungUp()).toBe(false)
  })

  test('who speaks into the goodbye is answered, and is not cut off afterwards', async () => {
    const one = ring([{ gives: [{ type: 'tools', calls: [tool('end_call')] }] }, { gives: [text('We are in Leeds. ')] }])
    await one.begin()
    await one.says('thanks, bye')
    one.speaks()
    await one.frames(200, LOUD)
    one.ears().onTranscript({ text: 'oh where are you', startsAt: 9, isFinal: false, endsTurn: false, isFlush: false })
    await one.says('oh where are you')
    expect(one.words()).toContain('Leeds')
    one.speaks()
    await one.playOut()
    expect(one.hungUp()).toBe(false)
  })

  test('a word into "I\'ll put you through" does not keep anybody from a person', async () => {
    const one = ring([{ gives: [{ type: 'tools', calls: [tool('transfer_to_human')] }] }])
    await one.begin()
    await one.says('a person please')
    one.speaks()
    await one.frames(300, LOUD)
    one.ears().onTranscript({ text: 'thank you so much', startsAt: 9, isFinal: true, endsTurn: true, isFlush: false })
    await one.playOut()
    expect([one.hungUp(), one.call.end().reason]).toEqual([true, 'assistant-forwarded-call'])
  })
})

test('a turn has its figures though the model was done before the first sound', async () => {
  const one = ring([{ gives: [text('Yes, we do. ')] }])
  await one.begin()
  await one.says('do you do facelifts')
  expect(one.figures).toEqual([])
  one.speaks()
  expect(one.figures).toHaveLength(1)
  expect(one.figures[0]!.turnMs).toBeGreaterThan(0)
})

test('the connection to the model is opened again while a caller speaks, not with every frame', async () => {
  const one = ring([])
  await one.begin()
  await one.frames(4_000, QUIET)
  const before = one.warmed()
  await one.frames(2_000, LOUD)
  expect(one.warmed()).toBe(before + 1)
})
