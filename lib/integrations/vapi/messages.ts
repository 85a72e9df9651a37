import { z } from 'zod'
import { turnLatenciesOf } from '#lib/calls/latency/turns.ts'
import type { TurnLatency } from '#lib/calls/latency/types.ts'
import type { ReportedTurn } from '#lib/calls/transcript.ts'
import { longestTurn } from '#lib/privacy/types.ts'
import { toE164 } from '#lib/shared/phone.ts'
import { code, id, instant, printable } from './wire-words.ts'

/** One tool call as the model wrote it; `arguments` is null when it was not readable JSON. */
export type ToolCall = { id: string; name: string; arguments: Record<string, unknown> | null }

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

const TURNS_MAX = 400
// Of a turn that is not redacted, this much is listened to.
const CUT_LENGTH = 4000

const text = z.string().max(200)
const loose = z.record(z.string(), z.unknown())
const named = z.looseObject({ name: text.optional(), arguments: z.unknown().optional(), parameters: z.unknown().optional() })

const WireToolCall = z.looseObject({
  id: id(200), name: text.optional(), arguments: z.unknown().optional(), parameters: z.unknown().optional(), function: named.optional(),
})

const Assistant = z.looseObject({ metadata: loose.nullish().catch(null) }).nullish().catch(null)

const Call = z.looseObject({
  id: id(100),
  type: text.nullish().catch(null),
  customer: loose.nullish(),
  metadata: loose.nullish(),
  assistant: Assistant,
  assistantOverrides: Assistant,
  monitor: z.looseObject({ controlUrl: z.string().max(2_000).nullish().catch(null) }).nullish().catch(null),
})

// What was said is read turn by turn: one that is malformed must not cost the report.
const said = z.array(z.unknown()).nullish().catch(null)
const Artifact = z.looseObject({ performanceMetrics: loose.nullish(), messages: said })

const Envelope = z.looseObject({
  type: text,
  timestamp: z.union([z.number(), z.string()]).optional(),
  call: Call.optional(),
  assistant: Assistant,
  customer: loose.nullish(),
  status: text.optional(),
  role: text.nullish().catch(null),
  transcriptType: text.nullish().catch(null),
  transcript: z.string().nullish().catch(null),
  endedReason: code,
  startedAt: text.nullish(),
  endedAt: text.nullish(),
  artifact: Artifact.nullish(),
  messages: said,
  toolCallList: z.array(WireToolCall).optional(),
  toolCalls: z.array(WireToolCall).optional(),
  toolWithToolCallList: z.array(z.looseObject({ name: text.optional(), function: named.optional(), toolCall: WireToolCall })).optional(),
})

/** The body of every server message: `{"message": {...}}`. Unknown fields are let through, known ones are checked. */
export const Body = z.object({ message: Envelope })

type Wire = z.infer<typeof Envelope>
type WireCall = z.infer<typeof Call>
type Spoken = { artifact?: { messages?: unknown[] | null } | null | undefined; messages?: unknown[] | null | undefined }

function argumentsOf(value: unknown): Record<string, unknown> | null {
  if (typeof value !== 'string') return loose.safeParse(value ?? {}).data ?? null
  try {
    return loose.safeParse(JSON.parse(value === '' ? '{}' : value)).data ?? null
  } catch {
    return null
  }
}

/** Each id once, in the order given; a call is spelt in one of four ways. */
function uniqueCalls(listed: readonly z.infer<typeof WireToolCall>[]): ToolCall[] {
  const calls = new Map<string, ToolCall>()
  for (const one of listed) {
    if (calls.has(one.id)) continue
    const given = one.function?.arguments ?? one.function?.parameters ?? one.arguments ?? one.parameters
    calls.set(one.id, { id: one.id, name: one.function?.name ?? one.name ?? '', arguments: argumentsOf(given) })
  }
  return [...calls.values()]
}

/** A message may hold the same call in three lists. */
function toolCallsOf(wire: Wire): ToolCall[] {
  const listed = wire.toolCallList ?? wire.toolCalls
    ?? wire.toolWithToolCallList?.map((one) => ({ ...one.toolCall, name: one.toolCall.name ?? one.name ?? one.function?.name }))
  return uniqueCalls(listed ?? [])
}

const WireTurn = z.looseObject({
  role: text, message: z.string().optional(), content: z.string().optional(), time: z.number().optional(), toolCalls: z.array(z.unknown()).optional(),
})
const speakers: Record<string, ReportedTurn['role']> = { bot: 'assistant', assistant: 'assistant', user: 'caller' }

/** What was said and which tools were used; our own prompt and what tools answered stay behind. Old captures have it all a level higher. */
function saidIn(spoken: Spoken): Pick<Report, 'turns' | 'earlier' | 'toolCalls'> {
  const inArtifact = spoken.artifact?.messages ?? []
  const wires = (inArtifact.length > 0 ? inArtifact : spoken.messages ?? []).flatMap((one) => WireTurn.safeParse(one).data ?? [])
  const turns = wires.flatMap(({ role, message, content, time }): ReportedTurn[] => {
    const words = printable(message ?? content ?? '')
    if (!speakers[role] || words === '') return []
    const turn = { role: speakers[role], at: instant(time) }
    return [words.length > longestTurn ? { ...turn, text: words.slice(0, CUT_LENGTH), isCut: true } : { ...turn, text: words }]
  })
  const calls = wires.filter((one) => one.role === 'tool_calls').flatMap((one) => one.toolCalls ?? [])
  return {
    turns: turns.slice(-TURNS_MAX),
    earlier: Math.max(0, turns.length - TURNS_MAX),
    toolCalls: uniqueCalls(calls.flatMap((one) => WireToolCall.safeParse(one).data ?? [])).slice(-TURNS_MAX),
  }
}

/** Averages of a report's performance metrics, in milliseconds. Numbers only, by known names. */
function latencyOf(metrics: Record<string, unknown>): Record<string, number> {
  const parts = ['model', 'voice', 'transcriber', 'endpointing', 'turn']
  return Object.fromEntries(parts.flatMap((part) => {
    const value = metrics[`${part}LatencyAverage`]
    return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? [[`${part}Ms`, Math.round(value)]] : []
  }))
}

// A time that cannot be read is no time; the message stays, or the wait would be measured to a later answer.
const epochMs = z.number().optional().catch(undefined)
const Timed = z.object({ role: text, time: epochMs, endTime: epochMs })

/** Every turn's figures, and which settings of the assistant they belong to. */
function turnsMeasuredIn(spoken: { artifact?: z.infer<typeof Artifact> | null | undefined; messages?: unknown[] | null | undefined }, call: WireCall, assistant: z.infer<typeof Assistant>): Pick<Report, 'turnLatencies' | 'assistantVersion'> {
  const messages = (spoken.artifact?.messages?.length ? spoken.artifact.messages : spoken.messages ?? []).flatMap((one) => Timed.safeParse(one).data ?? [])
  const version = [assistant?.metadata, call.assistantOverrides?.metadata, call.assistant?.metadata].map((one) => one?.version).find((one) => typeof one === 'string' && /^[A-Za-z0-9_.:-]{1,40}$/.test(one))
  return { turnLatencies: turnLatenciesOf(spoken.artifact?.performanceMetrics ?? {}, messages), assistantVersion: typeof version === 'string' ? version : null }
}

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

/** What one asks for to be sent final transcripts only; Vapi may give it as the type of such a message as well. */
export const finalTranscript = 'transcript[transcriptType="final"]'

// What was said right before shows what a yes answers.
const RECENT_TURNS = 12

/** What the caller has just said, once it is final, after what was said before it; nothing where it is none of theirs. */
function transcribed(wire: Wire): ReportedTurn[] {
  const isFinal = wire.transcriptType === 'final' || (wire.type === finalTranscript && !wire.transcriptType)
  const words = printable(wire.transcript ?? '').slice(0, CUT_LENGTH)
  if (!isFinal || wire.role !== 'user' || words === '') return []
  return [...saidIn(wire).turns.slice(-RECENT_TURNS), { role: 'caller', text: words, at: null }]
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
      ...saidIn(wire),
    }
    case finalTranscript: case 'transcript': case 'conversation-update': {
      const turns = wire.type === 'conversation-update' ? saidIn(wire).turns : transcribed(wire)
      const controlUrl = wire.call.monitor?.controlUrl ?? null
      return turns.length > 0 ? { kind: 'heard', call, turns, controlUrl } : { kind: 'ignored', type: wire.type }
    }
    default: return { kind: 'ignored', type: wire.type }
  }
}

const time = z.union([z.string(), z.number()]).nullish().catch(null)
const LookedUp = Call.extend({
  status: text.nullish().catch(null),
  createdAt: time, updatedAt: time, startedAt: time, endedAt: time,
  endedReason: code,
  artifact: Artifact.nullish().catch(null),
  messages: said,
})

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
    ...saidIn(wire),
  }
}
