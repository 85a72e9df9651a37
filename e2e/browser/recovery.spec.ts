import { randomBytes } from 'node:crypto'
import type { Page } from '@playwright/test'
import type { Sql } from 'postgres'
import { apiOf, vapiOf } from '../support/http.ts'
import { leadOf, loseCall } from '../support/lost-call.ts'
import { twilioOf } from '../support/twilio.ts'
import { expect, test, timeOf } from './owner.ts'

const faceliftPounds = 150

/** The pounds that Today shows, in pounds. */
async function poundsOn(page: Page): Promise<number> {
  const stat = page.getByRole('link', { name: /^Recovered this month/ })
  await expect(stat).toBeVisible()
  return Number((await stat.innerText()).match(/£([\d,]+)/)![1]!.replaceAll(',', ''))
}

/** Rosamund somebody: a name that no other lead has. */
const newName = () => `Rosamund E${randomBytes(4).toString('hex').replaceAll(/\d/g, (digit) => 'ghijklmnop'[Number(digit)]!)}`

const bookingOf = async (sql: Sql, leadId: string) => (await sql<{ status: string; at: string }[]>`
  select b.status, to_char(lower(b.during) at time zone 'Europe/London', 'HH24:MI') as at
  from bookings b join leads l on l.booking_id = b.id where l.id = ${leadId}`)[0]

test('the promise, tried out: an invented caller hangs up, is texted, replies 1 and is booked, and earns the clinic nothing', async ({ page, runtime, signIn, larkspur, sql }) => {
  test.setTimeout(120_000)
  await signIn(larkspur)
  await page.goto(`${runtime.appUrl}/larkspur`)
  const before = await poundsOn(page)

  await page.getByRole('link', { name: 'Try a call' }).first().click()
  await page.waitForURL(/\/larkspur\/try$/)
  await page.getByRole('button', { name: 'Start and hang up' }).click()
  const talk = page.getByRole('log', { name: 'The call' })
  await expect(talk).toContainText('If we get cut off, shall I text you to finish booking?', { timeout: 30_000 })
  await expect(talk).toContainText('Text message from Sarah', { timeout: 60_000 })
  await expect(talk).toContainText(/Larkspur Aesthetics.* kept .* for your facelift consultation\. Reply 1 to book/)
  await expect(talk).toContainText('Text message from the caller')
  await expect(talk).toContainText(/Booked: your facelift consultation at Larkspur Aesthetics/, { timeout: 30_000 })
  await expect(page.getByText('Booked by text')).toBeVisible()
  await expect(page.getByText(/^Won back, and in the diary: /)).toBeVisible()
  await page.getByRole('link', { name: 'See the lead' }).click()
  await page.waitForURL(/\/larkspur\/leads\/[0-9a-f-]{36}$/)
  const leadId = page.url().split('/').at(-1)!
  const booking = (await bookingOf(sql, leadId))!
  expect(booking.status).toBe('booked')
  const [lead] = await sql<{ name: string; phone: string }[]>`select k.name, k.phone from leads l join contacts k on k.id = l.contact_id where l.id = ${leadId}`
  expect((await twilioOf(runtime, sql).bodiesTo(lead!.phone)).at(-1)).toMatch(/^Booked: /)

  await expect(page.getByText('Test with an invented caller')).toBeVisible()
  await page.goto(`${runtime.appUrl}/larkspur`)
  expect(await poundsOn(page)).toBe(before)
})

test('the promise: a caller hangs up, is texted, replies 1 and is booked; the pounds lead to the evidence', async ({ page, runtime, signIn, larkspur, sql }) => {
  test.setTimeout(120_000)
  await signIn(larkspur)
  await page.goto(`${runtime.appUrl}/larkspur`)
  const before = await poundsOn(page)
  const twilio = twilioOf(runtime, sql)
  const name = newName()
  const { phone } = await loseCall(vapiOf(runtime, larkspur), { name, ahead: 11, texts: true })
  await expect.poll(() => twilio.bodiesTo(phone), { timeout: 30_000 }).toHaveLength(1)
  await twilio.inbound(phone, larkspur.phoneNumber, '1')
  await expect.poll(async () => (await leadOf(apiOf(runtime, larkspur), phone))?.status, { timeout: 30_000 }).toBe('booked')
  const leadId = (await leadOf(apiOf(runtime, larkspur), phone))!.id

  await page.goto(`${runtime.appUrl}/larkspur`)
  await expect.poll(() => poundsOn(page)).toBe(before + faceliftPounds)
  await page.getByRole('link', { name: /^Recovered this month/ }).click()
  await page.waitForURL(/view=recovered/)
  await expect(page.getByText(/recovered from \d+ bookings?/)).toBeVisible()
  const row = page.locator('tr', { has: page.locator(`a[href$="${leadId}"]`) })
  await expect(row).toContainText(name)
  await expect(row).toContainText('Facelift consultation')
  await expect(row).toContainText('£150')
  await row.getByRole('link').click()
  await page.waitForURL(new RegExp(leadId))

  await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
  const thread = page.getByRole('log', { name: 'Texts' })
  await expect(thread.getByText('Sarah’s text')).toBeVisible()
  await expect(thread.getByText('Their reply')).toBeVisible()
  await expect(thread.getByText('1', { exact: true })).toBeVisible()
  await expect(thread.getByText('Sarah, confirming the booking')).toBeVisible()
  for (const step of ['Hung up', 'Text sent', 'Delivered', 'Replied', 'Booked']) {
    await expect(page.getByText(step, { exact: true }).filter({ visible: true }).first(), step).toBeVisible()
  }
  await expect(page.getByText('Recovered by Sarah’s text')).toBeVisible()
  await expect(page.getByText('Texts: yes').first()).toBeVisible()
})

test('a lost call appears among the leads by itself; the clinic writes, and the person\'s answer is in the open page', async ({ page, runtime, signIn, larkspur, sql }) => {
  test.setTimeout(90_000)
  const twilio = twilioOf(runtime, sql)
  await signIn(larkspur)
  await page.goto(`${runtime.appUrl}/larkspur/leads`)
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  const name = newName()
  const { phone } = await loseCall(vapiOf(runtime, larkspur), { name, ahead: 18 })
  const row = page.getByRole('row').filter({ hasText: name })
  await expect(row).toContainText('Texted', { timeout: 30_000 })
  await expect(row).toContainText(/After\s(\d|less than)/)
  await row.getByRole('link').click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
  const thread = page.getByRole('log', { name: 'Texts' })
  await expect(thread).toContainText('Rosamund')

  await page.getByRole('button', { name: 'Send text' }).click()
  await expect(page.getByText('Write something first.')).toBeVisible()
  await page.getByLabel('Write to them').fill('Hello, would Saturday suit you better?')
  await page.getByRole('button', { name: 'Send text' }).click()
  await expect(thread).toContainText('Hello, would Saturday suit you better?')
  await expect.poll(() => twilio.bodiesTo(phone)).toHaveLength(2)
  await twilio.inbound(phone, larkspur.phoneNumber, 'Saturday would be lovely')
  await expect(thread).toContainText('Saturday would be lovely')

  await twilio.inbound(phone, larkspur.phoneNumber, 'STOP')
  await expect(page.getByText('No text goes to this number from your clinic any more.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Send text' })).toHaveCount(0)
})

test('whom only a person may ring is on the list, is done, and comes back by Undo', async ({ page, runtime, signIn, larkspur, sql }) => {
  await signIn(larkspur)
  await page.goto(`${runtime.appUrl}/larkspur`)
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  const name = newName()
  const { call } = await loseCall(vapiOf(runtime, larkspur), { name, phone: null, ahead: 18 })
  const item = page.getByRole('listitem').filter({ hasText: name })
  await expect(item).toContainText('They withheld their number')
  const isDone = async () => (await sql<{ done: boolean }[]>`select t.done_at is not null as done from staff_tasks t join leads l on l.id = t.lead_id
    join calls k on k.id = l.call_id where k.vapi_call_id = ${call.id}`)[0]!.done
  await item.getByRole('button', { name: /^Done/ }).click()
  await expect(item).toHaveCount(0)
  await expect.poll(isDone).toBe(true)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(item).toBeVisible()
  await expect.poll(isDone).toBe(false)
  await item.getByRole('button', { name: /^Done/ }).click()
  await expect.poll(isDone).toBe(true)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Who to ring' })).toBeVisible()
  await expect(item).toHaveCount(0)
})

test('the clinic\'s own words are checked as they are written, are saved, and go out with the next text', async ({ page, runtime, signIn, quillmere, sql }) => {
  test.setTimeout(90_000)
  await signIn(quillmere)
  await page.goto(`${runtime.appUrl}/quillmere/texts`)
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  const field = page.getByLabel('The one text after a lost call')
  const shipped = await field.inputValue()
  await field.fill('Hi {name}, Botox is waiting at {clinic}. Ring {phone}.')
  await expect(page.getByText(/prescription-only medicine, which may not be advertised/)).toBeVisible()
  await expect(page.getByText('Say how to opt out: "Reply STOP to opt out."')).toBeVisible()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(field).toBeFocused()
  expect(await sql`select text_template from clinics where id = ${quillmere.id}`).toEqual([{ text_template: null }])

  await field.fill('Good day {name}, {clinic} kept {time} for your {treatment}. Reply 1 to book or ring {phone}. Reply STOP to opt out.')
  await expect(page.getByText('Your own text. It follows the rules for such texts.')).toBeVisible()
  await expect(page.getByText(/^Good day Josephine, Quillmere Skin Studio kept /)).toBeVisible()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Saved', { exact: true }).first()).toBeVisible()
  try {
    const { phone } = await loseCall(vapiOf(runtime, quillmere), { name: newName(), ahead: 18 })
    await expect.poll(() => twilioOf(runtime, sql).bodiesTo(phone)).toEqual([expect.stringMatching(/^Good day Rosamund, Quillmere Skin Studio kept /)])
  } finally {
    await page.reload()
    await page.getByRole('button', { name: 'Use the shipped text' }).click()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByText('Saved', { exact: true }).first()).toBeVisible()
  }
  await page.reload()
  await expect(field).toHaveValue(shipped)
  expect(await sql`select text_template from clinics where id = ${quillmere.id}`).toEqual([{ text_template: null }])
})

test('a lead of the other clinic is as if it were not there', async ({ page, runtime, signIn, larkspur, quillmere, sql }) => {
  await signIn(larkspur)
  const [lead] = await sql<{ id: string }[]>`select id from leads where clinic_id = ${quillmere.id} limit 1`
  for (const id of [lead!.id, '00000000-0000-4000-8000-000000000000', 'nonsense']) {
    await page.goto(`${runtime.appUrl}/larkspur/leads/${id}`)
    await expect(page.getByRole('heading', { name: 'There is nothing at this address' }), id).toBeVisible()
  }
})

test('the booked time is the clinic\'s own on every page', async ({ page, runtime, signIn, larkspur, sql }) => {
  const { phone, offered } = await loseCall(vapiOf(runtime, larkspur), { name: newName(), ahead: 19 })
  const api = apiOf(runtime, larkspur)
  await expect.poll(async () => (await leadOf(api, phone))?.status).toBe('contacted')
  await twilioOf(runtime, sql).inbound(phone, larkspur.phoneNumber, 'book it please')
  await expect.poll(async () => (await leadOf(api, phone))?.status).toBe('booked')
  const lead = (await leadOf(api, phone))!
  expect((await bookingOf(sql, lead.id))!.at).toBe(timeOf(offered[0]!.start))
  await signIn(larkspur)
  await page.goto(`${runtime.appUrl}/larkspur/leads/${lead.id}`)
  await expect(page.getByRole('link', { name: new RegExp(`, ${timeOf(offered[0]!.start)}$`) })).toBeVisible()
  await expect(page.getByText(lead.hungUpAt.slice(11, 19)).first()).toBeVisible()
})
