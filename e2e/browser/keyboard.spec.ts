import type { Locator, Page } from '@playwright/test'
import { apiOf } from '../support/http.ts'
import { dayIn, expect, test } from './owner.ts'

/** Presses Tab until something has the focus; fails when it is never reached. */
async function tabTo(page: Page, wanted: Locator, most = 60): Promise<void> {
  for (let presses = 0; presses < most; presses++) {
    if (await wanted.evaluateAll((elements) => elements.includes(document.activeElement as HTMLElement))) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reached ${wanted}`)
}

test('from the sign-in to a booking without a mouse', async ({ page, runtime, larkspur, sql }) => {
  const name = `Briony Keys ${Date.now().toString(36)}`
  await page.goto(`${runtime.appUrl}/sign-in`)
  await tabTo(page, page.getByLabel('Email'))
  await page.keyboard.type(larkspur.ownerEmail)
  await page.keyboard.press('Tab')
  await page.keyboard.type(larkspur.ownerPassword)
  await page.keyboard.press('Enter')
  await page.waitForURL(`${runtime.appUrl}/larkspur`)

  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused()
  await tabTo(page, page.getByRole('link', { name: 'Calendar', exact: true }))
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/calendar/)

  const opener = page.getByRole('button', { name: 'New booking' })
  await tabTo(page, opener)
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'New booking' })
  await expect(dialog).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await expect(opener).toBeFocused()
  await page.keyboard.press('Enter')

  await tabTo(page, dialog.getByLabel('Procedure'))
  await page.keyboard.type('Rhino')
  await expect(dialog.getByLabel('Procedure')).toHaveValue('rhinoplasty')
  const [slot] = await apiOf(runtime, larkspur).slots('rhinoplasty', { ahead: 46 })
  await tabTo(page, dialog.getByLabel('Day'))
  const [year, month, day] = dayIn(slot!.start).split('-')
  await page.keyboard.type(`${day}${month}${year}`)
  if ((await dialog.getByLabel('Day').inputValue()) !== dayIn(slot!.start)) {
    // This Chromium speaks American: the month comes first.
    for (let back = 0; back < 2; back++) await page.keyboard.press('ArrowLeft')
    await page.keyboard.type(`${month}${day}${year}`)
  }
  await expect(dialog.getByLabel('Day')).toHaveValue(dayIn(slot!.start))
  await expect(dialog.getByRole('radio').first()).toBeAttached()
  await tabTo(page, dialog.getByRole('radio'))
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowRight')
  await expect(dialog.getByRole('radio').nth(1)).toBeChecked()
  await tabTo(page, dialog.getByLabel('Name'))
  await page.keyboard.type(name)
  await page.keyboard.press('Tab')
  await page.keyboard.type('07700 900370')
  await page.keyboard.press('Enter')
  await expect(dialog).toHaveCount(0)
  await expect(opener).toBeFocused()
  expect(await sql`select b.status from bookings b join contacts c on c.id = b.contact_id where c.name = ${name}`).toEqual([{ status: 'booked' }])
})

test('the focus can always be seen', async ({ page, runtime, signIn, larkspur }) => {
  await signIn(larkspur)
  await page.goto(`${runtime.appUrl}/larkspur/calendar`)
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  const unseen: string[] = []
  for (let presses = 0; presses < 25; presses++) {
    await page.keyboard.press('Tab')
    const bare = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null
      if (!element || element === document.body) return null
      const style = getComputedStyle(element)
      const after = getComputedStyle(element, '::after')
      const isMarked = [style, after].some((one) => one.outlineStyle !== 'none' && Number.parseFloat(one.outlineWidth) > 0) || style.boxShadow !== 'none'
      return isMarked ? null : element.outerHTML.slice(0, 120)
    })
    if (bare) unseen.push(bare)
  }
  expect(unseen).toEqual([])
})
