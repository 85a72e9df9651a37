import type { TurnLatency } from '#lib/calls/latency/types.ts'

const names = { modelMs: 'modelLatency', voiceMs: 'voiceLatency', transcriberMs: 'transcriberLatency', endpointingMs: 'endpointingLatency', turnMs: 'turnLatency' } as const
const longestMs = 60_000
const mostTurns = 400

const milliseconds = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) && value >= 0 && value <= longestMs ? Math.round(value) : null)

const nothing: TurnLatency = { modelMs: null, voiceMs: null, transcriberMs: null, endpointingMs: null, turnMs: null, gapHeardMs: null }
const hasFigures = (turn: TurnLatency) => Object.values(turn).some((value) => value !== null)

type Timed = { role: string; time?: number | undefined; endTime?: number | undefined }

/**
 * What the caller really waited, answer by answer: from the end of what they said to the beginning of what the agent said next, by the
 * epoch times of the messages; their "duration" has had several units and is not looked at. Null for what cannot be: times that run
 * backwards, or no time at all. Tool calls between the two are a part of the wait.
 */
export function gapsIn(messages: readonly Timed[]): (number | null)[] {
  const gaps: (number | null)[] = []
  let waiting: Timed | null = null
  for (const one of messages) {
    if (one.role === 'user') waiting = one
    else if ((one.role === 'bot' || one.role === 'assistant') && waiting) {
      gaps.push(waiting.endTime !== undefined && one.time !== undefined ? milliseconds(one.time - waiting.endTime) : null)
      waiting = null
    }
  }
  return gaps
}

/** Every turn of a report, in order: what the platform measured beside what was heard. Known names and plausible numbers alone. */
export function turnLatenciesOf(metrics: Record<string, unknown>, messages: readonly Timed[]): TurnLatency[] {
  const reported = (Array.isArray(metrics.turnLatencies) ? metrics.turnLatencies : []).slice(0, mostTurns) as Record<string, unknown>[]
  const gaps = gapsIn(messages).slice(0, mostTurns)
  // Where there is not one of each, nobody can say which belongs to which: then they stand apart, and the figures are right all the same.
  const arePaired = reported.length === gaps.length
  const turns = reported.map((one, n): TurnLatency => {
    const known = typeof one === 'object' && one !== null ? one : {}
    const parts = Object.fromEntries(Object.entries(names).map(([name, wire]) => [name, milliseconds(known[wire])])) as Omit<TurnLatency, 'gapHeardMs'>
    return { ...nothing, ...parts, gapHeardMs: arePaired ? gaps[n]! : null }
  })
  return [...turns, ...(arePaired ? [] : gaps.map((gapHeardMs): TurnLatency => ({ ...nothing, gapHeardMs })))].filter(hasFigures)
}
