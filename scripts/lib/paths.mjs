import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Everything that set-up makes lies here, so that deleting node_modules undoes it. */
export const cache = join(root, 'node_modules/.cache/sealwax');

export const windows = process.platform === 'win32';

/** Node 24, from the npm package `node`: several tools need Node 22 or later, and only Node 20 is asked of the user. */
export const node24 = join(root, 'node_modules/node/bin', windows ? 'node.exe' : 'node');

const packages = {
  asar: '@electron/asar',
  biome: '@biomejs/biome',
  'electron-builder': 'electron-builder',
  'electron-vite': 'electron-vite',
  playwright: '@playwright/test',
  tsc: 'typescript',
  vitest: 'vitest',
};

/**
 * The JavaScript file behind a tool's command, to be run by `node24`. The shims in .bin would take whichever Node comes
 * first on PATH, and are shell scripts on Windows.
 * @param {keyof typeof packages} tool
 */
export function toolFile(tool) {
  const folder = join(root, 'node_modules', packages[tool]);
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return join(folder, typeof bin === 'string' ? bin : bin[tool]);
}
