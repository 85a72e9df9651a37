import { defineConfig } from '@playwright/test'
import { findChromium } from '#lib/commands/chromium.ts'

const chromium = findChromium()
/** Workers, each with an instance of its own: what is waited for in one is worked at in another. */
const instances = 2

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  globalSetup: './support/global-setup.ts',
  // Each worker has a running product of its own, so that on one of them there is one test at a time: some make its
  // providers fail. A given instance is one.
  workers: process.env.CALLWAITING_E2E_DIR ? 1 : instances,
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
        // Without a graphics card Chromium would imitate one, which is slower than to do without.
        '--disable-gpu-rasterization', '--disable-software-rasterizer',
        '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
      ],
    },
  },
  projects: [
    // The long ones first, so that no worker is left alone with one at the end.
    { name: 'start', testDir: './start' },
    {
      name: 'browser', testDir: './browser',
      // A browser on a busy machine may be late once; what it shows is then told, not hidden. The promises themselves, in the API's
      // tests, have one try: a race that is lost once in a hundred is lost.
      retries: 1,
      // No film of each test: to make one costs more than it shows.
      use: { trace: { mode: 'retain-on-failure', screenshots: false, snapshots: true, sources: false }, screenshot: 'only-on-failure' },
    },
    { name: 'api', testDir: './api' },
  ],
})
