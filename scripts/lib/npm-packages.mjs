import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { note, readNotes } from './notes.mjs';
import { node24, root } from './paths.mjs';
import { capture, npm } from './run.mjs';
import { SetupError } from './setup-error.mjs';

const lockFile = join(root, 'package-lock.json');
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Changes whenever other packages are asked for. */
function wantedPackages() {
  const { dependencies, devDependencies, optionalDependencies, overrides } = readJson(join(root, 'package.json'));
  return createHash('sha256')
    .update(JSON.stringify({ dependencies, devDependencies, optionalDependencies, overrides }))
    .update(existsSync(lockFile) ? readFileSync(lockFile) : '')
    .digest('hex');
}

/** True when npm's own record of node_modules has the versions of the lock: somebody ran npm before us. */
function alreadyInstalled() {
  try {
    const wanted = readJson(lockFile).packages;
    const present = readJson(join(root, 'node_modules/.package-lock.json')).packages;
    return Object.entries(wanted).every(
      ([path, { version, optional }]) => path === '' || optional || present[path]?.version === version,
    );
  } catch {
    return false;
  }
}

const node24Works = async () => existsSync(node24) && (await capture(node24, ['--version'])).code === 0;

/** Installs the npm packages when the lock, or what package.json asks for, has changed. Its output is shown only when it fails. */
export async function ensureNpmPackages() {
  const wanted = wantedPackages();
  if (readNotes().npm === wanted && existsSync(node24)) return;
  if (!alreadyInstalled() || !(await node24Works())) await install();
  note({ npm: wanted });
}

async function install() {
  console.log('Installing npm packages (once, a minute or two) …');
  // Node 24 comes with the packages and runs the tools, so a warning that Node 20 is too old for one of them misleads.
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const [command, args, options] = npm([existsSync(lockFile) ? 'ci' : 'install', ...quiet]);
  const { code, output } = await capture(command, args, options);
  if (code !== 0) throw new SetupError(`${output}\nnpm could not install the packages (exit code ${code}).`);
  if (await node24Works()) return;
  throw new SetupError(
    [
      'Node 24, which runs the build and the tests, was not installed: node_modules/node/bin holds no working Node.',
      'It comes from the install script of the npm package "node". If npm is told to run no such scripts, allow this one:',
      '  npm rebuild node --ignore-scripts=false',
    ].join('\n'),
  );
}
