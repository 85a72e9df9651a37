// npm run audit: the five promises, tried and inspected on a running deployment; each flaw with where it is and what mends it.
import { spawn, type ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { sendTo } from '#lib/audit/deployment.ts'
import { htmlOf } from '#lib/audit/html.ts'
import { remoteAttempt } from '#lib/audit/remote.ts'
import { attemptOn, exitCodeOf, runAudit, type AuditDeps } from '#lib/audit/run.ts'
import { probesWith } from '#lib/audit/probes/index.ts'
import { sarifOf } from '#lib/audit/sarif.ts'
import { makeGround } from '#lib/audit/synthetic.ts'
import { severities, taskIds, type Report } from '#lib/audit/types.ts'
import { verdictOf } from '#lib/audit/verdict.ts'
import { readRuntime, useRuntime } from '#lib/commands/runtime.ts'
import { openAdmin } from '#lib/db/admin.ts'
import { createVapiClient } from '#lib/integrations/vapi/client.ts'
import { vapiSettings } from '#lib/integrations/wiring.ts'
import { childEnv, dataDirectory, env, namesDatabase, readSettings } from '#lib/shared/env.ts'

/** How many agents ask for one slot at once. */
const crowd = 100
const startWithinMs = 300_000

/** Why there can be no audit at all: said in one sentence, exit code 2. */
class NotPossible extends Error {}

function unknownTask(given: string): never {
  throw new NotPossible(`--only takes one of ${taskIds.join(', ')}, not ${given}.`)
}

const clearing: (() => Promise<void>)[] = []
let cleared: Promise<void> | undefined
/** Undoes what was made for the audit, last first, once. What a SIGKILL leaves behind goes by itself after some minutes. */
const clear = (): Promise<void> => (cleared ??= (async () => {
  for (const undo of clearing.reverse()) await undo().catch((error: unknown) => process.stderr.write(`  ! Not cleared away (${error instanceof Error ? error.name : 'error'}); it goes by itself.\n`))
})())

const sameOrigin = (a: string, b: string) => new URL(a).origin === new URL(b).origin
const say = (text: string) => process.stdout.write(`${text}\n`)
const tell = (what: string) => { if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K  … ${what}`) }

/** An instance of this data directory, started for the audit and stopped after it. */
async function startOne(): Promise<string> {
  say('  Nothing is running on this data directory: starting it for the audit.')
  const child: ChildProcess = spawn(process.execPath, ['lib/commands/run.mjs', 'start'], { env: childEnv({}), stdio: ['ignore', 'ignore', 'inherit'] })
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  let isOver = false
  void ended.then(() => { isOver = true })
  clearing.push(async () => {
    child.kill('SIGTERM')
    await ended
  })
  for (const until = performance.now() + startWithinMs; performance.now() < until && !isOver; await pause(200)) {
    const running = readRuntime(dataDirectory())
    if (running) return running.appUrl
  }
  throw new NotPossible('The instance did not start; npm start says why.')
}

/** A deployment whose database we may read: this data directory's, or the one that the environment names. */
async function ownDeps(url: string): Promise<AuditDeps> {
  useRuntime()
  const sql = openAdmin({ max: 4 })
  clearing.push(() => sql.end({ timeout: 2 }))
  const vapi = createVapiClient(vapiSettings(env()))
  let ground: Awaited<ReturnType<typeof makeGround>> | undefined
  clearing.push(async () => ground?.end())
  const probes = probesWith({ crowd })
  return {
    target: url, sql, assistants: () => vapi.listAssistants() as Promise<unknown[]>, tell,
    attempt: async (task) => {
      // Each promise on ground of its own: what one attempt leaves must not meet the next.
      ground = await makeGround(sql)
      try {
        return await attemptOn(probes, { send: sendTo(url), clinics: ground.clinics, observe: ground.observe, now: () => new Date() })(task)
      } finally {
        await ground.end()
        ground = undefined
      }
    },
  }
}

/** A deployment that is not ours: tried from outside, by its own live tests where there is a key for a clinic of it. */
function foreignDeps(url: string): AuditDeps {
  const { CALLWAITING_AUDIT_CLINIC: clinicId, CALLWAITING_AUDIT_KEY: apiKey } = readSettings()
  return { target: url, tell, attempt: remoteAttempt(sendTo(url), clinicId && apiKey ? { clinicId, apiKey } : null) }
}

async function depsFor(target: string | undefined): Promise<AuditDeps> {
  if (target !== undefined && !URL.canParse(target)) throw new NotPossible('--target takes the address of a deployment, as https://clinic.example.')
  const running = readRuntime(dataDirectory())
  if (target !== undefined) {
    const isOwn = (running && sameOrigin(running.appUrl, target)) || namesDatabase()
    return isOwn ? ownDeps(target) : foreignDeps(target)
  }
  return ownDeps(running?.appUrl ?? (namesDatabase() ? env().APP_URL : await startOne()))
}

function print(report: Report): void {
  if (process.stdout.isTTY) process.stdout.write('\r\x1b[K')
  const marks = { pass: '✓', fail: '✗', error: '!', skipped: '-' } as const
  say(`\n  ${report.target}\n`)
  for (const task of report.tasks) say(`  ${marks[task.status]} ${task.title.padEnd(26)} ${task.evidence.filter((one) => !one.ok).map((one) => `${one.what}: ${one.observed}`).join('; ') || `${task.evidence.length} things ${task.status === 'skipped' ? 'noted' : 'tried'}`}`)
  for (const finding of report.findings) say(`\n  ${finding.severity.toUpperCase()} ${finding.id}: ${finding.title}\n    ${finding.location}\n    ${finding.evidence}`)
  const verdict = verdictOf(report)
  say(`\n  ${verdict[0]!.toUpperCase()}${verdict.slice(1)}: ${severities.map((one) => `${report.summary[one]} ${one}`).join(', ')}, ${((Date.parse(report.finishedAt) - Date.parse(report.startedAt)) / 1000).toFixed(1)} s\n`)
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void clear().then(() => process.exit(2)))
try {
  const { values } = parseArgs({ options: { out: { type: 'string' }, sarif: { type: 'string' }, html: { type: 'string' }, target: { type: 'string' }, only: { type: 'string', multiple: true } }, allowPositionals: false })
  const only = values.only?.map((one) => taskIds.find((id) => id === one) ?? unknownTask(one))
  const deps = await depsFor(values.target?.replace(/\/+$/, ''))
  const isThere = await fetch(new URL('/api/health', deps.target), { signal: AbortSignal.timeout(10_000) }).catch(() => null)
  if (!isThere) throw new NotPossible(`${deps.target} does not answer.`)
  const report = await runAudit({ ...deps, ...(only ? { only } : {}) })
  await clear()
  if (values.out) writeFileSync(values.out, `${JSON.stringify(report, null, 2)}\n`)
  if (values.sarif) writeFileSync(values.sarif, `${JSON.stringify(sarifOf(report), null, 2)}\n`)
  if (values.html) writeFileSync(values.html, htmlOf(report))
  print(report)
  process.exit(exitCodeOf(report))
} catch (error) {
  await clear()
  process.stderr.write(`\n${error instanceof NotPossible || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS') ? (error as Error).message : `The audit could not run (${error instanceof Error ? error.message : String(error)}).`}\n`)
  process.exit(2)
}
