// node test/platform/trust-drill.mjs STORE
// Absent, installed, trusted by real clients, removed, absent: one real trust store of the platform that this runs on, through the
// built command line. It changes that store, so it runs only on a machine that says it is a throw-away one (CI=true) or in the cell.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const [store] = process.argv.slice(2);
if (store === undefined) throw new Error('Name the store, e.g. system, keychain:system or windows:machine.');
if (process.env.CI !== 'true' && process.env.SEALWAX_CELL !== '1')
  throw new Error(`This changes the store ${store} of this machine. On a throw-away machine set CI=true.`);

const program = resolve(dirname(fileURLToPath(import.meta.url)), '../../bin/sealwax.cjs');
const folder = mkdtempSync(join(tmpdir(), 'sealwax drill é '));
const passphraseFile = join(folder, 'passphrase');
writeFileSync(passphraseFile, 'words that belong to a drill alone\n');
chmodSync(passphraseFile, 0o600);
const env = { ...process.env, SEALWAX_HOME: join(folder, 'data'), SEALWAX_PASSPHRASE_FILE: passphraseFile };

/** Runs one command with --json; throws with all that it said when its exit code is none of `codes`. */
function sealwax(args, codes = [0]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args, '--json'], {
    env,
    encoding: 'utf8',
  });
  console.log(`sealwax ${args.join(' ')}: exit ${status}`);
  if (!codes.includes(status)) throw new Error(`${stdout}\n${stderr}`);
  return JSON.parse(stdout);
}

function expectVerdict(step, ...wanted) {
  const { matrix } = sealwax(['trust', 'status'], [0, 1]);
  const verdict = matrix.rows.find(({ id }) => id === store)?.cells[0]?.verdict;
  if (!wanted.includes(verdict)) throw new Error(`${step}: ${store} is "${verdict}", not ${wanted.join(' or ')}.`);
  console.log(`${step}: ${verdict}`);
}

try {
  sealwax(['ca', 'create', 'Sealwax drill']);
  expectVerdict('at the start', 'absent');
  sealwax(['trust', 'install', '--store', store]);
  expectVerdict('after the install', 'unchecked');
  // Stores that were not named do not have the root, so the whole proof need not pass; that of this store must.
  sealwax(['trust', 'prove'], [0, 1]);
  expectVerdict('after the proof', 'trusted');
  sealwax(['trust', 'remove', '--store', store]);
  expectVerdict('after the removal', 'absent');
} finally {
  // Whatever failed above, the root does not stay.
  sealwax(['trust', 'remove', '--everything'], [0, 1, 3, 4]);
  rmSync(folder, { recursive: true, force: true });
}
