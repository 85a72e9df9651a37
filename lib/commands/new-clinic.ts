import type { TransactionSql } from 'postgres'
import { z } from 'zod'
import { spanProblems } from '#lib/scheduling/spans.ts'
import { toE164 } from '#lib/shared/phone.ts'
import { isZone } from '#lib/shared/time.ts'
import { hashOf } from '#lib/tenancy/keys.ts'

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case words with dashes').max(60)
const phone = z.string().transform((text, context) => {
  const number = toE164(text)
  if (!number) context.addIssue({ code: 'custom', message: 'not a telephone number' })
  return number ?? z.NEVER
})
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'a time like 09:00')

const isSaneWeek = (week: [weekday: number, opens: string, closes: string][]): boolean =>
  Object.values(Object.groupBy(week, ([weekday]) => weekday)).every((day) => spanProblems(day!.map(([, opens, closes]) => ({ opens, closes }))).length === 0)

/** What a new clinic is made of. Minutes, pence, ISO weekdays (1 is Monday), wall-clock times. */
export const ClinicSpec = z.object({
  slug,
  name: z.string().min(1).max(80),
  timeZone: z.string().refine(isZone, 'not an IANA time zone').default('Europe/London'),
  phone,
  transfer: phone.nullish(),
  /** The number that texts, when it is not the one that is rung. */
  textsFrom: phone.nullish(),
  ownerEmail: z.email(),
  /** What its calendars show of a booking: who booked it alone, or the treatment's public label as well, to whomever a diary is shared with. */
  eventTitle: z.enum(['generic', 'label']).default('generic'),
  procedures: z.array(z.object({
    slug, name: z.string().min(1).max(80), label: z.string().min(1).max(40), minutes: z.number().int().min(5).max(480),
    before: z.number().int().min(0).max(120).default(0), after: z.number().int().min(0).max(120).default(0), pence: z.number().int().min(0).nullish(),
    isAgeRestricted: z.boolean().default(false), isPrescriptionOnly: z.boolean().default(false),
  })).min(1),
  practitioners: z.array(z.object({
    name: z.string().min(1).max(80), title: z.string().max(80).default(''), procedures: z.array(slug).min(1),
    week: z.array(z.tuple([z.number().int().min(1).max(7), time, time])).min(1).refine(isSaneWeek, 'hours end after they begin, and none of a day overlap'), googleCalendarId: z.string().min(1).nullish(),
  })).min(1),
})

export type ClinicSpec = z.output<typeof ClinicSpec>

/** Writes a clinic with its people, procedures, hours, owner and the hashes of its keys. Answers its id. */
export async function insertClinic(
  tx: TransactionSql, spec: ClinicSpec, ownerId: string, keysOf: (clinicId: string) => { api: string; vapi: string },
): Promise<string> {
  const [clinic] = await tx<{ id: string }[]>`insert into clinics (slug, name, time_zone, phone_number, transfer_number, sms_number, event_title)
    values (${spec.slug}, ${spec.name}, ${spec.timeZone}, ${spec.phone}, ${spec.transfer ?? null}, ${spec.textsFrom ?? null}, ${spec.eventTitle}) returning id`
  const id = clinic!.id
  await tx`insert into clinic_members (clinic_id, user_id, role) values (${id}, ${ownerId}, 'owner')`
  for (const [kind, secret] of Object.entries(keysOf(id))) {
    await tx`insert into app.clinic_keys (hash, clinic_id, kind, label) values (${hashOf(secret)}, ${id}, ${kind}, ${kind === 'api' ? 'First key' : 'Voice platform'})`
  }
  for (const p of spec.procedures) {
    await tx`insert into procedures (clinic_id, slug, name, public_label, duration_minutes, buffer_before_minutes, buffer_after_minutes, price_pence, is_age_restricted, is_prescription_only)
      values (${id}, ${p.slug}, ${p.name}, ${p.label}, ${p.minutes}, ${p.before}, ${p.after}, ${p.pence ?? null}, ${p.isAgeRestricted}, ${p.isPrescriptionOnly})`
  }
  for (const who of spec.practitioners) {
    const [row] = await tx<{ id: string }[]>`insert into practitioners (clinic_id, name, title, google_calendar_id)
      values (${id}, ${who.name}, ${who.title}, ${who.googleCalendarId ?? null}) returning id`
    await tx`insert into practitioner_procedures (clinic_id, practitioner_id, procedure_id)
      select ${id}, ${row!.id}, q.id from procedures q where q.clinic_id = ${id} and q.slug in ${tx(who.procedures)}`
    for (const [weekday, opens, closes] of who.week) {
      await tx`insert into working_hours (clinic_id, practitioner_id, weekday, opens, closes) values (${id}, ${row!.id}, ${weekday}, ${opens}, ${closes})`
    }
  }
  return id
}

/** Signs a person up with the secret key, invited rather than by themselves. Answers their user id. */
export async function signUp(supabaseUrl: string, secretKey: string, email: string, password: string): Promise<string> {
  const headers = { apikey: secretKey, authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' }
  const send = (path: string, body: object, given: Record<string, string>) => fetch(`${supabaseUrl}/auth/v1/${path}`, {
    method: 'POST', headers: given, body: JSON.stringify(body), signal: AbortSignal.timeout(10_000),
  })
  // Hosted Supabase makes people through its admin API; the embedded one has none and takes the secret key at sign-up.
  let response = await send('admin/users', { email, password, email_confirm: true }, headers)
  if (!response.ok) response = await send('signup', { email, password }, { apikey: secretKey, 'content-type': 'application/json' })
  const body = (await response.json()) as { id?: string; user?: { id: string } }
  const id = body.user?.id ?? body.id
  if (!response.ok || !id) throw new Error(`The owner could not be signed up (HTTP ${response.status}).`)
  return id
}
