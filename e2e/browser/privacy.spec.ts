import { randomBytes, randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import type { Sql } from 'postgres'
import type { DemoClinic, Runtime } from '#lib/commands/runtime.ts'
import { apiOf, newCall, vapiOf } from '../support/http.ts'
import { newMobile } from '../support/twilio.ts'
import { expect, test, violationsOf } from './owner.ts'

/** Somebody whose surname nobody else has: letters only, so that it is heard as a name. */
const newName = () => `Isolde W${randomBytes(4).toString('hex').replaceAll(/\d/g, (digit) => 'ghijklmnop'[Number(digit)]!)}`
const said = [
  ['bot', 'How can I help?'], ['user', 'I\'d like to ask about a facelift on a Tuesday.'],
  ['bot', 'Could I take your name and number?'], ['user', 'It\'s NAME and my number is NUMBER.'],
  ['bot', 'Thank you. Anything else?'], ['user', 'I\'ve had epilepsy since I was little.'],
] as const

/** A call that says who it is and a thing about their health, and ends without a booking. */
async function ring(runtime: Runtime, clinic: DemoClinic, name: string, phone: string): Promise<string> {
  const call = newCall(phone)
  const startedAt = Date.now() - 60_000
  const spoken = `0${phone.slice(3, 7)} ${phone.slice(7)}`
  const messages = said.map(([role, words], n) =>
    ({ role, message: words.replace('NAME', name).replace('NUMBER', spoken), time: startedAt + n * 3_000, secondsFromStart: n * 3 }))
  const given = JSON.stringify({ name, procedure: 'facelift' })
  const toolCall = { id: `e2e_${randomUUID()}`, type: 'function', function: { name: 'capture_lead', arguments: given } }
  const vapi = vapiOf(runtime, clinic)
  expect((await vapi.message(call, { type: 'tool-calls', toolCallList: [toolCall] })).status).toBe(200)
  const report = {
    type: 'end-of-call-report', endedReason: 'customer-ended-call', startedAt: new Date(startedAt).toISOString(),
    endedAt: new Date().toISOString(), artifact: { messages },
  }
  expect((await vapi.message(call, report)).status).toBe(200)
  return call.id
}

const contactAt = async (sql: Sql, clinic: DemoClinic, phone: string) =>
  (await sql<{ id: string }[]>`select id from contacts where clinic_id = ${clinic.id} and phone = ${phone} and name is not null`)[0]?.id
const live = (page: Page) => expect(page.getByText('Live', { exact: true })).toBeVisible()

test('a call is found by a word that was kept, and shows labels where a number and an illness were said', async ({ page, runtime, sql, signIn, larkspur }) => {
  const [name, phone] = [newName(), newMobile()]
  const vapiCallId = await ring(runtime, larkspur, name, phone)
  await signIn(larkspur)
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  await page.goto(`${runtime.appUrl}/larkspur/calls`)
  await live(page)
  await page.getByRole('searchbox', { name: 'Search calls' }).fill(name)
  const row = page.getByRole('row').filter({ hasText: name })
  await expect(row).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('searchbox')).toHaveValue('')
  await page.getByRole('searchbox', { name: 'Search calls' }).fill(name)
  await row.getByRole('link').first().click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
  await expect(page.getByText('phone number removed').first()).toBeVisible()
  await expect(page.getByText('health detail removed').first()).toBeVisible()
  await expect(page.getByText('I\'d like to ask about a facelift on a Tuesday.')).toBeVisible()
  await expect(page.locator('body')).not.toContainText('epilepsy')
  const [seen] = await sql<{ count: number }[]>`select count(*)::int as count from access_log a join calls c on c.id = a.subject_id where a.kind = 'transcript' and c.vapi_call_id = ${vapiCallId}`
  expect(seen!.count, 'the look at it is noted').toBeGreaterThan(0)
  for (const url of requests) for (const part of name.split(' ')) expect(decodeURIComponent(url)).not.toContain(part)
})

test('the owner exports a person, erases them, and sees each processor delete its part; the same person at the other clinic stays', async ({ page, runtime, sql, signIn, larkspur, quillmere }) => {
  test.setTimeout(120_000)
  const [name, phone] = [newName(), newMobile()]
  const vapiCallId = await ring(runtime, larkspur, name, phone)
  await ring(runtime, quillmere, name, phone)
  const booking = await apiOf(runtime, larkspur).book('rhinoplasty', { ahead: 46, name, phone })
  const contactId = (await contactAt(sql, larkspur, phone))!
  await signIn(larkspur)
  await page.goto(`${runtime.appUrl}/larkspur/contacts`)
  await live(page)
  await page.getByRole('searchbox', { name: 'Search contacts' }).fill(name)
  await page.getByRole('row').filter({ hasText: name }).getByRole('link').first().click()
  await page.waitForURL(`**/contacts/${contactId}`)

  await page.getByRole('link', { name: 'Export' }).click()
  await page.waitForURL('**/export')
  await expect(page.getByText(name).first()).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Who processes it' })).toBeVisible()
  await expect(page.locator('body')).not.toContainText('epilepsy')
  expect(await violationsOf(page)).toEqual([])
  await page.goto(`${runtime.appUrl}/larkspur/contacts/${contactId}`)

  await page.getByRole('button', { name: 'Erase' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('One coming booking: cancelled')
  await dialog.getByRole('button', { name: 'Erase for good' }).click()
  await expect(dialog).toContainText('Choose one. It stands on the receipt.')
  await dialog.getByLabel('They showed a document').check()
  expect(await violationsOf(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Erase for good' }).click()
  await page.waitForURL('**/privacy/erasures/*', { timeout: 30_000 })
  await expect(async () => {
    await page.reload()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('The person is erased', { timeout: 2_000 })
  }).toPass({ timeout: 60_000 })
  for (const processor of ['This database', 'Google Calendar', 'Vapi']) {
    await expect(page.getByRole('listitem').filter({ hasText: processor })).toContainText('Deleted')
  }
  await expect(page.locator('body')).not.toContainText(name)
  expect(await violationsOf(page)).toEqual([])

  expect(await contactAt(sql, larkspur, phone)).toBeUndefined()
  expect(await contactAt(sql, quillmere, phone)).toBeDefined()
  expect(await sql`select 1 from logs l join calls c on c.id = l.call_id where c.vapi_call_id = ${vapiCallId}`).toHaveLength(0)
  expect((await sql`select status, contact_id from bookings where id = ${booking.id}`)[0]).toEqual({ status: 'cancelled', contact_id: null })
  await page.goto(`${runtime.appUrl}/larkspur/contacts/${contactId}`)
  await expect(page.getByRole('heading', { name: /There is nothing/ })).toBeVisible()
  await page.goto(`${runtime.appUrl}/larkspur/privacy`)
  await expect(page.getByText('They showed a document').first()).toBeVisible()
})

test('how long transcripts are kept is set where it stands, and what is out of bounds is refused there', async ({ page, runtime, sql, signIn, quillmere }) => {
  await signIn(quillmere)
  await page.goto(`${runtime.appUrl}/quillmere/privacy`)
  await live(page)
  await page.getByRole('button', { name: 'Change how long redacted transcripts are kept' }).click()
  const field = page.getByLabel('Days that redacted transcripts are kept')
  await field.fill('91')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('alert').filter({ hasText: 'Between 1 and 90 days.' })).toBeVisible()
  await field.fill('30')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(field).toHaveCount(0)
  await expect.poll(async () => (await sql`select transcript_days from retention where clinic_id = ${quillmere.id}`)[0]).toEqual({ transcript_days: 30 })
})

test('a request runs its month: noted, stopped, resumed, closed', async ({ page, runtime, signIn, quillmere }) => {
  await signIn(quillmere)
  await page.goto(`${runtime.appUrl}/quillmere/privacy`)
  await live(page)
  await page.getByRole('button', { name: 'New request or complaint' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Note it' }).click()
  const item = page.getByRole('listitem').filter({ hasText: 'Wants a copy of their data' }).first()
  await expect(item).toContainText(/Received \w{3} \d+ \w{3}, answer by/)
  await item.getByRole('button', { name: 'Stop the clock' }).click()
  await expect(item).toContainText('clock stopped')
  await item.getByRole('button', { name: 'Resume the clock' }).click()
  await expect(item).not.toContainText('clock stopped')
  await item.getByRole('button', { name: 'Close the request' }).click()
  await page.getByRole('dialog').getByLabel('Done as asked').check()
  await page.getByRole('dialog').getByRole('button', { name: 'Close the request' }).click()
  await page.getByText(/^Closed \(\d+\)$/).click()
  await expect(item).toContainText('done as asked')
})

test('with names hidden, a contact\'s page shows neither name nor number nor address', async ({ page, runtime, sql, signIn, larkspur }) => {
  const [name, phone] = [newName(), newMobile()]
  await ring(runtime, larkspur, name, phone)
  const contactId = (await contactAt(sql, larkspur, phone))!
  await sql`update contacts set email = 'isolde@mail.example', address = '12 Quince Lane' where id = ${contactId}`
  await signIn(larkspur)
  await page.goto(`${runtime.appUrl}/larkspur/contacts/${contactId}`)
  await live(page)
  await expect(page.getByText('12 Quince Lane')).toBeVisible()
  await page.getByRole('button', { name: 'Hide names' }).click()
  for (const personal of [name, 'isolde@mail.example', '12 Quince Lane', phone.slice(-6)]) {
    await expect(page.getByText(personal).filter({ visible: true }), personal === name ? 'the name' : 'a detail').toHaveCount(0)
  }
  await expect(page.getByRole('heading', { level: 1 })).toContainText('I. W.')
  await page.getByRole('button', { name: 'Hide names' }).click()
})
