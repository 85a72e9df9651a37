import 'server-only'
import { emergencyScript, dangerOf } from '#lib/calls/red-flags.ts'
import { raiseAlertIn } from '#lib/calls/emergency.ts'
import type { Actor } from '#lib/db/actor.ts'

export type ChatTurn = { role: 'user' | 'assistant'; content: string }

/**
 * The fixed words for a conversation in which somebody may be in danger, said before any model is asked; null when nobody is. With the
 * call's id the clinic's people are told. What was said is forgotten here.
 */
export async function completionFor(actor: Actor, clinicId: string, said: readonly ChatTurn[], callId: string | null): Promise<string | null> {
  const turns = said.map(({ role, content }) => ({ role: role === 'user' ? ('caller' as const) : ('assistant' as const), text: content, at: null }))
  const kind = dangerOf(turns)
  if (!kind) return null
  if (callId) await raiseAlertIn(actor, clinicId, { id: callId, at: new Date(), phone: null, isTest: false, isOutbound: false, greetingVersion: null }, kind)
  return emergencyScript[kind]
}
