import { randomUUID } from 'node:crypto'
import { newAddress, visitFrom } from '../support/links.ts'
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

/** Posts the form as it stands in the page, many times at once, as whoever guesses would. */
async function guess(appUrl: string, email: string): Promise<{ status: number; retryAfter: string | null }[]> {
  const html = await (await fetch(`${appUrl}/sign-in`)).text()
  const hidden = [...html.matchAll(/<input type="hidden"[^>]*>/g)].map(([input]) => [/name="([^"]*)"/, /value="([^"]*)"/].map((part) => (part.exec(input)?.[1] ?? '').replaceAll('&quot;', '"')))
  const post = async () => {
    const form = new FormData()
    for (const [name, value] of [...hidden, ['email', email], ['password', 'wrong']]) form.append(name!, value!)
    const answer = await fetch(`${appUrl}/sign-in`, { method: 'POST', body: form, redirect: 'manual', headers: { origin: appUrl, 'x-forwarded-for': newAddress() } })
    await answer.text()
    return { status: answer.status, retryAfter: answer.headers.get('retry-after') }
  }
  return Promise.all(Array.from({ length: 25 }, post))
}

test('whoever tries passwords is told to wait, in words and as 429 with Retry-After, with script and without', async ({ page, context, browser, runtime }) => {
  const somebody = { ownerEmail: `${randomUUID()}@larkspur.example`, ownerPassword: 'wrong' }
  const plain = await browser.newContext({ javaScriptEnabled: false })
  for (const one of [context, plain]) await visitFrom(one)
  for (const on of [await plain.newPage(), page]) {
    // A try comes back every three seconds: on a slow machine it may be there again, and is used up once more.
    await expect(async () => {
      expect(await guess(runtime.appUrl, somebody.ownerEmail)).toContainEqual({ status: 429, retryAfter: '60' })
      const posted = on.waitForResponse((response) => response.request().method() === 'POST' && response.url().includes('/sign-in'))
      await signInBy(on, runtime.appUrl, somebody)
      const answer = await posted
      expect([answer.status(), answer.headers()['retry-after']]).toEqual([429, '60'])
    }).toPass()
    await expect(on.getByRole('alert').filter({ hasText: 'Too many attempts. Wait a minute' })).toBeVisible()
    await expect(on.getByLabel('Email')).toHaveValue(somebody.ownerEmail)
  }
  await plain.close()
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
