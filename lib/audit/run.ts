import 'server-only'
import type { Sql } from 'postgres'
import { confirm, reasonFor } from '#lib/audit/explained.ts'
import { isFlawId } from '#lib/audit/flaws.ts'
import { found, shell } from '#lib/audit/found.ts'
import { inspectAssistants, type ListAssistants } from '#lib/audit/inspect/assistants.ts'
import { inspectCatalogue } from '#lib/audit/inspect/catalogue.ts'
import { inspectRunning } from '#lib/audit/inspect/running.ts'
import { severities, taskIds, type Evidence, type Finding, type Probe, type ProbeOutcome, type ProbeTarget, type Report, type TaskId, type TaskResult } from '#lib/audit/types.ts'

export const taskTitles: Record<TaskId, string> = {
  'atomic-collision': 'One winner', 'contextual-handoff': 'No lost lead', silo: 'Each clinic for itself', redaction: 'Nothing sensitive kept', latency: 'Fast as a person',
}

/** How one promise is tried from outside: a probe on a ground of its own, or why it cannot be tried from here. */
export type Attempt = { outcome: ProbeOutcome } | { skipped: string }

export type AuditDeps = {
  /** The deployment's address, as the report names it. */
  target: string
  /** Tries one promise by behaviour. */
  attempt: (task: TaskId) => Promise<Attempt>
  /** The owner's connection, where there is one: the catalogue and the state of the running system are read with it. Nothing is written. */
  sql?: Sql
  /** The voice platform's assistants, where they may be read. */
  assistants?: ListAssistants
  /** Only these promises are tried; the others say that nobody asked for them. All without it. */
  only?: readonly TaskId[]
  /** Told before each step, for whoever watches. */
  tell?: (what: string) => void
}

/** Where a flaw that only behaviour shows lives, while the database is as released: the code of that room. */
const rooms: Record<TaskId, string> = {
  'atomic-collision': 'lib/scheduling lib/calls lib/http app/api', 'contextual-handoff': 'lib/calls lib/recovery lib/commands/worker.ts app/api/vapi', silo: 'lib/http lib/tenancy lib/db app/api proxy.ts',
  redaction: 'lib/privacy lib/calls app/api/vapi', latency: 'lib/calls lib/db lib/integrations/vapi app/api/vapi',
}

const releasedCode = (task: TaskId) => shell(`git restore --source=HEAD --staged --worktree -- ${rooms[task]} && npm start`,
  'Nothing that could be inspected explains it, so the flaw is in the code that runs: puts the released code back and starts it. When the working tree is clean, deploy the release again.')

/**
 * What a probe saw, as findings. Where an inspection has found why, what was seen is evidence for that and no finding of its own; what
 * nothing explains is one.
 */
const merged = (task: TaskId, outcome: ProbeOutcome, inspected: readonly Finding[]): Finding[] => outcome.flaws.flatMap((flaw) => {
  const { id, evidence, location = rooms[task] } = flaw
  const reason = reasonFor(id, inspected)
  if (reason) {
    confirm(reason, flaw)
    return []
  }
  return isFlawId(id)
    ? found(id, { evidence, location, fix: id === 'handoff/no-worker' ? shell('npm run worker', 'Starts a worker on this database.') : releasedCode(task) })
    : { id, task, severity: 'high', title: 'A promise did not hold', description: 'Tried by behaviour.', evidence, location, fix: releasedCode(task) }
})

const problem = (error: unknown) => (error instanceof Error ? `${error.name}${'code' in error && typeof error.code === 'string' ? ` ${error.code}` : ''}` : 'unknown')

type Inspected = { findings: Finding[]; evidence: Record<TaskId, Evidence[]>; broken: TaskId[]; metrics: Partial<Record<TaskId, TaskResult['metrics']>> }

async function inspectAll({ sql, assistants, tell }: AuditDeps): Promise<Inspected> {
  const evidence = Object.fromEntries(taskIds.map((id) => [id, [] as Evidence[]])) as unknown as Record<TaskId, Evidence[]>
  const result: Inspected = { findings: [], evidence, broken: [], metrics: {} }
  const note = (tasks: readonly TaskId[], one: Evidence) => { for (const task of tasks) evidence[task].push(one) }
  /** An inspection that breaks has shown nothing: the tasks that rest on it are in error, and say so. */
  const guarded = async (tasks: readonly TaskId[], what: string, work: () => Promise<void>) => {
    tell?.(what)
    try {
      await work()
    } catch (error) {
      note(tasks, { what, expected: 'an answer', observed: `could not be read (${problem(error)})`, ok: false })
      result.broken.push(...tasks)
    }
  }
  if (sql) {
    const inCatalogue: TaskId[] = ['atomic-collision', 'contextual-handoff', 'silo', 'redaction']
    await guarded(inCatalogue, 'The catalogue', async () => {
      const { findings, facts } = await inspectCatalogue(sql)
      result.findings.push(...findings)
      for (const task of inCatalogue) {
        const own = findings.filter((one) => one.task === task)
        evidence[task].push({ what: `The catalogue: ${facts} facts against the migrations`, expected: 'no difference that matters', observed: own.length === 0 ? 'none' : own.map((one) => one.id).join(', '), ok: own.length === 0 })
      }
    })
    await guarded(['contextual-handoff', 'latency'], 'The running system', async () => {
      const state = await inspectRunning(sql)
      result.findings.push(...state.findings)
      evidence['contextual-handoff'].push(...state.evidence.handoff)
      evidence.latency.push(...state.evidence.latency)
      result.metrics.latency = { realTurns: state.turns, realTurnMsP95: state.turnMsP95 }
    })
  } else {
    note(taskIds, { what: 'The catalogue, and the state of the running system', expected: 'read as the owner of the database', observed: 'not tried: this deployment\'s database is not ours to read', ok: true })
  }
  const wanted = assistants
  if (sql && wanted) {
    await guarded(['latency'], 'The assistants at the voice platform', async () => {
      const clinics = await sql<{ id: string; slug: string }[]>`select c.id, c.slug from clinics c where not app.is_synthetic(c.id)`
      const { findings, assistants: count } = await inspectAssistants(wanted, clinics)
      result.findings.push(...findings)
      evidence.latency.push({ what: `The assistants at the voice platform, ${count} of them`, expected: 'streaming ears and voice, no recording, our secret', observed: findings.length === 0 ? (count === 0 ? 'none there yet: npm run vapi:sync' : 'as released') : findings.map((one) => one.id).join(', '), ok: findings.length === 0 })
    })
  } else {
    evidence.latency.push({ what: 'The assistants at the voice platform', expected: 'streaming ears and voice', observed: 'not tried: no credentials for the platform from here', ok: true })
  }
  return result
}

async function tryTask(task: TaskId, deps: AuditDeps, inspected: Inspected): Promise<{ result: TaskResult; findings: Finding[] }> {
  deps.tell?.(taskTitles[task])
  const result = (status: TaskResult['status'], metrics: TaskResult['metrics'], evidence: Evidence[]): TaskResult => ({
    id: task, title: taskTitles[task], status, metrics: { ...metrics, ...inspected.metrics[task] }, evidence: [...evidence, ...inspected.evidence[task]],
  })
  const own = inspected.findings.filter((one) => one.task === task)
  const bad = (findings: readonly Finding[]) => findings.some((one) => one.severity === 'critical' || one.severity === 'high')
  let attempt: Attempt
  try {
    attempt = deps.only && !deps.only.includes(task) ? { skipped: 'nobody asked for it' } : await deps.attempt(task)
  } catch (error) {
    const broken: Evidence = { what: 'The promise, by behaviour', expected: 'an outcome', observed: `the test itself broke (${problem(error)})`, ok: false }
    return { result: result(bad(own) ? 'fail' : 'error', {}, [broken]), findings: [] }
  }
  if ('skipped' in attempt) {
    const untried: Evidence = { what: 'The promise, by behaviour', expected: 'tried', observed: `not tried: ${attempt.skipped}`, ok: true }
    return { result: result(bad(own) ? 'fail' : 'skipped', {}, [untried]), findings: [] }
  }
  const findings = merged(task, attempt.outcome, inspected.findings)
  const hasFailed = bad([...own, ...findings]) || attempt.outcome.evidence.some((one) => !one.ok)
  return { result: result(hasFailed ? 'fail' : inspected.broken.includes(task) ? 'error' : 'pass', attempt.outcome.metrics, attempt.outcome.evidence), findings }
}

/** A probe's attempt on a ground: what the probe answers for this target. */
export const attemptOn = (probes: Record<TaskId, Probe>, target: ProbeTarget) => async (task: TaskId): Promise<Attempt> => ({ outcome: await probes[task](target) })

/**
 * The launch audit: each promise by behaviour, and by inspection where the database may be read. Passed when all five were tried and held
 * and no finding is critical or high. It tells what it could not try, and never claims what it did not.
 */
export async function runAudit(deps: AuditDeps): Promise<Report> {
  const startedAt = new Date().toISOString()
  const inspected = await inspectAll(deps)
  const tasks: TaskResult[] = []
  const findings = [...inspected.findings]
  for (const task of taskIds) {
    const tried = await tryTask(task, deps, inspected)
    tasks.push(tried.result)
    findings.push(...tried.findings)
  }
  findings.sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || a.id.localeCompare(b.id, 'en'))
  const counts = Object.fromEntries(severities.map((one) => [one, findings.filter((finding) => finding.severity === one).length])) as Record<(typeof severities)[number], number>
  return {
    schemaVersion: '1.0', target: deps.target, startedAt, finishedAt: new Date().toISOString(),
    summary: { passed: counts.critical === 0 && counts.high === 0 && tasks.every((one) => one.status === 'pass'), ...counts },
    tasks, findings,
  }
}

/** 0: nothing critical or high; 1: something is; 2: a task broke, so that nothing can be said. */
export const exitCodeOf = ({ summary, tasks }: Report): 0 | 1 | 2 =>
  summary.critical + summary.high > 0 || tasks.some((one) => one.status === 'fail') ? 1 : tasks.some((one) => one.status === 'error') ? 2 : 0

