import { describe, expect, test } from 'vitest'
import { bucketOf, upTo } from '#lib/calls/latency/answer-times.ts'
import { gapsIn, turnLatenciesOf } from '#lib/calls/latency/turns.ts'
import { enoughTurns, heardWords, latencyVerdict } from '#lib/calls/latency/verdict.ts'
import type { Spread } from '#lib/calls/latency/types.ts'
import report from '#lib/integrations/vapi/fixtures/end-of-call-report-booked.json' with { type: 'json' }

describe('what a report says of each turn', () => {
  test('every turn of a real report, with what the caller heard', () => {
    const { artifact } = report.message
    const turns = turnLatenciesOf(artifact.performanceMetrics, artifact.messages as { role: string; time?: number; endTime?: number }[])
    expect(turns.length).toBeGreaterThanOrEqual(artifact.performanceMetrics.turnLatencies.length)
    expect(turns[1]).toMatchObject({ modelMs: 566, voiceMs: 160, transcriberMs: 133, endpointingMs: 401, turnMs: 1320 })
    expect(turns.every((turn) => turn.gapHeardMs === null || turn.gapHeardMs >= 0)).toBe(true)
  })

  test('what is missing stays missing, and what cannot be is dropped', () => {
    expect(turnLatenciesOf({ turnLatencies: [{ modelLatency: 400 }, { modelLatency: -1, turnLatency: 'soon' }, null, { turnLatency: 1e9 }, { voiceLatency: Number.NaN, turnLatency: 700 }] }, []).map((turn) => [turn.modelMs, turn.turnMs]))
      .toEqual([[400, null], [null, 700]])
    expect(turnLatenciesOf({}, [])).toEqual([])
    expect(turnLatenciesOf({ turnLatencies: 'many' }, [])).toEqual([])
  })

  test('the gap runs from the caller\'s last word to the agent\'s first, tools included; times that run backwards are none', () => {
    expect(gapsIn([
      { role: 'bot', time: 0, endTime: 900 }, { role: 'user', time: 1_000, endTime: 2_000 }, { role: 'tool_calls', time: 2_100 }, { role: 'bot', time: 2_750 },
      { role: 'user', time: 5_000, endTime: 6_000 }, { role: 'bot', time: 5_500 }, { role: 'user', time: 7_000 }, { role: 'bot', time: 7_500 }, { role: 'bot', time: 9_000 },
    ])).toEqual([750, null, null])
  })
})

const spread = (p95: number | null, n = enoughTurns): Spread => ({ n, p50: p95, p95, p99: p95 })
const figures = (turn: Spread, [endpointing, transcriber, model, voice]: [number, number, number, number]) =>
  ({ turns: turn, parts: { endpointingMs: spread(endpointing), transcriberMs: spread(transcriber), modelMs: spread(model), voiceMs: spread(voice) } })

describe('the verdict', () => {
  test('says nothing of too few turns', () => {
    expect(latencyVerdict(figures(spread(2_000, enoughTurns - 1), [100, 50, 200, 150])).state).toBe('unknown')
  })

  test('a promise that is kept', () => {
    expect(latencyVerdict(figures(spread(780), [250, 90, 240, 190]))).toMatchObject({ state: 'kept', p95Ms: 780 })
  })

  test.each([[780, false], [953, true]])('what the callers heard, %s ms, is told beside it: late %s', (p95, isLate) => {
    const words = heardWords({ gapHeard: spread(p95) })
    expect(words).toEqual({ sentence: expect.stringContaining(`${p95} ms`), isLate })
    expect(heardWords({ gapHeard: spread(p95, enoughTurns - 1) })).toBeNull()
  })

  test('names the part that exceeds its budget by the most, and the cheapest thing to turn first', () => {
    const verdict = latencyVerdict(figures(spread(2_400), [1_700, 90, 400, 190]))
    expect(verdict).toMatchObject({ state: 'exceeded', over: [{ part: 'endpointingMs' }, { part: 'modelMs' }] })
    expect(verdict.state === 'exceeded' && verdict.advice[0]).toContain('onNoPunctuationSeconds')
    expect(verdict.state === 'exceeded' && verdict.advice.at(-1)).toContain('streaming pipeline')
  })
})

test.each([0.2, 1, 15, 49, 800, 12_345])('%d ms are found again in their bucket, ten per cent off at most', (ms) => {
  const found = upTo(bucketOf(ms))
  expect(found).toBeGreaterThanOrEqual(Math.min(ms, found))
  expect(found).toBeLessThanOrEqual(Math.max(1, ms) * 1.1 + 1e-9)
})
