import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { taskIds, type Report, type TaskId } from '#lib/audit/types.ts'
import { expect, test } from '../support/test.ts'

let reports: string
test.beforeAll(() => { reports = mkdtempSync(join(tmpdir(), 'callwaiting-audit-')) })
test.afterAll(() => rmSync(reports, { recursive: true, force: true }))

/** npm run audit, as somebody would run it beside the running instance. */
function startAudit(dataDirectory: string, only: readonly TaskId[]) {
  const file = (ending: string) => join(reports, `report.${ending}`)
  const args = ['--out', file('json'), '--sarif', file('sarif'), '--html', file('html'), ...only.flatMap((one) => ['--only', one])]
  const child = spawn(process.execPath, ['lib/commands/run.mjs', 'audit', ...args], {
    env: { ...process.env, CALLWAITING_DATA_DIR: dataDirectory } as NodeJS.ProcessEnv, stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (some: Buffer) => { said += some.toString() })
  const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)))
  return { child, ended, said: () => said, read: (ending: string) => readFileSync(file(ending), 'utf8') }
}

async function audit(dataDirectory: string, only: readonly TaskId[]) {
  const run = startAudit(dataDirectory, only)
  const code = await run.ended
  return { code, said: run.said(), report: JSON.parse(run.read('json')) as Report, sarif: run.read('sarif'), page: run.read('html') }
}

// How fast it is on a machine that does other things as well is not for a test to say.
const steady = taskIds.filter((id) => id !== 'latency')

test('a clean deployment has no finding, and what was not asked for is not said to have passed', async ({ directory }) => {
  test.setTimeout(120_000)
  const { code, said, report } = await audit(directory, steady)
  expect([code, report.findings, report.tasks.map((task) => [task.id, task.status])], said).toEqual([0, [], taskIds.map((id) => [id, id === 'latency' ? 'skipped' : 'pass'])])
  expect(report.tasks.flatMap((task) => task.evidence.filter((one) => !one.ok))).toEqual([])
  expect(said).toContain('1 of 5 promises were not tried')
})

test('a planted flaw is one finding with what was seen of it, in every form; its fix makes the deployment clean again', async ({ directory, sql }) => {
  test.setTimeout(120_000)
  const claim = (await sql<{ name: string }[]>`select p.oid::regprocedure::text as name from pg_proc p where p.proname = 'claim_slot_atomic'`)[0]!.name
  const only = ['atomic-collision'] as const
  await sql.unsafe(`revoke execute on function ${claim} from voice_agent, api_client`)
  try {
    const { code, said, report, sarif, page } = await audit(directory, only)
    expect([code, report.findings.map((one) => [one.id, one.task])], said).toEqual([1, [['silo/function-out-of-reach', 'silo']]])
    const [finding] = report.findings
    // By itself a missing grant is of middling weight; that nobody can book makes it as grave as that.
    expect(finding!.severity).toBe('critical')
    expect(finding!.evidence).toContain('; seen: ')
    expect(report.tasks.find((task) => task.id === 'atomic-collision')!.status).toBe('fail')
    for (const form of [said, sarif, page]) expect(form).toContain('silo/function-out-of-reach')
    await sql.unsafe(finding!.fix.code)
    const mended = await audit(directory, only)
    expect([mended.code, mended.report.findings], mended.said).toEqual([0, []])
  } finally {
    await sql.unsafe(`grant execute on function ${claim} to voice_agent, api_client`)
  }
})

test('an audit that is told to stop takes its clinics with it', async ({ directory, sql }) => {
  const made = async () => (await sql<{ n: number }[]>`select count(*)::int as n from app.synthetic_clinics where host_id is null`)[0]!.n
  const before = await made()
  const run = startAudit(directory, ['contextual-handoff'])
  await expect.poll(made, { intervals: [50] }).toBeGreaterThan(before)
  run.child.kill('SIGTERM')
  expect(await run.ended).toBe(2)
  expect(await made()).toBe(before)
})
