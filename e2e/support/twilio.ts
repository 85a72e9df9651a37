import { randomBytes, randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sql } from 'postgres'
import type { Runtime } from '#lib/commands/runtime.ts'
import { signForm } from '#lib/integrations/twilio/sandbox-signature.ts'
import { ask, type Answer } from './http.ts'

export type SentText = {
  sid: string; from: string; to: string; body: string; status: string; num_segments: string; status_callback: string | null
}

/** A mobile that no other test has. Texts reach nobody: the carrier is the sandbox. */
export const newMobile = (): string => `+447${randomInt(4, 6)}${String(randomInt(100_000_000)).padStart(8, '0').slice(-8)}`

export const newSid = (): string => `SM${randomBytes(16).toString('hex')}`

/** The sandbox's Twilio, seen and handled from outside the product. */
export function twilioOf(runtime: Runtime, sql: Sql) {
  const control = (path: string, body?: unknown, method?: string) => ask(`${runtime.sandboxUrl}/__sandbox/${path}`, { body, ...(method ? { method } : {}) })
  const all = async (): Promise<SentText[]> => (await control('state')).body.messages
  return {
    /** The texts that reached a phone, oldest first. */
    textsTo: async (phone: string): Promise<SentText[]> => (await all()).filter((text) => text.to === phone),
    bodiesTo: async (phone: string): Promise<string[]> => (await all()).filter((text) => text.to === phone).map((text) => text.body),
    /** How many texts reached each of these phones. */
    async countsOf(phones: readonly string[]): Promise<number[]> {
      const texts = await all()
      return phones.map((phone) => texts.filter((text) => text.to === phone).length)
    },
    /** A person texts the clinic. */
    inbound: (from: string, to: string, body: string) => control('twilio/inbound', { from, to, body }),
    /** The carrier reports what became of a text. */
    report: (sid: string, status: string, errorCode?: number) => control('twilio/status', { sid, status, ...(errorCode ? { errorCode } : {}) }),
    fail: (kind: string, count = 1) => control('faults', { provider: 'twilio', kind, count, ...(kind.startsWith('callbacks') ? {} : { method: 'POST' }) }),
    mend: () => control('faults', undefined, 'DELETE'),
    /** Texts of ours to these phones that are still to go, or of which nobody knows yet whether they went. */
    async open(phones: readonly string[]): Promise<number> {
      const [row] = await sql<{ count: number }[]>`select count(*)::int as count from messages m join contacts k on k.id = m.contact_id
        where k.phone = any (${[...phones]}) and m.state in ('queued', 'held', 'sending', 'unknown')`
      return row!.count
    },
    /** Lets a minute pass for a text that nobody is sure of: the carrier is asked now. */
    async hurry(phone: string): Promise<void> {
      const rows = await sql<{ id: string }[]>`update messages m set attempt_started_at = m.attempt_started_at - interval '2 minutes', next_at = now()
        from contacts k where k.id = m.contact_id and k.phone = ${phone} and m.state = 'unknown' returning m.id`
      for (const { id } of rows) await sql`select app.enqueue_text(${id}, now())`
    },
  }
}

export type Twilio = ReturnType<typeof twilioOf>

/** What Twilio itself posts to the product, with a signature that is right until a test spoils it. */
export function carrierOf(runtime: Runtime, directory: string) {
  const environment = JSON.parse(readFileSync(join(directory, 'environment.json'), 'utf8')) as Record<string, string>
  const token = environment.SANDBOX_TWILIO_TOKEN!
  const send = (path: string, form: Record<string, string>, signature: string | null): Promise<Answer> => ask(`${runtime.appUrl}${path}`, {
    method: 'POST', body: new URLSearchParams(form).toString(),
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8', ...(signature === null ? {} : { 'x-twilio-signature': signature }) },
  })
  const sign = (path: string, form: Record<string, string>, by = token) => signForm(by, `${runtime.appUrl}${path}`, form)
  return {
    send,
    sign,
    signed: (path: string, form: Record<string, string>) => send(path, form, sign(path, form)),
  }
}

/** The form that Twilio posts when somebody texts the clinic. */
export const inboundForm = (from: string, to: string, body: string, sid = newSid()): Record<string, string> => ({
  MessageSid: sid, SmsSid: sid, AccountSid: `AC${'0'.repeat(32)}`, From: from, To: to, Body: body,
  NumMedia: '0', NumSegments: '1', FromCity: '', ApiVersion: '2010-04-01',
})

/** The form that Twilio posts when a text came further. */
export const statusForm = (text: { sid: string; from: string; to: string }, status: string): Record<string, string> => ({
  MessageSid: text.sid, SmsSid: text.sid, MessageStatus: status, SmsStatus: status, AccountSid: `AC${'0'.repeat(32)}`,
  From: text.from, To: text.to, ApiVersion: '2010-04-01',
})
