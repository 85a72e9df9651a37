import 'server-only'
import { headers } from 'next/headers'
import { notFound, redirect } from 'next/navigation'
import { cache } from 'react'
import { ask } from '#lib/db/door.ts'
import { createServerSupabase } from '#lib/db/server.ts'
import type { Actor } from '#lib/db/actor.ts'
import type { ClinicSummary } from '#lib/tenancy/types.ts'

export type Person = { id: string; email: string }

/** The signed-in person of this request, or null. The token's signature is checked, its cookie is not simply believed. */
export const currentUser = cache(async (): Promise<Person | null> => {
  const { data } = await (await createServerSupabase()).auth.getClaims()
  return data?.claims.role === 'authenticated' ? { id: data.claims.sub, email: String(data.claims.email ?? '') } : null
})

/** The clinics a person belongs to, by name. */
export const listClinics = cache(async (userId: string): Promise<ClinicSummary[]> =>
  ask({ role: 'authenticated', userId }, (sql) => sql<ClinicSummary[]>`
    select c.id, c.slug, c.name, c.time_zone as "timeZone", c.phone_number as "phoneNumber", m.role
    from clinics c join clinic_members m on m.clinic_id = c.id and m.user_id = ${userId}
    order by c.name`))

/** The member and the clinic of a page. Without a session: to the sign-in page, and back. Not their clinic: not found, as if it were not there. */
export async function requireMember(slug: string): Promise<{ actor: Actor; clinic: ClinicSummary; clinics: ClinicSummary[]; user: Person }> {
  const user = await currentUser()
  if (!user) redirect(`/sign-in?to=${encodeURIComponent((await headers()).get('x-page') ?? '/')}`)
  const clinics = await listClinics(user.id)
  const clinic = clinics.find((one) => one.slug === slug)
  if (!clinic) notFound()
  return { actor: { role: 'authenticated', userId: user.id }, clinic, clinics, user }
}
