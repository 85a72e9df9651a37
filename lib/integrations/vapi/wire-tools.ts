import { z } from 'zod'
import { id } from './wire-words.ts'

/** One tool call as the model wrote it; `name` is empty and `arguments` null where they were not readable. */
export type ToolCall = { id: string; name: string; arguments: Record<string, unknown> | null }

const loose = z.record(z.string(), z.unknown())
const identified = z.looseObject({ id: id(200) })
const named = z.looseObject({ name: z.string().max(200).nullish(), arguments: z.unknown().optional(), parameters: z.unknown().optional() })
const WireToolCall = named.extend({ id: id(200), function: named.nullish() })
const Wrapped = z.looseObject({ name: z.unknown().optional(), function: z.looseObject({ name: z.unknown().optional() }).nullish().catch(null), toolCall: loose })

/** The three lists that may hold the same calls. What is wrong with one entry is no fault of the others, so that nothing of them is checked yet. */
export const toolLists = { toolCallList: z.unknown().optional(), toolCalls: z.unknown().optional(), toolWithToolCallList: z.unknown().optional() }
type Lists = { [name in keyof typeof toolLists]?: unknown }

function argumentsOf(value: unknown): ToolCall['arguments'] {
  if (typeof value !== 'string') return loose.safeParse(value ?? {}).data ?? null
  try {
    return loose.safeParse(JSON.parse(value === '' ? '{}' : value)).data ?? null
  } catch {
    return null
  }
}

/** A call in one of its four spellings. One that can be answered, if by nothing but a refusal, has an id; the rest are null. */
function readCall(given: unknown): ToolCall | null {
  const { data: wire } = WireToolCall.safeParse(given)
  if (!wire) return identified.safeParse(given).success ? { id: (given as ToolCall).id, name: '', arguments: null } : null
  const args = wire.function?.arguments ?? wire.function?.parameters ?? wire.arguments ?? wire.parameters
  return { id: wire.id, name: wire.function?.name ?? wire.name ?? '', arguments: argumentsOf(args) }
}

/** Each id once, in the order given; of two under one id the first that can be read. Whatever has no id is passed over. */
export function readCalls(listed: readonly unknown[]): ToolCall[] {
  const calls = new Map<string, ToolCall>()
  for (const given of listed) {
    const call = readCall(given)
    if (call && !calls.get(call.id)?.name) calls.set(call.id, call)
  }
  return [...calls.values()]
}

/** The call in an entry that describes its tool as well; its name may stand one level up. */
function unwrapped(entry: unknown): unknown {
  const { data } = Wrapped.safeParse(entry)
  return data ? { ...data.toolCall, name: data.toolCall.name ?? data.name ?? data.function?.name } : entry
}

const listsOf = ({ toolCallList, toolCalls, toolWithToolCallList }: Lists): unknown[] =>
  [toolCallList, toolCalls, Array.isArray(toolWithToolCallList) ? toolWithToolCallList.map(unwrapped) : toolWithToolCallList].filter((list) => list !== undefined && list !== null)

/** The calls of the first list that has any; one that cannot be read there as another list has it. */
export function toolCallsOf(lists: Lists): ToolCall[] {
  const read = listsOf(lists).map((list) => (Array.isArray(list) ? readCalls(list) : []))
  const calls = read.find((some) => some.length > 0) ?? []
  return calls.map((call) => (call.name ? call : read.flat().find((one) => one.id === call.id && one.name) ?? call))
}

/** Whether something is asked, but nothing of it could be answered. */
export const asksNothingUsable = (lists: Lists): boolean =>
  toolCallsOf(lists).length === 0 && listsOf(lists).some((list) => !Array.isArray(list) || list.length > 0)
