import type { Scenario, VoiceRuns } from '#lib/bench/voice/run.ts'
import type { Spread, VoiceFigures } from '#lib/bench/voice/summary.ts'
import type { Watched } from '#lib/bench/voice/watch.ts'

const partTitles: [keyof VoiceFigures['parts'], string][] = [
  ['e2eTtfbMs', 'e2e: speech end to first sound'], ['e2eFirstContentMs', '  to the answer itself'], ['endpointingMs', '  endpointing'], ['sttFinalMs', '  final text'],
  ['llmTtftMs', '  LLM first token'], ['chunkWaitMs', '  first clause'], ['ttsTtfbMs', '  voice first sound'], ['finalToAudioMs', 'final text to first sound'],
  ['floorMs', '  the least that the models allow'], ['overheadMs', '  own overhead'], ['batchMs', 'batch e2e, the same draws'],
]

/** Lines of cells in columns: the first to the left, the others to the right. */
function columnsOf(lines: readonly (readonly string[])[]): string {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)))
  return lines.map((line) => line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  ')).join('\n')
}

const ms = (value: number) => value.toFixed(value < 20 ? 1 : 0)
const spread = ({ n, p50, p95, p99, max }: Spread) => [String(n), ms(p50), ms(p95), ms(p99), ms(max)]
const percent = (share: number) => `${(100 * share).toFixed(0)} %`
const counted = ({ count, of }: { count: number; of: number }) => `${count} of ${of}`

/** One run in words: percentiles of each part, and beside them what a fast agent could have bought its speed with. */
export function runTable(run: VoiceFigures): string {
  const head = ['milliseconds', 'n', 'p50', 'p95', 'p99', 'max']
  const lines = [head, ...partTitles.map(([name, title]) => [title, ...spread(run.parts[name])]), ['barge-in: onset to the last sound', ...spread(run.bargeInStopMs)]]
  const failures = Object.entries(run.failures).map(([why, count]) => `${why} (${count})`).join(', ') || 'none'
  const processes = Object.entries(run.processes).map(([name, { cpuShare, eventLoopDelayMs }]) =>
    `${name} ${percent(cpuShare)} of a core, event loop late by ${ms(eventLoopDelayMs.p50)} p50, ${ms(eventLoopDelayMs.p99)} p99, ${ms(eventLoopDelayMs.max)} max`).join('; ')
  return [
    `${run.llm}, ${run.callsAtOnce} at once: ${run.calls} calls of modelled providers and callers`, columnsOf(lines),
    `within 800 ms ${percent(run.within800Ms)}; LLM asked before the final text in ${percent(run.eagerShare)}, and in vain ${run.wastedPerTurn.toFixed(2)} times a turn`,
    `cut off ${counted(run.cutOff)}; falsely interrupted ${counted(run.falseInterrupts)}; stale sound ${ms(run.staleMs)} ms; gaps ${ms(run.underrunMs)} ms; out of order ${run.misordered}`,
    `calls dropped ${run.dropped} of ${run.calls}; turns unanswered ${run.unanswered}, unmeasured ${run.unmeasured}; failures: ${failures}`,
    `saved at the median ${ms(run.savedMs.value)} ms (${ms(run.savedMs.low)} to ${ms(run.savedMs.high)}), ${percent(run.savedShare.value)} of batch (${percent(run.savedShare.low)} to ${percent(run.savedShare.high)})`,
    processes,
  ].join('\n')
}

/** A scenario in few words. */
const titleOf = ({ llm, isRolling, thinksAhead, far }: Scenario): string =>
  [llm, ...(isRolling ? ['ending one after another'] : []), ...(thinksAhead ? [] : ['asked on fixed words alone']), ...(far === 'nobody' ? [] : [`${far} 40 ms away`])].join(', ')

/** All scenarios as one Markdown table, a line each: the median run, and the worst where there were several. */
export function markdownOf(all: readonly VoiceRuns[]): string {
  const titles = ['LLM', 'calls at once', 'turns', 'e2e p50', 'p95', 'p99', '≤ 800 ms', 'batch p50', 'removed', 'over the floor p50', 'barge-in p95', 'cut off', 'falsely interrupted', 'stale ms', 'dropped', 'asked in vain, a turn', 'loop late p99', 'max']
  const lines = all.map(({ scenario, median: run, worst, runs }) => {
    const both = (of: (figures: VoiceFigures) => number) => (runs.length > 1 ? `${ms(of(run))} (${ms(of(worst))})` : ms(of(run)))
    const late = run.processes.pipeline?.eventLoopDelayMs
    return [
      titleOf(scenario), run.callsAtOnce, run.parts.e2eTtfbMs.n, both(({ parts }) => parts.e2eTtfbMs.p50), both(({ parts }) => parts.e2eTtfbMs.p95), both(({ parts }) => parts.e2eTtfbMs.p99),
      percent(run.within800Ms), ms(run.parts.batchMs.p50), percent(run.savedShare.value), both(({ parts }) => parts.overheadMs.p50), both(({ bargeInStopMs }) => bargeInStopMs.p95),
      counted(run.cutOff), counted(run.falseInterrupts), ms(run.staleMs), `${run.dropped} of ${run.calls}`,
      run.wastedPerTurn.toFixed(2), late ? ms(late.p99) : '', late ? ms(late.max) : '',
    ]
  })
  return [titles, titles.map((_, index) => (index === 0 ? '---' : '---:')), ...lines].map((line) => `| ${line.join(' | ')} |`).join('\n')
}

/** From a message's arrival in the pipeline's process to the message that it caused. */
export function costTable(costMs: Watched['costMs']): string {
  const exact = (value: number) => value.toFixed(2)
  const lines = Object.entries(costMs).map(([name, { n, p50, p95, p99, max }]) => [name, String(n), exact(p50), exact(p95), exact(p99), exact(max)])
  return columnsOf([['in the process, milliseconds', 'n', 'p50', 'p95', 'p99', 'max'], ...lines])
}
