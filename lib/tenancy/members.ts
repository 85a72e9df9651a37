import 'server-only'
import { ask } from '#lib/db/door.ts'
import type { Actor } from '#lib/db/actor.ts'
import type { Member } from '#lib/tenancy/types.ts'

/** The people who belong to the clinic, owners first; none for a clinic that is not the actor's. */
export async function listMembers(actor: Actor, clinicId: string): Promise<Member[]> {
  return [...await ask(actor, (sql) => sql<Member[]>`
    select m.user_id as "userId", m.role from clinic_members m where m.clinic_id = ${clinicId} order by m.role, m.created_at, m.user_id`)]
}
