import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { defineConfig } from '@playwright/test';

/** Debian's Chromium: Playwright's own download is not in the lockfile. */
const chromium = ['/usr/bin', ...(process.env['PATH'] ?? '').split(delimiter)]
  .map((folder) => join(folder, 'chromium'))
  .find((file) => existsSync(file));

export default defineConfig({
  testDir: 'tests/e2e',
  globalSetup: './tests/e2e/global-set-up.ts',
  // Each spec has a server of its own; the tests of one spec build on each other.
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  // The JSON report goes to PLAYWRIGHT_JSON_OUTPUT_FILE, from which `npm test` counts.
  reporter: process.env['PLAYWRIGHT_JSON_OUTPUT_FILE'] ? [['list'], ['json']] : [['list']],
  expect: { timeout: 10_000 },
  use: {
    actionTimeout: 15_000,
    locale: 'en-GB',
    timezoneId: 'UTC',
    // A picture and the whole page at every step: a fifth of a run. What failed is looked at with PATCHPROOF_E2E_TRACE=1.
    trace: process.env['PATCHPROOF_E2E_TRACE'] ? 'retain-on-failure' : 'off',
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        '--disable-dev-shm-usage',
      ],
    },
  },
});
