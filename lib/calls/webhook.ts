import 'server-only'
import { as, ask, refusalOf, type Sql, type Tx } from '#lib/db/door.ts'
import { admitWith } from '#lib/tenancy/admission.ts'
import { emergencyAnswer, raiseAlert, raiseAlertIn } from '#lib/calls/emergency.ts'
import { dangerOf, type DangerKind } from '#lib/calls/red-flags.ts'
import { atOnce, runToolCall, type AtOnce, type Kept, type Looked, type Line, type ToolResult } from '#lib/calls/tool-calls.ts'
import { errorCode, log } from '#lib/shared/log.ts'
import { heardIn, type Heard } from '#lib/calls/heard.ts'
import { isToolName } from '#lib/calls/tools.ts'
import { transcriptOf, type ReportedTurn } from '#lib/calls/transcript.ts'
import type { TurnLatency } from '#lib/calls/latency/types.ts'
import type { Actor } from '#lib/db/actor.ts'

export type CallFacts = { id: string; at: Date; phone: string | null; isTest: boolean; isOutbound: boolean; greetingVersion: string | null }
/** What was said, in memory only: nothing of it is logged or stored as it was said. `earlier`: turns before these that were dropped. */
export type Conversation = { turns: ReportedTurn[]; earlier?: number; toolCalls: { id: string; name: string; arguments: Record<string, unknown> | null }[] }
export type Report = Conversation & { endedAt: Date; endedReason: string | null; latency: Record<string, number>; turnLatencies?: readonly TurnLatency[]; assistantVersion?: string | null; source?: 'vapi' | 'stream' }
export type AskedTool = { id: string; name: string; arguments: Record<string, unknown> | null }
/** `tookMs`: how long the tool itself took; next to nothing when it had been answered before. */
export type AnsweredTool = { id: string; name: string; result: ToolResult; tookMs: number }

const statuses = new Set(['scheduled', 'queued', 'ringing', 'in-progress', 'forwarding', 'ended'])

/** What is known of a call when a tool is used in it. */
export type CallState = { id: string; danger: DangerKind | null; zone: string; callerHasNumber: boolean; procedures: { slug: string; name: string }[]; answered: { id: string; result: ToolResult; tookMs?: number }[]; looked?: Looked }
/** A call as it stands, and the red flag in what was said in it so far. */
export type OpenedCall = { state: CallState; heard: DangerKind | null }

const opening = (sql: Sql, clinicId: string | null, call: CallFacts, toolCallIds: string[]) => sql<{ state: CallState }[]>`
  select open_call(coalesce(${clinicId}, app.token_clinic()), ${call.id}, ${call.at}, ${call.phone}, ${call.isTest}, ${toolCallIds}) as state`

/** Finds or makes the call, and reads in the same exchange what its tools will need. */
async function openCall(actor: Actor, clinicId: string, call: CallFacts, toolCallIds: string[]): Promise<CallState> {
  const [row] = await ask(actor, (sql) => opening(sql, clinicId, call, toolCallIds))
  return row!.state
}

/**
 * The same for whoever has this secret, in one trip with the question who that is; null when it is nobody. What the tool can do at once
 * travels along: a claim is then among what the call has answered, and free times are known.
 */
export async function openCallFor(secret: string, call: CallFacts, asked: readonly AskedTool[], turns: readonly ReportedTurn[]): Promise<{ clinicId: string; opened: OpenedCall } | null> {
  const heard = dangerOf(turns)
  const [only] = asked
  const also = only && asked.length === 1 && !heard ? atOnce(only) : null
  const ids = asked.map((one) => one.id)
  const admitted = (also && (await openAndAct(secret, call, only!.id, also))) ?? (await admitWith(secret, (sql) => opening(sql, null, call, ids)))
  return admitted && { clinicId: admitted.clinicId, opened: { state: admitted.rows[0]!.state, heard } }
}

type Acted = { state: CallState; kept: ToolResult | null; looked: Looked | null }

/** Null when nothing was done and the longer way is to be taken: it asks again who this is, and has the words for what is refused. */
async function openAndAct(secret: string, call: CallFacts, toolCallId: string, { isLasting, act }: AtOnce): Promise<Awaited<ReturnType<typeof admitWith<Acted[]>>>> {
  const startedAt = performance.now()
  try {
    const admitted = await admitWith(secret, (sql) => sql<Acted[]>`
      select state, kept, looked from (${opening(sql, null, call, [toolCallId])}) o left join lateral (${act(sql)}) a on true`, { isLasting })
    for (const { state, kept, looked } of admitted?.rows ?? []) {
      if (kept) state.answered.push({ id: toolCallId, result: kept, tookMs: performance.now() - startedAt })
      if (looked) state.looked = looked
    }
    return admitted
  } catch (error) {
    // All or nothing was done. An allowance that is used up stays so.
    if (refusalOf(error)?.status === 429) throw error
    return null
  }
}

/**
 * Answers the tool calls of one message, each once and in the order given; a repeated id hears what it heard before. `turns` is the
 * conversation so far, listened to for red flags before any tool is used: after one, a tool sends the caller to help and does nothing.
 * `opened`: the call, when it has been opened already.
 */
export async function answerToolCalls(
  actor: Actor, clinicId: string, call: CallFacts, asked: AskedTool[], turns: readonly ReportedTurn[] = [], opened?: OpenedCall,
): Promise<AnsweredTool[]> {
  const { state, heard } = opened ?? { state: await openCall(actor, clinicId, call, asked.map((one) => one.id)), heard: dangerOf(turns) }
  const line: Line = { actor, clinicId, callId: state.id }
  const heardNow = state.danger === null ? heard : null
  if (heardNow) await raiseAlert(actor, state.id, heardNow)
  const danger = { kind: state.danger ?? heardNow, isNew: heardNow !== null }
  const known = new Map(state.answered.map((one) => [one.id, one]))
  const answers: AnsweredTool[] = []
  for (const one of asked) {
    const startedAt = performance.now()
    const before = known.get(one.id)
    const result = before?.result ?? (await answerOne(line, state, one, danger))
    answers.push({ id: one.id, name: toolName(one.name), result, tookMs: before?.tookMs ?? performance.now() - startedAt })
  }
  return answers
}

type HeardDanger = { kind: DangerKind | null; isNew: boolean }

/** What a tool does; in danger only a person is still to be had, after the fixed words if nobody has said them yet. */
async function use(line: Line, state: CallState, asked: AskedTool, { kind, isNew }: HeardDanger): Promise<ToolResult | Kept> {
  if (!kind) return runToolCall(line, state, asked)
  if (asked.name !== 'transfer_to_human') return emergencyAnswer(kind)
  const result = await runToolCall(line, state, asked)
  return isNew && result.status !== undefined ? { ...result, code: 'emergency', say: `${emergencyAnswer(kind).say} ${result.say}` } : result
}

/** A model may put anything into a name; only the names of our own tools are kept. */
const toolName = (given: string): string => (isToolName(given) ? given : 'unknown')

async function answerOne(line: Line, state: CallState, asked: AskedTool, danger: HeardDanger): Promise<ToolResult> {
  const startedAt = performance.now()
  let result: ToolResult
  try {
    const used = await use(line, state, asked, danger)
    if (used.status === undefined) return used.kept
    result = used
  } catch (error) {
    // The caller is on the line: say something true, keep nothing as the answer, so that a retry can succeed.
    log('error', 'tool-call-failed', { callId: line.callId, tool: toolName(asked.name), error: errorCode(error) })
    return { status: 500, code: 'internal', say: 'I\'m sorry, something went wrong on our side. Shall I ask the team to ring you back?' }
  }
  if (result.status === 503) return result
  const [kept] = await ask(line.actor, (sql) => sql<{ result: ToolResult }[]>`
    select note_tool_call(${line.callId}, ${asked.id}, ${toolName(asked.name)}, ${sql.json(result as never)}, ${Math.round(performance.now() - startedAt)}) as result`)
  return kept!.result
}

/** Whether nothing is said of the line itself. */
export const isPlain = (call: CallFacts): boolean => !call.isOutbound && !call.greetingVersion

/** `noteStatus` for whoever has this secret, in one trip with the question who that is; null when it is nobody. Of a call of whose line nothing is said. */
export async function noteStatusFor(secret: string, call: CallFacts, status: string, endedReason: string | null): Promise<{ clinicId: string } | null> {
  return admitWith(secret, (sql) => noteCall(sql, null, call, statuses.has(status) ? status : null, endedReason))
}

/** Applies a status, only forward. An unknown status changes nothing but still makes the call known. An end without a booking becomes a lead. */
export async function noteStatus(actor: Actor, clinicId: string, call: CallFacts, status: string, endedReason: string | null): Promise<void> {
  const known = statuses.has(status) ? status : null
  // Nothing is said of the line itself: one statement, in one exchange.
  if (isPlain(call)) {
    await ask(actor, (sql) => noteCall(sql, clinicId, call, known, endedReason))
    return
  }
  await as(actor, async (tx) => {
    // An end is judged by what is known of the line, so that comes first; else a call begins in the state it is said to be in.
    if (known === 'ended') await begin(tx, clinicId, call, null)
    await begin(tx, clinicId, call, known, endedReason)
  })
}

const noteCall = (sql: Sql | Tx, clinicId: string | null, call: CallFacts, status: string | null, endedReason: string | null) => sql<{ id: string }[]>`
  select note_call(coalesce(${clinicId}, app.token_clinic()), ${call.id}, ${status}, ${call.at}, ${call.phone}, ${endedReason}, ${call.isTest}) as id`

/** Finds or makes the call, applies a status when there is one, and notes what the platform says of the line itself. */
async function begin(tx: Tx, clinicId: string, call: CallFacts, status: string | null, endedReason: string | null = null): Promise<string> {
  const [noted] = await noteCall(tx, clinicId, call, status, endedReason)
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

type Names = { procedures: { slug: string; name: string; isActive: boolean }[]; staff: string[] }

/** What the clinic calls its people and treatments: the one must not be masked, the other is what callers ask for. */
async function namesOf(actor: Actor, clinicId: string): Promise<Names> {
  const [row] = await ask(actor, (sql) => sql<Names[]>`select
    coalesce((select jsonb_agg(jsonb_build_object('slug', q.slug, 'name', q.name, 'isActive', q.is_active)) from procedures q where q.clinic_id = ${clinicId}), '[]') as procedures,
    coalesce((select jsonb_agg(p.name) from practitioners p where p.clinic_id = ${clinicId}), '[]') as staff`)
  return row!
}

/**
 * Keeps what is understood of a conversation that is going on (that somebody spoke, who, about what, what they refused), so that a call
 * which is cut off without a report is still a lead, and nobody who said no is texted. Not the words. `known` is what the last one
 * answered: nothing is written when nothing is new.
 */
export async function noteHeardSoFar(actor: Actor, clinicId: string, call: CallFacts, conversation: Conversation, known: string): Promise<string> {
  const { procedures } = await namesOf(actor, clinicId)
  const facts = factsOf(heardIn({ ...conversation, procedures: procedures.filter((one) => one.isActive) }))
  const now = JSON.stringify(facts)
  if (now === known) return known
  await as(actor, async (tx) => {
    const id = await begin(tx, clinicId, call, null)
    await tx`select note_heard(${id}, ${tx.json(facts as never)})`
  })
  return now
}

/**
 * Ends the call and keeps its latency figures and its redacted words, once; a call without a booking becomes a lead in the same
 * transaction. The conversation is read and redacted in memory before that begins; what was really said, the summary and the analysis
 * go no further, and the voice platform is asked to delete its own copy.
 */
export async function noteReport(actor: Actor, clinicId: string, call: CallFacts, report: Report): Promise<void> {
  const { procedures, staff } = await namesOf(actor, clinicId)
  const heard = heardIn({ ...report, procedures: procedures.filter((one) => one.isActive) })
  // Before anything else of the report, and by itself: whatever becomes of the rest, somebody is told.
  if (heard.emergency) await raiseAlertIn(actor, clinicId, call, heard.emergency.kind, true)
  const facts = factsOf(heard)
  const words = transcriptOf(report, { staff, procedures: procedures.map((one) => one.name) }, new Date())
  await as(actor, async (tx) => {
    // A report may be the first that is heard of a call: begin it when it began, then end it when it ended.
    const id = await begin(tx, clinicId, call, null)
    // Sent together, done one after the other: what was heard and said, then that it is over, then that nothing more will come.
    await Promise.all([
      tx`select note_heard(${id}, ${tx.json(facts as never)})`,
      tx`select keep_transcript(${id}, ${words.version}, ${tx.json(words.utterances)}, ${tx.json(words.contact)})`,
      tx`select note_call(${clinicId}, ${call.id}, 'ended', ${report.endedAt}, null, ${report.endedReason}, ${call.isTest})`,
      report.turnLatencies?.length ? tx`select keep_turns(${id}, ${tx.json(report.turnLatencies as never)}, ${report.assistantVersion ?? null}, ${report.source ?? 'vapi'})` : null,
      tx`select note_report(${id}, ${tx.json(report.latency)})`,
    ])
  })
}
