import type { Sql } from 'postgres'
import { formatClock } from '#lib/recovery/clock.ts'
import { formatMinuteCount } from '#lib/shared/format.ts'
import { apiOf, ask, claimOf } from '../support/http.ts'
import { linkFor, newAddress, visitFrom } from '../support/links.ts'
import { leadOf } from '../support/lost-call.ts'
import { twilioOf } from '../support/twilio.ts'
import { expect, test } from './owner.ts'

test.use({ viewport: { width: 390, height: 844 } })

/** Somebody on the web, with an address of their own: tries are counted by it. */
const bookedBy = (sql: Sql, leadId: string) => sql<{ start: Date; source: string }[]>`
  select lower(b.during) as start, b.source from bookings b join leads l on l.booking_id = b.id where l.id = ${leadId} and b.status = 'booked'`

test('the link shows the kept time to whoever holds it, says what for and with whom but nothing else about the person, and books with one tap', async ({ page, context, runtime, larkspur, sql }) => {
  const { link, leadId, phone, offered } = await linkFor(runtime, larkspur, sql, { name: 'Peregrine Ashworth', ahead: 34 })
  await visitFrom(context)
  const length = formatMinuteCount(larkspur.procedures.find((one) => one.slug === 'facelift')!.durationMinutes)
  const response = await page.goto(link)
  expect(response!.status()).toBe(200)
  expect(response!.headers()['cache-control']).toMatch(/no-store/)
  expect(response!.headers()['x-robots-tag'] ?? (await page.locator('meta[name=robots]').getAttribute('content'))).toMatch(/noindex/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your time is kept')
  const practitioner = larkspur.practitioners.find((one) => one.id === offered[0]!.practitionerId)!.name
  await expect(page.getByText(formatClock(offered[0]!.start), { exact: true })).toBeVisible()
  await expect(page.getByText(`With ${practitioner}`, { exact: true })).toBeVisible()
  await expect(page.getByText(new RegExp(`^Facelift consultation, ${length}$`))).toBeVisible()
  await expect(page.getByText('Larkspur Aesthetics')).toBeVisible()
  for (const html of [await response!.text(), await page.content()]) {
    for (const personal of ['Peregrine', 'Ashworth', phone, phone.slice(3), `0${phone.slice(3)}`, leadId]) expect(html, personal).not.toContain(personal)
  }
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
  await page.getByRole('button', { name: 'Book this time' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are booked')
  await expect(page.getByText(`at ${formatClock(offered[0]!.start)}`)).toBeVisible()
  await expect(page.getByText(`With ${practitioner}`, { exact: true })).toBeVisible()
  expect(await bookedBy(sql, leadId)).toEqual([{ start: new Date(offered[0]!.start), source: 'page' }])

  await page.goto(link)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are booked')
  await expect(page.getByRole('button', { name: /Book/ })).toHaveCount(0)
  expect(await bookedBy(sql, leadId)).toHaveLength(1)
})

test('another time than the kept one; one that is taken meanwhile is told, and the next is one tap away', async ({ page, context, runtime, larkspur, sql }) => {
  const { link, leadId, offered } = await linkFor(runtime, larkspur, sql, { name: 'Peregrine Ashworth', ahead: 12 })
  await visitFrom(context)
  await page.goto(link)
  const day = page.locator('details').nth(2)
  await day.locator('summary').click()
  const choice = day.getByRole('radio').nth(1)
  const [start, practitionerId] = (await choice.inputValue()).split(' ') as [string, string]
  await choice.check({ force: true })
  const api = apiOf(runtime, larkspur)
  expect((await api.post('/bookings', claimOf('facelift', { start, end: start, practitionerId }))).status).toBe(201)
  await page.getByRole('button', { name: 'Book the chosen time' }).click()
  const alert = page.getByRole('alert').filter({ hasText: `${formatClock(start)} is no longer free.` })
  await expect(alert).toBeVisible()
  await alert.getByRole('button').first().click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are booked')
  const [booked] = await bookedBy(sql, leadId)
  expect(booked).toMatchObject({ source: 'page' })
  expect(booked!.start).not.toEqual(new Date(start))
  expect(booked!.start).not.toEqual(new Date(offered[0]!.start))
  const held = await sql`select b.id from bookings b join leads l on l.hold_id = b.id where l.id = ${leadId} and b.status = 'held'`
  expect(held, 'the kept time is free again').toEqual([])
})

test('what is for adults is booked only after somebody says so', async ({ page, context, runtime, larkspur, sql }) => {
  const { link, leadId } = await linkFor(runtime, larkspur, sql, { name: 'Peregrine Ashworth', procedure: 'lip-filler', ahead: 14 })
  await visitFrom(context)
  await page.goto(link)
  await page.getByRole('button', { name: 'Book this time' }).click()
  await expect(page.getByText('Tick this if the person coming is 18 or over.')).toBeVisible()
  expect(await bookedBy(sql, leadId)).toEqual([])
  await page.getByLabel('The person coming is 18 or over').check()
  await page.getByRole('button', { name: 'Book this time' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are booked')
  expect(await bookedBy(sql, leadId)).toHaveLength(1)
})

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false })

  test('the same: the kept time is booked, and the link then says so', async ({ page, context, runtime, larkspur, sql }) => {
    const { link, leadId, offered } = await linkFor(runtime, larkspur, sql, { name: 'Peregrine Ashworth', ahead: 35 })
    await visitFrom(context)
    await page.goto(link)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your time is kept')
    await page.getByRole('button', { name: 'Book this time' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are booked')
    expect(await bookedBy(sql, leadId)).toEqual([{ start: new Date(offered[0]!.start), source: 'page' }])
  })

  test('age is asked for, and kept to', async ({ page, context, runtime, larkspur, sql }) => {
    const { link, leadId } = await linkFor(runtime, larkspur, sql, { name: 'Peregrine Ashworth', procedure: 'lip-filler', ahead: 15 })
    await visitFrom(context)
    await page.goto(link)
    await page.getByRole('button', { name: 'Book this time' }).click()
    await expect(page.getByText('Tick this if the person coming is 18 or over.')).toBeVisible()
    expect(await bookedBy(sql, leadId)).toEqual([])
    await page.getByLabel('The person coming is 18 or over').check()
    await page.getByRole('button', { name: 'Book this time' }).click()
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('You are booked')
  })
})

test('a link that is unknown, has run out, or is of somebody who said STOP: one page, which gives nothing away', async ({ page, context, runtime, larkspur, sql }) => {
  await visitFrom(context)
  const ended = await linkFor(runtime, larkspur, sql, { name: 'Peregrine Ashworth', ahead: 36 })
  await sql`update app.booking_links set expires_at = now() - interval '1 minute' where lead_id = ${ended.leadId}`
  const stopped = await linkFor(runtime, larkspur, sql, { name: 'Peregrine Ashworth', ahead: 36 })
  await twilioOf(runtime, sql).inbound(stopped.phone, larkspur.phoneNumber, 'STOP')
  await expect.poll(async () => (await leadOf(apiOf(runtime, larkspur), stopped.phone))?.reason).toBe('opted_out')
  const seen: string[] = []
  const unknown = ['AAAAAAAAAAAAAAAA', 'nonsense', 'x'.repeat(300)].map((token) => `${runtime.appUrl}/b/${token}`)
  for (const link of [...unknown, ended.link, stopped.link]) {
    const response = await page.goto(link)
    expect(response!.status(), link.slice(0, 60)).toBe(404)
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link has ended')
    await expect(page.locator('body')).not.toContainText(/Larkspur|Peregrine/)
    seen.push(await page.locator('body').innerText())
  }
  expect(new Set(seen).size).toBe(1)
})

test('whoever tries links is stopped, and nobody else is', async ({ page, context, browser, runtime, larkspur, sql }) => {
  const { link } = await linkFor(runtime, larkspur, sql, { name: 'Peregrine Ashworth', ahead: 37 })
  const address = newAddress()
  await visitFrom(context, address)
  // One look comes back every second and a half: on a slow machine the tries may be too slow to be too many, and are made again.
  await expect(async () => {
    await Promise.all(Array.from({ length: 45 }, (_, tries) => fetch(`${runtime.appUrl}/b/AAAAAAAAAAAAAA${tries + 10}`, { headers: { 'x-forwarded-for': address } })))
    const response = await page.goto(link)
    expect([response!.status(), response!.headers()['retry-after']]).toEqual([429, '60'])
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Too many tries', { timeout: 1_000 })
  }).toPass()
  await expect(page.locator('body')).not.toContainText('Larkspur')
  const other = await browser.newContext()
  await visitFrom(other)
  const elsewhere = await other.newPage()
  await elsewhere.goto(link)
  await expect(elsewhere.getByRole('heading', { level: 1 })).toHaveText('Your time is kept')
  await other.close()
})
