import { z } from 'zod'
import type { TurnLatency } from '#lib/calls/latency/types.ts'
import type { ReportedTurn } from '#lib/calls/transcript.ts'
import { toE164 } from '#lib/shared/phone.ts'
import { latencyOf, turnsMeasuredIn } from './wire-figures.ts'
import { finalTranscript, reportedIn, saidIn, transcribed } from './wire-said.ts'
import { toolCallsOf, type ToolCall } from './wire-tools.ts'
import { instant } from './wire-words.ts'
import { LookedUp, type Assistant, type Body, type WireCall } from './wire.ts'

export { Body } from './wire.ts'
export { finalTranscript } from './wire-said.ts'
export type { ToolCall } from './wire-tools.ts'

/**
 * `greetingVersion`: which greeting our assistant began with, as its own metadata say; `callBackId`: the call-back that an
 * outbound call carries out. Both null where the platform does not say.
 */
export type IncomingCall = {
  id: string; at: Date; phone: string | null; isTest: boolean
  isOutbound: boolean; greetingVersion: string | null; callBackId: string | null
}

/**
 * The end of a call. `turns` and `toolCalls` hold what was said, at most 400 of each (the last ones; `earlier` turns came before):
 * they are read and redacted in memory, and must be neither stored nor logged. A turn that is too long to be redacted is cut and says
 * so. Latencies in milliseconds.
 */
export type Report = {
  kind: 'end-of-call-report'
  call: IncomingCall
  endedAt: Date
  endedReason: string | null
  latency: Record<string, number>
  turnLatencies: TurnLatency[]
  assistantVersion: string | null
  turns: ReportedTurn[]
  earlier: number
  toolCalls: ToolCall[]
}

/**
 * A Vapi server message, reduced to what the product uses. What was said is only in a report, in what was `heard` while the call goes on,
 * and beside tool calls; each is read in memory. `controlUrl`: where the message says that words can be put into the call; not to be
 * believed without a look.
 */
export type Message =
  | { kind: 'assistant-request'; call: IncomingCall }
  | { kind: 'tool-calls'; call: IncomingCall; toolCalls: ToolCall[]; turns: ReportedTurn[] }
  | { kind: 'heard'; call: IncomingCall; turns: ReportedTurn[]; controlUrl: string | null }
  | { kind: 'status-update'; call: IncomingCall; status: string; endedReason: string | null }
  | Report
  | { kind: 'ignored'; type: string }

const isUuid = (value: unknown): value is string => z.guid().safeParse(value).success

/** What is known of the call itself. Our own ids are in the metadata of the call, or of the assistant that speaks in it. */
function callOf(call: WireCall, assistant: z.infer<typeof Assistant>, customer: unknown, at: Date): IncomingCall {
  const assistants = [assistant?.metadata, call.assistantOverrides?.metadata, call.assistant?.metadata]
  const number = (customer as { number?: unknown } | null | undefined)?.number ?? call.customer?.number
  const greeting = assistants.map((one) => one?.greeting).find((one) => typeof one === 'string' && /^[A-Za-z0-9_.:-]{1,40}$/.test(one))
  return {
    id: call.id, at,
    phone: typeof number === 'string' ? toE164(number) : null,
    isTest: call.metadata?.simulated === true,
    isOutbound: call.type === 'outboundPhoneCall',
    greetingVersion: typeof greeting === 'string' ? greeting : null,
    callBackId: [call.metadata, ...assistants].map((one) => one?.callBackId).find(isUuid) ?? null,
  }
}

/** Reads a checked body. `now` stands in for a missing time stamp. A message without a call id can concern no call of ours. */
export function messageOf({ message: wire }: z.infer<typeof Body>, now: Date): Message {
  if (!wire.call) return { kind: 'ignored', type: wire.type }
  const call = callOf(wire.call, wire.assistant, wire.customer, instant(wire.timestamp) ?? now)
  switch (wire.type) {
    case 'assistant-request': return { kind: 'assistant-request', call }
    case 'tool-calls': return { kind: 'tool-calls', call, toolCalls: toolCallsOf(wire), turns: saidIn(wire).turns }
    case 'status-update': return { kind: 'status-update', call, status: wire.status ?? '', endedReason: wire.endedReason }
    case 'end-of-call-report': return {
      kind: 'end-of-call-report',
      call: { ...call, at: instant(wire.startedAt) ?? call.at },
      endedAt: instant(wire.endedAt) ?? call.at,
      endedReason: wire.endedReason,
      latency: latencyOf(wire.artifact?.performanceMetrics ?? {}),
      ...turnsMeasuredIn(wire, wire.call, wire.assistant),
      ...reportedIn(wire),
    }
    case finalTranscript: case 'transcript': case 'conversation-update': {
      const turns = wire.type === 'conversation-update' ? saidIn(wire).turns : transcribed(wire)
      const controlUrl = wire.call.monitor?.controlUrl ?? null
      return turns.length > 0 ? { kind: 'heard', call, turns, controlUrl } : { kind: 'ignored', type: wire.type }
    }
    default: return { kind: 'ignored', type: wire.type }
  }
}

const over = new Set(['ended', 'not-found', 'deletion-failed'])

/**
 * Reads what `GET /call/{id}` answers into the report that would have come, for a call whose end we were never told. `now` stands
 * in for an end without a time. A call that goes on, or that has a status we do not know and no end, is still going. Throws,
 * without a word of what was said, when it is given something that is no call.
 */
export function reportOfCall(vapiCall: unknown, now: Date): { kind: 'still-going' } | Report {
  const read = LookedUp.safeParse(vapiCall)
  if (!read.success) throw new Error('Vapi answered something that is no call')
  const wire = read.data
  const endedAt = instant(wire.endedAt)
  if (!endedAt && !over.has(wire.status ?? '')) return { kind: 'still-going' }
  const endOrNow = endedAt ?? instant(wire.updatedAt) ?? now
  return {
    kind: 'end-of-call-report',
    call: callOf(wire, null, wire.customer, instant(wire.startedAt) ?? instant(wire.createdAt) ?? endOrNow),
    endedAt: endOrNow,
    endedReason: wire.endedReason,
    latency: latencyOf(wire.artifact?.performanceMetrics ?? {}),
    ...turnsMeasuredIn(wire, wire, null),
    ...reportedIn(wire),
  }
}
