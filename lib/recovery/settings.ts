import 'server-only'
import { ask } from '#lib/db/door.ts'
import type { TextSettings } from '#lib/recovery/types.ts'
import type { Actor } from '#lib/db/actor.ts'

/** How the clinic texts. Throws when the actor may not see it. */
export async function readTextSettings(actor: Actor, clinicId: string): Promise<TextSettings> {
  const [row] = await ask(actor, (sql) => sql<TextSettings[]>`
    select text_template as template, texts_are_discreet as "isDiscreet", texts_are_hours_bound as "isHoursBound", texts_need_consent as "needsConsent"
    from clinics where id = ${clinicId}`)
  if (!row) throw Object.assign(new Error('forbidden'), { code: 'PT403' })
  return row
}

/** Keeps how the clinic texts; the template has been checked. Throws a 403 for everybody but an owner. */
export async function saveTextSettings(actor: Actor, clinicId: string, settings: TextSettings): Promise<void> {
  await ask(actor, (sql) => sql`select save_text_settings(${clinicId}, ${settings.template}, ${settings.isDiscreet}, ${settings.isHoursBound}, ${settings.needsConsent})`)
}
