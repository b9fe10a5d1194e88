import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { note, readNotes } from './notes.mjs';
import { root } from './paths.mjs';
import { capture, tool } from './run.mjs';
import { SetupError } from './setup-error.mjs';

const inputs = [
  'src',
  'package.json',
  'package-lock.json',
  'electron.vite.config.ts',
  'vite.cli.config.mts',
  'scripts/lib/lazy-modules.mjs',
  'tsconfig.base.json',
];
const results = ['out/main/index.js', 'out/cli/index.cjs'];

function filesBelow(path) {
  const children = readdirSync(path, { withFileTypes: true });
  return children.flatMap((child) => {
    const below = join(path, child.name);
    return child.isDirectory() ? filesBelow(below) : [below];
  });
}

function hashOfSources() {
  const files = inputs.flatMap((name) => (name === 'src' ? filesBelow(join(root, name)) : [join(root, name)]));
  const hash = createHash('sha256');
  for (const file of files.filter((each) => existsSync(each) && !/\.test\.tsx?$/.test(each)).sort())
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return hash.digest('hex');
}

/** Builds the app into out/ when a source has changed since the last build. */
export async function ensureBuilt() {
  const wanted = hashOfSources();
  if (readNotes().build === wanted && results.every((file) => existsSync(join(root, file)))) return;
  console.log('Building Sealwax …');
  const { code, output } = await capture(...tool('electron-vite', ['build']));
  if (code !== 0) throw new SetupError(`${output}\nThe app could not be built (exit code ${code}).`);
  note({ build: wanted });
}
