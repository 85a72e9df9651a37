import 'server-only'
import type { Send } from '#lib/audit/deployment.ts'
import { probesWith } from '#lib/audit/probes/index.ts'
import type { CallFigures } from '#lib/audit/probes/latency.ts'
import { beginLiveTest } from '#lib/audit/synthetic.ts'
import { liveTests, type Evidence, type LiveTestName, type LiveTestResult, type LiveTestRun } from '#lib/audit/types.ts'
import { enoughTurns } from '#lib/calls/latency/verdict.ts'
import { ask } from '#lib/db/door.ts'
import type { Actor } from '#lib/db/actor.ts'

export type LiveTestOutcome = { ok: true; result: LiveTestResult } | { ok: false; retryAfterSeconds: number }

/**
 * Tries one promise on the deployment that `send` reaches, in two clinics that are made for it and removed, and keeps the result for the
 * clinic. `tell` hears each piece of evidence as it comes. Throws PT403 for a clinic that is not the actor's, and what a probe throws
 * after noting that the test broke.
 */
export async function runLiveTest(actor: Actor, clinicId: string, name: LiveTestName, { send, tell }: { send: Send; tell?: (evidence: Evidence) => void }): Promise<LiveTestOutcome> {
  const task = liveTests[name]
  const begun = await beginLiveTest(actor, clinicId, task)
  if (!begun.ok) return begun
  const { clinics, observe, end } = begun.ground
  const probe = probesWith({ callFigures: () => callFiguresOf(actor, clinicId) })[task]
  try {
    const { metrics, evidence, flaws } = await probe({ send, clinics, observe, now: () => new Date(), ...(tell ? { tell } : {}) })
    const passed = flaws.length === 0 && evidence.every((one) => one.ok)
    await end({ passed, metrics, evidence })
    return { ok: true, result: { task, passed, metrics, evidence, flaws } }
  } catch (error) {
    await end({ passed: null, metrics: {}, evidence: [] })
    throw error
  }
}

/** How the clinic's real calls of the last thirty days were answered, as their reports say; null where there are too few turns to judge. */
export async function callFiguresOf(actor: Actor, clinicId: string): Promise<CallFigures | null> {
  const [row] = await ask(actor, (sql) => sql<(CallFigures & { turns: number })[]>`
    select count(distinct t.call_id)::int as calls, count(*)::int as turns, percentile_disc(0.5) within group (order by t.turn_ms)::int as "turnMsP50", percentile_disc(0.95) within group (order by t.turn_ms)::int as "turnMsP95"
    from call_turns t join calls c on c.id = t.call_id
    where t.clinic_id = ${clinicId} and not c.is_test and c.started_at > now() - interval '30 days' and t.turn_ms is not null`)
  return row && row.turns >= enoughTurns ? row : null
}

/** The clinic's live tests, newest first; `cursor` is the last id of the page before. None for a clinic that is not the actor's. */
export async function listLiveTests(actor: Actor, clinicId: string, page: { limit: number; cursor?: string | undefined }): Promise<{ items: LiveTestRun[]; nextCursor: string | null }> {
  const cursor = page.cursor ?? null
  const names = Object.entries(liveTests).map(([test, task]) => ({ test, task }))
  const rows = await ask(actor, (sql) => sql<LiveTestRun[]>`
    select r.id, n.test, r.task, r.state, r.passed, r.metrics, r.evidence, app.rfc3339(r.started_at, c.time_zone) as "startedAt", app.rfc3339(r.finished_at, c.time_zone) as "finishedAt",
      (extract(epoch from r.finished_at - r.started_at) * 1000)::int as "tookMs", r.started_by as "startedBy"
    from live_test_runs r join clinics c on c.id = r.clinic_id join jsonb_to_recordset(${sql.json(names)}) n (test text, task text) on n.task = r.task
    where r.clinic_id = ${clinicId} and (${cursor}::uuid is null
      or (r.started_at, r.id) < (select o.started_at, o.id from live_test_runs o where o.clinic_id = ${clinicId} and o.id = ${cursor}::uuid))
    order by r.started_at desc, r.id desc limit ${page.limit + 1}`)
  const items = rows.slice(0, page.limit)
  return { items, nextCursor: rows.length > page.limit ? items.at(-1)!.id : null }
}

/** The latest result of each live test that the clinic has run. */
export async function latestLiveTests(actor: Actor, clinicId: string): Promise<Partial<Record<LiveTestName, LiveTestRun>>> {
  const rows = await ask(actor, (sql) => sql<LiveTestRun[]>`
    select distinct on (r.task) r.id, r.task, r.state, r.passed, r.metrics, r.evidence, app.rfc3339(r.started_at, c.time_zone) as "startedAt", app.rfc3339(r.finished_at, c.time_zone) as "finishedAt",
      (extract(epoch from r.finished_at - r.started_at) * 1000)::int as "tookMs", r.started_by as "startedBy"
    from live_test_runs r join clinics c on c.id = r.clinic_id where r.clinic_id = ${clinicId} and r.state <> 'running' order by r.task, r.started_at desc`)
  return Object.fromEntries(Object.entries(liveTests).flatMap(([test, task]) => rows.filter((row) => row.task === task).map((row) => [test, { ...row, test }])))
}
