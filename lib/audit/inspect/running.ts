import 'server-only'
import type { Sql } from 'postgres'
import { found, shell } from '#lib/audit/found.ts'
import type { Evidence, Finding } from '#lib/audit/types.ts'
import { budgetMs, enoughTurns, latencyVerdict } from '#lib/calls/latency/verdict.ts'
import type { Part, Spread } from '#lib/calls/latency/types.ts'

/** After so long without a sign a worker counts as dead; it gives one every five seconds. */
const silentSeconds = 30
const promisedMinutes = 5

type Seen = { workerSeenSeconds: number | null; overdue: number }
export type RunningState = { findings: Finding[]; evidence: { handoff: Evidence[]; latency: Evidence[] }; turnMsP95: number | null; turns: number }

const p95 = (column: string) => `jsonb_build_object('n', count(${column})::int, 'p50', percentile_cont(0.5) within group (order by ${column})::int, 'p95', percentile_cont(0.95) within group (order by ${column})::int, 'p99', percentile_cont(0.99) within group (order by ${column})::int)`

/** Every turn of real calls of the last thirty days, all clinics together. */
async function turnsOf(sql: Sql): Promise<Parameters<typeof latencyVerdict>[0]> {
  const [row] = await sql.unsafe<{ turns: Spread; parts: Record<Part, Spread> }[]>(`select ${p95('t.turn_ms')} as turns, jsonb_build_object('endpointingMs', ${p95('t.endpointing_ms')},
    'transcriberMs', ${p95('t.transcriber_ms')}, 'modelMs', ${p95('t.model_ms')}, 'voiceMs', ${p95('t.voice_ms')}) as parts
    from call_turns t join calls c on c.id = t.call_id where not c.is_test and c.started_at > now() - interval '30 days'`)
  return row!
}

/** What the rows of a running deployment say: whether somebody works, what is late, and how fast real calls were answered in thirty days. */
export async function inspectRunning(sql: Sql): Promise<RunningState> {
  const figures = await turnsOf(sql)
  const verdict = latencyVerdict(figures)
  const [seen] = await sql<Seen[]>`select
    (select extract(epoch from clock_timestamp() - max(w.seen_at))::int from app.workers w) as "workerSeenSeconds",
    (select count(*)::int from messages m join leads l on l.id = m.lead_id where m.kind = 'recovery' and m.state in ('queued', 'sending', 'unknown') and not l.is_test
      and l.status = 'waiting' and greatest(l.deadline_at, m.due_at + make_interval(mins => ${promisedMinutes})) < clock_timestamp()) as overdue`
  const { workerSeenSeconds, overdue } = seen!
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
  if (verdict.state === 'exceeded') {
    findings.push(found('latency/over-budget', {
      location: 'public.call_turns', evidence: `${verdict.turns} turns of thirty days: ${verdict.sentence}`,
      fix: shell('npm run vapi:sync', `Brings each assistant to the released settings, which stream and decide the end of a turn early. Then: ${verdict.advice.join(' ')}`),
    }))
  }
  return {
    findings, turns: figures.turns.n, turnMsP95: figures.turns.p95,
    evidence: {
      handoff: [
        { what: 'A worker\'s last sign of life', expected: `at most ${silentSeconds} s old`, observed: workerSeenSeconds === null ? 'none' : `${workerSeenSeconds} s old`, ok: isAlive },
        { what: 'Permitted texts past their time', expected: '0', observed: String(overdue), ok: overdue === 0 },
      ],
      latency: [{
        what: 'Real calls of the last thirty days', expected: `95 of 100 turns within ${budgetMs} ms, of ${enoughTurns} turns or more`, observed: verdict.sentence, ok: true,
      }],
    },
  }
}
