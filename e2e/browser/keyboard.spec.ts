import type { Locator, Page } from '@playwright/test'
import { apiOf, vapiOf } from '../support/http.ts'
import { linkFor, visitFrom } from '../support/links.ts'
import { leadOf, loseCall } from '../support/lost-call.ts'
import { newName } from '../support/people.ts'
import { twilioOf } from '../support/twilio.ts'
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
  const name = newName('Briony')
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

test('a text to a lead, and an item off the list, without a mouse', async ({ page, runtime, signIn, larkspur, sql }) => {
  const twilio = twilioOf(runtime, sql)
  const { phone } = await loseCall(vapiOf(runtime, larkspur), { name: 'Briony Keys', ahead: 28 })
  await expect.poll(() => twilio.bodiesTo(phone)).toHaveLength(1)
  await twilio.inbound(phone, larkspur.phoneNumber, 'Is there parking?')
  const api = apiOf(runtime, larkspur)
  await expect.poll(async () => (await leadOf(api, phone))?.status).toBe('replied')
  const lead = (await leadOf(api, phone))!
  await signIn(larkspur)
  await page.goto(`${runtime.appUrl}/larkspur/leads`)
  await tabTo(page, page.locator(`a[href$="/leads/${lead.id}"]`), 90)
  await page.keyboard.press('Enter')
  await page.waitForURL(new RegExp(lead.id))
  await tabTo(page, page.getByLabel('Write to them'))
  await page.keyboard.type('There is, behind the house.')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await expect.poll(() => twilio.bodiesTo(phone)).toEqual([expect.any(String), 'There is, behind the house.'])

  const { call } = await loseCall(vapiOf(runtime, larkspur), { name: 'Briony Keys', phone: null, ahead: 28 })
  const tasks = () => sql<{ id: string; done: boolean }[]>`select t.id, t.done_at is not null as done from staff_tasks t join leads l on l.id = t.lead_id
    join calls k on k.id = l.call_id where k.vapi_call_id = ${call.id}`
  await page.goto(`${runtime.appUrl}/larkspur`)
  const done = page.getByRole('listitem').filter({ hasText: 'Briony Keys' }).last().getByRole('button', { name: /^Done/ })
  await tabTo(page, done, 400)
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await tasks())[0]!.done).toBe(true)
})

test('a booking by link without a mouse', async ({ page, context, runtime, larkspur, sql }) => {
  const { link } = await linkFor(runtime, larkspur, sql, { name: 'Briony Keys', procedure: 'lip-filler', ahead: 15 })
  await visitFrom(context)
  await page.goto(link)
  await tabTo(page, page.getByRole('button', { name: 'Book this time' }))
  await page.keyboard.press('Enter')
  const adult = page.getByLabel('The person coming is 18 or over')
  await expect(adult).toBeFocused()
  await page.keyboard.press('Space')
  await tabTo(page, page.getByRole('button', { name: 'Book this time' }))
  await page.keyboard.press('Enter')
  const heading = page.getByRole('heading', { name: 'You are booked' })
  await expect(heading).toBeVisible()
  await expect(heading).toBeFocused()
})

for (const path of ['', '/calendar', '/leads', '/texts', '/privacy', '/hours']) test(`the focus can always be seen (/larkspur${path})`, async ({ page, runtime, signIn, larkspur }) => {
  await signIn(larkspur)
  await page.goto(`${runtime.appUrl}/larkspur${path}`)
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
