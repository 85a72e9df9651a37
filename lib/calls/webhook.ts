import 'server-only'
import { as, ask, type Tx } from '#lib/db/door.ts'
import { runToolCall, type Line, type ToolResult } from '#lib/calls/tool-calls.ts'
import { errorCode, log } from '#lib/shared/log.ts'
import { heardIn, type Heard, type Turn } from '#lib/calls/heard.ts'
import type { Actor } from '#lib/db/actor.ts'

export type CallFacts = { id: string; at: Date; phone: string | null; isTest: boolean; isOutbound: boolean; greetingVersion: string | null }
/** What was said, in memory only: nothing of it is logged or stored as it was said. */
export type Conversation = { turns: Turn[]; toolCalls: { id: string; name: string; arguments: Record<string, unknown> | null }[] }
export type Report = Conversation & { endedAt: Date; endedReason: string | null; latency: Record<string, number> }
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

/** Applies a status, only forward. An unknown status changes nothing but still makes the call known. An end without a booking becomes a lead. */
export async function noteStatus(actor: Actor, clinicId: string, call: CallFacts, status: string, endedReason: string | null): Promise<void> {
  const known = statuses.has(status) ? status : null
  await as(actor, async (tx) => {
    // An end is judged by what is known of the line, so that comes first; else a call begins in the state it is said to be in.
    if (known === 'ended') await begin(tx, clinicId, call, null)
    await begin(tx, clinicId, call, known, endedReason)
  })
}

/** Finds or makes the call, applies a status when there is one, and notes what the platform says of the line itself. */
async function begin(tx: Tx, clinicId: string, call: CallFacts, status: string | null, endedReason: string | null = null): Promise<string> {
  const [noted] = await tx<{ id: string }[]>`select note_call(${clinicId}, ${call.id}, ${status}, ${call.at}, ${call.phone}, ${endedReason}, ${call.isTest}) as id`
  if (call.isOutbound || call.greetingVersion) await tx`select note_line(${noted!.id}, ${call.isOutbound}, ${call.greetingVersion})`
  return noted!.id
}

/** What the database is told of a conversation: what belongs to the contact and the lead, and the evidence; not the words. */
function factsOf(heard: Heard): Record<string, unknown> {
  const consent = (channel: 'text' | 'call', value: 'granted' | 'refused', match: Heard['refusedTexts']) =>
    (match ? [{ channel, value, words: match.words, at: match.at }] : [])
  return {
    name: heard.name, phone: heard.phone, procedure: heard.procedure, spoke: heard.spoke, isEmergency: heard.emergency !== null, isUnderAge: heard.underAge !== null,
    consents: [...consent('text', 'refused', heard.refusedTexts), ...consent('text', 'granted', heard.agreedToTexts), ...consent('call', 'granted', heard.wantsCallBack)],
  }
}

/**
 * Ends the call and keeps its latency figures, once; a call without a booking becomes a lead in the same transaction. The
 * conversation is read in memory for who rang, about what, and what they allowed; the transcript, summary and analysis are
 * not kept.
 */
export async function noteReport(actor: Actor, clinicId: string, call: CallFacts, report: Report): Promise<void> {
  await as(actor, async (tx) => {
    // A report may be the first that is heard of a call: begin it when it began, then end it when it ended.
    const [id, procedures] = await Promise.all([
      begin(tx, clinicId, call, null), tx<{ slug: string; name: string }[]>`select slug, name from procedures where clinic_id = ${clinicId} and is_active`,
    ])
    const facts = factsOf(heardIn({ ...report, procedures }))
    // Sent together, done one after the other: what was heard, then that it is over, then that nothing more will come.
    await Promise.all([
      tx`select note_heard(${id}, ${tx.json(facts as never)})`,
      tx`select note_call(${clinicId}, ${call.id}, 'ended', ${report.endedAt}, null, ${report.endedReason}, ${call.isTest})`,
      tx`select note_report(${id}, ${tx.json(report.latency)})`,
    ])
  })
}
