import { callsOf } from '#lib/bench/voice/dialogue.ts'
import type { LlmName } from '#lib/bench/voice/models/draws.ts'
import type { Far } from '#lib/bench/voice/network.ts'
import { startModels, type Models } from '#lib/bench/voice/models/process.ts'
import type { CallScript } from '#lib/bench/voice/models/script.ts'
import type { Pipeline } from '#lib/bench/voice/pipeline.ts'
import { figuresOf, modelsProcess, type VoiceFigures } from '#lib/bench/voice/summary.ts'
import { rowOf } from '#lib/bench/voice/turns.ts'
import type { Watched } from '#lib/bench/voice/watch.ts'

/** What of a scenario a pipeline is told when it starts: whether it asks the LLM on words that are not fixed yet, and who is far away from it. */
export type Setting = { thinksAhead: boolean; far: Far }
/** Starts a pipeline whose providers are the models. */
export type StartPipeline = (models: Models, setting: Setting) => Promise<Pipeline>

export type Scenario = Setting & {
  llm: LlmName; callsAtOnce: number; turns: number; repeats: number
  /** Calls are of every length up to so many turns, so that some end, and are reported, while others speak. */
  isRolling: boolean
}
/** A scenario's runs, each with draws of its own; the median one and the worst are told by the 95th percentile of e2e. */
export type VoiceRuns = { scenario: Scenario; median: VoiceFigures; worst: VoiceFigures; runs: VoiceFigures[]; costMs: Watched['costMs'] }

const SEED = 20_261_127
/** Calls do not all begin in one instant. */
const SPREAD_MS = 4_000

/**
 * One call, then 20, 50 and 100 at once with the fast LLM, 100 that end one after the other, and the other LLMs with 20: each with and without being asked on
 * words that are not fixed yet. Then an ocean between the pipeline and its providers, and between the caller and both.
 */
export const scenariosOf = (isQuick: boolean): Scenario[] => {
  const usual: Scenario = { llm: 'fast', callsAtOnce: 20, turns: isQuick ? 4 : 8, repeats: 1, isRolling: false, thinksAhead: true, far: 'nobody' }
  const fast = (isQuick ? [1, 20] : [1, 20, 50, 100]).map((callsAtOnce): Scenario => ({ ...usual, callsAtOnce, repeats: isQuick ? 1 : 3 }))
  const slower = (['gpt-4.1', 'gpt-4o-mini', 'gemini-2.5-flash'] as const).slice(0, isQuick ? 1 : 3)
    .flatMap((llm): Scenario[] => [{ ...usual, llm }, { ...usual, llm, thinksAhead: false }])
  if (isQuick) return [...fast, ...slower]
  return [...fast, { ...usual, callsAtOnce: 100, isRolling: true }, ...slower, { ...usual, far: 'providers' }, { ...usual, far: 'caller' }]
}

/** A scenario's calls: the same for the same seed. */
export function scriptsOf({ callsAtOnce, turns, isRolling }: Scenario, seed: number): CallScript[] {
  const scripts = callsOf({ calls: callsAtOnce, turns, seed })
  return isRolling ? scripts.map((script, index) => ({ ...script, turns: script.turns.slice(0, 2 + (index % (turns - 1))) })) : scripts
}

export type Run = { llm: LlmName; seed: number; scripts: CallScript[]; spreadMs: number; greets: boolean; setting: Setting }

/** Places the calls of one run on a pipeline of its own, with models of its own. */
export async function runOnce(startPipeline: StartPipeline, { llm, seed, scripts, spreadMs, greets, setting }: Run): Promise<{ figures: VoiceFigures; costMs: Watched['costMs'] }> {
  const models = await startModels({ seed, llm })
  try {
    const pipeline = await startPipeline(models, setting)
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
    const scripts = scriptsOf(scenario, seed)
    runs.push(await runOnce(startPipeline, { llm: scenario.llm, seed, scripts, spreadMs: scripts.length > 1 ? SPREAD_MS : 0, greets: true, setting: scenario }))
    onRun(runs.at(-1)!.figures)
  }
  const byTail = [...runs].sort((a, b) => a.figures.parts.e2eTtfbMs.p95 - b.figures.parts.e2eTtfbMs.p95)
  const median = byTail[Math.floor((byTail.length - 1) / 2)]!
  return { scenario, median: median.figures, worst: byTail.at(-1)!.figures, runs: runs.map((run) => run.figures), costMs: median.costMs }
}
