import { join, resolve } from 'node:path'
import type { Page } from '@playwright/test'
import type { Sql } from 'postgres'
import { expect, test, violationsOf } from './owner.ts'

const pictures = resolve(import.meta.dirname, '..', '..', 'test-results', 'screenshots')
const looks = [['phone', 'dark', { width: 390, height: 844 }], ['desktop', 'light', { width: 1280, height: 800 }]] as const

const cardOf = (page: Page, title: string) => page.locator('section').filter({ has: page.getByRole('heading', { level: 2, name: title }) })

/** Runs one test from its card, by keyboard, and waits for its end. */
async function runFrom(page: Page, title: string, word: 'Held' | 'Did not hold'): Promise<void> {
  const card = cardOf(page, title)
  await card.getByRole('button', { name: 'Run this test' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status').filter({ hasText: `${title}: ${word === 'Held' ? 'held' : 'did not hold'}.` })).toBeVisible({ timeout: 45_000 })
  await expect(card.getByText(word, { exact: true })).toBeVisible()
}

/** Two agents may both book: neither the check under the lock nor the constraint is left. Answers how to mend it. */
async function plantDoubleBooking(sql: Sql): Promise<() => Promise<void>> {
  const [check] = await sql<{ head: string; whole: string }[]>`select format('create or replace function app.why_not(%s) returns %s language sql stable as ', pg_get_function_arguments(p.oid), pg_get_function_result(p.oid)) as head,
    pg_get_functiondef(p.oid) as whole from pg_proc p where p.oid = 'app.why_not'::regproc`
  const [rule] = await sql<{ rule: string }[]>`select pg_get_constraintdef(oid) as rule from pg_constraint where conname = 'bookings_never_overlap'`
  await sql.unsafe(`alter table bookings drop constraint bookings_never_overlap; ${check!.head} $$ select null::text $$`)
  return async () => { await sql.unsafe(`${check!.whole}; alter table bookings add constraint bookings_never_overlap ${rule!.rule}`) }
}

/** Every program sees that every clinic is there. Answers how to mend it. */
async function plantOpenPolicy(sql: Sql): Promise<() => Promise<void>> {
  const policy = 'alter policy "programs read the clinic of their token" on clinics using'
  await sql.unsafe(`${policy} (true)`)
  return async () => { await sql.unsafe(`${policy} (id = (select app.token_clinic()))`) }
}

test('the panel runs to green on a good build, and to red when two can be booked at once or a policy is too wide', async ({ page, runtime, quillmere, sql, signIn }) => {
  test.setTimeout(150_000)
  await signIn(quillmere)
  await page.goto(`${runtime.appUrl}/quillmere`)
  await page.getByRole('link', { name: 'Live tests' }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: 'Live tests' })).toBeVisible()
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  await runFrom(page, 'One winner a slot', 'Held')
  await runFrom(page, 'Each clinic for itself', 'Held')
  for (const [title, plant, evidence] of [
    ['One winner a slot', plantDoubleBooking, /no two of one practitioner overlap/], ['Each clinic for itself', plantOpenPolicy, /Must be: 403, nothing read/],
  ] as const) {
    const mend = await plant(sql)
    try {
      await runFrom(page, title, 'Did not hold')
    } finally {
      await mend()
    }
    const card = cardOf(page, title)
    await card.locator('summary').focus()
    await page.keyboard.press('Enter')
    await expect(card.getByText(evidence).first()).toBeVisible()
  }
  await runFrom(page, 'One winner a slot', 'Held')
  // What stays is the result, for whoever comes later.
  await page.reload()
  await expect(cardOf(page, 'One winner a slot').getByText('Held', { exact: true })).toBeVisible()
  await expect(cardOf(page, 'Each clinic for itself').getByText('Did not hold', { exact: true })).toBeVisible()
  await expect(cardOf(page, 'Tests so far').getByRole('listitem').filter({ hasText: 'by you' }).first()).toBeVisible()
  expect(await sql`select 1 from app.synthetic_clinics`).toEqual([])

  for (const [size, colorScheme, viewport] of looks) {
    await page.setViewportSize(viewport)
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.screenshot({ path: join(pictures, `live-tests-${size}-${colorScheme}.png`), fullPage: true, animations: 'disabled' })
    expect.soft(await violationsOf(page), size).toEqual([])
    expect.soft(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), size).toBeLessThanOrEqual(0)
  }
})
