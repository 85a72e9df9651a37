// The worker: runs the jobs that transactions left behind. Any number may run on one database.
import { EventEmitter } from 'node:events'
import { Logger, run, type TaskList, type WorkerEvents } from 'graphile-worker'
import type { Sql } from 'postgres'
import { z } from 'zod'
import { serveAudit } from '#lib/audit/audits.ts'
import { auditDeployment } from '#lib/commands/audit-job.ts'
import { surviveLostConnections } from '#lib/commands/lost-connection.ts'
import { useRuntime } from '#lib/commands/runtime.ts'
import { openAdmin } from '#lib/db/admin.ts'
import { forgetCall } from '#lib/calls/forgetting.ts'
import { isStreamCall, lookUpStreamCall } from '#lib/calls/stream-calls.ts'
import { askAfterSilentCalls, type LookUp } from '#lib/calls/silent.ts'
import { warmUpRedaction } from '#lib/calls/transcript.ts'
import { callBackGreetingOf } from '#lib/calls/greeting.ts'
import { sarahOf } from '#lib/integrations/vapi/assistant.ts'
import { lookUpCall } from '#lib/integrations/vapi/call-lookup.ts'
import { createVapiClient } from '#lib/integrations/vapi/client.ts'
import { deleteVapiCall } from '#lib/integrations/vapi/deletion.ts'
import { reportOfCall } from '#lib/integrations/vapi/messages.ts'
import { alertDiallerFor, diallerFor, messengerFor, openCalendarFor, processorsFor, vapiSettings } from '#lib/integrations/wiring.ts'
import { serveReceipt } from '#lib/privacy/rights/receipts.ts'
import { sweepRetention } from '#lib/privacy/rights/retention.ts'
import { serveNotice } from '#lib/recovery/alerts.ts'
import { serveCallBack } from '#lib/recovery/call-backs.ts'
import { serveText, type OutreachDeps } from '#lib/recovery/outreach.ts'
import { mirrorBooking, TryLater, type MirrorDeps } from '#lib/scheduling/mirror.ts'
import { pullCalendar, renewChannels } from '#lib/scheduling/pull.ts'
import { env } from '#lib/shared/env.ts'
import { errorCode, log } from '#lib/shared/log.ts'
import { calendarOf, seal } from '#lib/shared/seal.ts'
import { vapiSecretOf } from '#lib/tenancy/keys.ts'
import { readVoiceProfile } from '#lib/tenancy/voice.ts'

const beatMs = 5_000
const sweepMs = 15_000

surviveLostConnections()
useRuntime()
const { DATABASE_URL, CALLWAITING_SECRET, APP_URL, SANDBOX_URL } = env()
const sql = openAdmin({ max: 8 })
const openCalendar = openCalendarFor(env(), (clinicId, token) => {
  void sql`update app.calendar_credentials set refresh_token = ${seal(CALLWAITING_SECRET, calendarOf(clinicId), token)}, updated_at = now() where clinic_id = ${clinicId}`
    .catch((error: unknown) => log('error', 'refresh-token-not-kept', { clinicId, error: errorCode(error) }))
})
const deps: MirrorDeps = { sql, openCalendar, secret: CALLWAITING_SECRET }

const outreach: OutreachDeps = { sql, messenger: messengerFor(env()), secret: CALLWAITING_SECRET, appUrl: APP_URL, now: () => new Date() }
const dialler = diallerFor(env(), async ({ clinicId, callBackId, script }) => {
  const clinic = await readVoiceProfile({ role: 'voice_agent', clinicId }, clinicId)
  return sarahOf(clinic, { url: `${APP_URL}/api/vapi/webhook`, secret: vapiSecretOf(CALLWAITING_SECRET, clinicId) }, script, callBackId)
})
const alerting = { sql, messenger: outreach.messenger, dialler: alertDiallerFor(env()), appUrl: APP_URL, now: () => new Date() }
const erasing = { sql, processors: processorsFor(env(), openCalendar), secret: CALLWAITING_SECRET, now: () => new Date() }
const vapi = createVapiClient(vapiSettings(env()))
const lookUp: LookUp = async (vapiCallId) => {
  if (isStreamCall(vapiCallId)) return lookUpStreamCall(sql, vapiCallId)
  const found = await lookUpCall(vapi, vapiCallId)
  if (found === null) return 'unknown'
  const read = reportOfCall(found, new Date())
  return read.kind === 'still-going' ? 'still-going' : { call: read.call, report: read }
}

const Booking = z.object({ bookingId: z.uuid() })
const Practitioner = z.object({ practitionerId: z.uuid() })
const Text = z.object({ messageId: z.uuid() })
const Call = z.object({ callId: z.uuid() })
const CallBack = z.object({ callBackId: z.uuid() })
const Receipt = z.object({ receiptId: z.uuid() })
const Notice = z.object({ noticeId: z.uuid() })
const Audit = z.object({ auditId: z.uuid() })

/** When the calendar says how long to wait, the job comes back then; else the queue's own growing pauses apply. */
async function whenTheCalendarSays(work: Promise<void>, again: (at: Date) => Promise<unknown>): Promise<void> {
  try {
    await work
  } catch (error) {
    if (!(error instanceof TryLater) || error.seconds === undefined) throw error
    await again(new Date(Date.now() + error.seconds * 1_000))
  }
}

const tasks: TaskList = {
  'mirror-booking': (payload) => {
    const { bookingId } = Booking.parse(payload)
    return whenTheCalendarSays(mirrorBooking(deps, bookingId), (at) => sql`select app.enqueue('mirror-booking', ${sql.json({ bookingId })}, ${`mirror:${bookingId}`}, null, ${at})`)
  },
  'pull-calendar': (payload) => {
    const { practitionerId } = Practitioner.parse(payload)
    return whenTheCalendarSays(pullCalendar(deps, practitionerId), (at) => sql`select app.enqueue('pull-calendar', ${sql.json({ practitionerId })}, ${`pull:${practitionerId}`}, null, ${at})`)
  },
  // Push notifications get lost now and then, so every calendar is read every few minutes as well.
  'pull-calendars': async () => {
    await sql`select app.enqueue('pull-calendar', jsonb_build_object('practitionerId', p.id), 'pull:' || p.id, 'calendar:' || p.clinic_id)
      from practitioners p join calendar_connections g on g.clinic_id = p.clinic_id where p.google_calendar_id is not null and g.state <> 'needs_reauth'`
  },
  'send-text': async (payload) => {
    const { messageId } = Text.parse(payload)
    const at = await serveText(outreach, messageId)
    if (at) await sql`select app.enqueue_text(${messageId}, ${at})`
  },
  'call-back': async (payload) => {
    const { callBackId } = CallBack.parse(payload)
    const at = await serveCallBack({ sql, dialler, now: () => new Date(), greetingOf: callBackGreetingOf }, callBackId)
    if (at) await sql`select app.enqueue_call_back(${callBackId}, ${at})`
  },
  alert: async (payload) => {
    const { noticeId } = Notice.parse(payload)
    const at = await serveNotice(alerting, noticeId)
    if (at) await sql`select app.enqueue_notice(${noticeId}, ${at})`
  },
  'forget-call': async (payload) => {
    const { callId } = Call.parse(payload)
    const at = await forgetCall({ sql, forget: (id) => (isStreamCall(id) ? Promise.resolve({ kind: 'done' as const }) : deleteVapiCall(vapi, id)), now: () => new Date() }, callId)
    if (at) await sql`select app.enqueue_forgetting(${callId}, ${at})`
  },
  erase: async (payload) => {
    const { receiptId } = Receipt.parse(payload)
    const at = await serveReceipt(erasing, receiptId)
    if (at) await sql`select app.enqueue_receipt(${receiptId}, ${at})`
  },
  audit: (payload) => serveAudit({ sql, audit: auditDeployment }, Audit.parse(payload).auditId),
  'sweep-retention': () => sweepRetention(sql),
  'renew-channels': () => renewChannels(deps, `${APP_URL}/api/google/notifications`),
  sweep: async () => {
    await sql`select app.sweep()`
    await sql`select app.requeue_mirrors(null)`
    await sql`select app.requeue_forgetting()`
    await sql`select app.requeue_receipts()`
  },
}

// Google wants a public https address; the sandbox is on this machine and takes what it gets.
const canBeNotified = SANDBOX_URL !== undefined || APP_URL.startsWith('https://')
const crontab = `* * * * * sweep\n17 3 * * * sweep-retention\n*/5 * * * * pull-calendars${canBeNotified ? '\n17 * * * * renew-channels' : ''}`

/** Jobs of a worker that was killed stay locked for hours; one that has not spoken for half a minute is dead, and lets go. */
async function releaseTheDead(admin: Sql): Promise<void> {
  await admin.begin(async (tx) => {
    const [leader] = await tx`select 1 where pg_try_advisory_xact_lock(hashtext('callwaiting-sweeper'))`
    if (!leader) return
    const dead = await tx<{ id: string }[]>`
      select id from app.workers where seen_at < clock_timestamp() - interval '30 seconds'
      union select locked_by from graphile_worker.jobs where locked_at < now() - interval '30 seconds' and locked_by not in (select id from app.workers)`
    if (dead.length === 0) return
    await tx`select graphile_worker.force_unlock_workers(${dead.map((one) => one.id)})`
    await tx`delete from app.workers where id in ${tx(dead.map((one) => one.id))}`
    log('warn', 'dead-workers-released', { count: dead.length })
  })
}

/** What five minutes depend on, every fifteen seconds: the dead let go, the overdue get jobs again, silent calls are asked after; what killed tests left is removed. */
async function sweepAll(): Promise<void> {
  await releaseTheDead(sql)
  await sql`select app.requeue_alerts()`
  await sql`select app.requeue_outreach()`
  await sql`select app.sweep_synthetic()`
  await askAfterSilentCalls(sql, lookUp)
}

// Reports of silent calls are redacted here; the first should not wait for the rules to be compiled.
warmUpRedaction()

const alive = new Set<string>()
const logger = new Logger(() => (level, _message, meta) => {
  // Messages of a failed job can quote what failed; the ids are enough to find it.
  if (level === 'error') log('error', 'job-failed', { jobId: String((meta as { job?: { id?: string } })?.job?.id ?? '') })
})
// Listening before the runner starts: its workers are made at once, and one whose id has no heartbeat would count as dead.
const events: WorkerEvents = new EventEmitter()
events.on('worker:create', ({ worker }) => alive.add(worker.workerId))
events.on('worker:stop', ({ worker }) => alive.delete(worker.workerId))
const runner = await run({ connectionString: DATABASE_URL, taskList: tasks, crontab, concurrency: 8, pollInterval: 2_000, noHandleSignals: true, logger, events })

const beat = () => Promise.all([...alive].map((id) => sql`insert into app.workers (id) values (${id}) on conflict (id) do update set seen_at = clock_timestamp()`))
const guarded = (name: string, work: () => Promise<unknown>) => () =>
  void work().catch((error: unknown) => log('error', name, { error: errorCode(error) }))
const timers = [setInterval(guarded('heartbeat-failed', beat), beatMs), setInterval(guarded('sweep-failed', sweepAll), sweepMs)]
alive.add(`process-${process.pid}-${Date.now()}`)
await beat()
await sql`select app.enqueue('pull-calendars', '{}', 'pull-calendars')`
if (canBeNotified) await sql`select app.enqueue('renew-channels', '{}', 'renew-channels')`
process.send?.({ type: 'ready' })
log('info', 'worker-ready')

let isStopping = false
async function stop(): Promise<void> {
  if (isStopping) return
  isStopping = true
  for (const timer of timers) clearInterval(timer)
  // A job in flight has two seconds; what is cut off runs again, and every job may.
  setTimeout(() => process.exit(0), 2_000).unref()
  await runner.stop()
  await sql`delete from app.workers where id in ${sql([...alive])}`
  await sql.end({ timeout: 1 })
  process.exit(0)
}
for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(signal, () => void stop())
runner.promise.catch((error: unknown) => {
  log('error', 'worker-died', { error: errorCode(error) })
  process.exit(1)
})
