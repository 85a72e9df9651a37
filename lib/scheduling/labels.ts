import 'server-only'
import { ask } from '#lib/db/door.ts'
import type { Actor } from '#lib/db/actor.ts'

/** The names under which the clinic's procedures leave the product, in texts for one; longest first, each once. */
export async function listPublicLabels(actor: Actor, clinicId: string): Promise<string[]> {
  const rows = await ask(actor, (sql) => sql<{ label: string }[]>`
    select public_label as label from procedures where clinic_id = ${clinicId} and is_active
    group by public_label order by length(public_label) desc, public_label`)
  return rows.map((row) => row.label)
}
