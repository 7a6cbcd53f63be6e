import { defineConfig, devices } from '@playwright/test';

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  globalSetup: './test/setup/browser-run.ts',
  outputDir: 'test-results',
  // Each worker has a whole Switchyard of its own: on two cores more of them only wait for each other.
  workers: 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  // On a machine that others share, one more try; the run names every test that needed it.
  retries: process.env.CI ? 1 : 0,
  // Two cores may be shared with others: a wait ends with its fact, the limit only tells that it never came.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'UTC',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
});
