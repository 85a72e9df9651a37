import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { inspectRunning } from '#lib/audit/inspect/running.ts'
import { makeClinic, useDatabase } from '../database.ts'
import { loseCall } from '../leads.ts'

describe('what the rows of a running deployment say', () => {
  const db = useDatabase({ max: 3 })
  const found = async () => (await inspectRunning(db.sql)).findings.map((one) => one.id)
  const beat = (seconds: number) => db.sql`insert into app.workers (id, seen_at) values (${randomUUID()}, clock_timestamp() - make_interval(secs => ${seconds}))`
  beforeEach(() => db.sql`delete from app.workers`)

  test('a worker that gave a sign of life is one, one that fell silent is none', async () => {
    expect(await found()).toEqual(['handoff/worker-stopped'])
    await beat(120)
    expect(await found()).toEqual(['handoff/worker-stopped'])
    await beat(2)
    expect(await found()).toEqual([])
  })

  test('a permitted text past its five minutes is late, and what mends it gives it a job', async () => {
    await beat(1)
    const clinic = await makeClinic(db.sql)
    const lost = await loseCall(db.sql, clinic)
    expect(await found()).toEqual([])
    await db.sql`update leads set deadline_at = clock_timestamp() - interval '1 minute' where call_id = ${lost.callId}`
    await db.sql`update messages set due_at = clock_timestamp() - interval '9 minutes', next_at = clock_timestamp() - interval '9 minutes' where lead_id in (select id from leads where call_id = ${lost.callId})`
    await db.sql`delete from graphile_worker._private_jobs`
    const { findings } = await inspectRunning(db.sql)
    expect(findings.map((one) => one.id)).toEqual(['handoff/overdue'])
    await db.sql.unsafe(findings[0]!.fix.code)
    expect(Number((await db.sql`select count(*) from graphile_worker._private_jobs`)[0]!.count)).toBeGreaterThan(0)
  })

  test('turns that took too long are told with the part that exceeds its budget; few turns, and those of test calls, are not judged', async () => {
    await beat(1)
    const clinic = await makeClinic(db.sql)
    const call = async (turnMs: number, turns: number, isTest: boolean) => {
      const [row] = await db.sql<{ id: string }[]>`insert into calls (clinic_id, vapi_call_id, status, started_at, is_test) values (${clinic.id}, ${randomUUID()}, 'ended', now(), ${isTest}) returning id`
      await db.sql`insert into call_turns (clinic_id, call_id, position, endpointing_ms, model_ms, turn_ms) select ${clinic.id}, ${row!.id}, n, 1500, 200, ${turnMs} from generate_series(0, ${turns - 1}) n`
    }
    await call(1_900, 100, false)
    await call(1_900, 300, true)
    expect(await found()).not.toContain('latency/over-budget')
    await call(1_900, 150, false)
    const { findings } = await inspectRunning(db.sql)
    const finding = findings.find((one) => one.id === 'latency/over-budget')!
    expect(finding.evidence).toContain('1900 ms')
    expect(finding.evidence).toContain('End of turn takes 1500 ms')
    expect(finding.fix.explanation).toContain('onNoPunctuationSeconds')
  })
})
