import { mkdir, mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';

const root = resolve(__dirname, '../..');

/** Bundles one TypeScript file of test/support for plain Node, so that a test can run it as a process of its own. */
export async function bundle(name: string): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'sealwax-bundle-'));
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: join(root, 'test/support', name),
      outDir,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: 'script.mjs' }, external: ['keytar'] },
    },
  });
  // keytar is a native module: the script finds the installed one.
  await mkdir(join(outDir, 'node_modules'));
  await symlink(join(root, 'node_modules/keytar'), join(outDir, 'node_modules/keytar'));
  return join(outDir, 'script.mjs');
}
