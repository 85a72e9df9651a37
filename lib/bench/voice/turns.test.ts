import { describe, expect, test } from 'vitest'
import { callsOf } from '#lib/bench/voice/dialogue.ts'
import { SPOKEN_MS_PER_CHARACTER } from '#lib/bench/voice/models/cartesia-context.ts'
import type { Stretch } from '#lib/bench/voice/models/playback.ts'
import type { CallRecord } from '#lib/bench/voice/models/process.ts'
import { createScripts, type CallScript } from '#lib/bench/voice/models/script.ts'
import { turnOf } from '#lib/bench/voice/models/testing.ts'
import { pictureOf } from '#lib/bench/voice/picture.ts'
import { bootstrap, figuresOf, spreadOf } from '#lib/bench/voice/summary.ts'
import { markdownOf, runTable } from '#lib/bench/voice/table.ts'
import { rowOf } from '#lib/bench/voice/turns.ts'

const answer = 'Basket one, of course. At two.'
const answerMs = answer.length * SPOKEN_MS_PER_CHARACTER
const script: CallScript = {
  tag: 'CA1',
  turns: [turnOf('Basket one.', answer), turnOf('', '', { coughMs: 200, expectsAnswer: false, begins: { intoAgentMs: 500 } }), turnOf('Basket three.', answer), turnOf('Basket four.', answer, { begins: { intoAgentMs: 900 } })],
}
const pairing = { script, llm: 'fast' as const, seed: 1 }

/** The times of a turn whose caller stopped at `end`; whatever the models waited adds up to 430 ms, and the pipeline's own to 4. */
const timesOf = (end: number) => ({
  speechEndAt: end, endedAt: end + 200, finalAt: end + 250, llmRequestAt: end + 251, firstTokenAt: end + 351, clauseAt: end + 360, firstTextAt: end + 362, firstAudioAt: end + 500,
  llmRequests: 1, drawnMs: {},
})
const said = (turn: number, from: number, ms: number): Stretch[] => [{ turn, chunk: 0, from, to: from + 400 }, { turn, chunk: 1, from: from + 400, to: from + ms }]

/** A call in which all goes well: the cough is spoken over, the last turn interrupts 900 ms into the answer and is heeded after 150. */
function recordOf(changes: Partial<CallRecord> = {}): CallRecord {
  return {
    tag: 'CA1', failure: null, unanswered: [], sent: 1, received: 1, latestFrameMs: 0,
    spoken: [{ from: 0, to: 1_000 }, { from: 2_000, to: 2_200 }, { from: 4_500, to: 5_500 }, { from: 6_901, to: 7_900 }],
    heard: [...said(0, 1_501, answerMs), ...said(2, 6_001, 1_050), ...said(3, 8_401, answerMs)],
    turns: [timesOf(1_000), { llmRequests: 0, drawnMs: {} }, timesOf(5_500), timesOf(7_900)],
    ...changes,
  }
}

describe('what a call\'s record says', () => {
  test('the parts of a turn, and what the pipeline itself added to the models\' waits', () => {
    const { turns } = rowOf(recordOf(), pairing)
    expect(turns.map((turn) => turn.turn)).toEqual([0, 2, 3])
    expect(turns[0]!.parts).toMatchObject({
      e2eTtfbMs: 501, endpointingMs: 200, sttFinalMs: 250, llmTtftMs: 100, chunkWaitMs: 11, ttsTtfbMs: 138, finalToAudioMs: 251, floorMs: 247, overheadMs: 4, isEager: false,
    })
    expect(turns[0]).toMatchObject({ isCutOff: false, isMisordered: false, underrunMs: 0 })
  })

  test('an LLM that was asked before the final text shortens the floor as well', () => {
    const early = { ...timesOf(1_000), llmRequestAt: 1_100, firstTokenAt: 1_200, clauseAt: 1_210, firstTextAt: 1_252, firstAudioAt: 1_390 }
    const row = rowOf(recordOf({ turns: [early, { llmRequests: 0, drawnMs: {} }], heard: said(0, 1_391, answerMs) }), pairing)
    expect(row.turns[0]!.parts).toMatchObject({ isEager: true, finalToAudioMs: 141, floorMs: 138, overheadMs: 3 })
  })

  test('an interruption: how soon it was heeded, and what came back after that', () => {
    expect(rowOf(recordOf(), pairing).bargeIns).toEqual([{ tag: 'CA1', turn: 3, stopMs: 150, staleMs: 0 }])
    const stale = recordOf()
    stale.heard.splice(4, 0, { turn: 2, chunk: 1, from: 7_500, to: 7_600 })
    expect(rowOf(stale, pairing).bargeIns).toEqual([{ tag: 'CA1', turn: 3, stopMs: 150, staleMs: 100 }])
  })

  test('an answer that ended by itself was not interrupted', () => {
    const ended = recordOf({ heard: [...said(0, 1_501, answerMs), ...said(2, 6_001 - answerMs + 1_000, answerMs), ...said(3, 8_401, answerMs)] })
    expect(rowOf(ended, pairing).bargeIns).toEqual([])
  })

  test('an answer that a cough ended was falsely interrupted', () => {
    expect(rowOf(recordOf(), pairing)).toMatchObject({ falseInterrupts: 0, provocations: 1 })
    const cut = recordOf({ heard: [...said(0, 1_501, 700), ...said(2, 6_001, 1_050), ...said(3, 8_401, answerMs)] })
    expect(rowOf(cut, pairing)).toMatchObject({ falseInterrupts: 1, provocations: 1 })
  })

  test('an answer that began before the caller had ended cut them off; gaps and a wrong order are seen', () => {
    const cut = recordOf({ heard: [...said(0, 800, 100), ...said(0, 1_501, answerMs)] })
    expect(rowOf(cut, pairing).turns[0]!.isCutOff).toBe(true)
    const torn = recordOf({ heard: [{ turn: 0, chunk: 1, from: 1_501, to: 1_700 }, { turn: 0, chunk: 0, from: 1_900, to: 1_950 }] })
    expect(rowOf(torn, pairing).turns[0]).toMatchObject({ underrunMs: 200, isMisordered: true })
  })

  test('a turn that was not answered has no latency and is counted', () => {
    const row = rowOf(recordOf({ heard: [], unanswered: [0, 2] }), pairing)
    const figures = figuresOf([row], { llm: 'fast', callsAtOnce: 1, processes: {} })
    expect(figures).toMatchObject({ unmeasured: 3, unanswered: 2, dropped: 0 })
    expect(figuresOf([{ ...row, failure: 'closed with 1006' }], { llm: 'fast', callsAtOnce: 1, processes: {} })).toMatchObject({ dropped: 1, failures: { 'closed with 1006': 1 } })
  })

  test('the batch way meets the same endpointing and the same luck, and the seed alone decides', () => {
    const of = (seed: number) => rowOf(recordOf(), { ...pairing, seed }).turns[0]!.parts!
    expect(of(1).batchMs).toBe(of(1).batchMs)
    expect(of(1).batchMs).not.toBe(of(2).batchMs)
    expect(of(1).batchMs).toBeGreaterThan(of(1).endpointingMs + 0.12 * answerMs)
  })
})

describe('the figures', () => {
  test('percentiles by nearest rank, with how many they are of', () => {
    expect(spreadOf(Array.from({ length: 100 }, (_, index) => index + 1))).toEqual({ n: 100, p50: 50, p95: 95, p99: 99, max: 100 })
    expect(spreadOf([])).toEqual({ n: 0, p50: 0, p95: 0, p99: 0, max: 0 })
  })

  test('the interval draws whole calls: two calls that differ give a wide one, ten alike none', () => {
    const mean = (items: readonly number[]) => items.reduce((sum, item) => sum + item, 0) / items.length
    expect(bootstrap([[1, 1, 1], [9, 9, 9]], mean)).toEqual({ value: 5, low: 1, high: 9 })
    expect(bootstrap(Array.from({ length: 10 }, () => [4, 6]), mean)).toEqual({ value: 5, low: 5, high: 5 })
  })

  test('the table, the Markdown and the picture say that these are models, and the picture has the line', () => {
    const run = figuresOf([rowOf(recordOf(), pairing)], { llm: 'fast', callsAtOnce: 1, processes: { pipeline: { cpuShare: 0.4, eventLoopDelayMs: { p50: 10, p99: 12, max: 20 } } } })
    expect(run).toMatchObject({ within800Ms: 1, cutOff: { count: 0, of: 3 }, falseInterrupts: { count: 0, of: 1 }, staleMs: 0 })
    expect(run.histogram.streaming[10]).toBe(3)
    expect(runTable(run)).toContain('modelled')
    const scenario = { llm: 'fast' as const, callsAtOnce: 1, turns: 4, repeats: 1, isRolling: false, thinksAhead: true, far: 'nobody' as const }
    expect(markdownOf([{ scenario, median: run, worst: run, runs: [run], costMs: {} }])).toContain('| fast | 1 | 3 | 501 |')
    const picture = pictureOf([run])
    expect(picture).toMatch(/^<svg /)
    expect(picture).toContain('Modelled')
    expect(picture).toContain('800 ms')
    expect(picture).not.toContain('NaN')
  })
})

describe('the dialogue', () => {
  test('is the same for a seed, begins plainly, and has an answer of its own for each turn', () => {
    const calls = callsOf({ calls: 24, turns: 8, seed: 5 })
    expect(calls).toEqual(callsOf({ calls: 24, turns: 8, seed: 5 }))
    const scripts = createScripts()
    for (const call of calls) scripts.add(call)
    for (const call of calls) {
      expect(call.turns[0]!.begins).toHaveProperty('afterSilenceMs')
      for (const [index, turn] of call.turns.entries()) {
        if (turn.expectsAnswer === false) continue
        expect(scripts.bySaid(['Something earlier.', turn.says])).toEqual({ script: call, turn: index })
        const words = turn.says.split(' ')
        expect(scripts.bySaid([words.slice(0, 6).join(' '), words.slice(6).join(' ')])).toEqual({ script: call, turn: index })
        expect(scripts.byAnswer(turn.answer.text.split(',')[0]!)).toEqual({ script: call, turn: index })
      }
    }
  })
})
