import 'server-only'
import type { Sql } from 'postgres'
import { found, shell } from '#lib/audit/found.ts'
import type { Evidence, Finding } from '#lib/audit/types.ts'

/** After so long without a sign a worker counts as dead; it gives one every five seconds. */
const silentSeconds = 30
const promisedMinutes = 5
const turnBudgetMs = 800

type Seen = { workerSeenSeconds: number | null; overdue: number; calls: number; turnMsP95: number | null }
export type RunningState = { findings: Finding[]; evidence: { handoff: Evidence[]; latency: Evidence[] }; turnMsP95: number | null; calls: number }

/** What the rows of a running deployment say: whether somebody works, what is late, and how fast real calls were answered in thirty days. */
export async function inspectRunning(sql: Sql): Promise<RunningState> {
  const [seen] = await sql<Seen[]>`select
    (select extract(epoch from clock_timestamp() - max(w.seen_at))::int from app.workers w) as "workerSeenSeconds",
    (select count(*)::int from messages m join leads l on l.id = m.lead_id where m.kind = 'recovery' and m.state in ('queued', 'sending', 'unknown') and not l.is_test
      and l.status = 'waiting' and greatest(l.deadline_at, m.due_at + make_interval(mins => ${promisedMinutes})) < clock_timestamp()) as overdue,
    t.calls, t."turnMsP95" from (select count(*)::int as calls, percentile_disc(0.95) within group (order by (c.latency ->> 'turnMs')::numeric)::int as "turnMsP95"
      from calls c where c.latency ? 'turnMs' and not c.is_test and c.started_at > now() - interval '30 days') t`
  const { workerSeenSeconds, overdue, calls, turnMsP95 } = seen!
  const isAlive = workerSeenSeconds !== null && workerSeenSeconds <= silentSeconds
  const findings: Finding[] = []
  if (!isAlive) {
    findings.push(found('handoff/worker-stopped', {
      location: 'app.workers', evidence: workerSeenSeconds === null ? 'no worker has ever given a sign of life, or each has signed off' : `the last sign of life is ${workerSeenSeconds} seconds old`,
      fix: shell('npm run worker', 'Starts a worker on this database, with the environment of the running instance; npm start runs one too. Keep it under the service manager.'),
    }))
  }
  if (overdue > 0) {
    findings.push(found('handoff/overdue', {
      location: 'public.messages', evidence: `${overdue} permitted texts have waited longer than ${promisedMinutes} minutes`,
      fix: { language: 'sql', code: 'select app.requeue_outreach();', explanation: 'Gives each of them a job again. If they stay, a worker is missing or the carrier refuses: the lead\'s page says which.' },
    }))
  }
  if (turnMsP95 !== null && turnMsP95 > turnBudgetMs) {
    findings.push(found('latency/over-budget', {
      location: 'public.calls (latency)', evidence: `95 of 100 of ${calls} calls were answered within ${turnMsP95} ms; ${turnBudgetMs} are promised`,
      fix: shell('npm run vapi:sync', 'Brings each assistant to the released settings, which stream and decide the end of a turn early. The Latency page says which part exceeds its budget and which knob is the cheapest.'),
    }))
  }
  return {
    findings, calls, turnMsP95,
    evidence: {
      handoff: [
        { what: 'A worker\'s last sign of life', expected: `at most ${silentSeconds} s old`, observed: workerSeenSeconds === null ? 'none' : `${workerSeenSeconds} s old`, ok: isAlive },
        { what: 'Permitted texts past their time', expected: '0', observed: String(overdue), ok: overdue === 0 },
      ],
      latency: [calls === 0
        ? { what: 'Real calls of the last thirty days', expected: `95 of 100 within ${turnBudgetMs} ms`, observed: 'none with figures: not judged', ok: true }
        : { what: `Real calls of the last thirty days, ${calls} with figures`, expected: `95 of 100 within ${turnBudgetMs} ms`, observed: `${turnMsP95} ms`, ok: turnMsP95! <= turnBudgetMs }],
    },
  }
}
