import { randomUUID } from 'node:crypto'
import { spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import postgres, { type Sql } from 'postgres'
import { percentile } from '#lib/bench/measure.ts'
import { fetchPatiently } from '#lib/bench/patient.ts'
import { childEnv } from '#lib/shared/env.ts'

/** How soon lost calls were texted. Seconds run from the moment the report was posted to the carrier's acceptance. */
export type RecoveryFigures = {
  leads: number; workers: number; texted: number; twice: number
  secondsP50: number; secondsP95: number; secondsP99: number; secondsMax: number
  /** From the first report posted to the last text accepted. */
  leadsPerSecond: number
}

export type RecoveryTarget = { appUrl: string; secret: string; databaseUrl: string; sandboxUrl: string; dataDirectory: string; clinicPhone: string }

const reportsAtOnce = 20
const longestWaitMs = 300_000

/** A report of a call in which a facelift was asked about and nothing booked; the number is nobody's that is texted for real. */
function reportOf(vapiCallId: string, phone: string): unknown {
  const customer = { number: phone }
  const spoken = [['bot', 'Hello, how can I help?'], ['user', "Hi, it's Robin Bench, I'd like a facelift consultation."], ['bot', 'Which day would suit you?']]
  return {
    message: {
      type: 'end-of-call-report', timestamp: Date.now(), endedReason: 'customer-ended-call', endedAt: new Date().toISOString(),
      call: { id: vapiCallId, type: 'inboundPhoneCall', customer }, customer,
      artifact: { messages: spoken.map(([role, message]) => ({ role, message, time: Date.now() })) },
    },
  }
}

/** Loses so many calls as fast as they can be reported, and waits until each has been texted. Throws when that takes over five minutes. */
async function lose(target: RecoveryTarget, sql: Sql, count: number, workers: number): Promise<RecoveryFigures> {
  const calls = Array.from({ length: count }, () => ({ id: `bench-${randomUUID()}`, phone: `+447${String(400_000_000 + Math.floor(Math.random() * 199_999_999))}`, postedAt: 0 }))
  const startedAt = Date.now()
  let next = 0
  await Promise.all(Array.from({ length: Math.min(reportsAtOnce, count) }, async () => {
    for (let call = calls[next++]; call; call = calls[next++]) {
      call.postedAt = Date.now()
      const body = JSON.stringify(reportOf(call.id, call.phone))
      const response = await fetchPatiently(`${target.appUrl}/api/vapi/webhook`, () => ({
        method: 'POST', headers: { 'content-type': 'application/json', 'x-vapi-secret': target.secret }, body, signal: AbortSignal.timeout(30_000),
      }))
      await response.body?.cancel()
      if (!response.ok) throw new Error(`the webhook answered ${response.status}`)
    }
  }))
  const ids = calls.map((call) => call.id)
  const accepted = () => sql<{ id: string; at: Date }[]>`select c.vapi_call_id as id, m.accepted_at as at from calls c join leads l on l.call_id = c.id
    join messages m on m.lead_id = l.id and m.kind = 'recovery' where c.vapi_call_id = any (${ids}) and m.accepted_at is not null`
  let rows = await accepted()
  while (rows.length < count && Date.now() - startedAt < longestWaitMs) {
    await pause(100)
    rows = await accepted()
  }
  const at = new Map(rows.map((row) => [row.id, row.at.getTime()]))
  const seconds = calls.flatMap((call) => (at.has(call.id) ? [(at.get(call.id)! - call.postedAt) / 1_000] : []))
  const { messages } = (await (await fetch(`${target.sandboxUrl}/__sandbox/state`)).json()) as { messages: { to: string }[] }
  const texts = new Map<string, number>()
  for (const { to } of messages) texts.set(to, (texts.get(to) ?? 0) + 1)
  const round = (value: number) => Number(value.toFixed(3))
  return {
    leads: count, workers, texted: seconds.length, twice: calls.filter((call) => (texts.get(call.phone) ?? 0) > 1).length,
    secondsP50: round(percentile(seconds, 0.5)), secondsP95: round(percentile(seconds, 0.95)), secondsP99: round(percentile(seconds, 0.99)), secondsMax: round(percentile(seconds, 1)),
    leadsPerSecond: round(seconds.length / ((Math.max(...at.values()) - startedAt) / 1_000)),
  }
}

async function startWorker(dataDirectory: string): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, ['--conditions=react-server', '--disable-warning=ExperimentalWarning', 'lib/commands/worker.ts'], {
    env: childEnv({ CALLWAITING_DATA_DIR: dataDirectory }), stdio: ['ignore', 'ignore', 'pipe'],
  })
  await new Promise<void>((ready, failed) => {
    child.stderr.on('data', (chunk: Buffer) => { if (chunk.includes('worker-ready')) ready() })
    child.once('exit', () => failed(new Error('The second worker did not start.')))
  })
  return async () => {
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await ended
  }
}

/** One call lost at a time, then a hundred and a thousand at once, with the product's own worker and with a second one. */
export async function benchRecovery(target: RecoveryTarget, sizes = { single: 20, many: 100, most: 1_000 }): Promise<RecoveryFigures[]> {
  const sql = postgres(target.databaseUrl, { max: 2, onnotice: () => undefined })
  try {
    const singles: RecoveryFigures[] = []
    for (let one = 0; one < sizes.single; one++) singles.push(await lose(target, sql, 1, 1))
    const seconds = singles.map((one) => one.secondsMax)
    const alone = {
      leads: 1, workers: 1, texted: singles.reduce((sum, one) => sum + one.texted, 0), twice: singles.reduce((sum, one) => sum + one.twice, 0),
      secondsP50: percentile(seconds, 0.5), secondsP95: percentile(seconds, 0.95), secondsP99: percentile(seconds, 0.99), secondsMax: percentile(seconds, 1), leadsPerSecond: 0,
    }
    const many = await lose(target, sql, sizes.many, 1)
    const most = await lose(target, sql, sizes.most, 1)
    const stop = await startWorker(target.dataDirectory)
    try {
      return [alone, many, most, await lose(target, sql, sizes.many, 2), await lose(target, sql, sizes.most, 2)]
    } finally {
      await stop()
    }
  } finally {
    await sql.end()
  }
}
