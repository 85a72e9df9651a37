import { z } from 'zod'
import { toE164 } from '#lib/shared/phone.ts'

/** One tool call as the model wrote it; `arguments` is null when it was not readable JSON. */
export type ToolCall = { id: string; name: string; arguments: Record<string, unknown> | null }

export type IncomingCall = { id: string; at: Date; phone: string | null; isTest: boolean }

/** A Vapi server message, reduced to what the product uses. Everything that was said stays behind. */
export type Message =
  | { kind: 'assistant-request'; call: IncomingCall }
  | { kind: 'tool-calls'; call: IncomingCall; toolCalls: ToolCall[] }
  | { kind: 'status-update'; call: IncomingCall; status: string; endedReason: string | null }
  | { kind: 'end-of-call-report'; call: IncomingCall; endedAt: Date; endedReason: string | null; latency: Record<string, number> }
  | { kind: 'ignored'; type: string }

const text = z.string().max(200)
const loose = z.record(z.string(), z.unknown())
const named = z.looseObject({ name: text.optional(), arguments: z.unknown().optional(), parameters: z.unknown().optional() })

const WireToolCall = z.looseObject({ id: text, name: text.optional(), arguments: z.unknown().optional(), parameters: z.unknown().optional(), function: named.optional() })

const Envelope = z.looseObject({
  type: text,
  timestamp: z.union([z.number(), z.string()]).optional(),
  call: z.looseObject({ id: text, customer: loose.optional(), metadata: loose.optional() }).optional(),
  customer: loose.optional(),
  status: text.optional(),
  endedReason: text.nullish(),
  startedAt: text.nullish(),
  endedAt: text.nullish(),
  artifact: z.looseObject({ performanceMetrics: loose.nullish() }).nullish(),
  toolCallList: z.array(WireToolCall).optional(),
  toolCalls: z.array(WireToolCall).optional(),
  toolWithToolCallList: z.array(z.looseObject({ name: text.optional(), function: named.optional(), toolCall: WireToolCall })).optional(),
})

/** The body of every server message: `{"message": {...}}`. Unknown fields are let through, known ones are checked. */
export const Body = z.object({ message: Envelope })

type Wire = z.infer<typeof Envelope>

const instant = (value: unknown): Date | null => {
  const date = typeof value === 'number' || typeof value === 'string' ? new Date(value) : null
  return date && Number.isFinite(date.getTime()) ? date : null
}

function argumentsOf(value: unknown): Record<string, unknown> | null {
  if (typeof value !== 'string') return loose.safeParse(value ?? {}).data ?? null
  try {
    return loose.safeParse(JSON.parse(value === '' ? '{}' : value)).data ?? null
  } catch {
    return null
  }
}

/** Vapi spells a tool call in four ways; a message may hold the same call in three lists. Each id once, in the order given. */
function toolCallsOf(wire: Wire): ToolCall[] {
  const listed = wire.toolCallList ?? wire.toolCalls
    ?? wire.toolWithToolCallList?.map((one) => ({ ...one.toolCall, name: one.toolCall.name ?? one.name ?? one.function?.name }))
  const calls = new Map<string, ToolCall>()
  for (const one of listed ?? []) {
    if (calls.has(one.id)) continue
    const given = one.function?.arguments ?? one.function?.parameters ?? one.arguments ?? one.parameters
    calls.set(one.id, { id: one.id, name: one.function?.name ?? one.name ?? '', arguments: argumentsOf(given) })
  }
  return [...calls.values()]
}

/** Averages of a report's performance metrics, in milliseconds. Numbers only, by known names. */
function latencyOf(wire: Wire): Record<string, number> {
  const metrics = wire.artifact?.performanceMetrics ?? {}
  const parts = ['model', 'voice', 'transcriber', 'endpointing', 'turn']
  return Object.fromEntries(parts.flatMap((part) => {
    const value = metrics[`${part}LatencyAverage`]
    return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? [[`${part}Ms`, Math.round(value)]] : []
  }))
}

/** Reads a checked body. `now` stands in for a missing time stamp. A message without a call id can concern no call of ours. */
export function messageOf({ message: wire }: z.infer<typeof Body>, now: Date): Message {
  if (!wire.call) return { kind: 'ignored', type: wire.type }
  const number = wire.customer?.number ?? wire.call.customer?.number
  const call: IncomingCall = {
    id: wire.call.id,
    at: instant(wire.timestamp) ?? now,
    phone: typeof number === 'string' ? toE164(number) : null,
    isTest: wire.call.metadata?.simulated === true,
  }
  switch (wire.type) {
    case 'assistant-request': return { kind: 'assistant-request', call }
    case 'tool-calls': return { kind: 'tool-calls', call, toolCalls: toolCallsOf(wire) }
    case 'status-update': return { kind: 'status-update', call, status: wire.status ?? '', endedReason: wire.endedReason ?? null }
    case 'end-of-call-report': {
      const endedAt = instant(wire.endedAt) ?? call.at
      return { kind: 'end-of-call-report', call: { ...call, at: instant(wire.startedAt) ?? call.at }, endedAt, endedReason: wire.endedReason ?? null, latency: latencyOf(wire) }
    }
    default: return { kind: 'ignored', type: wire.type }
  }
}
