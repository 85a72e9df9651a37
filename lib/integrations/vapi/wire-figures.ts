import { z } from 'zod'
import { turnLatenciesOf } from '#lib/calls/latency/turns.ts'
import type { TurnLatency } from '#lib/calls/latency/types.ts'
import { text, type Assistant, type Spoken, type WireCall } from './wire.ts'

/** Averages of a report's performance metrics, in milliseconds, and how often each cut the other short. Numbers only, by known names. */
export function latencyOf(metrics: Record<string, unknown>): Record<string, number> {
  const known = {
    ...Object.fromEntries(['model', 'voice', 'transcriber', 'endpointing', 'turn', 'fromTransport', 'toTransport'].map((part) => [`${part}Ms`, metrics[`${part}LatencyAverage`]])),
    callerCutShort: metrics.numUserInterrupted, agentCutShort: metrics.numAssistantInterrupted,
  }
  return Object.fromEntries(Object.entries(known).flatMap(([name, value]) =>
    (typeof value === 'number' && Number.isFinite(value) && value >= 0 ? [[name, Math.round(value)]] : [])))
}

// A time that cannot be read is no time; the message stays, or the wait would be measured to a later answer.
const epochMs = z.number().optional().catch(undefined)
const Timed = z.object({ role: text, time: epochMs, endTime: epochMs })

/** Every turn's figures, and which settings of the assistant they belong to. */
export function turnsMeasuredIn(spoken: Spoken, call: WireCall, assistant: z.infer<typeof Assistant>): { turnLatencies: TurnLatency[]; assistantVersion: string | null } {
  const messages = (spoken.artifact?.messages?.length ? spoken.artifact.messages : spoken.messages ?? []).flatMap((one) => Timed.safeParse(one).data ?? [])
  const version = [assistant?.metadata, call.assistantOverrides?.metadata, call.assistant?.metadata].map((one) => one?.version).find((one) => typeof one === 'string' && /^[A-Za-z0-9_.:-]{1,40}$/.test(one))
  return { turnLatencies: turnLatenciesOf(spoken.artifact?.performanceMetrics ?? {}, messages), assistantVersion: typeof version === 'string' ? version : null }
}
