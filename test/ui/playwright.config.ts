import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const results = process.env.SEALWAX_RESULTS ?? join(__dirname, '../../test-results');

/** The window in a plain browser, with a double behind it: every screen is looked at, and checked by axe. */
export default defineConfig({
  testDir: '.',
  globalSetup: './global-setup.ts',
  testMatch: '*.spec.ts',
  timeout: 60_000,
  // Each test has a page of its own and they share only files that nobody writes.
  workers: 2,
  fullyParallel: true,
  retries: 0,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: join(results, 'ui.json') }]],
  outputDir: join(results, 'ui'),
  use: {
    browserName: 'chromium',
    launchOptions: {
      executablePath: process.env.SEALWAX_CHROMIUM ?? '/usr/bin/chromium',
      args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--force-prefers-reduced-motion'],
      chromiumSandbox: process.getuid?.() !== 0,
    },
  },
});
