import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ensureStandIn, standInDist, standInSupported, standInVersion } from './electron-standin.mjs';
import { note, readNotes } from './notes.mjs';
import { node24, root } from './paths.mjs';
import { capture } from './run.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * The Electron that runs here.
 * @typedef {object} Electron
 * @property {'real' | 'stand-in' | 'own'} kind `own`: the folder that ELECTRON_OVERRIDE_DIST_PATH names
 * @property {string} version
 * @property {string} dist the folder of the distribution
 * @property {string} executable
 * @property {string} [line] what a person should know about it
 */

const packageFolder = join(root, 'node_modules/electron');
/** A connection that cannot be made fails within seconds by itself; this ends a download that does not move (milliseconds). */
const downloadLimitMs = 5 * 60_000;
/** After a failed download the stand-in is used without asking again for this long (milliseconds). */
const retryAfterMs = 24 * 3_600_000;

const wantedVersion = () => JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')).version;
const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined);

/**
 * Finds or fetches an Electron. SEALWAX_ELECTRON=real asks the release host again; =stand-in does not ask it.
 * @returns {Promise<Electron>}
 */
export async function ensureElectron() {
  const own = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (own) return ownElectron(own);
  const wanted = wantedVersion();
  const choice = process.env.SEALWAX_ELECTRON;
  if (choice !== 'stand-in') {
    const installed = installedElectron(wanted);
    if (installed) return installed;
    const { electron } = readNotes();
    const triedLately = electron?.wanted === wanted && Date.now() - electron.triedAt < retryAfterMs;
    if (choice === 'real' || !triedLately || !standInSupported) await download(wanted);
    const downloaded = installedElectron(wanted);
    if (downloaded) return downloaded;
  }
  await ensureStandIn();
  const because =
    choice === 'stand-in'
      ? 'SEALWAX_ELECTRON asks for it'
      : `the release host of Electron ${wanted} could not be reached`;
  return {
    kind: 'stand-in',
    version: standInVersion,
    dist: standInDist,
    executable: join(standInDist, 'electron'),
    line: `Electron ${standInVersion} runs here as a stand-in, for trying and testing only: ${because}.`,
  };
}

function installedElectron(wanted) {
  const dist = join(packageFolder, 'dist');
  const executable = join(dist, read(join(packageFolder, 'path.txt')) ?? 'electron');
  if (read(join(dist, 'version'))?.replace(/^v/, '') !== wanted || !existsSync(executable)) return undefined;
  return { kind: 'real', version: wanted, dist, executable };
}

function ownElectron(dist) {
  const names = ['electron', 'electron.exe', 'Electron.app/Contents/MacOS/Electron'];
  const executable = names.map((name) => join(dist, name)).find(existsSync);
  const version = read(join(dist, 'version'))?.replace(/^v/, '');
  if (!executable || !version)
    throw new SetupError(`ELECTRON_OVERRIDE_DIST_PATH names no Electron distribution: ${dist}`);
  return {
    kind: 'own',
    version,
    dist: dirname(join(dist, 'version')),
    executable,
    line: `Electron ${version} runs from ${dist}.`,
  };
}

async function download(wanted) {
  console.log(`Fetching Electron ${wanted} (once, about 120 MB) …`);
  const { code, output } = await capture(node24, [join(packageFolder, 'install.js')], { timeoutMs: downloadLimitMs });
  if (code === 0) return note({ electron: undefined });
  if (process.env.SEALWAX_ELECTRON === 'real' || !standInSupported)
    throw new SetupError(
      `${output.trim()}\nElectron ${wanted} could not be fetched from its release host. Check the connection, or name a mirror in ELECTRON_MIRROR, or an unpacked Electron in ELECTRON_OVERRIDE_DIST_PATH.`,
    );
  note({ electron: { wanted, triedAt: Date.now() } });
}
