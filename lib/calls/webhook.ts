import 'server-only'
import { as, ask } from '#lib/db/door.ts'
import { runToolCall, type Line, type ToolResult } from '#lib/calls/tool-calls.ts'
import { errorCode, log } from '#lib/shared/log.ts'
import type { Actor } from '#lib/db/actor.ts'

export type CallFacts = { id: string; at: Date; phone: string | null; isTest: boolean }
export type AskedTool = { id: string; name: string; arguments: Record<string, unknown> | null }
export type AnsweredTool = { id: string; name: string; result: ToolResult }

const statuses = new Set(['scheduled', 'queued', 'ringing', 'in-progress', 'forwarding', 'ended'])

type CallState = { id: string; zone: string; callerHasNumber: boolean; procedures: { slug: string; name: string }[]; answered: { id: string; result: ToolResult }[] }

/** Finds or makes the call, and reads in the same exchange what its tools will need. */
async function openCall(actor: Actor, clinicId: string, call: CallFacts, toolCallIds: string[]): Promise<CallState> {
  const [row] = await ask(actor, (sql) => sql<{ state: CallState }[]>`
    select open_call(${clinicId}, ${call.id}, ${call.at}, ${call.phone}, ${call.isTest}, ${toolCallIds}) as state`)
  return row!.state
}

/** Answers the tool calls of one message, each once and in the order given; a repeated id hears what it heard before. */
export async function answerToolCalls(actor: Actor, clinicId: string, call: CallFacts, asked: AskedTool[]): Promise<AnsweredTool[]> {
  const state = await openCall(actor, clinicId, call, asked.map((one) => one.id))
  const line: Line = { actor, clinicId, callId: state.id }
  const known = new Map(state.answered.map((one) => [one.id, one.result]))
  const answers: AnsweredTool[] = []
  for (const one of asked) {
    const result = known.get(one.id) ?? (await answerOne(line, state, one))
    answers.push({ id: one.id, name: one.name, result })
  }
  return answers
}

async function answerOne(line: Line, state: CallState, asked: AskedTool): Promise<ToolResult> {
  const startedAt = performance.now()
  let result: ToolResult
  try {
    result = await runToolCall(line, state, asked)
  } catch (error) {
    // The caller is on the line: say something true, keep nothing as the answer, so that a retry can succeed.
    log('error', 'tool-call-failed', { callId: line.callId, tool: asked.name.slice(0, 40), error: errorCode(error) })
    return { status: 500, code: 'internal', say: 'I\'m sorry, something went wrong on our side. Shall I ask the team to ring you back?' }
  }
  if (result.status === 503) return result
  const [kept] = await ask(line.actor, (sql) => sql<{ result: ToolResult }[]>`
    select note_tool_call(${line.callId}, ${asked.id}, ${asked.name.slice(0, 64)}, ${sql.json(result as never)}, ${Math.round(performance.now() - startedAt)}) as result`)
  return kept!.result
}

/** Applies a status, only forward. An unknown status changes nothing but still makes the call known. */
export async function noteStatus(actor: Actor, clinicId: string, call: CallFacts, status: string, endedReason: string | null): Promise<void> {
  const known = statuses.has(status) ? status : null
  await ask(actor, (sql) => sql`select note_call(${clinicId}, ${call.id}, ${known}, ${call.at}, ${call.phone}, ${endedReason}, ${call.isTest})`)
}

/** Ends the call and keeps its latency figures, once. The transcript, summary and analysis are not kept. */
export async function noteReport(
  actor: Actor, clinicId: string, call: CallFacts, report: { endedAt: Date; endedReason: string | null; latency: Record<string, number> },
): Promise<void> {
  await as(actor, async (tx) => {
    // A report may be the first that is heard of a call: begin it when it began, then end it when it ended.
    const [noted] = await tx<{ id: string }[]>`select note_call(${clinicId}, ${call.id}, null, ${call.at}, ${call.phone}, null, ${call.isTest}) as id`
    await tx`select note_call(${clinicId}, ${call.id}, 'ended', ${report.endedAt}, null, ${report.endedReason}, ${call.isTest})`
    await tx`select note_report(${noted!.id}, ${tx.json(report.latency)})`
  })
}
