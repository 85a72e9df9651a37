import type { Locator, Page } from '@playwright/test'
import type { DemoClinic } from '#lib/commands/runtime.ts'
import { formatDay } from '#lib/shared/format.ts'
import { apiOf } from '../support/http.ts'
import { newName } from '../support/people.ts'
import { dayIn, expect, test, timeOf } from './owner.ts'

const frees = (page: Page) => page.locator('[data-free-minute]').filter({ visible: true })
const focused = (page: Page) => page.locator(':focus')
const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'New booking' })

/** Where a time of day is drawn in a column, by the height of a minute and the first hour that is labelled. */
async function spotOf(page: Page, column: Locator, time: string): Promise<{ x: number; y: number }> {
  await column.scrollIntoViewIfNeeded()
  const first = await page.getByText(/^\d\d:00$/).first().innerText()
  const minute = await page.evaluate(() => Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--minute')))
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
  const offset = (minutes(time) - minutes(first) + 4) * minute
  await column.evaluate((element, top) => window.scrollTo({ top: element.getBoundingClientRect().top + window.scrollY + top - 300, behavior: 'instant' }), offset)
  const box = (await column.boundingBox())!
  return { x: box.x + box.width / 2, y: box.y + offset }
}

async function openFree(page: Page, appUrl: string, clinic: DemoClinic, slot: { start: string; practitionerId: string }): Promise<{ column: Locator; name: string }> {
  const { name } = clinic.practitioners.find((one) => one.id === slot.practitionerId)!
  await page.goto(`${appUrl}/larkspur/calendar?day=${dayIn(slot.start)}&practitioner=${slot.practitionerId}`)
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  return { column: page.getByRole('region', { name: `${name}, ${formatDay(dayIn(slot.start))}` }), name }
}

for (const [how, viewport] of Object.entries({ 'a wide screen': { width: 1280, height: 800 }, 'a phone': { width: 390, height: 844 } })) {
  test.describe(`on ${how}`, () => {
    test.use({ viewport, hasTouch: viewport.width < 400 })

    test('a press on free time books there: with whom, which day and when are chosen already', async ({ page, runtime, signIn, larkspur, sql }) => {
      await signIn(larkspur)
      const ahead = viewport.width < 400 ? 52 : 51
      const [slot] = await apiOf(runtime, larkspur).slots('rhinoplasty', { ahead })
      const { column, name } = await openFree(page, runtime.appUrl, larkspur, slot!)
      const spot = await spotOf(page, column, timeOf(slot!.start))
      if (viewport.width < 400) await page.touchscreen.tap(spot.x, spot.y)
      else await page.mouse.click(spot.x, spot.y)
      const dialog = dialogOf(page)
      await dialog.getByLabel('Procedure').selectOption({ label: 'Rhinoplasty consultation' })
      await expect(dialog.getByLabel('Practitioner').locator('option:checked')).toHaveText(name)
      await expect(dialog.getByLabel('Day')).toHaveValue(dayIn(slot!.start))
      await expect(dialog.getByRole('radio', { name: timeOf(slot!.start), exact: true })).toBeChecked()
      const person = newName('Sorrel')
      await dialog.getByLabel('Name').fill(person)
      await dialog.getByLabel('Phone').fill('07700 900362')
      await dialog.getByRole('button', { name: `Book ${timeOf(slot!.start)}` }).click()
      await expect(dialog).toHaveCount(0)
      const rows = await sql<{ start: Date; who: string }[]>`select lower(b.during) as start, b.practitioner_id as who from bookings b join contacts c on c.id = b.contact_id where c.name = ${person}`
      expect(rows).toEqual([{ start: new Date(slot!.start), who: slot!.practitionerId }])
    })
  })
}

test('a press on a booking, or on closed time, is no press on free time', async ({ page, runtime, signIn, larkspur }) => {
  await signIn(larkspur)
  const booking = await apiOf(runtime, larkspur).book('rhinoplasty', { ahead: 53, name: newName('Sorrel') })
  const { column } = await openFree(page, runtime.appUrl, larkspur, booking)
  const spot = await spotOf(page, column, timeOf(booking.start))
  await page.mouse.click(spot.x, spot.y)
  await expect(page.getByRole('dialog').getByRole('button', { name: 'Cancel booking' })).toBeVisible()
  await page.keyboard.press('Escape')
  // A past day is closed throughout.
  await page.goto(`${runtime.appUrl}/larkspur/calendar?day=2026-01-06`)
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  await expect(page.locator('[data-free-minute]')).toHaveCount(0)
})

test('by keyboard the calendar is one stop: arrows choose, Enter books, Escape comes back', async ({ page, runtime, signIn, larkspur }) => {
  await signIn(larkspur)
  const [slot] = await apiOf(runtime, larkspur).slots('rhinoplasty', { ahead: 54 })
  await openFree(page, runtime.appUrl, larkspur, slot!)
  expect(await frees(page).count()).toBeGreaterThan(1)
  await expect(page.locator('[data-free-minute][tabindex="0"]').filter({ visible: true })).toHaveCount(1)
  const stop = page.locator('[data-free-minute][tabindex="0"]')
  for (let presses = 0; presses < 60 && !(await stop.evaluate((one) => one === document.activeElement)); presses++) await page.keyboard.press('Tab')
  const first = await focused(page).getAttribute('data-free-minute')
  await page.keyboard.press('ArrowDown')
  await expect(focused(page)).not.toHaveAttribute('data-free-minute', first!)
  await page.keyboard.press('ArrowUp')
  await expect(focused(page)).toHaveAttribute('data-free-minute', first!)
  const column = await focused(page).getAttribute('aria-label')
  await page.keyboard.press((await stop.evaluate((one) => one === document.querySelectorAll('[data-free-minute]')[0])) ? 'ArrowRight' : 'ArrowLeft')
  expect(await focused(page).getAttribute('aria-label')).not.toBe(column)
  await page.keyboard.press('End')
  const label = (await focused(page).getAttribute('aria-label'))!
  const time = /\d\d:\d\d/.exec(label)![0]
  await page.keyboard.press('Enter')
  // The last quarter before closing holds no procedure of an hour.
  await expect(dialogOf(page).getByText(`${time} is not free for this;`)).toBeVisible()
  const chosen = dialogOf(page).getByRole('radio', { checked: true })
  await expect(chosen).toHaveCount(1)
  await expect(dialogOf(page).getByRole('radio').last()).toBeChecked()
  await page.keyboard.press('Escape')
  await expect(dialogOf(page)).toHaveCount(0)
  await expect(focused(page)).toHaveAttribute('aria-label', label)
})
