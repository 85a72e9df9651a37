import 'server-only'
import { ask } from '#lib/db/door.ts'
import type { Actor } from '#lib/db/actor.ts'

export type Contact = { id: string; name: string | null; phone: string | null; email: string | null; createdAt: string }

/** A contact of the clinic, or null when the actor may not see one by that id. */
export async function readContact(actor: Actor, clinicId: string, contactId: string): Promise<Contact | null> {
  const [row] = await ask(actor, (sql) => sql<Contact[]>`
    select k.id, k.name, k.phone, k.email, app.rfc3339(k.created_at, c.time_zone) as "createdAt"
    from contacts k join clinics c on c.id = k.clinic_id where k.clinic_id = ${clinicId} and k.id = ${contactId}`)
  return row ?? null
}
