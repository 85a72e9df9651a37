import { randomUUID } from 'node:crypto'
import type { Sql } from 'postgres'
import { liveTests, type Audit, type LiveTestEvent, type LiveTestName, type LiveTestResult } from '#lib/audit/types.ts'
import { apiOf, ask } from '../support/http.ts'
import { expect, test } from '../support/test.ts'

/** Rows that no clinic has any more, synthetic clinics, and jobs about nothing: what a test that removes itself must not leave. */
async function leftovers(sql: Sql): Promise<string[]> {
  const tables = await sql<{ name: string; column: string }[]>`select name, id_column as column from app.clinic_tables()`
  const left: string[] = []
  for (const { name, column } of tables) {
    const [row] = await sql.unsafe<{ n: number }[]>(`select count(*)::int as n from ${name} t where app.is_synthetic(t.${column}) or not exists (select from clinics c where c.id = t.${column})`)
    if (row!.n > 0) left.push(`${row!.n} in ${name}`)
  }
  const [jobs] = await sql<{ n: number }[]>`select count(*)::int as n from graphile_worker._private_jobs j where j.key like 'text:%' and right(j.key, 36)::uuid not in (select id from messages)`
  if (jobs!.n > 0) left.push(`${jobs!.n} jobs`)
  return left
}

const figuresOf = (sql: Sql, clinicId: string) => sql`select (select count(*)::int from bookings where clinic_id = ${clinicId}) as bookings, (select count(*)::int from leads where clinic_id = ${clinicId}) as leads,
  (select count(*)::int from contacts where clinic_id = ${clinicId}) as contacts, (select count(*)::int from calls where clinic_id = ${clinicId}) as calls`

test('each promise holds on this deployment, answers as the contract says, is kept, and leaves nothing behind', async ({ runtime, larkspur, sql }) => {
  test.setTimeout(180_000)
  const api = apiOf(runtime, larkspur)
  const before = await figuresOf(sql, larkspur.id)
  // The worker makes an audit while the tests run.
  const asked = await api.post<{ id: string }>('/audits', undefined)
  expect(asked.status).toBe(202)
  const run = (name: LiveTestName) => api.post<LiveTestResult>(`/tests/${name}`, undefined)
  // A text without a report is waited for, a quarter of a minute: meanwhile the others run.
  const handoff = run('handoff')
  const answers = [await run('collision'), await run('redaction'), await run('latency'), await handoff]
  const names = ['collision', 'redaction', 'latency', 'handoff'] as const
  for (const [n, { status, body }] of answers.entries()) {
    const name = names[n]!
    expect([name, status, Object.keys(body).sort()]).toEqual([name, 200, ['evidence', 'flaws', 'metrics', 'passed', 'task']])
    expect(body.task).toBe(liveTests[name])
    expect(body.evidence.length).toBeGreaterThan(4)
    // How fast it is on a machine that does other things as well is not for a test to say.
    if (name !== 'latency') expect([name, body.passed, body.evidence.filter((one) => !one.ok)]).toEqual([name, true, []])
  }
  const { body: history } = await api.get<{ items: { test: string; state: string; passed: boolean; tookMs: number; startedBy: string }[] }>('/tests?limit=4')
  expect(history.items.map((one) => one.test).sort()).toEqual([...names].sort())
  expect(history.items.filter((one) => one.state !== 'done' || one.tookMs <= 0 || one.startedBy !== 'api_client')).toEqual([])
  const audited = async () => (await api.get<Audit>(`/audits/${asked.body.id}`)).body
  await expect.poll(async () => (await audited()).state, { timeout: 90_000 }).toBe('done')
  const { report } = await audited()
  expect(report!.tasks.filter((task) => task.id !== 'latency').map((task) => [task.id, task.status, task.evidence.filter((one) => !one.ok)]))
    .toEqual(['atomic-collision', 'contextual-handoff', 'silo', 'redaction'].map((id) => [id, 'pass', []]))
  expect(report!.findings.filter((finding) => finding.task !== 'latency')).toEqual([])
  expect(await leftovers(sql)).toEqual([])
  expect(await figuresOf(sql, larkspur.id)).toEqual(before)
})

test('it is told as it happens to whoever accepts that', async ({ runtime, larkspur }) => {
  const response = await fetch(`${runtime.appUrl}/api/clinics/${larkspur.id}/tests/redaction`, { method: 'POST', headers: { authorization: `Bearer ${larkspur.apiKey}`, accept: 'application/x-ndjson' } })
  expect(response.headers.get('content-type')).toBe('application/x-ndjson')
  const events = (await response.text()).trimEnd().split('\n').map((line) => JSON.parse(line) as LiveTestEvent)
  const told = events.filter((event) => event.type === 'evidence').map((event) => event.evidence)
  expect(events.at(-1)).toMatchObject({ type: 'result', result: { task: 'redaction', evidence: told } })
})

test('nobody runs or reads the tests of a clinic that is not theirs', async ({ runtime, larkspur, quillmere, sql }) => {
  const count = async () => (await sql`select count(*)::int as n from live_test_runs`)[0]!.n
  const before = await count()
  for (const name of Object.keys(liveTests)) {
    for (const clinicId of [quillmere.id, randomUUID()]) {
      expect(await ask(`${runtime.appUrl}/api/clinics/${clinicId}/tests/${name}`, { method: 'POST', headers: { authorization: `Bearer ${larkspur.apiKey}` } })).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    }
    expect(await ask(`${runtime.appUrl}/api/clinics/${larkspur.id}/tests/${name}`, { method: 'POST' })).toMatchObject({ status: 401 })
  }
  expect(await apiOf(runtime, quillmere, { authorization: `Bearer ${larkspur.apiKey}` }).get('/tests')).toMatchObject({ status: 403 })
  expect(await count()).toBe(before)
})
