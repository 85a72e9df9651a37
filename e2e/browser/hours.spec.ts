import type { DemoClinic } from '#lib/commands/runtime.ts'
import type { Sql } from 'postgres'
import { addDays } from '#lib/shared/time.ts'
import { apiOf } from '../support/http.ts'
import { newStaff } from '../support/people.ts'
import { dayIn, expect, signInBy, test, violationsOf } from './owner.ts'

/** The clinic's hours as they were, whatever a test did to them. */
async function keepHours(sql: Sql, clinic: DemoClinic): Promise<() => Promise<void>> {
  const week = await sql`select * from working_hours where clinic_id = ${clinic.id}`
  return async () => {
    await sql`delete from working_hours where clinic_id = ${clinic.id}`
    await sql`insert into working_hours ${sql(week as never)}`
    await sql`delete from working_hours_exceptions where clinic_id = ${clinic.id}`
    await sql`delete from time_off where clinic_id = ${clinic.id} and label = 'Training'`
    await sql`update clinics set bank_holidays = null where id = ${clinic.id}`
  }
}

test.describe('hours', () => {
  let restore: () => Promise<void>
  test.beforeEach(async ({ page, runtime, sql, signIn, quillmere }) => {
    restore = await keepHours(sql, quillmere)
    await signIn(quillmere)
    await page.goto(`${runtime.appUrl}/quillmere/hours`)
    await expect(page.getByText('Live', { exact: true })).toBeVisible()
  })
  test.afterEach(() => restore())

  test('a closed day over a booking says so, leads to it, and is taken back by Undo', async ({ page, runtime, sql, quillmere }) => {
    const booked = await apiOf(runtime, quillmere).book('rhinoplasty', { ahead: 68, name: 'Juniper Vale' })
    const day = dayIn(booked.start)
    await page.getByRole('button', { name: /^New closed or special day/ }).click()
    const dialog = page.getByRole('dialog', { name: 'Closed or special day' })
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(dialog.getByLabel('First day')).toBeFocused()
    await expect(dialog.getByText('Choose a day from today on.')).toBeVisible()
    expect(await violationsOf(page)).toEqual([])
    await dialog.getByLabel('First day').fill(day)
    await dialog.getByLabel('Last day, if later').fill(addDays(day, -1))
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(dialog.getByText('The last day cannot be before the first.')).toBeVisible()
    await dialog.getByLabel('Last day, if later').fill('')
    await dialog.getByLabel('What for, if you like').fill('Stocktaking')
    await page.keyboard.press('Enter')
    await expect(dialog).toBeHidden()
    await expect(page.getByText('1 booking lies in that time and stays booked')).toBeVisible()
    const item = page.getByRole('listitem').filter({ hasText: 'Stocktaking' })
    await expect(item).toContainText('Whole clinic')
    await expect(item).toContainText('Closed')
    const outside = page.getByRole('link', { name: /^1 booking on .* lies in closed time$/ })
    await expect(outside).toBeVisible()
    expect(await violationsOf(page)).toEqual([])

    await item.getByRole('button', { name: /^Remove/ }).click()
    await expect(item).toBeHidden()
    await expect(outside).toBeHidden()
    await page.getByRole('button', { name: 'Undo' }).first().click()
    await expect(item).toBeVisible()
    await outside.click()
    await page.waitForURL(new RegExp(`/calendar\\?day=${day}`))
    await expect(page.getByRole('button', { name: /Juniper Vale/ }).filter({ visible: true }).first()).toBeVisible()
    await apiOf(runtime, quillmere).delete(`/bookings/${booked.id}`)
    expect(await sql`select 1 from working_hours_exceptions where clinic_id = ${quillmere.id} and label = 'Stocktaking'`).toHaveLength(1)
  })

  test('bank holidays of the clinic\'s part of the country are closed with one press, and what is set is not offered again', async ({ page, sql, quillmere }) => {
    const opener = page.getByRole('button', { name: 'Close on bank holidays' })
    await opener.click()
    const dialog = page.getByRole('dialog', { name: 'Close on bank holidays' })
    await dialog.getByLabel('Bank holidays of').selectOption('Scotland')
    await expect(dialog.getByRole('checkbox', { name: 'St Andrew’s Day', exact: true })).toBeChecked()
    await expect(dialog.getByRole('checkbox', { name: 'Easter Monday' })).toHaveCount(0)
    await dialog.getByRole('checkbox', { name: 'Good Friday' }).uncheck()
    expect(await violationsOf(page)).toEqual([])
    await dialog.getByRole('button', { name: /^Close on \d+ days$/ }).click()
    await expect(dialog).toBeHidden()
    await expect(page.getByText(/^Closed on \d+ bank holidays$/)).toBeVisible()
    await expect(page.getByRole('listitem').filter({ hasText: 'Christmas Day' }).first()).toBeVisible()
    expect(await sql`select bank_holidays from clinics where id = ${quillmere.id}`).toEqual([{ bank_holidays: 'scotland' }])
    await opener.click()
    await expect(dialog.getByLabel('Bank holidays of')).toHaveValue('scotland')
    const christmas = dialog.getByRole('checkbox', { name: 'Christmas Day', exact: true })
    await expect(christmas).toBeDisabled()
    await expect(christmas).not.toBeChecked()
    await expect(dialog.getByRole('checkbox', { name: 'Good Friday' })).toBeChecked()
    await dialog.getByRole('button', { name: 'Close on 1 day' }).click()
    await expect(page.getByText('Closed on 1 bank holiday')).toBeVisible()
    await page.getByRole('button', { name: 'Undo' }).first().click()
    await expect(page.getByRole('listitem').filter({ hasText: 'Good Friday' })).toBeHidden()
  })

  test('a week is edited by keyboard, refused beside the field, and saved whole', async ({ page, sql, quillmere }) => {
    const { id, name } = quillmere.practitioners[0]!
    const opener = page.getByRole('button', { name: `Edit the week of ${name}` })
    await opener.focus()
    await page.keyboard.press('Enter')
    const dialog = page.getByRole('dialog', { name: `Usual week of ${name}` })
    await expect(dialog).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(opener).toBeFocused()
    await page.keyboard.press('Enter')
    const sunday = dialog.getByRole('group', { name: 'Sunday' })
    await sunday.getByRole('button', { name: 'Open (Sunday)' }).press('Enter')
    await sunday.getByLabel('Sunday closes').fill('08:00')
    await dialog.getByRole('button', { name: 'Save the week' }).press('Enter')
    await expect(dialog.getByText('This must be after the beginning.')).toBeVisible()
    await expect(sunday.getByLabel('Sunday closes')).toBeFocused()
    expect(await violationsOf(page)).toEqual([])
    await sunday.getByLabel('Sunday closes').fill('17:00')
    await sunday.getByRole('button', { name: 'Add a break (Sunday)' }).press('Enter')
    await sunday.getByLabel('Sunday, second part, opens').fill('12:00')
    await page.keyboard.press('Enter')
    await expect(dialog.getByText('These hours overlap the others of the day.')).toBeVisible()
    await sunday.getByLabel('Sunday, second part, opens').fill('13:00')
    await sunday.getByLabel('Sunday, second part, closes').fill('00:00')
    await page.keyboard.press('Enter')
    await expect(dialog).toBeHidden()
    await expect(opener).toBeFocused()
    await expect(page.getByText('09:00–12:30, 13:00–24:00')).toBeVisible()
    const sundays = () => sql`select left(opens::text, 5) as opens, left(closes::text, 5) as closes from working_hours where practitioner_id = ${id} and weekday = 7 order by 1`
    expect(await sundays()).toEqual([{ opens: '09:00', closes: '12:30' }, { opens: '13:00', closes: '24:00' }])
    await page.getByRole('button', { name: 'Undo' }).first().click()
    await expect(page.getByText('09:00–12:30, 13:00–24:00')).toBeHidden()
    expect(await sundays()).toEqual([])
  })

  test('time off is entered in the clinic\'s time and removed; a page that is open elsewhere follows', async ({ page, runtime, context, sql, quillmere }) => {
    const other = await context.newPage()
    await other.goto(`${runtime.appUrl}/quillmere/hours`)
    await expect(other.getByText('Live', { exact: true })).toBeVisible()
    await page.getByRole('button', { name: 'New time off' }).click()
    const dialog = page.getByRole('dialog', { name: 'Time off' })
    await dialog.getByLabel('First day').fill('2027-07-06')
    await expect(dialog.getByLabel('Last day')).toHaveValue('2027-07-06')
    await dialog.getByLabel('Until').fill('08:00')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(dialog.getByText('The end comes after the beginning.')).toBeVisible()
    await expect(dialog.getByLabel('Until')).toBeFocused()
    expect(await violationsOf(page)).toEqual([])
    await dialog.getByLabel('Until').fill('12:30')
    await dialog.getByLabel('What for, if you like').fill('Training')
    await page.keyboard.press('Enter')
    await expect(dialog).toBeHidden()
    const [{ zone } = { zone: '' }] = await sql<{ zone: string }[]>`select time_zone as zone from clinics where id = ${quillmere.id}`
    expect(await sql`select timezone(${zone}, lower(during))::text as start, timezone(${zone}, upper(during))::text as end from time_off where label = 'Training' and clinic_id = ${quillmere.id}`)
      .toEqual([{ start: '2027-07-06 09:00:00', end: '2027-07-06 12:30:00' }])
    for (const one of [page, other]) await expect(one.getByRole('listitem').filter({ hasText: 'Training' })).toContainText('Tuesday 6 July 2027, 09:00–12:30')
    await page.getByRole('listitem').filter({ hasText: 'Training' }).getByRole('button', { name: /^Remove/ }).click()
    for (const one of [page, other]) await expect(one.getByRole('listitem').filter({ hasText: 'Training' })).toBeHidden()
  })
})

test('staff see the hours and change nothing', async ({ page, runtime, sql, larkspur }) => {
  const { email, password } = await newStaff(runtime, sql, larkspur)
  await signInBy(page, runtime.appUrl, { ownerEmail: email, ownerPassword: password })
  await page.waitForURL(`${runtime.appUrl}/larkspur`)
  await page.goto(`${runtime.appUrl}/larkspur/hours`)
  await expect(page.getByText('Only an owner of the clinic can change this.')).toBeVisible()
  await expect(page.getByText('Monday').first()).toBeVisible()
  await expect(page.locator('main').getByRole('button')).toHaveCount(0)
  expect(await violationsOf(page)).toEqual([])
})
