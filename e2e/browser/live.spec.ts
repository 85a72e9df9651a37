import { newCall, vapiOf } from '../support/http.ts'
import { newName } from '../support/people.ts'
import { expect, test } from './owner.ts'

// Without a refresh of their own, pages are made anew after a minute: each of these waits is much shorter.

test('what changes between the making of a page and the opening of its stream is not missed', async ({ page, runtime, signIn, larkspur, sql }) => {
  await signIn(larkspur)
  let open = () => {}
  const isOpen = new Promise<void>((resolve) => { open = resolve })
  await page.route('**/api/clinics/*/events', async (route) => {
    await isOpen
    await route.continue()
  })
  await page.goto(`${runtime.appUrl}/larkspur/contacts`)
  await expect(page.getByText('Connecting', { exact: true })).toBeVisible()
  // Nothing follows of it, so that no later change makes up for this one.
  const name = newName('Marigold')
  await sql`insert into contacts (clinic_id, name, phone) values (${larkspur.id}, ${name}, '+447700900953')`
  await expect(page.getByRole('row').filter({ hasText: name })).toHaveCount(0)
  open()
  await expect(page.getByRole('row').filter({ hasText: name })).toBeVisible()
})

test('a page follows also while changes keep coming', async ({ page, runtime, signIn, larkspur, sql }) => {
  await signIn(larkspur)
  await page.goto(`${runtime.appUrl}/larkspur/calls`)
  await expect(page.getByText('Live', { exact: true })).toBeVisible()
  const change = JSON.stringify({ clinicId: larkspur.id, table: 'calls', id: null })
  let goesOn = true
  // One with every picture that is drawn, for as long as it takes.
  const changes = (async () => {
    while (goesOn) {
      await sql`select pg_notify('clinic_changes', ${change})`
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
    }
  })()
  const name = newName('Marigold')
  await vapiOf(runtime, larkspur).tool(newCall('+447700900954'), 'capture_lead', { name, procedure: 'facelift' })
  await expect(page.getByRole('row').filter({ hasText: name })).toBeVisible().finally(() => { goesOn = false })
  await changes
})
