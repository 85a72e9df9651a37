import { dayIn, expect, test } from './owner.ts'

test('what a simulated caller left is marked as a test, has nobody to ring, and is counted apart', async ({ page, runtime, signIn, larkspur, sql }) => {
  test.setTimeout(120_000)
  for (const kind of ['booking', 'unwell']) {
    const response = await fetch(`${runtime.appUrl}/api/clinics/${larkspur.id}/simulated-calls`, {
      method: 'POST', headers: { authorization: `Bearer ${larkspur.apiKey}`, 'content-type': 'application/json' }, body: JSON.stringify({ kind }),
    })
    expect(await response.text(), kind).toContain('"type":"done"')
  }
  await signIn(larkspur)
  await page.goto(`${runtime.appUrl}/larkspur`)
  const list = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Who to ring' }) })
  const item = list.getByRole('listitem').filter({ hasText: 'Test' }).first()
  await expect(item).toContainText('An invented caller: nobody to ring')
  await expect(item.locator('a[href^="tel:"]')).toHaveCount(0)
  await expect(list.getByText(/\b\d+ tests?$/)).toBeVisible()
  const [booking] = await sql<{ id: string; start: string }[]>`select b.id, app.rfc3339(lower(b.during), 'Europe/London') as start from bookings b join calls t on t.id = b.call_id
    where b.clinic_id = ${larkspur.id} and t.is_test and b.status = 'booked' order by b.created_at desc limit 1`
  await page.goto(`${runtime.appUrl}/larkspur/calendar?day=${dayIn(booking!.start)}`)
  await expect(page.locator(`#booking-${booking!.id}`)).toContainText('Test: ')
})
