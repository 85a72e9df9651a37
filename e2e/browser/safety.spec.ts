import { join, resolve } from 'node:path'
import type { Page } from '@playwright/test'
import type { DemoClinic, Runtime } from '#lib/commands/runtime.ts'
import { emergencyScript } from '#lib/calls/red-flags.ts'
import { closeAlerts } from '../support/alerts.ts'
import { newCall, vapiOf } from '../support/http.ts'
import { newMobile, twilioOf } from '../support/twilio.ts'
import { expect, test, violationsOf } from './owner.ts'

const pictures = resolve(import.meta.dirname, '..', '..', 'test-results', 'screenshots')
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } }

/** A caller of that name says something that cannot wait. */
async function fallIll(runtime: Runtime, clinic: DemoClinic, name: string): Promise<void> {
  const call = newCall(newMobile())
  const vapi = vapiOf(runtime, clinic)
  await vapi.tool(call, 'capture_lead', { name })
  await vapi.message(call, { type: 'transcript', role: 'user', transcriptType: 'final', transcript: 'My lip has gone grey since the filler' })
}

const bannerOf = (page: Page) => page.getByRole('alert').filter({ hasText: 'may need urgent medical help' })

// An open alert warns on every page of the clinic, also of other tests.
test.afterEach(({ sql }) => closeAlerts(sql))

test('an alert appears by itself on whatever page is open, is taken and closed by keyboard alone, and is gone', async ({ page, runtime, quillmere, sql, signIn }) => {
  await closeAlerts(sql)
  await signIn(quillmere)
  await page.goto(`${runtime.appUrl}/quillmere/texts`)
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  await fallIll(runtime, quillmere, 'Isolde Fairley')
  const banner = bannerOf(page)
  await expect(banner).toContainText('Isolde Fairley')
  await expect(banner).toContainText('nobody has it yet')
  expect(await banner.getByRole('link', { name: /^0/ }).getAttribute('href')).toMatch(/^tel:\+44/)

  await banner.getByRole('button', { name: 'I have it' }).focus()
  await page.keyboard.press('Enter')
  await expect(banner).toContainText('you have it')
  await banner.getByRole('link', { name: 'See the call' }).click()
  await page.waitForURL(/\/calls\//)
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  await banner.getByRole('button', { name: /Caller reached/ }).focus()
  await page.keyboard.press('Space')
  await expect(banner).toHaveCount(0)
  await page.goto(`${runtime.appUrl}/quillmere/safety`)
  await expect(page.getByRole('article', { name: /^Alert/ }).first()).toContainText('Closed')
})

test('who is on call: added, put in order, tested, answered, kept; the words cannot be changed', async ({ page, runtime, quillmere, sql, signIn }) => {
  const phones = [newMobile(), newMobile()] as const
  const twilio = twilioOf(runtime, sql)
  await sql`delete from on_call_contacts where clinic_id = ${quillmere.id}`
  await signIn(quillmere)
  await page.goto(`${runtime.appUrl}/quillmere/safety`)
  await expect(page.getByText('Only this dashboard warns of a caller in danger.')).toBeVisible()
  for (const [n, phone] of phones.entries()) {
    await page.getByRole('button', { name: 'Add a person' }).click()
    const row = page.getByRole('group').nth(n)
    await row.getByLabel('Name').fill(`Nurse ${n + 1}`)
    await row.getByLabel('Mobile number').fill(n === 0 ? 'not a number' : phone)
  }
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'no telephone number' })).toBeVisible()
  await expect(page.getByLabel('Mobile number').first()).toHaveAttribute('aria-invalid', 'true')
  await expect(page.getByLabel('Mobile number').nth(1)).not.toHaveAttribute('aria-invalid')
  await page.getByLabel('Mobile number').first().fill(phones[0])
  await page.getByRole('button', { name: 'Move Nurse 2 up' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('button', { name: 'Send a test to Nurse 2' })).toBeVisible()
  expect((await sql`select name from on_call_contacts where clinic_id = ${quillmere.id} order by position`).map((row) => row.name)).toEqual(['Nurse 2', 'Nurse 1'])

  await page.getByRole('button', { name: 'Send a test to Nurse 2' }).click()
  await expect.poll(() => twilio.bodiesTo(phones[1]), { timeout: 30_000 }).toEqual([expect.stringMatching(/^TEST Quillmere Skin Studio: .*Nothing has happened/)])
  await twilio.inbound(phones[1], quillmere.phoneNumber, 'OK')
  await expect(page.getByText(/^Answered OK today/)).toBeVisible()
  for (const words of Object.values(emergencyScript)) await expect(page.getByText(words)).toBeVisible()
  await sql`delete from on_call_contacts where clinic_id = ${quillmere.id}`
})

test('a caller who is unwell, tried out: the fixed words are heard, nothing is booked, and the clinic is told', async ({ page, runtime, larkspur, sql, signIn }) => {
  await signIn(larkspur)
  await page.goto(`${runtime.appUrl}/larkspur/try`)
  await page.getByRole('button', { name: 'Start the alert' }).click()
  await expect(page.getByText('Sent to 999, alert raised')).toBeVisible({ timeout: 45_000 })
  await expect(page.getByRole('log')).toContainText('call 999 now')
  await expect(bannerOf(page)).toContainText('Test call')
  await page.goto(`${runtime.appUrl}/larkspur/safety`)
  await expect(page.getByRole('article', { name: /^Alert/ }).first()).toContainText('a test call')
  expect(await sql`select 1 from leads l join alerts a on a.call_id = l.call_id where a.clinic_id = ${larkspur.id} and a.closed_at is null`).toEqual([])
})

for (const theme of ['light', 'dark'] as const) {
  for (const [size, viewport] of Object.entries(sizes)) {
    test.describe(`${theme}, ${size}`, () => {
      test.use({ viewport, colorScheme: theme, contextOptions: { reducedMotion: 'reduce' } })

      test('with an alert open no rule of WCAG 2.2 AA is broken, and nothing scrolls sideways', async ({ page, runtime, larkspur, signIn }) => {
        await signIn(larkspur)
        await fallIll(runtime, larkspur, 'Wilhelmina Featherstonehaugh-Cholmondeley')
        for (const path of ['', '/safety']) {
          await page.goto(`${runtime.appUrl}/larkspur${path}`)
          await expect(bannerOf(page).first()).toBeVisible()
          await expect(page.getByText('Live', { exact: true })).toBeVisible()
          await page.screenshot({ path: join(pictures, `alert${path.replace('/', '-')}-${size}-${theme}.png`), fullPage: true })
          expect.soft(await violationsOf(page), path).toEqual([])
          expect.soft(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), path).toBeLessThanOrEqual(0)
        }
      })
    })
  }
}
