import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Sql } from 'postgres'
import type { Report } from '#lib/audit/types.ts'
import type { DemoClinic, Runtime } from '#lib/commands/runtime.ts'
import { apiOf, ask } from '../support/http.ts'
import { expect, test, violationsOf } from './owner.ts'

const root = resolve(import.meta.dirname, '..', '..')
const pictures = join(root, 'test-results', 'screenshots')
const looks = [['phone', 'dark', { width: 390, height: 844 }], ['desktop', 'light', { width: 1280, height: 800 }]] as const

const passed: Report = {
  schemaVersion: '1.0', target: 'http://127.0.0.1', startedAt: '2026-11-27T10:00:00Z', finishedAt: '2026-11-27T10:00:30Z',
  summary: { passed: true, critical: 0, high: 0, medium: 0, low: 0 }, findings: [],
  tasks: [{ id: 'silo', title: 'Each clinic for itself', status: 'pass', metrics: { attempts: 1295 }, evidence: [{ what: 'Reading clinic A as nobody', expected: '401', observed: 'nothing read', ok: true }] }],
}
const refused: Report = {
  ...passed, summary: { passed: false, critical: 1, high: 0, medium: 0, low: 1 },
  tasks: [{ id: 'silo', title: 'Each clinic for itself', status: 'fail', metrics: {}, evidence: [{ what: 'Reading clinic A as another clinic\'s key', expected: '403, nothing read', observed: 'GET /api/clinics/{clinicId}/leads 200', ok: false }] }],
  findings: [
    {
      id: 'latency/slow-webhook', task: 'latency', severity: 'low', title: 'The webhook could be faster', description: 'It answers late.', evidence: '95 of 100 within 900 ms', location: 'POST /api/vapi/webhook',
      fix: { language: 'shell', code: 'npm run bench', explanation: 'Measure it on this machine.' },
    },
    {
      id: 'silo/policy-too-wide', task: 'silo', severity: 'critical', title: 'A policy shows every clinic', description: 'Whoever has any key reads everybody\'s leads.', evidence: 'using (true)', location: 'policy "programs read the clinic of their token" on public.leads',
      fix: { language: 'sql', code: 'alter policy "programs read the clinic of their token" on public.leads using (clinic_id = (select app.token_clinic()));', explanation: 'The policy goes through the clinic of the token again.' },
    },
  ],
}

/** An audit that the worker made of this very program, as it would stand in the database. */
async function keep(sql: Sql, runtime: Runtime, clinic: DemoClinic, report: Report): Promise<string> {
  const sources = readFileSync(join(root, '.next', 'callwaiting-sources'), 'utf8')
  const build = createHash('sha256').update(JSON.stringify([sources, { APP_URL: runtime.appUrl }])).digest('hex')
  const [row] = await sql<{ id: string }[]>`insert into audits (clinic_id, build_print, state, started_at) values (${clinic.id}, ${build}, 'running', now()) returning id`
  await sql`select app.finish_audit(${row!.id}, ${sql.json(report as never)})`
  return row!.id
}

test('the report with its fixes, the certificate until something changes, and neither for another clinic', async ({ page, runtime, larkspur, quillmere, sql, signIn }) => {
  await sql`delete from audits`
  await signIn(larkspur)
  await page.goto(`${runtime.appUrl}/larkspur`)
  await page.getByRole('link', { name: 'Audit', exact: true }).first().click()
  await expect(page.getByRole('heading', { level: 2, name: 'No certificate' })).toBeVisible()
  await expect(page.getByText('Live', { exact: true })).toBeVisible()

  // It appears by itself: the worst first, each with what mends it.
  const bad = await keep(sql, runtime, larkspur, refused)
  await expect(page.getByRole('article').first()).toContainText('A policy shows every clinic')
  await expect(page.getByRole('article').first()).toContainText('alter policy')
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Copy the fix of A policy shows every clinic' }).click()
  await expect(page.getByText('Copied')).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(refused.findings[1]!.fix.code)
  for (const [size, colorScheme, viewport] of looks) {
    await page.setViewportSize(viewport)
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.screenshot({ path: join(pictures, `audit-${size}-${colorScheme}.png`), fullPage: true, animations: 'disabled' })
    expect.soft(await violationsOf(page), size).toEqual([])
    expect.soft(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), size).toBeLessThanOrEqual(0)
  }

  const good = await keep(sql, runtime, larkspur, passed)
  await expect(page.getByRole('heading', { level: 2, name: /^Certified until/ })).toBeVisible()
  // By hand, past every migration: it is not the database that was audited any more.
  await sql`create index planted on leads (status)`
  try {
    await page.reload()
    await expect(page.getByRole('heading', { level: 2, name: 'The certificate is not valid any more' })).toBeVisible()
  } finally {
    await sql`drop index planted`
  }
  await page.reload()
  await expect(page.getByRole('heading', { level: 2, name: /^Certified until/ })).toBeVisible()
  await page.getByRole('link', { name: /^Show/ }).last().click()
  await expect(page.getByRole('article').first()).toContainText('A policy shows every clinic')

  const file = await ask(`${runtime.appUrl}/api/clinics/${larkspur.id}/audits/${bad}?format=report`, { headers: { authorization: `Bearer ${larkspur.apiKey}` } })
  expect(file.body).toEqual(refused)
  expect(file.headers.get('content-disposition')).toContain('attachment')
  expect(await apiOf(runtime, quillmere).get(`/audits/${good}`)).toMatchObject({ status: 403 })
  expect((await apiOf(runtime, quillmere).get<{ items: unknown[] }>('/audits')).body.items).toEqual([])
})
