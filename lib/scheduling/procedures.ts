import 'server-only'
import { ask } from '#lib/db/door.ts'
import type { Procedure } from '#lib/scheduling/types.ts'
import type { Actor } from '#lib/db/actor.ts'

/** What the clinic offers now, by name, with who offers it. */
export async function listProcedures(actor: Actor, clinicId: string): Promise<Procedure[]> {
  const rows = await ask(actor, (sql) => sql<Procedure[]>`
    select p.id, p.slug, p.name, p.duration_minutes as "durationMinutes", p.price_pence as "pricePence", p.is_age_restricted as "ageRestricted",
      coalesce(array_agg(pp.practitioner_id) filter (where pp.practitioner_id is not null), '{}') as "practitionerIds"
    from procedures p left join practitioner_procedures pp on pp.procedure_id = p.id
    where p.clinic_id = ${clinicId} and p.is_active group by p.id order by p.name`)
  return [...rows]
}
