import { defineConfig } from 'vitest/config';

// Each project is one kind of proof. `interop` and `faults` start real tools (openssl, certutil, browsers), so they get a
// longer limit; they are run one file at a time, because they share the machine's stores inside the cell.
const realTools = { testTimeout: 60_000, hookTimeout: 60_000, fileParallelism: false };

export default defineConfig({
  cacheDir: process.env.SEALWAX_CACHE ?? 'node_modules/.cache/vitest',
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/*.test.ts'],
          // The other projects run in a cell, whose temporary folder is thrown away.
          globalSetup: 'test/support/own-temporary-folder.ts',
          // Some derive keys or start keytool; on a busy machine that takes more than the usual five seconds.
          testTimeout: 20_000,
        },
      },
      { test: { name: 'interop', include: ['test/interop/**/*.test.ts'], ...realTools } },
      { test: { name: 'faults', include: ['test/faults/**/*.test.ts'], ...realTools } },
      // Each server has a network of its own, so some may start at the same time.
      {
        test: {
          name: 'recipes',
          include: ['test/recipes/**/*.test.ts'],
          ...realTools,
          testTimeout: 150_000,
          maxConcurrency: 4,
        },
      },
      { test: { name: 'package', include: ['test/package/**/*.test.ts'], ...realTools } },
    ],
  },
});
