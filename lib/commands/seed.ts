import type { Sql, TransactionSql } from 'postgres'
import { demoCallsOf, keepDemoWords } from '#lib/commands/demo-calls.ts'
import { demoClinics, firstNames, lastNames, randomFrom } from '#lib/commands/demo-data.ts'
import { recoverSome } from '#lib/commands/demo-leads.ts'
import { ClinicSpec, insertClinic, signUp } from '#lib/commands/new-clinic.ts'
import type { DemoClinic, Secrets } from '#lib/commands/runtime.ts'
import { spokenDay, spokenOffer, spokenTime } from '#lib/calls/say.ts'
import { openAdmin } from '#lib/db/admin.ts'
import { createVapiClient } from '#lib/integrations/vapi/client.ts'
import { seal } from '#lib/shared/seal.ts'
import { addDays, dayOf, instantOf, rfc3339 } from '#lib/shared/time.ts'
import { vapiSecretOf } from '#lib/tenancy/keys.ts'

type Where = { databaseUrl: string; supabaseUrl: string; secretKey: string; sandboxUrl: string | undefined; played: readonly string[]; secrets: Secrets }
type Demo = (typeof demoClinics)[number]

const zone = 'Europe/London'

/** Makes the demo clinics where they are not there yet, and answers what a person or a test needs to use them. */
export async function seedDemo(where: Where): Promise<DemoClinic[]> {
  const sql = openAdmin({ url: where.databaseUrl, max: 2 })
  try {
    const clinics: DemoClinic[] = []
    for (const [index, demo] of demoClinics.entries()) {
      const { ownerPassword, apiKey } = where.secrets.demo[index]!
      const [found] = await sql<{ id: string }[]>`select id from clinics where slug = ${demo.slug}`
      const id = found?.id ?? (await makeClinic(sql, where, demo, { ownerPassword, apiKey }))
      clinics.push(await describe(sql, where, demo, id, { ownerPassword, apiKey }))
    }
    return clinics
  } finally {
    await sql.end()
  }
}

async function describe(sql: Sql, where: Where, demo: Demo, id: string, keys: { ownerPassword: string; apiKey: string }): Promise<DemoClinic> {
  const practitioners = await sql<{ id: string; name: string }[]>`select id, name from practitioners where clinic_id = ${id} and is_active order by name`
  const procedures = await sql<{ id: string; slug: string; name: string; durationMinutes: number }[]>`
    select id, slug, name, duration_minutes as "durationMinutes" from procedures where clinic_id = ${id} and is_active order by name`
  return {
    id, slug: demo.slug, name: demo.name, timeZone: zone, ownerEmail: demo.ownerEmail, ...keys, phoneNumber: demo.phone,
    vapiSecret: vapiSecretOf(where.secrets.installationSecret, id), practitioners: [...practitioners], procedures: [...procedures],
  }
}

async function makeClinic(sql: Sql, where: Where, demo: Demo, keys: { ownerPassword: string; apiKey: string }): Promise<string> {
  const [known] = await sql<{ id: string }[]>`select id from auth.users where email = ${demo.ownerEmail}`
  const ownerId = known?.id ?? (await signUp(where.supabaseUrl, where.secretKey, demo.ownerEmail, keys.ownerPassword))
  const calendars = where.sandboxUrl && where.played.includes('google') ? await makeCalendars(where.sandboxUrl, demo) : new Map<string, string>()
  if (where.sandboxUrl && where.played.includes('vapi')) {
    const vapi = createVapiClient({ apiKey: 'sandbox-key', sandboxUrl: where.sandboxUrl })
    await vapi.createPhoneNumber({ provider: 'vapi', number: demo.phone, name: demo.name } as never)
  }
  const spec = ClinicSpec.parse({ ...demo, practitioners: demo.practitioners.map((who) => ({ ...who, googleCalendarId: calendars.get(who.name) })) })
  return sql.begin(async (tx) => {
    const id = await insertClinic(tx, spec, ownerId, (clinicId) => ({ api: keys.apiKey, vapi: vapiSecretOf(where.secrets.installationSecret, clinicId) }))
    for (const [n, who] of demo.onCall.entries()) {
      await tx`insert into on_call_contacts (clinic_id, position, name, phone) values (${id}, ${n + 1}, ${who.name}, ${who.phone})`
    }
    if (calendars.size > 0) {
      await tx`insert into calendar_connections (clinic_id) values (${id})`
      await tx`insert into app.calendar_credentials (clinic_id, refresh_token)
        values (${id}, ${seal(where.secrets.installationSecret, `calendar:${id}`, `1//sandbox-${demo.slug}`)})`
    }
    await fillDiary(tx, id, demo, where.secrets.installationSecret)
    return id
  })
}

/** A Google calendar a practitioner in the sandbox, with one afternoon that is busy there for another reason. */
async function makeCalendars(sandboxUrl: string, demo: Demo): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  const post = async (path: string, body: object) => {
    const response = await fetch(`${sandboxUrl}/__sandbox/google/${path}`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), signal: AbortSignal.timeout(10_000),
    })
    if (!response.ok) throw new Error(`The sandbox refused a demo ${path} (HTTP ${response.status}).`)
  }
  for (const who of demo.practitioners) {
    const id = `${who.name.toLowerCase().replace(/[^a-z]+/g, '-')}@${demo.slug}.example`
    await post('calendars', { account: demo.slug, id, summary: who.name, timeZone: zone })
    ids.set(who.name, id)
  }
  const [first] = ids.values()
  const { start, end } = theatreList()
  await post('events', { calendarId: first, summary: 'Theatre list', start: start.toISOString(), end: end.toISOString() })
  return ids
}

function nextWeekday(day: string): string {
  const weekday = new Date(`${day}T12:00:00Z`).getUTCDay()
  return weekday === 0 ? addDays(day, 1) : weekday === 6 ? addDays(day, 2) : day
}

/** When the first practitioner of a demo clinic operates elsewhere. */
function theatreList(): { start: Date; end: Date } {
  const day = nextWeekday(addDays(dayOf(new Date(), zone), 2))
  return { start: instantOf(day, '09:00', zone), end: instantOf(day, '11:30', zone) }
}

/**
 * A fortnight of believable bookings around today: busy mornings, a free early afternoon here and there. Past ones cannot be
 * claimed, so they are written directly, and the constraints hold all the same.
 */
async function fillDiary(tx: TransactionSql, clinicId: string, demo: Demo, secret: string): Promise<void> {
  const random = randomFrom([...demo.slug].reduce((sum, letter) => sum + letter.charCodeAt(0), 7))
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!
  const today = dayOf(new Date(), zone)
  await tx`insert into age_attestations (clinic_id, is_adult, said_to) values (${clinicId}, true, 'demo')`
  const people = await tx<{ id: string; name: string }[]>`select id, name from practitioners where clinic_id = ${clinicId}`
  const theatre = theatreList()
  let phone = 200 + Math.floor(random() * 300)
  for (let offset = -6; offset <= 8; offset++) {
    const day = addDays(today, offset)
    const weekday = ((new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7) + 1
    for (const who of demo.practitioners) {
      const practitioner = people.find((one) => one.name === who.name)!
      for (const [, opens, closes] of who.week.filter(([at]) => at === weekday)) {
        const closesAt = instantOf(day, closes, zone)
        let at = instantOf(day, opens, zone)
        while (at < closesAt) {
          const slug = pick(who.procedures)
          const p = demo.procedures.find((one) => one.slug === slug)!
          const end = new Date(at.getTime() + p.minutes * 60_000)
          const isElsewhere = who === demo.practitioners[0] && at < theatre.end && end > theatre.start
          const hour = Number(new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone: zone }).format(at))
          // Two o'clock to four stays mostly free from tomorrow on, for whoever rings.
          const isWanted = random() < (offset > 0 && hour >= 13 && hour < 16 ? 0.08 : 0.55)
          if (isWanted && !isElsewhere && end <= closesAt) {
            await book(tx, { clinicId, practitionerId: practitioner.id, slug, at, end, name: `${pick(firstNames)} ${pick(lastNames)}`, phone: `+447700900${++phone}`, rangAt: whenTheyRang(at, random), isVoice: random() < 0.6 })
            at = new Date(end.getTime() + (p.after + 15) * 60_000)
          } else {
            at = new Date(at.getTime() + 30 * 60_000)
          }
        }
      }
    }
  }
  await ringOff(tx, clinicId, demo, random, phone + 1)
  await recoverSome(tx, { id: clinicId, name: demo.name, phone: demo.phone, zone, secret }, random)
  const names = { clinicName: demo.name, staff: demo.practitioners.map((who) => who.name), procedures: demo.procedures.map((one) => one.name) }
  await keepDemoWords(tx, await demoCallsOf(tx, clinicId), names, random)
}

/** Some time in the days before, when people ring: from eight in the morning to eight at night. */
function whenTheyRang(at: Date, random: () => number): Date {
  const last = new Date(Math.min(at.getTime() - 7_200_000, Date.now() - 600_000))
  const time = `${String(8 + Math.floor(random() * 12)).padStart(2, '0')}:${String(Math.floor(random() * 60)).padStart(2, '0')}`
  const daysBefore = Math.floor(random() * 5)
  const rang = instantOf(addDays(dayOf(last, zone), -daysBefore), time, zone)
  return rang <= last ? rang : new Date(rang.getTime() - 86_400_000)
}

/** People who rang, said what they wanted, and rang off. */
async function ringOff(tx: TransactionSql, clinicId: string, demo: Demo, random: () => number, phone: number): Promise<void> {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!
  for (let count = 0; count < 7; count++) {
    const rangAt = whenTheyRang(new Date(), random)
    const [contact] = await tx<{ id: string }[]>`insert into contacts (clinic_id, name, phone)
      values (${clinicId}, ${`${pick(firstNames)} ${pick(lastNames)}`}, ${`+447700900${phone + count}`}) returning id`
    await tx`insert into calls (clinic_id, vapi_call_id, status, started_at, ended_at, ended_reason, contact_id, procedure_id, report_at)
      select ${clinicId}, ${`demo-${contact!.id}`}, 'ended', ${rangAt}, ${new Date(rangAt.getTime() + 25_000 + Math.floor(random() * 60) * 1_000)},
        ${pick(['customer-ended-call', 'customer-ended-call', 'silence-timed-out'])}, ${contact!.id}, q.id, ${rangAt}
      from procedures q where q.clinic_id = ${clinicId} and q.slug = ${pick(demo.procedures).slug}`
  }
}

type DemoBooking = { clinicId: string; practitionerId: string; slug: string; at: Date; end: Date; name: string; phone: string; rangAt: Date; isVoice: boolean }

async function book(tx: TransactionSql, { clinicId, practitionerId, slug, at, end, name, phone, rangAt, isVoice }: DemoBooking): Promise<void> {
  const [contact] = await tx<{ id: string }[]>`insert into contacts (clinic_id, name, phone) values (${clinicId}, ${name}, ${phone}) returning id`
  const [call] = isVoice
    ? await tx<{ id: string }[]>`insert into calls (clinic_id, vapi_call_id, status, started_at, ended_at, ended_reason, contact_id, procedure_id, report_at)
        select ${clinicId}, ${`demo-${contact!.id}`}, 'ended', ${rangAt}, ${new Date(rangAt.getTime() + 70_000 + (at.getTime() / 60_000 % 7) * 17_000)}, 'assistant-ended-call', ${contact!.id}, q.id, ${rangAt}
        from procedures q where q.clinic_id = ${clinicId} and q.slug = ${slug} returning id`
    : []
  if (call) await noteTools(tx, clinicId, call.id, rfc3339(at, zone), rangAt)
  await tx`insert into bookings (clinic_id, practitioner_id, procedure_id, contact_id, call_id, status, during, buffer_before_minutes, buffer_after_minutes, age_attestation_id, source, created_at)
    select ${clinicId}, ${practitionerId}, q.id, ${contact!.id}, ${call?.id ?? null}, 'booked', tstzrange(${at}, ${end}), q.buffer_before_minutes, q.buffer_after_minutes,
      (select a.id from age_attestations a where a.clinic_id = ${clinicId} and q.is_age_restricted limit 1), ${isVoice ? 'voice' : 'dashboard'}, ${rangAt}
    from procedures q where q.clinic_id = ${clinicId} and q.slug = ${slug} on conflict do nothing`
}

/** What the agent did in a call that booked: it looked, and it claimed. */
async function noteTools(tx: TransactionSql, clinicId: string, callId: string, start: string, rangAt: Date): Promise<void> {
  const tools = [
    ['check_availability', { status: 200, say: spokenOffer([start]) }, 30],
    ['claim_slot', { status: 201, say: `You're booked for ${spokenDay(start)} at ${spokenTime(start)}.`, start }, 65],
  ] as const
  for (const [name, result, afterSeconds] of tools) {
    await tx`insert into tool_calls (clinic_id, call_id, tool_call_id, name, result, took_ms, at)
      values (${clinicId}, ${callId}, ${`demo-${name}`}, ${name}, ${tx.json(result)}, ${10 + (Math.floor(rangAt.getTime() / 60_000) % 20)}, ${new Date(rangAt.getTime() + afterSeconds * 1_000)})`
  }
}
