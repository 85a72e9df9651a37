import type { Sql } from 'postgres'
import { afterAll, beforeAll } from 'vitest'
import { startTestSandbox, TWILIO_SID, TWILIO_TOKEN, type TestSandbox } from '#lib/integrations/sandbox/testing.ts'
import { twilioMessenger } from '#lib/integrations/twilio/messenger.ts'
import { alertVoiceOf } from '#lib/integrations/vapi/alert-voice.ts'
import { createVapiClient } from '#lib/integrations/vapi/client.ts'
import { vapiDialler } from '#lib/integrations/vapi/dialler.ts'
import { serveNotice, type AlertDeps } from '#lib/recovery/alerts.ts'
import { voiceAgent } from '../claiming.ts'
import { actAs, makeClinic, type TestClinic, type TestDatabase } from '../database.ts'
import { anyMobile, startCall, type LostCall } from '../leads.ts'

export type NoticeRow = {
  id: string; step: number; channel: 'text' | 'call'; phone: string; state: string; reason: string | null; due_at: Date; attempts: number; body: string | null
}

/** The providers' sandbox with a clock that only the test moves, and a worker that goes by it. */
export function useAlerting(db: TestDatabase) {
  const clock = { now: new Date() }
  const world = {} as { sandbox: TestSandbox }
  beforeAll(async () => {
    world.sandbox = await startTestSandbox({ now: () => clock.now })
    await client().createPhoneNumber({ provider: 'twilio', number: '+447700900100', twilioAccountSid: TWILIO_SID, smsEnabled: false })
  })
  afterAll(() => world.sandbox.close())
  const client = () => createVapiClient({ apiKey: 'key', sandboxUrl: world.sandbox.url })
  const deps = (): AlertDeps => ({
    sql: db.sql, appUrl: 'https://app.example', now: () => clock.now,
    messenger: twilioMessenger({ accountSid: TWILIO_SID, authToken: TWILIO_TOKEN, sandboxUrl: world.sandbox.url, timeoutMs: 1_500 }),
    dialler: vapiDialler(client(), alertVoiceOf, true),
  })

  /** What the worker does at an instant: everything that is due of one alert, in whatever order the jobs come. */
  async function tick(alertId: string, at: Date, worker: AlertDeps = deps()): Promise<void> {
    clock.now = at
    for (let turn = 0; turn < 20; turn += 1) {
      const due = (await noticesOf(db.sql, alertId)).filter((one) => ['queued', 'sending', 'unknown'].includes(one.state) && one.next_at <= at)
      if (due.length === 0) return
      for (const { id } of due) await serveNotice(worker, id)
    }
    throw new Error('the alert is never done with')
  }

  return {
    clock, deps, tick,
    sandbox: () => world.sandbox,
    fault: (provider: 'twilio' | 'vapi', kind: string, count = 1) => world.sandbox.control('/faults', { provider, kind, count, method: 'POST' }),
    textsTo: async (phone: string) => ((await world.sandbox.state()).messages ?? []).filter((text) => text.to === phone) as { body: string; from: string; status_callback: string }[],
    ringsTo: async (phone: string) => ((await world.sandbox.state()).calls ?? [])
      .filter((call) => (call.customer as { number?: string } | undefined)?.number === phone) as { assistant: Record<string, unknown> }[],
  }
}

export async function noticesOf(sql: Sql, alertId: string) {
  return [...await sql<(NoticeRow & { next_at: Date })[]>`select * from alert_notices where alert_id = ${alertId} order by step`]
}

/** A clinic with so many people on call, each with a mobile of their own. */
export async function makeGuardedClinic(sql: Sql, people: number | readonly string[] = 2): Promise<TestClinic & { phones: string[] }> {
  const clinic = await makeClinic(sql)
  const phones = typeof people === 'number' ? Array.from({ length: people }, anyMobile) : [...people]
  await sql`update clinics set slug = ${`guarded-${clinic.id.slice(0, 8)}`} where id = ${clinic.id}`
  for (const [n, phone] of phones.entries()) {
    await sql`insert into on_call_contacts (clinic_id, position, name, phone) values (${clinic.id}, ${n + 1}, ${`Nurse ${n + 1}`}, ${phone})`
  }
  return { ...clinic, phones }
}

/** A red flag is heard in a call. Answers the alert with the instant at which it was raised. */
export async function raise(sql: Sql, clinic: { id: string }, callId: string, kind = 'medical') {
  const [row] = await actAs(sql, voiceAgent(clinic.id), (tx) => tx<{ answer: { isFirst: boolean; alertId: string | null } }[]>`select raise_alert(${callId}, ${kind}) as answer`)
  const { isFirst, alertId } = row!.answer
  const [alert] = await sql<{ at: Date }[]>`select date_trunc('milliseconds', raised_at) + interval '1 millisecond' as at from alerts where id = ${alertId}`
  return { isFirst, alertId: alertId!, at: alert?.at ?? new Date() }
}

/** A call that goes on, in which a red flag was heard. */
export async function inDanger(sql: Sql, clinic: TestClinic, call: LostCall = {}) {
  const started = await startCall(sql, clinic, call)
  return { ...started, ...await raise(sql, clinic, started.callId) }
}
