import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { SCOPES } from '#lib/shared/scopes.ts'
import type { TestClinic } from '../database.ts'

/** Whoever may knock, as the database sees them: the role and the claims of a token that was found good. */
export type Knocker = { who: string; role: 'anon' | 'authenticated' | 'voice_agent' | 'api_client' | 'clinic_engine'; claims: Record<string, unknown> }

const person = (who: string, sub: string): Knocker => ({ who, role: 'authenticated', claims: { role: 'authenticated', sub } })
const agent = (who: string, clinicId?: string): Knocker => ({ who, role: 'voice_agent', claims: { role: 'voice_agent', ...(clinicId ? { clinic_id: clinicId } : {}) } })
const key = (who: string, clinicId?: string): Knocker =>
  ({ who, role: 'api_client', claims: { role: 'api_client', scopes: SCOPES, ...(clinicId ? { clinic_id: clinicId } : {}) } })

/** People and programs of one clinic, whatever they are allowed there. */
export const ownPeopleOf = (clinic: TestClinic): Knocker[] => [person('the owner', clinic.ownerId), agent('the voice agent', clinic.id), key('an API key', clinic.id)]

/**
 * Everybody who has no business in `ours`: nobody, a stranger, those of `theirs`, somebody who was a member of ours until a moment ago, and
 * programs whose token names no clinic. A booking link acts as the voice agent of the clinic that its hash leads to.
 */
export async function strangersTo(sql: Sql, ours: TestClinic, theirs: TestClinic): Promise<Knocker[]> {
  const [staff, removed] = [randomUUID(), randomUUID()]
  await sql`insert into clinic_members (clinic_id, user_id, role) values (${theirs.id}, ${staff}, 'staff'), (${ours.id}, ${removed}, 'owner')`
  await sql`delete from clinic_members where user_id = ${removed}`
  return [
    { who: 'nobody', role: 'anon', claims: {} },
    { who: 'a signed-in person without an id', role: 'authenticated', claims: { role: 'authenticated' } },
    person('a signed-in stranger', randomUUID()),
    person("another clinic's owner", theirs.ownerId),
    person("another clinic's staff", staff),
    person('a removed member', removed),
    agent("another clinic's voice agent or booking link", theirs.id),
    key("another clinic's API key", theirs.id),
    agent('a voice agent of no clinic'),
    key('an API key of no clinic'),
    // A person's token may say what it likes about clinics: only membership counts.
    { who: 'a person whose token names our clinic', role: 'authenticated', claims: { role: 'authenticated', sub: theirs.ownerId, clinic_id: ours.id, app_metadata: { clinic_id: ours.id }, user_metadata: { clinic_id: ours.id } } },
  ]
}
