import 'server-only'
import { ask } from '#lib/db/door.ts'
import type { Actor } from '#lib/db/actor.ts'

/** What Voxanne must know of her clinic before a call. Prices in pence; null is not quoted. */
export type VoiceProfile = {
  id: string
  name: string
  timeZone: string
  phoneNumber: string
  transferNumber: string | null
  /** With Vapi: whose language model answers. */
  brain?: 'vapi' | 'ours'
  procedures: { slug: string; name: string; durationMinutes: number; pricePence: number | null; isAgeRestricted: boolean }[]
  practitioners: { id: string; name: string; title: string }[]
}

/** The clinic as its voice agent sees it. Throws when the actor may not see it. */
export async function readVoiceProfile(actor: Actor, clinicId: string): Promise<VoiceProfile> {
  const [row] = await ask(actor, (sql) => sql<VoiceProfile[]>`
    select c.id, c.name, c.time_zone as "timeZone", c.phone_number as "phoneNumber", c.transfer_number as "transferNumber", c.voice_brain as brain,
      coalesce((select jsonb_agg(jsonb_build_object('slug', p.slug, 'name', p.name, 'durationMinutes', p.duration_minutes,
        'pricePence', p.price_pence, 'isAgeRestricted', p.is_age_restricted) order by p.name)
        from procedures p where p.clinic_id = c.id and p.is_active), '[]') as procedures,
      coalesce((select jsonb_agg(jsonb_build_object('id', p.id, 'name', p.name, 'title', p.title) order by p.name)
        from practitioners p where p.clinic_id = c.id and p.is_active), '[]') as practitioners
    from clinics c where c.id = ${clinicId}`)
  if (!row) throw Object.assign(new Error('forbidden'), { code: 'PT403' })
  return row
}
