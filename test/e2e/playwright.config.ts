import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const results = process.env.SEALWAX_RESULTS ?? join(__dirname, '../../test-results');

/** What changes trust stores, desktop services or files of the data folder: about half of the time that all take. */
const stores = ['first-run', 'keychain', 'trust-matrix', 'store-faults', 'reminders', 'secrets', 'damaged-files'];
const storeFiles = stores.map((name) => `${name}.spec.ts`);

// One window at a time: the tests of a cell share its system store. Each project has a cell of its own beside the other's.
export default defineConfig({
  testDir: __dirname,
  projects: [
    { name: 'stores', testMatch: storeFiles },
    { name: 'windows', testMatch: '*.spec.ts', testIgnore: storeFiles },
  ],
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  outputDir: join(results, 'e2e'),
  reporter: [['list'], ['json', { outputFile: join(results, 'e2e.json') }]],
});
