import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const results = process.env.SEALWAX_RESULTS ?? join(__dirname, '../../test-results');

// One window at a time: the tests share one system store.
export default defineConfig({
  testDir: __dirname,
  testMatch: '*.spec.ts',
  workers: 1,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  outputDir: join(results, 'e2e'),
  reporter: [['list'], ['json', { outputFile: join(results, 'e2e.json') }]],
});
