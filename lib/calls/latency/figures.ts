import 'server-only'
import { upTo } from '#lib/calls/latency/answer-times.ts'
import type { AnswerFigures, DayFigures, LatencyFigures, Part, SlowTurn, Spread, TurnLatency, VersionFigures } from '#lib/calls/latency/types.ts'
import { as, type Tx } from '#lib/db/door.ts'
import type { Actor } from '#lib/db/actor.ts'

type Row = Record<string, number | null>
const spreadOf = (row: Row, name: string): Spread => ({ n: row[`${name}_n`] ?? 0, p50: row[`${name}_p50`] ?? null, p95: row[`${name}_p95`] ?? null, p99: row[`${name}_p99`] ?? null })
const columns = { turn: 'turn_ms', gap: 'gap_heard_ms', endpointing: 'endpointing_ms', transcriber: 'transcriber_ms', model: 'model_ms', voice: 'voice_ms' } as const

const answersOf = (rows: readonly { kind: string; bucket: number; count: number }[]): AnswerFigures[] =>
  [...Map.groupBy(rows, (row) => row.kind)].map(([kind, buckets]) => {
    const sorted = buckets.sort((a, b) => a.bucket - b.bucket)
    const n = sorted.reduce((sum, one) => sum + one.count, 0)
    const at = (share: number) => {
      let seen = 0
      return Math.round(upTo(sorted.find((one) => (seen += one.count) >= share * n)!.bucket))
    }
    return { kind, n, p50: at(0.5), p95: at(0.95), p99: at(0.99) }
  }).sort((a, b) => b.n - a.n)

/** How the clinic's real calls were answered between two of its days, both included. Test calls do not count. */
export async function latencyFigures(actor: Actor, clinicId: string, { from, to }: { from: string; to: string }): Promise<LatencyFigures> {
  return as(actor, async (tx) => {
    const rows = tx`(select t.*, c.started_at, (c.started_at at time zone k.time_zone)::date as day, c.assistant_version as version
      from call_turns t join calls c on c.id = t.call_id join clinics k on k.id = t.clinic_id
      where t.clinic_id = ${clinicId} and not c.is_test and c.started_at >= (${from}::date)::timestamp at time zone k.time_zone and c.started_at < (${to}::date + 1)::timestamp at time zone k.time_zone) r`
    const spreads = Object.entries(columns).map(([name, column]) => `count(${column})::int as ${name}_n, percentile_cont(0.5) within group (order by ${column})::int as ${name}_p50,
      percentile_cont(0.95) within group (order by ${column})::int as ${name}_p95, percentile_cont(0.99) within group (order by ${column})::int as ${name}_p99`).join(', ')
    const [all, days, versions, slowest, answers] = await Promise.all([
      tx<Row[]>`select ${tx.unsafe(spreads)} from ${rows}`,
      tx<DayFigures[]>`select r.day::text as day, count(*)::int as n, percentile_cont(0.5) within group (order by turn_ms)::int as "turnMsP50", percentile_cont(0.95) within group (order by turn_ms)::int as "turnMsP95", percentile_cont(0.99) within group (order by turn_ms)::int as "turnMsP99",
        percentile_cont(0.5) within group (order by gap_heard_ms)::int as "gapHeardMsP50", percentile_cont(0.95) within group (order by gap_heard_ms)::int as "gapHeardMsP95" from ${rows} group by r.day order by r.day`,
      tx<VersionFigures[]>`select r.version, count(*)::int as n, percentile_cont(0.5) within group (order by turn_ms)::int as "turnMsP50", percentile_cont(0.95) within group (order by turn_ms)::int as "turnMsP95", percentile_cont(0.99) within group (order by turn_ms)::int as "turnMsP99"
        from ${rows} group by r.version order by max(r.started_at) desc limit 10`,
      tx<SlowTurn[]>`select r.call_id as "callId", r.position, app.rfc3339(r.started_at, (select c.time_zone from clinics c where c.id = ${clinicId})) as at, r.turn_ms as "turnMs" from ${rows}
        where r.turn_ms is not null order by r.turn_ms desc, r.call_id, r.position limit 8`,
      tx<{ kind: string; bucket: number; count: number }[]>`select a.kind, a.bucket, sum(a.count)::int as count from answer_times a where a.clinic_id = ${clinicId} and a.day between ${from}::date and ${to}::date group by 1, 2`,
    ])
    const row = all[0]!
    const parts: Record<Part, Spread> = { endpointingMs: spreadOf(row, 'endpointing'), transcriberMs: spreadOf(row, 'transcriber'), modelMs: spreadOf(row, 'model'), voiceMs: spreadOf(row, 'voice') }
    return { from, to, turns: spreadOf(row, 'turn'), gapHeard: spreadOf(row, 'gap'), parts, days: [...days], versions: [...versions], slowest: [...slowest], answers: answersOf(answers) }
  })
}

/** The turns of one call, in order. */
export async function turnsOfCall(tx: Tx, callId: string): Promise<TurnLatency[]> {
  return [...await tx<TurnLatency[]>`
    select model_ms as "modelMs", voice_ms as "voiceMs", transcriber_ms as "transcriberMs", endpointing_ms as "endpointingMs", turn_ms as "turnMs", gap_heard_ms as "gapHeardMs"
    from call_turns where call_id = ${callId} order by position`]
}
