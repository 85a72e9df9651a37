import { callsOf } from '#lib/bench/voice/dialogue.ts'
import type { LlmName } from '#lib/bench/voice/models/draws.ts'
import { startModels, type Models } from '#lib/bench/voice/models/process.ts'
import type { CallScript } from '#lib/bench/voice/models/script.ts'
import type { Pipeline } from '#lib/bench/voice/pipeline.ts'
import { figuresOf, modelsProcess, type VoiceFigures } from '#lib/bench/voice/summary.ts'
import { rowOf } from '#lib/bench/voice/turns.ts'
import type { Watched } from '#lib/bench/voice/watch.ts'

/** Starts a pipeline whose providers are the models. */
export type StartPipeline = (models: Models) => Promise<Pipeline>

export type Scenario = { llm: LlmName; callsAtOnce: number; turns: number; repeats: number }
/** A scenario's runs, each with draws of its own; the median one and the worst are told by the 95th percentile of e2e. */
export type VoiceRuns = { scenario: Scenario; median: VoiceFigures; worst: VoiceFigures; runs: VoiceFigures[]; costMs: Watched['costMs'] }

const SEED = 20_261_127
/** Calls do not all begin in one instant. */
const SPREAD_MS = 4_000

/** One call, then 20, 50 and 100 at once with the fast LLM, and the others with 20. */
export const scenariosOf = (isQuick: boolean): Scenario[] => {
  const turns = isQuick ? 4 : 8
  const repeats = isQuick ? 1 : 3
  const fast = (isQuick ? [1, 20] : [1, 20, 50, 100]).map((callsAtOnce): Scenario => ({ llm: 'fast', callsAtOnce, turns, repeats }))
  const slower = (['gpt-4.1', 'gpt-4o-mini', 'gemini-2.5-flash'] as const).map((llm): Scenario => ({ llm, callsAtOnce: 20, turns, repeats: 1 }))
  return [...fast, ...(isQuick ? slower.slice(0, 1) : slower)]
}

export type Run = { llm: LlmName; seed: number; scripts: CallScript[]; spreadMs: number; greets: boolean }

/** Places the calls of one run on a pipeline of its own, with models of its own. */
export async function runOnce(startPipeline: StartPipeline, { llm, seed, scripts, spreadMs, greets }: Run): Promise<{ figures: VoiceFigures; costMs: Watched['costMs'] }> {
  const models = await startModels({ seed, llm })
  try {
    const pipeline = await startPipeline(models)
    try {
      pipeline.reset()
      const rung = await models.ring({ line: pipeline.line, calls: scripts, seed, spreadMs, greets })
      const { costMs, ...process } = await pipeline.watched()
      const rows = rung.calls.map((record, index) => rowOf(record, { script: scripts[index]!, llm, seed }))
      return { figures: figuresOf(rows, { llm, callsAtOnce: scripts.length, processes: { pipeline: process, models: modelsProcess(rung) } }), costMs }
    } finally {
      await pipeline.stop()
    }
  } finally {
    await models.stop()
  }
}

/** Runs a scenario as often as it says; `onRun` hears of each run. */
export async function runScenario(startPipeline: StartPipeline, scenario: Scenario, onRun: (figures: VoiceFigures) => void = () => undefined): Promise<VoiceRuns> {
  const runs: { figures: VoiceFigures; costMs: Watched['costMs'] }[] = []
  for (let turn = 0; turn < scenario.repeats; turn++) {
    const seed = SEED + turn
    const scripts = callsOf({ calls: scenario.callsAtOnce, turns: scenario.turns, seed })
    runs.push(await runOnce(startPipeline, { llm: scenario.llm, seed, scripts, spreadMs: scripts.length > 1 ? SPREAD_MS : 0, greets: true }))
    onRun(runs.at(-1)!.figures)
  }
  const byTail = [...runs].sort((a, b) => a.figures.parts.e2eTtfbMs.p95 - b.figures.parts.e2eTtfbMs.p95)
  const median = byTail[Math.floor((byTail.length - 1) / 2)]!
  return { scenario, median: median.figures, worst: byTail.at(-1)!.figures, runs: runs.map((run) => run.figures), costMs: median.costMs }
}
