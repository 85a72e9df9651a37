import { dialled } from '#lib/recovery/template.ts'
import { newCall, vapiOf } from '../support/http.ts'
import { newName } from '../support/people.ts'
import { expect, test } from './owner.ts'

test('a call appears while it is going on, and its page shows what the agent did', async ({ page, runtime, signIn, larkspur }) => {
  await signIn(larkspur)
  await page.goto(`${runtime.appUrl}/larkspur/calls`)
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  const vapi = vapiOf(runtime, larkspur)
  const call = newCall('+447700900950')
  const name = newName('Marigold')
  await vapi.message(call, { type: 'status-update', status: 'in-progress' })
  await vapi.tool(call, 'capture_lead', { name, procedure: 'facelift' })
  await vapi.tool(call, 'check_availability', { procedure: 'facelift' })
  const row = page.getByRole('row').filter({ hasText: name })
  await expect(row).toContainText('In progress')
  await vapi.message(call, { type: 'end-of-call-report', endedReason: 'customer-ended-call', endedAt: new Date().toISOString(), artifact: {} })
  await expect(row).toContainText('Not booked')
  await row.getByRole('link').click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
  await expect(page.getByText('Looked for free times')).toBeVisible()
  await page.goto(`${runtime.appUrl}/larkspur/calls?status=in-progress`)
  await expect(page.getByRole('row').filter({ hasText: name })).toHaveCount(0)
})

test('try a call: a caller is booked, and the booking is in the diary', async ({ page, runtime, signIn, larkspur, sql }) => {
  test.setTimeout(90_000)
  await signIn(larkspur)
  await page.goto(`${runtime.appUrl}/larkspur/try`)
  await page.getByRole('button', { name: 'Start the call' }).click()
  await expect(page.getByText('AI receptionist at Larkspur Aesthetics')).toBeVisible()
  await expect(page.getByText(/^In the diary: /)).toBeVisible({ timeout: 40_000 })
  await expect(page.getByText('The call is over.')).toBeVisible()
  const [booking] = await sql<{ id: string }[]>`select b.id from bookings b join calls k on k.id = b.call_id
    where k.clinic_id = ${larkspur.id} and k.is_test and b.status = 'booked' order by b.created_at desc limit 1`
  await page.getByRole('link', { name: 'See the call' }).click()
  await expect(page.getByRole('heading', { name: 'Amelia Hartley' })).toBeVisible()
  await expect(page.getByText('Claimed a slot')).toBeVisible()
  await page.goBack()
  const [day] = await sql<{ day: string }[]>`select to_char(lower(during) at time zone 'Europe/London', 'YYYY-MM-DD') as day from bookings where id = ${booking!.id}`
  await page.goto(`${runtime.appUrl}/larkspur/calendar?day=${day!.day}`)
  await expect(page.locator(`#booking-${booking!.id}`)).toContainText('Amelia Hartley')
})

test('try a race: one caller is confirmed, the other is told that it was just taken', async ({ page, runtime, signIn, quillmere }) => {
  test.setTimeout(90_000)
  await signIn(quillmere)
  await page.goto(`${runtime.appUrl}/quillmere/try`)
  await page.getByRole('button', { name: 'Start both calls' }).click()
  await expect(page.getByText('Both calls are over.')).toBeVisible({ timeout: 45_000 })
  await expect(page.getByText('You\'re booked for').filter({ visible: true })).toHaveCount(1)
  await expect(page.getByText(/just taken—how about/).filter({ visible: true })).toHaveCount(1)
  await expect(page.getByText('Told it was taken')).toHaveCount(1)
})

test('the number of calls today leads to these calls, and the clinic’s own number is written as it is dialled', async ({ page, runtime, signIn, quillmere }) => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await signIn(quillmere)
  await page.goto(`${runtime.appUrl}/quillmere`)
  await expect(page.getByText('Your receptionist answers')).toContainText(dialled(quillmere.phoneNumber))
  await page.getByRole('link', { name: /^Calls today/ }).click()
  await page.waitForURL(`${runtime.appUrl}/quillmere/calls?days=today`)
})
