import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { defineConfig } from 'vite';
import { lazy, lazyInputs, oneFileOf } from './scripts/lib/lazy-modules.mjs';

const at = (...parts: string[]) => resolve(import.meta.dirname, ...parts);
const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as { version: string };

// The command line, for the user's Node. Each subcommand is a file of its own, loaded when it is called; keytar is the one
// module that is not bundled. Small code starts sooner, so it is minified.
export default defineConfig({
  root: at('.'),
  publicDir: false,
  plugins: [lazy()],
  define: { sealwaxVersion: JSON.stringify(version) },
  // What proper-lockfile uses of it is the same in Node's own fs; the rest, a copy of all of fs, takes five milliseconds.
  resolve: { alias: { 'graceful-fs': 'node:fs' } },
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: true,
    outDir: at('out/cli'),
    emptyOutDir: true,
    target: 'node20',
    minify: true,
    rollupOptions: {
      // The second one is what a proxy runs in its further threads.
      input: { index: at('src/cli/main.ts'), 'proxy-thread': at('src/core/proxy/thread.ts'), ...lazyInputs },
      external: ['keytar'],
      output: {
        format: 'cjs',
        entryFileNames: '[name].cjs',
        chunkFileNames: '[name]-[hash].cjs',
        // Forty small files would take a third of a millisecond each to find and open.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            oneFileOf('common', 'cli/main', ['cli/commands/issue', 'cli/open-services']),
            oneFileOf('start', undefined, ['cli/main']),
          ],
        },
      },
    },
  },
});
