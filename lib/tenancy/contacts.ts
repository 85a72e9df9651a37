import 'server-only'
import type { Sql } from 'postgres'
import { ask } from '#lib/db/door.ts'
import type { Actor } from '#lib/db/actor.ts'
import type { Contact, ContactSummary } from '#lib/tenancy/types.ts'

const columns = (sql: Sql) => sql`k.id, k.name, k.phone, k.email, k.is_human_only as "isHumanOnly",
  app.rfc3339(k.created_at, c.time_zone) as "createdAt"`

/** A contact of the clinic, or null when the actor may not see one by that id. */
export async function readContact(actor: Actor, clinicId: string, contactId: string): Promise<Contact | null> {
  const [row] = await ask(actor, (sql) => sql<Contact[]>`
    select ${columns(sql)}, to_char(k.dob, 'YYYY-MM-DD') as dob, k.postcode, k.address
    from contacts k join clinics c on c.id = k.clinic_id where k.clinic_id = ${clinicId} and k.id = ${contactId}`)
  return row ?? null
}

/** A pattern that matches the words themselves anywhere, whatever they are made of. */
const containing = (words: string) => `%${words.replace(/[\\%_]/g, '\\$&')}%`

/** The digits that a stored number holds, when what is looked for is part of a number: without the trunk 0 or the country. */
function partOfNumber(words: string): string | null {
  if (!/^[\d\s+().-]+$/.test(words)) return null
  const digits = words.replace(/\D/g, '').replace(/^(?:0044|44|0)(?=\d{3})/, '')
  return digits.length >= 3 ? digits : null
}

function matches(sql: Sql, q: string | undefined) {
  const words = q?.trim()
  if (!words) return sql`true`
  const number = partOfNumber(words)
  const postcode = words.replaceAll(/\s/g, '')
  return sql`(k.name ilike ${containing(words)} or k.email ilike ${containing(words)}
    or ${number}::text is not null and position(${number}::text in k.phone) > 0
    or length(${postcode}::text) >= 4 and replace(k.postcode, ' ', '') ilike ${containing(postcode)})`
}

type Page = { q?: string | undefined; cursor?: string | undefined; limit?: number }

/**
 * Contacts, newest first; `cursor` is the last id of the page before. `q` is looked for in names, email addresses, numbers (three
 * digits or more, as they are said at home or abroad) and postcodes. No items for a clinic that is not the actor's.
 */
export async function listContacts(actor: Actor, clinicId: string, page: Page = {}): Promise<{ items: ContactSummary[]; nextCursor: string | null }> {
  const limit = page.limit ?? 50
  const cursor = page.cursor ?? null
  const rows = await ask(actor, (sql) => sql<ContactSummary[]>`
    select ${columns(sql)} from contacts k join clinics c on c.id = k.clinic_id
    where k.clinic_id = ${clinicId} and ${matches(sql, page.q)} and (${cursor}::text is null
      or (k.created_at, k.id) < (select o.created_at, o.id from contacts o where o.clinic_id = ${clinicId} and o.id::text = ${cursor}))
    order by k.created_at desc, k.id desc limit ${limit + 1}`)
  const items = rows.slice(0, limit)
  return { items, nextCursor: rows.length > limit ? items.at(-1)!.id : null }
}
