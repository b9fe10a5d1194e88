import { defineConfig } from '@playwright/test';

/** The window in a plain browser, with a double behind it: every screen is looked at, and checked by axe. */
export default defineConfig({
  testDir: '.',
  globalSetup: './global-setup.ts',
  testMatch: '*.spec.ts',
  timeout: 60_000,
  workers: 1,
  fullyParallel: false,
  reporter: [['list']],
  outputDir: '../../node_modules/.cache/ui-results',
  use: {
    browserName: 'chromium',
    launchOptions: {
      executablePath: process.env.SEALWAX_CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--force-prefers-reduced-motion'],
    },
  },
});
