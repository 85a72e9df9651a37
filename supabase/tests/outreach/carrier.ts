import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Sql } from 'postgres'
import { startSandbox } from '#lib/integrations/sandbox/server.ts'
import type { FaultKind } from '#lib/integrations/sandbox/faults.ts'
import { isSignedByTwilio, type TwilioSettings } from '#lib/integrations/twilio/client.ts'
import { twilioMessenger } from '#lib/integrations/twilio/messenger.ts'
import type { Messenger } from '#lib/recovery/messenger-port.ts'
import type { OutreachDeps } from '#lib/recovery/outreach.ts'
import { voiceAgent } from '../claiming.ts'
import { actAs, makeClinic, type TestClinic } from '../database.ts'
import { anyMobile } from '../leads.ts'

export const secret = 'a secret of the tests alone, worth nothing'
const authToken = 'sandbox-token'
/** Short, because a fault lets it run out; long beside what an answer takes on a busy machine. */
const timeoutMs = 1_500

/** What the carrier was asked to deliver. */
export type CarriedText = { sid: string; to: string; from: string; body: string; status: string }

/**
 * The provider sandbox as a carrier over HTTP, with a clock that only the test moves, and the webhook that hears what
 * became of each text, as the product's own does: signature first, then as the clinic that the number belongs to.
 */
export type Carrier = {
  settings: TwilioSettings
  appUrl: string
  messenger: Messenger
  /** The carrier's clock and the worker's. */
  clock: { now: Date }
  texts: () => Promise<CarriedText[]>
  /** The next `count` requests (of this method) meet this. */
  fault: (kind: FaultKind, count?: number, method?: 'POST' | 'GET') => Promise<void>
  /** Status codes that the callbacks were answered with. */
  callbacks: number[]
  /** Every callback set going so far was answered. */
  settled: () => Promise<void>
  close: () => Promise<void>
}

async function readForm(request: IncomingMessage): Promise<Record<string, string>> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  return Object.fromEntries(new URLSearchParams(body))
}

/** Applies one status callback; answers its HTTP status. */
async function noteStatus(sql: Sql, url: string, signature: string | null, form: Record<string, string>): Promise<number> {
  if (!isSignedByTwilio(authToken, signature, url, form)) return 403
  const [clinic] = await sql<{ id: string | null }[]>`select app.clinic_of_sms_number(${form.From!}) as id`
  if (!clinic!.id) return 403
  const messageId = new URL(url).searchParams.get('o')
  await actAs(sql, voiceAgent(clinic!.id), (tx) => tx`select note_text_status(${messageId}, ${form.MessageSid!}, ${form.MessageStatus!}, null)`)
  return 204
}

export async function startCarrier(sql: Sql, now = new Date()): Promise<Carrier> {
  const clock = { now }
  const callbacks: number[] = []
  const webhook = createServer(async (request, response) => {
    const form = await readForm(request)
    const signature = request.headers['x-twilio-signature']
    // A callback that fails is answered so, as the product would; every test looks at what was answered.
    const status = await noteStatus(sql, `${appUrl}${request.url}`, typeof signature === 'string' ? signature : null, form).catch(() => 500)
    callbacks.push(status)
    response.writeHead(status).end()
  })
  await new Promise<void>((resolve) => webhook.listen(0, '127.0.0.1', resolve))
  const appUrl = `http://127.0.0.1:${(webhook.address() as AddressInfo).port}`
  const sandbox = await startSandbox({ twilioAuthToken: authToken, providers: ['twilio'], lateMs: timeoutMs * 2, now: () => clock.now })
  const settings = { accountSid: `AC${'0'.repeat(32)}`, authToken, sandboxUrl: sandbox.url, timeoutMs }
  return {
    settings, appUrl, clock, callbacks, settled: sandbox.settled, messenger: twilioMessenger(settings),
    texts: async () => ((await (await fetch(`${sandbox.url}/__sandbox/state`)).json()) as { messages: CarriedText[] }).messages,
    fault: async (kind, count = 1, method) => {
      const answer = await fetch(`${sandbox.url}/__sandbox/faults`, { method: 'POST', body: JSON.stringify({ provider: 'twilio', kind, count, method }) })
      if (!answer.ok) throw new Error(`the sandbox has no fault ${kind}`)
    },
    close: async () => {
      await sandbox.close()
      webhook.closeAllConnections()
      await new Promise((resolve) => webhook.close(resolve))
    },
  }
}

/** A clinic with a number of its own to text from, so that callbacks find it. */
export async function makeTextingClinic(sql: Sql): Promise<TestClinic> {
  const clinic = await makeClinic(sql)
  await sql`update clinics set sms_number = ${anyMobile()} where id = ${clinic.id}`
  return clinic
}

/** A worker on this carrier, by the carrier's clock. */
export const workerOn = (sql: Sql, carrier: Carrier, messenger: Messenger = carrier.messenger): OutreachDeps =>
  ({ sql, messenger, secret, appUrl: carrier.appUrl, now: () => carrier.clock.now })

/** Keeps what the code under test logs out of the run's output, and for the test to look at. */
export function catchLog(): { lines: () => { event: string }[]; release: () => void } {
  const write = process.stderr.write
  const lines: { event: string }[] = []
  process.stderr.write = ((chunk: string | Uint8Array, ...rest: []) => {
    const text = String(chunk)
    if (!text.startsWith('{"at":')) return write.call(process.stderr, chunk, ...rest)
    lines.push(JSON.parse(text) as { event: string })
    return true
  }) as typeof process.stderr.write
  return { lines: () => lines, release: () => { process.stderr.write = write } }
}
