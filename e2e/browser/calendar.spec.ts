import type { Page } from '@playwright/test'
import type { Booking } from '#lib/scheduling/types.ts'
import { formatDay, formatDayShort, formatPence } from '#lib/shared/format.ts'
import { apiOf, claimOf } from '../support/http.ts'
import { linkFor } from '../support/links.ts'
import { newName } from '../support/people.ts'
import { dayIn, expect, test, timeOf } from './owner.ts'

const blockOf = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(name) }).filter({ visible: true })

async function fillNew(page: Page, what: { procedure: string; practitioner: string; day: string; time: string; name: string; phone?: string }): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'New booking' })
  await dialog.getByLabel('Procedure').selectOption({ label: what.procedure })
  await dialog.getByLabel('Practitioner').selectOption({ label: what.practitioner })
  await dialog.getByLabel('Day').fill(what.day)
  await dialog.getByLabel(what.time, { exact: true }).check({ force: true })
  await dialog.getByLabel('Name').fill(what.name)
  await dialog.getByLabel('Phone').fill(what.phone ?? '07700 900360')
}

test('the diary shows what is booked, by day and by week, wherever the address says', async ({ page, runtime, signIn, larkspur }) => {
  await signIn(larkspur)
  const name = newName('Tansy')
  const booking = await apiOf(runtime, larkspur).book('rhinoplasty', { ahead: 30, name })
  await page.goto(`${runtime.appUrl}/larkspur/calendar?day=${dayIn(booking.start)}`)
  await expect(blockOf(page, name)).toContainText(timeOf(booking.start))
  await page.getByRole('link', { name: 'Week' }).click()
  await page.waitForURL(/view=week/)
  await page.goto(`${page.url()}&practitioner=${booking.practitionerId}`)
  await expect(blockOf(page, name)).toBeVisible()
  await page.getByRole('link', { name: 'Next week' }).click()
  await expect(blockOf(page, name)).toHaveCount(0)
  await page.goBack()
  await expect(blockOf(page, name)).toBeVisible()
  await page.getByRole('link', { name: 'Day', exact: true }).click()
  await page.getByRole('link', { name: 'Next day' }).click()
  await expect(page).not.toHaveURL(new RegExp(`day=${dayIn(booking.start)}`))
})

test('a week shows everybody at once, and each of its days is one press away', async ({ page, runtime, signIn, larkspur }) => {
  await signIn(larkspur)
  const booking = await apiOf(runtime, larkspur).book('rhinoplasty', { ahead: 32, name: newName('Tansy') })
  await page.goto(`${runtime.appUrl}/larkspur/calendar?view=week&day=${dayIn(booking.start)}`)
  await page.getByRole('link', { name: 'Everybody' }).click()
  for (const { name } of larkspur.practitioners) await expect(page.getByRole('heading', { level: 3, name: new RegExp(`^${name}`) }).first()).toBeAttached()
  await expect(page.getByRole('button', { name: new RegExp(timeOf(booking.start)) }).first()).toBeVisible()
  await page.getByRole('link', { name: formatDayShort(dayIn(booking.start)), exact: true }).click()
  await page.waitForURL(new RegExp(`day=${dayIn(booking.start)}$`))
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(formatDay(dayIn(booking.start)))
})

test('an address that makes no sense shows today', async ({ page, runtime, signIn, larkspur }) => {
  await signIn(larkspur)
  await page.goto(`${runtime.appUrl}/larkspur/calendar`)
  const today = await page.getByRole('heading', { level: 1 }).innerText()
  for (const day of ['0002-01-08', '2027-02-30', 'tomorrow', '']) {
    await page.goto(`${runtime.appUrl}/larkspur/calendar?day=${day}&practitioner=nobody`)
    await expect(page.getByRole('heading', { level: 1 }), day).toHaveText(today)
  }
})

test('a booking made in the dialog is in the diary and in the database', async ({ page, runtime, signIn, larkspur, sql }) => {
  await signIn(larkspur)
  const [slot] = await apiOf(runtime, larkspur).slots('rhinoplasty', { ahead: 31 })
  const practitioner = larkspur.practitioners.find((one) => one.id === slot!.practitionerId)!.name
  const name = newName('Tansy')
  await page.goto(`${runtime.appUrl}/larkspur/calendar?day=${dayIn(slot!.start)}`)
  await page.getByRole('button', { name: 'New booking' }).click()
  await page.getByRole('button', { name: 'Book', exact: true }).click()
  await expect(page.getByText('Enter the person’s name.')).toBeVisible()
  await fillNew(page, { procedure: 'Rhinoplasty consultation', practitioner, day: dayIn(slot!.start), time: timeOf(slot!.start), name })
  await page.getByRole('button', { name: `Book ${timeOf(slot!.start)}` }).click()
  await expect(page.getByText('Booked', { exact: true }).first()).toBeVisible()
  await expect(blockOf(page, name)).toBeVisible()
  const rows = await sql<{ start: Date; source: string; phone: string }[]>`select lower(b.during) as start, b.source, c.phone from bookings b join contacts c on c.id = b.contact_id where c.name = ${name}`
  expect(rows).toEqual([{ start: new Date(slot!.start), source: 'dashboard', phone: '+447700900360' }])
})

test('a time that somebody takes meanwhile is told as taken, and the alternative offered is one press away', async ({ page, runtime, signIn, larkspur, sql }) => {
  await signIn(larkspur)
  const api = apiOf(runtime, larkspur)
  const [slot] = await api.slots('facelift', { ahead: 34 })
  const practitioner = larkspur.practitioners.find((one) => one.id === slot!.practitionerId)!.name
  const name = newName('Tansy')
  await page.goto(`${runtime.appUrl}/larkspur/calendar?day=${dayIn(slot!.start)}`)
  await page.getByRole('button', { name: 'New booking' }).click()
  await fillNew(page, { procedure: 'Facelift consultation', practitioner, day: dayIn(slot!.start), time: timeOf(slot!.start), name })
  expect((await api.post('/bookings', claimOf('facelift', slot!))).status).toBe(201)
  await page.getByRole('button', { name: `Book ${timeOf(slot!.start)}` }).click()
  const alert = page.getByRole('alert').filter({ hasText: `${timeOf(slot!.start)} was just taken. Free next:` })
  await expect(alert).toBeVisible()
  await expect(page.getByRole('dialog').getByRole('radio', { name: timeOf(slot!.start), exact: true }), 'the times are read anew').toHaveCount(0)
  await expect(page.getByRole('dialog').getByRole('radio', { checked: true })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Book', exact: true })).toBeVisible()
  await alert.getByRole('button').first().click()
  await expect(page.getByRole('dialog', { name: 'New booking' })).toHaveCount(0)
  const rows = await sql<{ start: Date }[]>`select lower(b.during) as start from bookings b join contacts c on c.id = b.contact_id where c.name = ${name}`
  expect(rows).toHaveLength(1)
  expect(rows[0]!.start).not.toEqual(new Date(slot!.start))
})

test('whoever was signed out while writing is told so, signs in elsewhere, and sends what they wrote', async ({ page, context, runtime, signIn, larkspur, sql }) => {
  await signIn(larkspur)
  const session = await context.cookies()
  const [slot] = await apiOf(runtime, larkspur).slots('rhinoplasty', { ahead: 45 })
  const practitioner = larkspur.practitioners.find((one) => one.id === slot!.practitionerId)!.name
  const name = newName('Tansy')
  await page.goto(`${runtime.appUrl}/larkspur/calendar?day=${dayIn(slot!.start)}`)
  await page.getByRole('button', { name: 'New booking' }).click()
  await fillNew(page, { procedure: 'Rhinoplasty consultation', practitioner, day: dayIn(slot!.start), time: timeOf(slot!.start), name })
  await context.clearCookies()
  await page.getByRole('button', { name: `Book ${timeOf(slot!.start)}` }).click()
  const alert = page.getByRole('alert').filter({ hasText: 'You have been signed out.' })
  await expect(alert).toBeVisible()
  const opening = page.waitForEvent('popup')
  await alert.getByRole('link', { name: 'Sign in again' }).click()
  const elsewhere = await opening
  await expect(elsewhere.getByRole('heading', { name: 'Sign in to your clinic' })).toBeVisible()
  // What changes meanwhile must not lead the page away from what is written in it.
  const checked = page.waitForResponse((response) => response.status() === 401 && response.url().includes('/bookings?limit=1'))
  await apiOf(runtime, larkspur).book('rhinoplasty', { ahead: 46 })
  await checked
  await context.addCookies(session)
  await expect(page.getByRole('dialog').getByLabel('Name')).toHaveValue(name)
  await page.getByRole('button', { name: `Book ${timeOf(slot!.start)}` }).click()
  await expect(page.getByRole('dialog', { name: 'New booking' })).toHaveCount(0)
  expect(await sql`select b.id from bookings b join contacts c on c.id = b.contact_id where c.name = ${name}`).toHaveLength(1)
})

test('what is wrong with a field, and why a day has no times, is told in plain words', async ({ page, runtime, signIn, larkspur }) => {
  await signIn(larkspur)
  const [slot] = await apiOf(runtime, larkspur).slots('rhinoplasty', { ahead: 47 })
  const practitioner = larkspur.practitioners.find((one) => one.id === slot!.practitionerId)!.name
  await page.goto(`${runtime.appUrl}/larkspur/calendar?day=${dayIn(slot!.start)}`)
  await page.getByRole('button', { name: 'New booking' }).click()
  await fillNew(page, { procedure: 'Rhinoplasty consultation', practitioner, day: dayIn(slot!.start), time: timeOf(slot!.start), name: 'x'.repeat(300) })
  await page.getByRole('button', { name: `Book ${timeOf(slot!.start)}` }).click()
  await expect(page.getByText('Use 120 characters at most.')).toBeVisible()
  await page.getByRole('dialog').getByLabel('Day').fill('2020-01-06')
  await expect(page.getByText('This day is past. Choose today or a later day.')).toBeVisible()
  await page.getByRole('dialog').getByLabel('Day').fill('2120-01-08')
  await expect(page.getByText(/^Too far ahead: bookings are taken until \w+ \d+ \w+ \d{4}\.$/)).toBeVisible()
})

test('a booking is moved', async ({ page, runtime, signIn, larkspur }) => {
  await signIn(larkspur)
  const api = apiOf(runtime, larkspur)
  const name = newName('Tansy')
  const booking = await api.book('rhinoplasty', { ahead: 35, name })
  // On another day: over a weekend the next free time may be on the same one.
  const to = (await api.slots('rhinoplasty', { ahead: 37, practitionerId: booking.practitionerId })).find((slot) => dayIn(slot.start) !== dayIn(booking.start))!
  await page.goto(`${runtime.appUrl}/larkspur/calendar?day=${dayIn(booking.start)}`)
  await blockOf(page, name).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Move' }).click()
  await dialog.getByLabel('New day').fill(dayIn(to.start))
  await dialog.getByLabel(timeOf(to.start), { exact: true }).check({ force: true })
  await dialog.getByRole('button', { name: `Move to ${timeOf(to.start)}` }).click()
  await expect(page.getByText('Moved', { exact: true }).first()).toBeVisible()
  await expect(blockOf(page, name)).toHaveCount(0)
  expect((await api.get(`/bookings/${booking.id}`)).body).toMatchObject({ start: to.start, status: 'booked' })
  await page.goto(`${runtime.appUrl}/larkspur/calendar?day=${dayIn(to.start)}`)
  await expect(blockOf(page, name)).toContainText(timeOf(to.start))
})

test('a booking is cancelled, and Undo brings it back', async ({ page, runtime, signIn, larkspur, sql }) => {
  await signIn(larkspur)
  const name = newName('Tansy')
  const booking = await apiOf(runtime, larkspur).book('rhinoplasty', { ahead: 38, name })
  const live = () => sql<{ start: Date }[]>`select lower(b.during) as start from bookings b join contacts c on c.id = b.contact_id where c.name = ${name} and b.status = 'booked'`
  await page.goto(`${runtime.appUrl}/larkspur/calendar?day=${dayIn(booking.start)}`)
  await blockOf(page, name).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel booking' }).click()
  await expect.poll(live).toEqual([])
  await expect(blockOf(page, name)).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(blockOf(page, name)).toBeVisible()
  await expect.poll(live).toEqual([{ start: new Date(booking.start) }])
})

test('a hold is drawn as one, and becomes a booking', async ({ page, runtime, signIn, larkspur }) => {
  await signIn(larkspur)
  const api = apiOf(runtime, larkspur)
  const name = newName('Tansy')
  const held = await api.book('rhinoplasty', { ahead: 39, name, hold: true })
  await page.goto(`${runtime.appUrl}/larkspur/calendar?day=${dayIn(held.start)}`)
  await expect(blockOf(page, name)).toContainText(/held until/i)
  await blockOf(page, name).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Confirm' }).click()
  await expect(page.getByText('The hold is now a booking')).toBeVisible()
  await expect(blockOf(page, name)).not.toContainText(/held until/i)
  expect((await api.get<Booking>(`/bookings/${held.id}`)).body.status).toBe('booked')
})

test('what happens elsewhere appears in an open page by itself', async ({ page, runtime, signIn, larkspur }) => {
  await signIn(larkspur)
  const api = apiOf(runtime, larkspur)
  const [slot] = await api.slots('rhinoplasty', { ahead: 41 })
  const name = newName('Tansy')
  await page.goto(`${runtime.appUrl}/larkspur/calendar?day=${dayIn(slot!.start)}`)
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  const made = await api.post<Booking>('/bookings', claimOf('rhinoplasty', slot!, { name }))
  await expect(blockOf(page, name)).toBeVisible()
  expect((await api.delete(`/bookings/${made.body.id}`)).status).toBe(200)
  await expect(blockOf(page, name)).toHaveCount(0)
})

test('a booking tells how to reach the person, what it costs and that no text goes out; hidden names hide the number too', async ({ page, runtime, signIn, larkspur, sql }) => {
  await signIn(larkspur)
  const name = newName('Tansy')
  const booking = await apiOf(runtime, larkspur).book('rhinoplasty', { ahead: 48, name })
  const [phone, email] = ['+447700900361', 'tansy@person.example']
  await sql`update contacts set phone = ${phone}, email = ${email} where id = ${booking.contactId}`
  const [price] = await sql<{ pence: number }[]>`select price_pence as pence from procedures where clinic_id = ${larkspur.id} and slug = 'rhinoplasty'`
  await page.goto(`${runtime.appUrl}/larkspur/calendar?day=${dayIn(booking.start)}`)
  await blockOf(page, name).click()
  const dialog = page.getByRole('dialog')
  const call = dialog.getByRole('link', { name: '07700 900361' })
  await expect(call).toHaveAttribute('href', `tel:${phone}`)
  await expect(dialog.getByRole('link', { name: email })).toHaveAttribute('href', `mailto:${email}`)
  await expect(dialog.getByText(formatPence(price!.pence), { exact: true })).toBeVisible()
  await expect(dialog.getByText('Moving or cancelling sends no text: please tell the person yourself.')).toBeVisible()
  await expect(dialog.getByRole('link', { name })).toHaveAttribute('href', `/larkspur/contacts/${booking.contactId}`)
  await dialog.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('button', { name: 'Hide names' }).click()
  await page.getByRole('button', { name: /T\. / }).first().click()
  await expect(dialog.getByText('number ending in').filter({ visible: true })).toBeVisible()
  await expect(dialog.getByRole('link', { name: '07700 900361' })).toHaveCount(0)
  await expect(dialog.getByText(email).filter({ visible: true })).toHaveCount(0)
})

test('a time that is kept for a lead leads to it', async ({ page, runtime, signIn, larkspur, sql }) => {
  await signIn(larkspur)
  const { leadId, offered } = await linkFor(runtime, larkspur, sql, { name: newName('Tansy'), ahead: 49 })
  await page.goto(`${runtime.appUrl}/larkspur/calendar?day=${dayIn(offered[0]!.start)}`)
  await page.getByRole('button', { name: /held until/i }).filter({ visible: true }).first().click()
  await expect(page.getByRole('dialog').getByRole('link', { name: 'See the lead' })).toHaveAttribute('href', `/larkspur/leads/${leadId}`)
})

test('names can be hidden from those who look over the shoulder', async ({ page, runtime, signIn, larkspur }) => {
  await signIn(larkspur)
  const name = newName('Tansy')
  const booking = await apiOf(runtime, larkspur).book('rhinoplasty', { ahead: 42, name })
  await page.goto(`${runtime.appUrl}/larkspur/calendar?day=${dayIn(booking.start)}`)
  await expect(page.getByText(name).first()).toBeVisible()
  await page.getByRole('button', { name: 'Hide names' }).click()
  await expect(page.getByText(name).filter({ visible: true })).toHaveCount(0)
  await page.reload()
  await expect(page.getByText(name).filter({ visible: true })).toHaveCount(0)
})
