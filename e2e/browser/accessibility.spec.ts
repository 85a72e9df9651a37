import { join, resolve } from 'node:path'
import type { DemoClinic } from '#lib/commands/runtime.ts'
import type { Sql } from 'postgres'
import { apiOf } from '../support/http.ts'
import { dayIn, expect, test, violationsOf } from './owner.ts'

const pictures = resolve(import.meta.dirname, '..', '..', 'test-results', 'screenshots')
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 800 } }

async function pagesOf(sql: Sql, clinic: DemoClinic, day: string): Promise<[string, string][]> {
  const [call] = await sql<{ id: string }[]>`select id from calls where clinic_id = ${clinic.id} and status = 'ended' order by started_at desc limit 1`
  return [
    ['today', `/${clinic.slug}`], ['calendar', `/${clinic.slug}/calendar?day=${day}`], ['calendar-week', `/${clinic.slug}/calendar?day=${day}&view=week`],
    ['calls', `/${clinic.slug}/calls`], ['call', `/${clinic.slug}/calls/${call!.id}`], ['try', `/${clinic.slug}/try`], ['not-found', `/${clinic.slug}/calls/nothing`],
  ]
}

for (const theme of ['light', 'dark'] as const) {
  for (const [size, viewport] of Object.entries(sizes)) {
    test.describe(`${theme}, ${size}`, () => {
      test.use({ viewport, colorScheme: theme, contextOptions: { reducedMotion: 'reduce' } })

      test('no page breaks a rule of WCAG 2.2 AA, nor scrolls sideways', async ({ page, runtime, sql, signIn, larkspur }) => {
        test.setTimeout(180_000)
        const picture = (name: string) => page.screenshot({ path: join(pictures, `${name}-${size}-${theme}.png`) })
        const check = async (name: string) => {
          await picture(name)
          expect.soft(await violationsOf(page), name).toEqual([])
          expect.soft(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), `${name} is as wide as the window`).toBeLessThanOrEqual(0)
        }
        await page.goto(`${runtime.appUrl}/sign-in`)
        await check('sign-in')
        await signIn(larkspur)
        const held = await apiOf(runtime, larkspur).book('rhinoplasty', { ahead: 44, hold: true, name: 'Clover Ashgrove' })
        for (const [name, path] of await pagesOf(sql, larkspur, dayIn(held.start))) {
          await page.goto(runtime.appUrl + path)
          await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
          if (name !== 'not-found') await expect(page.getByText('Live', { exact: true })).toBeVisible()
          await check(name)
        }
        await page.goto(`${runtime.appUrl}/larkspur/calendar?day=${dayIn(held.start)}&practitioner=${held.practitionerId}`)
        await page.getByRole('button', { name: 'New booking' }).click()
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
    })
  }
}
