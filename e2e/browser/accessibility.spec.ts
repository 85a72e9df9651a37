import { join, resolve } from 'node:path'
import type { DemoClinic } from '#lib/commands/runtime.ts'
import type { Sql } from 'postgres'
import { apiOf } from '../support/http.ts'
import { linkFor, visitFrom } from '../support/links.ts'
import type { Page } from '@playwright/test'
import { dayIn, expect, test, violationsOf } from './owner.ts'

// The longest file by far: its tests may be shared out, for each makes what it looks at.
test.describe.configure({ mode: 'parallel' })

const pictures = resolve(import.meta.dirname, '..', '..', 'test-results', 'screenshots')
const main = ['today', 'calendar', 'leads', 'lead-booked', 'texts', 'call', 'privacy', 'keys', 'hours']
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } }

async function pagesOf(sql: Sql, clinic: DemoClinic, day: string): Promise<[string, string][]> {
  const [call] = await sql<{ id: string; contactId: string }[]>`select c.id, c.contact_id as "contactId" from calls c where c.clinic_id = ${clinic.id} and c.status = 'ended'
    and c.contact_id is not null and exists (select from logs l where l.call_id = c.id) order by c.started_at desc limit 1`
  const leads = await sql<{ id: string; status: string }[]>`select distinct on (l.status) l.id, l.status from leads l where l.clinic_id = ${clinic.id} order by l.status, l.created_at desc`
  return [
    ['today', `/${clinic.slug}`], ['calendar', `/${clinic.slug}/calendar?day=${day}`], ['calendar-week', `/${clinic.slug}/calendar?day=${day}&view=week`], ['calendar-everybody', `/${clinic.slug}/calendar?day=${day}&view=week&practitioner=everybody`],
    ['calls', `/${clinic.slug}/calls`], ['call', `/${clinic.slug}/calls/${call!.id}`], ['try', `/${clinic.slug}/try`],
    ['leads', `/${clinic.slug}/leads`], ['leads-recovered', `/${clinic.slug}/leads?view=recovered`], ...leads.map(({ id, status }): [string, string] => [`lead-${status}`, `/${clinic.slug}/leads/${id}`]),
    ['contacts', `/${clinic.slug}/contacts`], ['contact', `/${clinic.slug}/contacts/${call!.contactId}`], ['safety', `/${clinic.slug}/safety`], ['hours', `/${clinic.slug}/hours`],
    ['privacy', `/${clinic.slug}/privacy`], ['keys', `/${clinic.slug}/keys`], ['texts', `/${clinic.slug}/texts`], ['no-lead', `/${clinic.slug}/leads/nothing`], ['not-found', `/${clinic.slug}/calls/nothing`],
  ]
}

async function look(page: Page, name: string, how: string): Promise<void> {
  await page.screenshot({ path: join(pictures, `${name}-${how}.png`) })
  expect.soft(await violationsOf(page), name).toEqual([])
  expect.soft(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), `${name} is as wide as the window`).toBeLessThanOrEqual(0)
}

for (const theme of ['light', 'dark'] as const) {
  for (const [size, viewport] of Object.entries(sizes)) {
    // Every page in each width and in each theme; the two other pairs on the pages that hold most.
    const isWhole = (theme === 'light') === (size === 'phone')
    test.describe(`${theme}, ${size}`, () => {
      test.use({ viewport, colorScheme: theme, contextOptions: { reducedMotion: 'reduce' } })

      test('no page breaks a rule of WCAG 2.2 AA, nor scrolls sideways', async ({ page, runtime, sql, signIn, larkspur }) => {
        test.setTimeout(180_000)
        const check = (name: string) => look(page, name, `${size}-${theme}`)
        await page.goto(`${runtime.appUrl}/sign-in`)
        await check('sign-in')
        await signIn(larkspur)
        const held = await apiOf(runtime, larkspur).book('rhinoplasty', { ahead: 44, hold: true, name: 'Clover Ashgrove' })
        const pages = await pagesOf(sql, larkspur, dayIn(held.start))
        for (const [name, path] of pages.filter(([name]) => isWhole || main.includes(name))) {
          await page.goto(runtime.appUrl + path)
          await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
          if (!['not-found', 'no-lead'].includes(name)) await expect(page.getByText('Live', { exact: true })).toBeVisible()
          await check(name)
        }
        await page.goto(`${runtime.appUrl}/larkspur/texts`)
        await expect(page.getByText('Live', { exact: true })).toBeVisible()
        await page.getByLabel('The one text after a lost call').fill('Hi {name}, Botox is waiting at {clinic}.')
        await expect(page.getByText('Say how to opt out')).toBeVisible()
        await check('texts-wrong')
        await page.goto(`${runtime.appUrl}/larkspur/calendar?day=${dayIn(held.start)}&practitioner=${held.practitionerId}`)
        await page.getByRole('button', { name: 'New booking' }).click()
        await page.getByLabel('Procedure').selectOption({ label: 'Rhinoplasty consultation' })
        await expect(page.getByRole('radio').first()).toBeAttached()
        await page.getByRole('button', { name: 'Book', exact: true }).click()
        await expect(page.getByText('Enter the person’s name.')).toBeVisible()
        await check('new-booking')
        await page.keyboard.press('Escape')
        await page.getByRole('button', { name: /Clover Ashgrove/ }).filter({ visible: true }).first().click()
        await expect(page.getByRole('dialog').getByRole('button', { name: 'Confirm' })).toBeVisible()
        await check('booking')
        expect((await apiOf(runtime, larkspur).delete(`/bookings/${held.id}`)).status).toBe(200)
      })

      test('nor does the page behind a booking link', async ({ page, context, runtime, sql, larkspur }) => {
        const { link } = await linkFor(runtime, larkspur, sql, { name: 'Clover Ashgrove', procedure: 'lip-filler', ahead: 13 })
        await visitFrom(context)
        await page.goto(link)
        await page.locator('details').first().locator('summary').click()
        await look(page, 'link', `${size}-${theme}`)
        await page.getByRole('button', { name: 'Book this time' }).click()
        await expect(page.getByText('Tick this if the person coming is 18 or over.')).toBeVisible()
        await look(page, 'link-age', `${size}-${theme}`)
        await page.getByLabel('The person coming is 18 or over').check()
        await page.getByRole('button', { name: 'Book this time' }).click()
        await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are booked')
        await look(page, 'link-booked', `${size}-${theme}`)
        await page.goto(`${runtime.appUrl}/b/AAAAAAAAAAAAAAAA`)
        await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link has ended')
        await look(page, 'link-ended', `${size}-${theme}`)
      })
    })
  }
}
