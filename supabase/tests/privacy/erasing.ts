import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { afterAll, beforeAll } from 'vitest'
import { googleErasure } from '#lib/integrations/google-calendar/erasure.ts'
import { googleCalendar } from '#lib/integrations/google-calendar/mirror.ts'
import { startTestSandbox, TWILIO_SID, TWILIO_TOKEN, type TestSandbox } from '#lib/integrations/sandbox/testing.ts'
import { createTwilioClient } from '#lib/integrations/twilio/client.ts'
import { twilioErasure } from '#lib/integrations/twilio/erasure.ts'
import { twilioMessenger } from '#lib/integrations/twilio/messenger.ts'
import { createVapiClient } from '#lib/integrations/vapi/client.ts'
import { vapiErasure } from '#lib/integrations/vapi/erasure.ts'
import type { Processors } from '#lib/privacy/rights/processor-port.ts'
import { serveReceipt, type ReceiptDeps } from '#lib/privacy/rights/receipts.ts'
import { serveText } from '#lib/recovery/outreach.ts'
import { mirrorBooking } from '#lib/scheduling/mirror.ts'
import { calendarOf, seal } from '#lib/shared/seal.ts'
import type { Actor } from '#lib/db/actor.ts'
import { claim, member, voiceAgent } from '../claiming.ts'
import { actAs, aWednesday, makeClinic, type TestClinic, type TestDatabase } from '../database.ts'
import { loseCall } from '../leads.ts'
import { reply, secret } from '../recovery/texting.ts'

export const NAME = 'Tamsin Okafor'
export const EMAIL = 'tamsin.okafor@post.example'
export type ReceiptRow = { id: string; processor: string; ref: string | null; state: string; reason: string | null; attempts: number; next_at: Date | null; done_at: Date | null }
export type Person = { phone: string; contactId: string; lost: { callId: string; leadId: string; messageId: string }; bookingId: string; sids: { out: string; in: string }; eventId: string }

/** The three providers' sandbox, the real clients, and a worker that serves receipts by a clock that only the test moves. */
export function useProcessors(db: TestDatabase) {
  const world = {} as { sandbox: TestSandbox }
  beforeAll(async () => { world.sandbox = await startTestSandbox() })
  afterAll(() => world.sandbox.close())
  const twilio = () => ({ accountSid: TWILIO_SID, authToken: TWILIO_TOKEN, sandboxUrl: world.sandbox.url, timeoutMs: 1_500 })
  const vapi = () => createVapiClient({ apiKey: 'key', sandboxUrl: world.sandbox.url, timeoutSeconds: 2 })
  const openCalendar = googleOf()
  function googleOf() {
    let open: ReturnType<typeof googleCalendar> | undefined
    return (...args: Parameters<ReturnType<typeof googleCalendar>>) =>
      (open ??= googleCalendar({ clientId: 'id', clientSecret: 'secret', redirectUri: 'http://localhost/back', sandboxUrl: world.sandbox.url }))(...args)
  }
  const processors = (): Processors => ({ google: googleErasure(openCalendar), twilio: twilioErasure(twilio()), vapi: vapiErasure(vapi()) })
  const deps = (now = new Date(), own: Partial<Processors> = {}): ReceiptDeps => ({ sql: db.sql, processors: { ...processors(), ...own }, secret, now: () => now })
  const outreach = (now = new Date()) => ({ sql: db.sql, messenger: twilioMessenger(twilio()), secret, appUrl: world.sandbox.appUrl, now: () => now })

  return {
    sandbox: () => world.sandbox, processors, deps, outreach, vapi, openCalendar,
    /** Everything that is due of an erasure at an instant, as the worker would do it. */
    async serve(erasureId: string, now = new Date(), own: Partial<Processors> = {}): Promise<void> {
      for (const { id } of (await receiptsOf(db.sql, erasureId)).filter((one) => one.state !== 'done')) await serveReceipt(deps(now, own), id)
    },
    fetchText: (sid: string) => createTwilioClient(twilio()).fetch(sid).then(() => 'there', (error: { status?: number }) => error.status),
    /** Somebody with whom everything happened that can: rang and was lost, was texted, wrote back, booked, is in the calendar. */
    async makePerson(clinic: TestClinic, phone: string): Promise<Person> {
      const lost = await loseCall(db.sql, clinic, { phone, name: NAME, heard: { consents: [{ channel: 'text', value: 'granted', words: 'yes to texts' }] } })
      await atVapi(world.sandbox, db.sql, lost.callId, phone)
      await actAs(db.sql, voiceAgent(clinic.id), (tx) => tx`select keep_transcript(${lost.callId}, '1', ${tx.json([{ role: 'user', text: 'It is about my [HEALTH].', at: new Date().toISOString() }])},
        ${tx.json({ email: EMAIL, dob: '1990-05-04', postcode: 'SW1A 1AA', address: '1 Test Street' })})`)
      await serveText(outreach(), lost.messageId!)
      await world.sandbox.settled()
      await world.sandbox.control('/twilio/inbound', { from: phone, to: '+447700900100', body: 'Could I come on Friday?' })
      await world.sandbox.settled()
      const inbound = world.sandbox.received.filter((one) => one.params.From === phone && one.params.Body).at(-1)!.params.MessageSid!
      await reply(clinic, phone, 'Could I come on Friday?', inbound)
      const { booking } = await claim(db.sql, clinic, { start: aWednesday(3), contact: { name: NAME, phone }, key: randomUUID() })
      await mirrorBooking({ sql: db.sql, openCalendar, secret }, booking!.id)
      const [out] = await db.sql<{ sid: string }[]>`select provider_sid as sid from messages where id = ${lost.messageId}`
      return {
        phone, contactId: booking!.contactId!, lost: { callId: lost.callId, leadId: lost.leadId!, messageId: lost.messageId! }, bookingId: booking!.id,
        sids: { out: out!.sid, in: inbound }, eventId: booking!.id.replaceAll('-', ''),
      }
    },
  }
}

/** Vapi's own copy of a call. */
export async function atVapi(sandbox: TestSandbox, sql: Sql, callId: string, phone: string): Promise<string> {
  const [call] = await sql<{ id: string }[]>`select vapi_call_id as id from calls where id = ${callId}`
  await sandbox.control('/vapi/calls', { id: call!.id, status: 'ended', customer: { number: phone }, artifact: { transcript: 'all that was said' } })
  return call!.id
}

/** A clinic whose practitioners have calendars in the sandbox, with a member of staff. */
export async function makeConnectedClinic(sql: Sql, sandbox: TestSandbox): Promise<TestClinic & { staffId: string }> {
  const clinic = await makeClinic(sql)
  const account = `c${clinic.id.slice(0, 8)}`
  for (const practitionerId of clinic.practitionerIds) {
    const calendar = `${practitionerId}@calendar.example`
    await sandbox.control('/google/calendars', { account, id: calendar, summary: 'Diary' })
    await sql`update practitioners set google_calendar_id = ${calendar} where id = ${practitionerId}`
  }
  await sql`insert into calendar_connections (clinic_id) values (${clinic.id})`
  await sql`insert into app.calendar_credentials (clinic_id, refresh_token) values (${clinic.id}, ${seal(secret, calendarOf(clinic.id), `1//sandbox-${account}`)})`
  const staffId = randomUUID()
  await sql`insert into clinic_members (clinic_id, user_id, role) values (${clinic.id}, ${staffId}, 'staff')`
  return { ...clinic, staffId }
}

export async function erase(sql: Sql, clinic: TestClinic, contactId: string, actor: Actor = member(clinic.ownerId)): Promise<string> {
  const [row] = await actAs(sql, actor, (tx) => tx<{ id: string }[]>`select erase_contact(${contactId}) as id`)
  return row!.id
}

export const receiptsOf = async (sql: Sql, erasureId: string) => [...await sql<ReceiptRow[]>`
  select * from erasure_receipts where erasure_id = ${erasureId} order by processor, id`]
export const erasureOf = async (sql: Sql, id: string) => (await sql<Record<string, any>[]>`select * from erasures where id = ${id}`)[0]!

/** Every place of the database in which one of these texts still stands: table by table, and the jobs. */
export async function whereStands(sql: Sql, words: readonly string[]): Promise<string[]> {
  const tables = await sql<{ name: string }[]>`select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and (n.nspname in ('public', 'app') or n.nspname = 'graphile_worker') order by 1`
  const found: string[] = []
  for (const { name } of tables) for (const word of words) {
    const rows = await sql.unsafe(`select 1 from ${name} t where position($1 in t::text) > 0 limit 1`, [word])
    if (rows.length > 0) found.push(`${name}: ${word}`)
  }
  return found
}
