import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { build } from 'vite';

const at = (...parts: string[]) => resolve(__dirname, ...parts);

/** The command line is built with the app, so that neither is ever older than the other; its own settings are in a file of its own. */
const commandLine = {
  name: 'command-line',
  closeBundle: async () => {
    await build({ configFile: at('vite.cli.config.mts'), configLoader: 'native' });
  },
};

// Everything but keytar (a native module) is bundled, so the package carries no other node_modules.
export default defineConfig({
  main: {
    plugins: [commandLine],
    build: {
      outDir: 'out/main',
      externalizeDeps: { exclude: [] },
      rollupOptions: {
        // The second is started in a process of its own (src/main/proxy-host.ts), and starts threads of the third.
        input: {
          index: at('src/main/index.ts'),
          'proxy-worker': at('src/main/proxy-worker.ts'),
          'proxy-thread': at('src/core/proxy/thread.ts'),
        },
        external: ['electron', 'keytar'],
        output: { format: 'cjs' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rollupOptions: {
        input: { window: at('src/preload/window.ts'), prompt: at('src/preload/prompt.ts') },
        external: ['electron'],
        output: { format: 'cjs' },
      },
    },
  },
  renderer: {
    root: at('src'),
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      // Chromium preloads by itself; the polyfill would be a chunk that both pages share.
      modulePreload: { polyfill: false },
      rollupOptions: {
        input: { window: at('src/renderer/index.html'), prompt: at('src/prompt/index.html') },
      },
    },
  },
});
