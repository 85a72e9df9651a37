import { defineConfig } from '@playwright/test'
import { findChromium } from '#lib/commands/chromium.ts'

const chromium = findChromium()

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  globalSetup: './support/global-setup.ts',
  // One at a time: the tests share one running product, and some make its calendar provider fail.
  workers: 1,
  fullyParallel: false,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['line'], ['json', { outputFile: process.env.CALLWAITING_TEST_REPORT ?? '../test-results/report.json' }]],
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    // Nobody's clinic is there: the dashboard shows the clinic's own time wherever the browser is.
    timezoneId: 'America/St_Johns',
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      args: [
        '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      ],
    },
  },
  projects: [
    { name: 'api', testDir: './api' },
    { name: 'browser', testDir: './browser', use: { trace: 'retain-on-failure' } },
    { name: 'start', testDir: './start' },
  ],
})
