import 'server-only'
import { ask, asNobody, refusalOf } from '#lib/db/door.ts'
import { isAcknowledgement } from '#lib/recovery/alert-words.ts'
import { personNameIn } from '#lib/privacy/person-name.ts'
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
 * claimed and its answer queued in it. What was written is kept sealed. An on-call person's OK acknowledges what they were
 * alerted of, and is nothing else.
 */
export async function receiveText(actor: Actor, clinicId: string, text: IncomingText): Promise<void> {
  if (!text.optOutType && isAcknowledgement(text.body) && (await acknowledges(actor, clinicId, text.from))) return
  const intent = intentOf(text.body, text.optOutType)
  const sealed = seal(env().CALLWAITING_SECRET, sealedFor(clinicId), text.body.slice(0, 1_600))
  const choice = intent.kind === 'choice' ? intent.n : null
  // Who answers a text has it, though the carrier's word of it may have been lost.
  await ask(actor, (sql) => sql`select note_answered(${clinicId}, ${text.from})`)
  for (let attempt = 1; ; attempt++) {
    try {
      await ask(actor, (sql) => sql`select receive_text(${clinicId}, ${text.sid}, ${text.from}, ${sealed}, ${intent.kind}, ${choice}, ${personNameIn(nameIn(text.body))})`)
      return
    } catch (error) {
      // The carrier does not come again by itself, so a busy diary is waited for here.
      if (refusalOf(error)?.status !== 503 || attempt === triesWhenBusy) throw error
    }
  }
}

/** Whether an OK from this number is an on-call person's. It may come again: who has it first, has it. */
async function acknowledges(actor: Actor, clinicId: string, from: string): Promise<boolean> {
  const [row] = await ask(actor, (sql) => sql<{ taken: string | null }[]>`select acknowledge_by_text(${clinicId}, ${from}) as taken`)
  return row!.taken !== null
}

/** What the carrier says became of an alert's text. Throws a 403 for one that is not the clinic's. */
export async function noteNoticeStatus(actor: Actor, noticeId: string, status: { sid: string; status: string }): Promise<void> {
  await ask(actor, (sql) => sql`select note_notice_status(${noticeId}, ${status.sid}, ${status.status})`)
}

/** What the carrier says became of a text. False when that is nothing new; throws a 403 for a message that is not the clinic's. */
export async function noteTextStatus(actor: Actor, messageId: string, status: { sid: string; status: string; errorCode: number | null }): Promise<boolean> {
  const [row] = await ask(actor, (sql) => sql<{ isNew: boolean }[]>`
    select note_text_status(${messageId}, ${status.sid}, ${status.status}, ${status.errorCode}) as "isNew"`)
  return row!.isNew
}
