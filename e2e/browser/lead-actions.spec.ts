import { apiOf, vapiOf } from '../support/http.ts'
import { leadOf, loseCall } from '../support/lost-call.ts'
import { newName } from '../support/people.ts'
import { twilioOf } from '../support/twilio.ts'
import { expect, test, timeOf, violationsOf } from './owner.ts'

test('a lead is booked from its own page, at the time that is kept for them, and counts as recovered', async ({ page, runtime, signIn, larkspur, sql }) => {
  await signIn(larkspur)
  const [api, name] = [apiOf(runtime, larkspur), newName('Saffron')]
  const { phone } = await loseCall(vapiOf(runtime, larkspur), { name, ahead: 33 })
  await expect.poll(() => twilioOf(runtime, sql).bodiesTo(phone)).toHaveLength(1)
  await expect.poll(async () => (await leadOf(api, phone))?.status).toBe('contacted')
  const { id } = (await leadOf(api, phone))!
  const { hold } = (await api.get<{ hold: { start: string } }>(`/leads/${id}`)).body
  await page.goto(`${runtime.appUrl}/larkspur/leads/${id}`)
  await page.getByRole('button', { name: 'Book', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'New booking' })
  await expect(dialog.getByLabel('Procedure').locator('option:checked')).toHaveText('Facelift consultation')
  await expect(dialog.getByRole('radio', { name: timeOf(hold.start), exact: true })).toBeChecked()
  await expect(dialog.getByText(name)).toBeVisible()
  await expect(dialog.getByLabel('Name')).toHaveCount(0)
  expect(await violationsOf(page)).toEqual([])
  await dialog.getByRole('button', { name: `Book ${timeOf(hold.start)}` }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.getByText('Recovered', { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: /^(Book|Close)$/ })).toHaveCount(0)
  const rows = await sql`select b.status, b.source, k.name, lower(b.during) as start from bookings b join leads l on l.booking_id = b.id join contacts k on k.id = b.contact_id where l.id = ${id}`
  expect(rows).toEqual([{ status: 'booked', source: 'dashboard', name, start: new Date(hold.start) }])
})

test('what is not known of a lead is asked for: a number that was withheld', async ({ page, runtime, signIn, larkspur, sql }) => {
  await signIn(larkspur)
  const name = newName('Saffron')
  const { call } = await loseCall(vapiOf(runtime, larkspur), { name, phone: null, ahead: 36 })
  const leads = () => sql<{ id: string; status: string }[]>`select l.id, l.status from leads l join calls k on k.id = l.call_id where k.vapi_call_id = ${call.id}`
  await expect.poll(async () => (await leads())[0]?.status).toBe('needs_person')
  await page.goto(`${runtime.appUrl}/larkspur/leads/${(await leads())[0]!.id}`)
  await page.getByRole('button', { name: 'Book', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'New booking' })
  await expect(dialog.getByRole('radio', { checked: true })).toHaveCount(1)
  await dialog.getByRole('button', { name: /^Book \d\d:\d\d$/ }).click()
  await expect(dialog.getByText('Enter a phone number.')).toBeVisible()
  await dialog.getByLabel('Phone').fill('07700 900363')
  await dialog.getByRole('button', { name: /^Book \d\d:\d\d$/ }).click()
  await expect(dialog).toHaveCount(0)
  expect((await leads())[0]!.status).toBe('booked')
})

test('a lead is closed, which Undo takes back; closed it is on no list, and can be opened again', async ({ page, runtime, signIn, larkspur, sql }) => {
  await signIn(larkspur)
  const name = newName('Saffron')
  const { call } = await loseCall(vapiOf(runtime, larkspur), { name, phone: null, ahead: 36 })
  const leadId = async () => (await sql<{ id: string }[]>`select l.id from leads l join calls k on k.id = l.call_id where k.vapi_call_id = ${call.id}`)[0]?.id
  await expect.poll(leadId).toBeTruthy()
  const open = async () => (await sql`select 1 from staff_tasks where lead_id = ${(await leadId())!} and done_at is null`).length
  await page.goto(`${runtime.appUrl}/larkspur/leads/${await leadId()}`)
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await expect(page.getByText('Nobody needs to do anything more.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Reopen' })).toBeVisible()
  expect(await open()).toBe(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('button', { name: 'Close', exact: true })).toBeVisible()
  expect(await open()).toBe(1)
  await page.getByRole('button', { name: 'Close', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Reopen' })).toBeVisible()
  await page.goto(`${runtime.appUrl}/larkspur/leads`)
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  await expect(page.getByRole('link', { name })).toHaveCount(0)
  await page.goto(`${runtime.appUrl}/larkspur/leads/${await leadId()}`)
  await page.getByRole('button', { name: 'Reopen' }).click()
  await expect(page.getByRole('button', { name: 'Book', exact: true })).toBeVisible()
  expect(await open()).toBe(1)
})
