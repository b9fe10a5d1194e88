import { mkdir, mkdtemp, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build, type Plugin } from 'vite';

const root = resolve(__dirname, '../..');

const derivation = 'kdfIterations = 600_000';

/** For what is started a hundred times and is not about the derivation of keys, which takes a quarter of a second: a short one. */
const quickKeys: Plugin = {
  name: 'quick-keys',
  transform(code, id) {
    if (!id.endsWith('/pki/key-file.ts')) return undefined;
    if (!code.includes(derivation)) throw new Error(`key-file.ts has no ${derivation}`);
    return code.replace(derivation, 'kdfIterations = 1_000');
  },
};

/** Bundles one TypeScript file of test/support for plain Node, so that a test can run it as a process of its own. */
export async function bundle(name: string, { quick = false } = {}): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'sealwax-bundle-'));
  await build({
    configFile: false,
    logLevel: 'error',
    plugins: quick ? [{ ...quickKeys, enforce: 'pre' }] : [],
    ssr: { noExternal: true },
    build: {
      ssr: join(root, 'test/support', name),
      outDir,
      emptyOutDir: false,
      // One file: what several would share would be loaded before the script's own first lines, which count steps.
      rollupOptions: { output: { entryFileNames: 'script.mjs', codeSplitting: false }, external: ['keytar'] },
    },
  });
  // keytar is a native module: the script finds the installed one.
  await mkdir(join(outDir, 'node_modules'));
  await symlink(join(root, 'node_modules/keytar'), join(outDir, 'node_modules/keytar'));
  return join(outDir, 'script.mjs');
}
