import { expect, signInBy, test } from './owner.ts'

test('a wrong password is told kindly, the right one leads to the clinic, and signing out ends it', async ({ page, runtime, larkspur }) => {
  await signInBy(page, runtime.appUrl, { ...larkspur, ownerPassword: 'not-the-password' })
  await expect(page.getByRole('alert').filter({ hasText: 'do not match' })).toBeVisible()
  await expect(page.getByLabel('Email')).toHaveValue(larkspur.ownerEmail)
  await signInBy(page, runtime.appUrl, larkspur)
  await page.waitForURL(`${runtime.appUrl}/${larkspur.slug}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  expect((await page.context().cookies()).filter((cookie) => cookie.name.includes('auth-token'))).not.toEqual([])
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.waitForURL(`${runtime.appUrl}/sign-in`)
  await page.goto(`${runtime.appUrl}/${larkspur.slug}`)
  await page.waitForURL(/\/sign-in/)
})

test('an unknown address gets the same words as a wrong password, and empty fields are named', async ({ page, runtime, larkspur }) => {
  const words: string[] = []
  for (const who of [{ ...larkspur, ownerPassword: 'wrong' }, { ownerEmail: 'nobody@larkspur.example', ownerPassword: 'wrong' }]) {
    await signInBy(page, runtime.appUrl, who)
    const alert = page.getByRole('alert').filter({ hasText: /\S/ }).first()
    await expect(alert).toBeVisible()
    words.push(await alert.innerText())
  }
  expect(words[0]).toBe(words[1])
  await signInBy(page, runtime.appUrl, { ownerEmail: 'nobody', ownerPassword: '' })
  await expect(page.getByText('Enter an email address')).toBeVisible()
  await expect(page.getByText('Enter your password.')).toBeVisible()
  await expect(page.getByLabel('Email')).toHaveAttribute('aria-invalid', 'true')
})

test('who asked for a page before signing in gets that page, and never another host\'s', async ({ page, runtime, larkspur }) => {
  const wanted = `${runtime.appUrl}/${larkspur.slug}/calendar?view=week`
  const enter = async () => {
    await page.getByLabel('Email').fill(larkspur.ownerEmail)
    await page.getByLabel('Password').fill(larkspur.ownerPassword)
    await page.getByRole('button', { name: 'Sign in' }).click()
  }
  await page.goto(wanted)
  await page.waitForURL(/\/sign-in\?to=/)
  await enter()
  await page.waitForURL(wanted)
  await page.context().clearCookies()
  await page.goto(`${runtime.appUrl}/sign-in?to=${encodeURIComponent('//elsewhere.example/')}`)
  await enter()
  await page.waitForURL(`${runtime.appUrl}/${larkspur.slug}`)
})

test('every page asks for a sign-in first', async ({ page, runtime, larkspur }) => {
  for (const path of ['', '/calendar', '/calendar?view=week', '/calls', '/try', '/leads', '/leads?view=recovered', '/texts', '/contacts', '/hours', '/safety', '/privacy', '/latency', '/live-tests', '/audit', '/keys']) {
    await page.goto(`${runtime.appUrl}/${larkspur.slug}${path}`)
    await page.waitForURL(/\/sign-in/)
  }
})

test('whoever is signed in is led past the sign-in, and the other clinic is not there', async ({ page, runtime, signIn, larkspur, quillmere }) => {
  await signIn(larkspur)
  await page.goto(`${runtime.appUrl}/sign-in`)
  await page.waitForURL(`${runtime.appUrl}/${larkspur.slug}`)
  for (const path of [`/${quillmere.slug}`, `/${quillmere.slug}/calendar`, `/${quillmere.slug}/calls`, `/${quillmere.slug}/try`, `/${quillmere.slug}/leads`, `/${quillmere.slug}/texts`,
    `/${quillmere.slug}/contacts`, `/${quillmere.slug}/hours`, `/${quillmere.slug}/safety`, `/${quillmere.slug}/privacy`, `/${quillmere.slug}/live-tests`, `/${quillmere.slug}/audit`, '/no-such-clinic', '/no-such-clinic/calendar']) {
    await page.goto(runtime.appUrl + path)
    await expect(page.getByRole('heading', { name: /There is nothing/ }), path).toBeVisible()
    await expect(page.locator('body'), path).not.toContainText('Quillmere')
  }
})

test('a call of the other clinic is as if it were not there', async ({ page, runtime, sql, signIn, larkspur, quillmere }) => {
  await signIn(larkspur)
  const [call] = await sql<{ id: string }[]>`select id from calls where clinic_id = ${quillmere.id} limit 1`
  for (const id of [call!.id, '00000000-0000-4000-8000-000000000000', 'nonsense']) {
    await page.goto(`${runtime.appUrl}/${larkspur.slug}/calls/${id}`)
    await expect(page.getByRole('heading', { name: 'There is nothing at this address' }), id).toBeVisible()
  }
})
