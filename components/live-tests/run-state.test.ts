import { expect, test } from 'vitest'
import { afterEnd, afterEvent, CUT_OFF, type TestState } from '#components/live-tests/run-state.ts'
import { byWords, countWords, outcomeWord } from '#components/live-tests/words.ts'
import { liveTestEvents } from '#lib/audit/events.ts'
import type { LiveTestEvent, LiveTestResult } from '#lib/audit/types.ts'

const one = { what: 'Two calls', expected: 'one winner', observed: 'one winner', ok: true }
const result: LiveTestResult = { task: 'silo', passed: true, metrics: {}, evidence: [one, one], flaws: [] }

test('evidence gathers as it comes, and the result ends it', () => {
  let state: TestState = { phase: 'waiting' }
  for (const event of [{ type: 'evidence', evidence: one }, { type: 'evidence', evidence: one }] as LiveTestEvent[]) state = afterEvent(state, event, 1)
  expect(state).toEqual({ phase: 'running', evidence: [one, one] })
  const done = afterEvent(state, { type: 'result', result }, 120)
  expect(done).toEqual({ phase: 'done', result, tookMs: 120 })
  expect(afterEvent(done, { type: 'problem', title: 'x', detail: 'y' }, 130), 'nothing comes after a result').toBe(done)
  expect(afterEnd(done)).toBe(done)
})

test('a stream without a result broke off, and what was seen until then stays', () => {
  expect(afterEnd({ phase: 'running', evidence: [one] })).toEqual({ phase: 'broken', evidence: [one], ...CUT_OFF })
  const refused = afterEvent({ phase: 'running', evidence: [one] }, { type: 'problem', title: 'Too many', detail: 'Wait.' }, 1)
  expect(refused).toMatchObject({ phase: 'broken', title: 'Too many', evidence: [one] })
  expect(afterEnd(refused), 'the server\'s own reason stays').toBe(refused)
})

test('events are read whole however their bytes are cut, and a line that was cut off is none', async () => {
  const events: LiveTestEvent[] = [{ type: 'evidence', evidence: { ...one, observed: 'taken—how about 3:00 PM?' } }, { type: 'result', result }]
  const bytes = new TextEncoder().encode(`${events.map((event) => JSON.stringify(event)).join('\n')}\n{"type":"res`)
  for (const size of [1, 7, 1_000]) {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size))
        controller.close()
      },
    })
    expect(await Array.fromAsync(liveTestEvents(body))).toEqual(events)
  }
})

test('words say how it ended, how much was tried, and who asked', () => {
  expect([true, false].map((passed) => outcomeWord({ state: 'done', passed }))).toEqual(['Held', 'Did not hold'])
  expect(outcomeWord({ state: 'broken', passed: null })).toBe('Broke off')
  expect(countWords([one])).toBe('1 thing tried, and it was as it must be')
  expect(countWords([one, one])).toBe('2 things tried, all as it must be')
  expect(countWords([one, { ok: false }])).toBe('1 of 2 things as it must be')
  expect(['authenticated:7', 'authenticated:8', 'api_client'].map((who) => byWords(who, '7'))).toEqual(['you', 'a colleague', 'a program with your API key'])
})
