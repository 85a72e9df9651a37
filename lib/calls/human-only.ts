import 'server-only'
import { as } from '#lib/db/door.ts'
import type { Actor } from '#lib/db/actor.ts'

/** Whether somebody with this number, E.164, asked the clinic not to deal with a machine. A withheld number is nobody's. */
export async function wantsPerson(actor: Actor, clinicId: string, phone: string | null): Promise<boolean> {
  if (!phone) return false
  const [row] = await as(actor, (tx) => tx<{ wants: boolean }[]>`
    select exists (select from contacts k where k.clinic_id = ${clinicId} and k.phone = ${phone} and k.is_human_only) as wants`)
  return row!.wants
}

/** Puts a call that no machine answers on the list of whom to ring back. */
export async function askToRingBack(actor: Actor, clinicId: string, vapiCallId: string): Promise<void> {
  await as(actor, (tx) => tx`select ask_for_person(k.id, 'call_back') from calls k where k.clinic_id = ${clinicId} and k.vapi_call_id = ${vapiCallId}`)
}
