import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContext, Page } from '@playwright/test'
import type { DemoClinic } from '#lib/commands/runtime.ts'
import { test as base, expect } from '../support/test.ts'

type Signed = {
  /** Signs a clinic's owner in: by the form the first time, and with the session of that time from then on. */
  signIn: (clinic: DemoClinic, page?: Page) => Promise<void>
  /** Fails the test when a page wrote an error to its console. */
  quiet: void
}

export async function signInBy(page: Page, appUrl: string, { ownerEmail, ownerPassword }: Pick<DemoClinic, 'ownerEmail' | 'ownerPassword'>): Promise<void> {
  await page.goto(`${appUrl}/sign-in`)
  await page.getByLabel('Email').fill(ownerEmail)
  await page.getByLabel('Password').fill(ownerPassword)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

const sessions = new Map<string, Awaited<ReturnType<BrowserContext['cookies']>>>()

export const test = base.extend<Signed>({
  signIn: async ({ page, runtime }, use) => use(async (clinic, other = page) => {
    const session = sessions.get(clinic.slug)
    if (session) return other.context().addCookies(session)
    await signInBy(other, runtime.appUrl, clinic)
    await other.waitForURL(`${runtime.appUrl}/${clinic.slug}`)
    sessions.set(clinic.slug, await other.context().cookies())
  }),
  quiet: [async ({ page }, use) => {
    const errors: string[] = []
    // A refusal is an answer, though Chromium writes every status from 400 on to the console.
    page.on('console', (message) => { if (message.type() === 'error' && !/the server responded with a status of 4\d\d/.test(message.text())) errors.push(message.text()) })
    page.on('pageerror', (error) => errors.push(String(error)))
    await use()
    expect(errors, 'the console').toEqual([])
  }, { auto: true }],
})

/** What axe finds wrong with a page by WCAG 2.2 A and AA, in a form that says where. */
export async function violationsOf(page: Page): Promise<string[]> {
  // No page has a frame of another origin, for which alone the other mode opens a second page each time.
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary?.split('\n')[1]?.trim() ?? ''}`))
}

/** The clinic's own words for a time of day and a day. */
export const timeOf = (instant: string): string => instant.slice(11, 16)
export const dayIn = (instant: string): string => instant.slice(0, 10)

export { expect }
