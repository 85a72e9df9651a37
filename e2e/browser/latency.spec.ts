import { AxeBuilder } from '@axe-core/playwright'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { apiOf, ask } from '../support/http.ts'
import { bearerOf, newStaff } from '../support/people.ts'
import { expect } from '../support/test.ts'
import { signInBy, test, violationsOf } from './owner.ts'

const pictures = resolve(import.meta.dirname, '..', '..', 'test-results', 'screenshots')

const report = JSON.parse(readFileSync('lib/integrations/vapi/fixtures/end-of-call-report-booked.json', 'utf8')) as { message: Record<string, any> }

test('the page says how fast calls were answered, by part, and every point leads to its calls', async ({ page, runtime, larkspur, signIn }) => {
  await signIn(larkspur)
  for (const [width, colorScheme] of [[390, 'dark'], [1280, 'light']] as const) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme })
    await page.goto(`${runtime.appUrl}/${larkspur.slug}/latency`)
    await expect(page.getByRole('heading', { name: 'Latency', level: 1 })).toBeVisible()
    await expect(page.getByText(/95 of 100 turns were answered within \d+ ms/)).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), `${width} px`).toBe(0)
    for (const table of await page.getByRole('region').filter({ has: page.getByRole('table') }).all()) {
      expect(await table.evaluate((one) => one.scrollWidth - one.clientWidth), `${await table.getAttribute('aria-label')}, ${width} px`).toBe(0)
    }
    expect((await new AxeBuilder({ page }).analyze()).violations, `${width} px`).toEqual([])
  }
  await page.getByRole('link', { name: /95 of 100 within .* turns$/ }).first().press('Enter')
  await page.waitForURL(/\/calls\?from=\d{4}-\d{2}-\d{2}&to=/)
  await page.goto(`${runtime.appUrl}/${larkspur.slug}/latency`)
  await page.getByRole('table', { name: 'The slowest turns' }).getByRole('link').first().click()
  await page.waitForURL(/\/calls\/[0-9a-f-]{36}$/)
  await expect(page.getByRole('heading', { name: 'How fast it was answered' })).toBeVisible()
})

test('the turns of a report are in the API, on the call\'s page and in the figures; a repeat adds none, a stranger sees none', async ({ page, runtime, larkspur, quillmere, signIn }) => {
  const vapiCallId = `latency-${randomUUID()}`
  const now = Date.now()
  const message = { ...report.message, timestamp: now, startedAt: new Date(now - 60_000).toISOString(), endedAt: new Date(now).toISOString(), call: { ...report.message.call, id: vapiCallId } }
  const post = () => ask(`${runtime.appUrl}/api/vapi/webhook`, { method: 'POST', headers: { 'x-vapi-secret': larkspur.vapiSecret }, body: { message } })
  const first = await post()
  expect(first.status).toBe(200)
  expect(first.headers.get('server-timing')).toMatch(/^app;dur=\d/)
  expect((await post()).status).toBe(200)
  const mine = apiOf(runtime, larkspur)
  const call = (await mine.get('/calls?limit=20')).body.items.find((one: { vapiCallId: string }) => one.vapiCallId === vapiCallId) as { id: string }
  const { turns } = (await mine.get(`/calls/${call.id}`)).body as { turns: object[] }
  expect(turns.length).toBe(report.message.artifact.performanceMetrics.turnLatencies.length)
  expect(turns[1]).toMatchObject({ modelMs: 566, voiceMs: 160, transcriberMs: 133, endpointingMs: 401, turnMs: 1_320 })
  const figures = (await mine.get('/latency')).body
  expect(figures.turns.n).toBeGreaterThanOrEqual(turns.length)
  expect((await apiOf(runtime, quillmere, { authorization: `Bearer ${larkspur.apiKey}` }).get('/latency')).status).toBe(403)
  expect((await mine.get('/latency?from=2026-02-31')).status).toBe(422)
  await expect.poll(async () => ((await mine.get('/latency')).body.answers as { kind: string }[]).map((one) => one.kind), { timeout: 15_000 }).toContain('end-of-call-report')
  await signIn(larkspur)
  await page.goto(`${runtime.appUrl}/${larkspur.slug}/calls/${call.id}`)
  await expect(page.getByRole('table', { name: 'Each turn in milliseconds' }).getByRole('row')).toHaveCount(turns.length + 1)
})

test('an owner lets our own line answer, told before what changes, and takes it back; staff see who answers and change nothing', async ({ page, runtime, quillmere, sql, signIn }) => {
  const pathOf = async () => (await sql`select voice_path as path from clinics where id = ${quillmere.id}`)[0]!.path
  await signIn(quillmere)
  await page.goto(`${runtime.appUrl}/quillmere/latency`)
  const state = page.getByRole('status').filter({ hasText: /answers$/ })
  const dialog = page.getByRole('dialog', { name: /answer( again)?\?$/ })
  const last = page.getByText('No call has come on our own line yet.')
  await expect(state).toHaveText('Vapi answers')
  await expect(last).toBeVisible()
  for (const [width, colorScheme] of [[390, 'light'], [390, 'dark'], [1280, 'light'], [1280, 'dark']] as const) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.screenshot({ path: join(pictures, `line-${width}-${colorScheme}.png`), fullPage: true })
    await page.getByRole('button', { name: 'Switch to our own line' }).click()
    await expect(dialog).toContainText('Deepgram hears what callers say')
    await page.screenshot({ path: join(pictures, `line-asked-${width}-${colorScheme}.png`) })
    expect.soft(await violationsOf(page), `${width} px, ${colorScheme}`).toEqual([])
    expect.soft(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
    await dialog.getByRole('button', { name: 'Keep Vapi' }).click()
    await expect(dialog).toHaveCount(0)
  }
  expect(await pathOf()).toBe('vapi')

  await page.getByRole('button', { name: 'Switch to our own line' }).press('Enter')
  await dialog.getByRole('button', { name: 'Switch to our own line' }).press('Enter')
  await expect(state).toHaveText('Our own line answers')
  expect(await pathOf()).toBe('stream')

  const staff = await newStaff(runtime, sql, quillmere)
  const theirs = await page.context().browser()!.newContext()
  const other = await theirs.newPage()
  await signInBy(other, runtime.appUrl, { ownerEmail: staff.email, ownerPassword: staff.password })
  await other.waitForURL(`${runtime.appUrl}/quillmere`)
  await other.goto(`${runtime.appUrl}/quillmere/latency`)
  await expect(other.getByRole('status').filter({ hasText: /answers$/ })).toHaveText('Our own line answers')
  await expect(other.getByRole('button', { name: /Switch/ })).toHaveCount(0)
  await expect(other.getByText('Only an owner of the clinic can change this.')).toBeVisible()
  await theirs.close()
  const refused = await ask(`${runtime.appUrl}/api/clinics/${quillmere.id}/voice`, { method: 'PATCH', headers: await bearerOf(runtime, staff), body: { path: 'vapi' } })
  expect([refused.status, await pathOf()]).toEqual([403, 'stream'])

  await page.getByRole('button', { name: 'Switch back to Vapi' }).click()
  await expect(dialog).toContainText('callers')
  await dialog.getByRole('button', { name: 'Switch back to Vapi' }).click()
  await expect(state).toHaveText('Vapi answers')
  expect(await pathOf()).toBe('vapi')
})
