import { googleOf } from '../support/google.ts'
import { apiOf } from '../support/http.ts'
import { expect, test } from './owner.ts'

const soon = { timeout: 45_000, intervals: [250] }

test.afterEach(async ({ runtime, sql, quillmere }) => {
  await googleOf(runtime, sql).mend()
  await sql`select app.requeue_mirrors(${quillmere.id})`
})

test('an owner connects Google again where a sentence says that it is needed, and is told when too little was allowed', async ({ page, runtime, sql, quillmere, signIn }) => {
  test.setTimeout(120_000)
  const google = googleOf(runtime, sql)
  await google.fail('invalid-grant', 50)
  await apiOf(runtime, quillmere).book('rhinoplasty', { ahead: 56, name: 'Hollis Fairweather', phone: '+447700900351' })
  await expect.poll(async () => (await google.connectionOf(quillmere.id)).state, soon).toBe('needs_reauth')
  await signIn(quillmere)
  await page.goto(`${runtime.appUrl}/${quillmere.slug}`)
  const note = page.getByRole('region', { name: 'Google Calendar' })
  await note.getByRole('link', { name: 'Connect again' }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.waitForURL(/calendar=not-connected/)
  await expect(note).toContainText('Google was not connected')
  await google.mend()
  await note.getByRole('link', { name: 'Connect again' }).click()
  await page.getByLabel('Account').fill(`${quillmere.slug}@calendar.example`)
  await page.getByRole('button', { name: 'Allow' }).click()
  await page.waitForURL(/calendar=connected/)
  await expect(note).toContainText('Google Calendar is connected')
  await expect(note.getByRole('link')).toHaveCount(0)
})
