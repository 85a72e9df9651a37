import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { CallScript } from '#lib/bench/voice/models/script.ts'
import { turnOf } from '#lib/bench/voice/models/testing.ts'
import { startPipeline } from '#lib/bench/voice/pipeline.ts'
import { runOnce, type StartPipeline } from '#lib/bench/voice/run.ts'
import { freePort } from '#lib/commands/child.ts'
import { childEnv } from '#lib/shared/env.ts'

const start: StartPipeline = async (models) => {
  const port = await freePort()
  return startPipeline({
    module: join(import.meta.dirname, 'testing-pipeline.ts'), args: [String(port), models.deepgramUrl, models.cartesiaUrl, models.llmUrl, models.apiKey], env: childEnv({}), port,
    line: { url: `ws://127.0.0.1:${port}/voice/media`, signedUrl: 'wss://voice.example/voice/media', authToken: 'a-token', accountSid: 'AC1', parameters: {} },
  })
}

/** Two short turns, of which the second begins into the answer to the first. */
const callOf = (tag: string, name: string): CallScript => ({
  tag,
  turns: [
    turnOf(`${name} first, a time?`, `${name} first, yes. On Tuesday we have one at ten, and on Friday one at two.`, { begins: { afterSilenceMs: 100 } }),
    turnOf(`${name} second, Tuesday will be perfectly fine.`, `${name} second, good.`, { begins: { intoAgentMs: 200 } }),
  ],
})

describe('a run of the voice benchmark', () => {
  test('places calls through three processes and has every part of every turn, the interruption, and what the pipeline costs', { timeout: 30_000 }, async () => {
    const { figures, costMs } = await runOnce(start, { llm: 'fast', seed: 3, scripts: [callOf('CA01', 'Anchor'), callOf('CA02', 'Basket')], spreadMs: 100, greets: false, setting: { thinksAhead: true, far: 'nobody' } })
    expect(figures).toMatchObject({ calls: 2, dropped: 0, unanswered: 0, unmeasured: 0, misordered: 0, staleMs: 0, failures: {}, cutOff: { count: 0, of: 4 } })
    expect(figures.parts.e2eTtfbMs.n).toBe(4)
    const { parts } = figures
    for (const name of ['endpointingMs', 'sttFinalMs', 'llmTtftMs', 'ttsTtfbMs', 'e2eTtfbMs', 'batchMs'] as const) expect(parts[name].p50, name).toBeGreaterThan(0)
    expect(parts.e2eTtfbMs.p50).toBeGreaterThan(parts.sttFinalMs.p50 + parts.floorMs.p50 * 0.5)
    expect(figures.bargeInStopMs.n).toBe(2)
    expect(Object.keys(costMs).sort()).toEqual(['Cartesia to caller', 'Deepgram to Cartesia', 'Deepgram to LLM', 'Deepgram to caller', 'caller to Deepgram'])
    // The two cancels; the clauses came of the LLM, not of what Deepgram said.
    expect(costMs['Deepgram to Cartesia']!.n).toBe(2)
    expect(figures.processes).toHaveProperty('pipeline.eventLoopDelayMs.p99')
  })
})
