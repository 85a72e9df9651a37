import 'server-only'
import { ask } from '#lib/db/door.ts'
import type { LiveControl } from '#lib/calls/live-control-port.ts'
import { dangerOf, emergencyScript, type DangerKind } from '#lib/calls/red-flags.ts'
import type { Turn } from '#lib/calls/heard.ts'
import type { ToolResult } from '#lib/calls/tool-calls.ts'
import type { CallFacts } from '#lib/calls/webhook.ts'
import { log } from '#lib/shared/log.ts'
import type { Actor } from '#lib/db/actor.ts'

/** What a tool answers once a red flag was heard: the fixed words, and neither times nor a booking. */
export const emergencyAnswer = (kind: DangerKind): ToolResult => ({ status: 200, code: 'emergency', say: emergencyScript[kind] })

/**
 * Says that a caller may be in danger: the clinic's people are told, and nothing is sold. True for whoever says it first. `isLate`: the
 * call is over, and the caller has not heard the fixed words.
 */
export async function raiseAlert(actor: Actor, callId: string, kind: DangerKind, isLate = false): Promise<boolean> {
  const [row] = await ask(actor, (sql) => sql<{ answer: { isFirst: boolean } }[]>`select raise_alert(${callId}, ${kind}, ${isLate}) as answer`)
  return row!.answer.isFirst
}

/** The same for a call of which this may be the first that is heard. Answers our id of it. */
export async function raiseAlertIn(actor: Actor, clinicId: string, call: CallFacts, kind: DangerKind, isLate = false): Promise<{ callId: string; isFirst: boolean }> {
  // In an exchange of its own: the alert locks the person before the call.
  const [row] = await ask(actor, (sql) => sql<{ id: string }[]>`select note_call(${clinicId}, ${call.id}, null, ${call.at}, ${call.phone}, null, ${call.isTest}) as id`)
  return { callId: row!.id, isFirst: await raiseAlert(actor, row!.id, kind, isLate) }
}

/**
 * Listens to turns of a call that is going on: after a red flag the fixed words are spoken into it, once, whatever the model is about
 * to say, and the clinic's people are alerted. What was said is forgotten here.
 */
export async function heedTurns(
  actor: Actor, clinicId: string, call: CallFacts, turns: readonly Turn[], line: { control: LiveControl; controlUrl: string | null },
): Promise<void> {
  const kind = dangerOf(turns)
  if (!kind) return
  const { callId, isFirst } = await raiseAlertIn(actor, clinicId, call, kind)
  if (!isFirst) return
  // The alert is on its way already; a model that was told what to say says it too, and so does the next tool.
  const isSaid = await line.control.say({ vapiCallId: call.id, controlUrl: line.controlUrl }, emergencyScript[kind])
  if (!isSaid) log('error', 'emergency-words-not-said', { callId })
}
