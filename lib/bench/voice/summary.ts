import { percentile } from '#lib/bench/measure.ts'
import { uniform, type LlmName } from '#lib/bench/voice/models/draws.ts'
import type { Rung } from '#lib/bench/voice/models/process.ts'
import type { CallRow, Parts } from '#lib/bench/voice/turns.ts'

export type Spread = { n: number; p50: number; p95: number; p99: number; max: number }
export type Interval = { value: number; low: number; high: number }
type PartName = Exclude<keyof Parts, 'isEager'>

export type VoiceFigures = {
  llm: LlmName
  callsAtOnce: number
  calls: number
  parts: Record<PartName, Spread>
  bargeInStopMs: Spread
  /** How many turns took so long, in bins of so many milliseconds. */
  histogram: { binMs: number; streaming: number[]; batch: number[] }
  /** Shares of turns, 0 to 1. */
  within800Ms: number
  eagerShare: number
  /** Requests to the LLM whose answer nobody needed, for each turn. */
  wastedPerTurn: number
  /** What must be zero, or nearly so; beside every latency, because an agent that guesses is fast. */
  cutOff: { count: number; of: number }
  falseInterrupts: { count: number; of: number }
  staleMs: number
  underrunMs: number
  misordered: number
  dropped: number
  unanswered: number
  unmeasured: number
  failures: Record<string, number>
  /** The batch way less the streaming one, turn by turn, at the median; and the share of the batch median that is gone. 95 % bootstrap intervals over calls. */
  savedMs: Interval
  savedShare: Interval
  processes: Record<string, { cpuShare: number; eventLoopDelayMs: { p50: number; p99: number; max: number } }>
}

const round = (value: number, digits = 1) => Number(value.toFixed(digits))

/** The percentiles of the values. */
export function spreadOf(values: readonly number[]): Spread {
  const at = (share: number) => round(percentile(values, share))
  return { n: values.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1) }
}

const BIN_MS = 50
function binned(values: readonly number[]): number[] {
  const bins: number[] = Array.from({ length: Math.floor(Math.max(0, ...values) / BIN_MS) + 1 }, () => 0)
  for (const value of values) bins[Math.max(0, Math.floor(value / BIN_MS))]!++
  return bins
}

const median = (values: readonly number[]) => percentile(values, 0.5)

/**
 * The statistic of all groups, and between which values 95 % of those of resampled groups lie. Whole groups are drawn, as the turns of one call are not
 * independent of each other.
 */
export function bootstrap<T>(groups: readonly (readonly T[])[], statistic: (items: readonly T[]) => number, rounds = 1_000, seed = 1): Interval {
  const resampled = Array.from({ length: rounds }, (_, turn) =>
    statistic(groups.flatMap((_, index) => groups[Math.floor(uniform(seed, `${turn}/${index}`) * groups.length)]!)))
  const at = (share: number) => round(percentile(resampled, share), 3)
  return { value: round(statistic(groups.flat()), 3), low: at(0.025), high: at(0.975) }
}

const partNames: PartName[] = ['e2eTtfbMs', 'e2eFirstContentMs', 'endpointingMs', 'sttFinalMs', 'llmTtftMs', 'chunkWaitMs', 'ttsTtfbMs', 'finalToAudioMs', 'floorMs', 'overheadMs', 'batchMs', 'batchSttMs', 'batchLlmMs', 'batchTtsMs']

/** The figures of one run. */
export function figuresOf(rows: readonly CallRow[], run: { llm: LlmName; callsAtOnce: number; processes: VoiceFigures['processes'] }): VoiceFigures {
  const turns = rows.flatMap((row) => row.turns)
  const groups = rows.map((row) => row.turns.flatMap(({ parts }) => (parts ? [parts] : []))).filter((group) => group.length > 0)
  const measured = groups.flat()
  const bargeIns = rows.flatMap((row) => row.bargeIns)
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  const failures: Record<string, number> = {}
  for (const { failure } of rows) if (failure) failures[failure] = (failures[failure] ?? 0) + 1
  return {
    llm: run.llm, callsAtOnce: run.callsAtOnce, calls: rows.length,
    parts: Object.fromEntries(partNames.map((name) => [name, spreadOf(measured.map((parts) => parts[name]))])) as VoiceFigures['parts'],
    bargeInStopMs: spreadOf(bargeIns.map((one) => one.stopMs)),
    histogram: { binMs: BIN_MS, streaming: binned(measured.map((parts) => parts.e2eTtfbMs)), batch: binned(measured.map((parts) => parts.batchMs)) },
    within800Ms: round(measured.filter((parts) => parts.e2eTtfbMs <= 800).length / Math.max(1, measured.length), 3),
    eagerShare: round(measured.filter((parts) => parts.isEager).length / Math.max(1, measured.length), 3),
    wastedPerTurn: round(sum(rows.map((row) => row.extraRequests)) / Math.max(1, turns.length), 2),
    cutOff: { count: turns.filter((turn) => turn.isCutOff).length, of: turns.length },
    falseInterrupts: { count: sum(rows.map((row) => row.falseInterrupts)), of: sum(rows.map((row) => row.provocations)) },
    staleMs: round(sum(bargeIns.map((one) => one.staleMs))), underrunMs: round(sum(turns.map((turn) => turn.underrunMs))),
    misordered: turns.filter((turn) => turn.isMisordered).length,
    dropped: rows.filter((row) => row.failure !== null).length, unanswered: sum(rows.map((row) => row.unanswered)),
    unmeasured: turns.length - measured.length, failures,
    savedMs: bootstrap(groups, (items) => median(items.map((parts) => parts.batchMs - parts.e2eTtfbMs))),
    savedShare: bootstrap(groups, (items) => 1 - median(items.map((parts) => parts.e2eTtfbMs)) / median(items.map((parts) => parts.batchMs))),
    processes: run.processes,
  }
}

/** The models' own part of `processes`. */
export const modelsProcess = ({ cpuShare, eventLoopDelayMs }: Rung) => ({ cpuShare: round(cpuShare, 2), eventLoopDelayMs })
