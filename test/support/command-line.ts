import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type RunResult, run } from '../../src/core/system/run';

const root = resolve(__dirname, '../..');

export interface Account {
  /** A folder of its own for everything: home, data, files. */
  folder: string;
  env: NodeJS.ProcessEnv;
  /** `sealwax ARGS` as a real process, in `files` unless told. */
  sealwax: (
    args: readonly string[],
    options?: { cwd?: string; env?: NodeJS.ProcessEnv; input?: string },
  ) => Promise<RunResult>;
  /** The same program under the name mkcert. */
  mkcert: (args: readonly string[], options?: { cwd?: string; env?: NodeJS.ProcessEnv }) => Promise<RunResult>;
  /** Where the commands work. */
  files: string;
  remove: () => Promise<void>;
}

/** A command that may make an RSA key on a busy machine (milliseconds). */
const timeoutMs = 50_000;

/**
 * An account as in a container: no keychain, no display, the passphrase in a private file. The command line is the built one.
 */
export async function newAccount(): Promise<Account> {
  const folder = await mkdtemp(join(tmpdir(), 'sealwax-cli-'));
  const files = join(folder, 'files');
  const home = join(folder, 'home');
  await Promise.all([mkdir(files), mkdir(home)]);
  const passphrase = join(folder, 'passphrase');
  await writeFile(passphrase, 'correct horse battery staple\n', { mode: 0o600 });
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    LANG: 'C.UTF-8',
    HOME: home,
    SEALWAX_HOME: join(folder, 'data'),
    SEALWAX_PASSPHRASE_FILE: passphrase,
  };
  const start =
    (program: string): Account['sealwax'] =>
    (args, options = {}) =>
      run(process.execPath, [join(root, 'bin', program), ...args], {
        cwd: options.cwd ?? files,
        env: { ...env, ...options.env },
        timeoutMs,
        ...(options.input === undefined ? {} : { input: options.input }),
      });
  return {
    folder,
    env,
    files,
    sealwax: start('sealwax.cjs'),
    mkcert: start('mkcert.cjs'),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Fails with what the program said when it did not succeed. */
export function succeeded(result: RunResult): RunResult {
  if (result.code !== 0) throw new Error(`exit ${result.code}\n${result.stdout}\n${result.stderr}`);
  return result;
}
