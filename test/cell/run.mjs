// node test/cell/run.mjs -- COMMAND …
// Runs a command as an ordinary user in a cell: a mount and process namespace with its own /etc, trust stores, homes and
// /tmp, so that the real tools can change "the system" and nothing of this machine changes. See enter.sh for what it holds.
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { capture, show } from '../../scripts/lib/run.mjs';
import { runMain, SetupError } from '../../scripts/lib/setup-error.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
export const resultsFolder = join(root, 'test-results');

/** What the namespaces keep apart; --kill-child ends everything that the command left running. */
const namespaces = ['--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child', '--mount-proc', '--ipc'];

/** Variables of the caller that mean the same in the cell. */
const passedOn = ['CI', 'NO_COLOR', 'FORCE_COLOR', 'TERM', 'SEALWAX_SEED'];

/**
 * Runs a command in a new cell and gives back its exit code. The repository is the command's working folder there, read-only.
 * @param {string[]} command
 * @param {{ electronDist?: string, testApp?: string, releaseApp?: string, timeoutMs?: number, results?: string, kept?: boolean }} [options]
 * `results`: the only folder of this machine that the cell writes to. Cells that run side by side need one each.
 * `kept`: what the command prints is shown when it has ended, so that it does not come between the lines of another.
 */
export async function runInCell(
  command,
  { electronDist, testApp, releaseApp, timeoutMs, results = resultsFolder, kept } = {},
) {
  if (process.platform !== 'linux')
    throw new SetupError('The cell needs Linux: it is made of mount namespaces, which no other system has.');
  const elevate = await elevation();
  mkdirSync(results, { recursive: true });
  const settings = {
    CELL_ROOT: root,
    CELL_RESULTS: results,
    CELL_UID: String(process.getuid()),
    CELL_GID: String(process.getgid()),
    CELL_ELECTRON: electronDist ?? '',
    CELL_TEST_APP: testApp ?? '',
    CELL_RELEASE_APP: releaseApp ?? '',
    ...Object.fromEntries(passedOn.filter((name) => process.env[name]).map((name) => [name, process.env[name]])),
  };
  const pairs = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  const enter = ['unshare', ...namespaces, 'bash', join(root, 'test/cell/enter.sh'), ...command];
  const [program, ...args] = [...elevate, 'env', '-i', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin', ...pairs, ...enter];
  if (!kept) return show(program, args, { timeoutMs });
  const { code, output, timedOut } = await capture(program, args, { timeoutMs });
  console.log(`\n── beside it ${'─'.repeat(59)}\n${output}${timedOut ? '\nEnded after its time limit.' : ''}`);
  return timedOut ? 1 : code;
}

async function elevation() {
  if (process.getuid() === 0) return [];
  if ((await capture('sudo', ['-n', 'true'])).code === 0) return ['sudo', '-n'];
  throw new SetupError(
    'The tests of trust stores and windows run in a namespace that only root can make. Run them as root, or as a user with passwordless sudo.',
  );
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await runMain(async () => {
    const command = process.argv.slice(process.argv.indexOf('--') + 1);
    const { ensureElectron } = await import('../../scripts/lib/electron.mjs');
    const { packagedApp } = await import('../../scripts/lib/packaged.mjs');
    const { dist } = await ensureElectron();
    const apps = { testApp: packagedApp('test'), releaseApp: packagedApp('release') };
    return runInCell(command, { electronDist: dist, ...apps, results: join(resultsFolder, `cell-${process.pid}`) });
  });
}
