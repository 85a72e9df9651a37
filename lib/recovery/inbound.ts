import 'server-only'
import { ask, asNobody, refusalOf } from '#lib/db/door.ts'
import { nameIn } from '#lib/recovery/names.ts'
import { sealedFor } from '#lib/recovery/outreach.ts'
import { intentOf } from '#lib/recovery/words.ts'
import { env } from '#lib/shared/env.ts'
import { seal } from '#lib/shared/seal.ts'
import type { Actor } from '#lib/db/actor.ts'

export type IncomingText = { sid: string; from: string; body: string; optOutType?: string | undefined }

const triesWhenBusy = 3

/** The clinic that texts from this number, or null. Asked only after the carrier's signature was found right. */
export async function clinicOfSmsNumber(number: string): Promise<string | null> {
  const [row] = await asNobody((sql) => sql<{ clinic: string | null }[]>`select app.clinic_of_sms_number(${number}) as clinic`)
  return row?.clinic ?? null
}

/**
 * A text from a person: understood here, acted on in one transaction, once by its sid. STOP takes effect in it; a choice is
 * claimed and its answer queued in it. What was written is kept sealed.
 */
export async function receiveText(actor: Actor, clinicId: string, text: IncomingText): Promise<void> {
  const intent = intentOf(text.body, text.optOutType)
  const sealed = seal(env().CALLWAITING_SECRET, sealedFor(clinicId), text.body.slice(0, 1_600))
  const choice = intent.kind === 'choice' ? intent.n : null
  for (let attempt = 1; ; attempt++) {
    try {
      await ask(actor, (sql) => sql`select receive_text(${clinicId}, ${text.sid}, ${text.from}, ${sealed}, ${intent.kind}, ${choice}, ${nameIn(text.body)})`)
      return
    } catch (error) {
      // The carrier does not come again by itself, so a busy diary is waited for here.
      if (refusalOf(error)?.status !== 503 || attempt === triesWhenBusy) throw error
    }
  }
}

/** What the carrier says became of a text. False when that is nothing new; throws a 403 for a message that is not the clinic's. */
export async function noteTextStatus(actor: Actor, messageId: string, status: { sid: string; status: string; errorCode: number | null }): Promise<boolean> {
  const [row] = await ask(actor, (sql) => sql<{ isNew: boolean }[]>`
    select note_text_status(${messageId}, ${status.sid}, ${status.status}, ${status.errorCode}) as "isNew"`)
  return row!.isNew
}
