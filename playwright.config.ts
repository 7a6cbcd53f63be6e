import { defineConfig, devices } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './test/setup/browser-run.ts',
  outputDir: 'test-results',
  // Each worker starts a whole Switchyard of its own: on two cores, more of them would only wait for each other.
  workers: 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  // One retry on a shared machine; the run names every test that needed it.
  retries: process.env.CI ? 1 : 0,
  // Long, since two cores may be shared: a wait ends when its condition holds, and the limit only when it never does.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'UTC',
    // Recording takes a fifth of the time of a run: where a failure is tried again, the second try is recorded.
    trace: process.env.CI ? 'on-first-retry' : 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
});
