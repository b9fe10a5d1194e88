import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureElectron } from './lib/electron.mjs';
import { ensureNpmPackages } from './lib/npm-packages.mjs';
import { runMain, SetupError } from './lib/setup-error.mjs';
import { ensureSystemPackages } from './lib/system-packages.mjs';

const oldestNode = 20;

/** True where windows can be seen: on Linux a display must be named, elsewhere there is one. */
export const hasDisplay = () =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/**
 * Brings a fresh clone to where the app (`start`) or the tests (`test`) can run or the app can be packaged (`package`), and
 * does nothing when there is nothing to do. Throws SetupError with what a person has to do.
 * @param {'start' | 'test' | 'package'} purpose
 * @param {{ recipes?: boolean }} [options] `recipes`: also the servers that the stage of that name starts.
 */
export async function setUp(purpose, { recipes = false } = {}) {
  if (Number.parseInt(process.versions.node, 10) < oldestNode)
    throw new SetupError(`Sealwax needs Node ${oldestNode} or later; this is Node ${process.versions.node}.`);
  if (purpose !== 'package') await ensureSystemPackages(purpose, hasDisplay(), recipes);
  await ensureNpmPackages();
  const electron = await ensureElectron();
  if (electron.line) console.log(electron.line);
  return { electron };
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await runMain(async () => {
    const purpose = process.argv[process.argv.indexOf('--for') + 1] === 'test' ? 'test' : 'start';
    await setUp(purpose);
    console.log(`Ready: npm ${purpose === 'test' ? 'test' : 'start'}`);
  });
}
