import { copyFile, mkdir, readdir, realpath, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunResult, run } from '../../src/core/system/run';
import { type Account, newAccount } from '../support/command-line';

/**
 * `-install` and `-uninstall` beside the real mkcert, on the stores of the cell: system, NSS and Java, by TRUST_STORES. The same
 * words on the same stream, the same exit code, and the same change in each store.
 */
if (process.env.SEALWAX_CELL !== '1')
  throw new Error('This test changes trust stores, so it runs only inside the cell: use "npm test".');

let account: Account;
let java = '';

/** A JDK of this account's own: the real keytool over a copy of the real list of roots. */
async function makeJavaHome(folder: string): Promise<void> {
  const keytool = await realpath('/usr/bin/keytool');
  const home = join(keytool, '..', '..');
  await mkdir(join(folder, 'bin'), { recursive: true });
  await mkdir(join(folder, 'lib', 'security'), { recursive: true });
  await symlink(keytool, join(folder, 'bin', 'keytool'));
  await copyFile(await realpath(join(home, 'lib', 'security', 'cacerts')), join(folder, 'lib', 'security', 'cacerts'));
}

beforeAll(async () => {
  account = await newAccount();
  const database = join(account.env.HOME ?? '', '.pki', 'nssdb');
  await mkdir(database, { recursive: true });
  await run('certutil', ['-N', '--empty-password', '-d', `sql:${database}`], { env: account.env });
  java = join(account.folder, 'java');
  await makeJavaHome(java);
}, 120_000);
afterAll(() => account?.remove());

const theirs = (args: readonly string[], env: NodeJS.ProcessEnv): Promise<RunResult> =>
  run('mkcert', args, {
    env: { ...account.env, CAROOT: join(account.folder, 'theirs'), ...env },
    cwd: account.files,
    timeoutMs: 50_000,
  });
const ours = (args: readonly string[], env: NodeJS.ProcessEnv) =>
  account.mkcert(args, { env: { CAROOT: join(account.folder, 'ours'), ...env } });

/** How many roots each store has: a change is seen as one more or one less. */
async function counts() {
  const nss = await run('certutil', ['-L', '-d', `sql:${account.env.HOME}/.pki/nssdb`], { env: account.env });
  const cacerts = join(java, 'lib', 'security', 'cacerts');
  const keytool = await run('keytool', ['-list', '-keystore', cacerts, '-storepass', 'changeit'], {
    timeoutMs: 50_000,
  });
  return {
    system: (await readdir('/usr/local/share/ca-certificates')).length,
    nss: nss.stdout.split('\n').filter((line) => /\bC,,/.test(line)).length,
    java: keytool.stdout.split('trustedCertEntry').length - 1,
  };
}

const said = ({ code, stdout, stderr }: RunResult) => ({
  code,
  stdout,
  // keytool's own lines come through mkcert; the authority is made by the first run of each.
  lines: stderr
    .split('\n')
    .filter((line) => line !== '' && !/^Created a new local CA|^Certificate was added/.test(line)),
});

const variants: [string, NodeJS.ProcessEnv][] = [
  ['java', { TRUST_STORES: 'java' }],
  ['system,nss', { TRUST_STORES: 'system,nss' }],
  ['unknown words', { TRUST_STORES: 'none, system' }],
];

describe('-install and -uninstall beside mkcert', () => {
  it.each(variants)(
    'with TRUST_STORES for %s',
    async (_title, stores) => {
      const env = { ...stores, JAVA_HOME: java };
      for (const args of [['-install'], ['-install'], ['-uninstall'], ['-uninstall']]) {
        const before = await counts();
        const their = await theirs(args, env);
        const between = await counts();
        const our = await ours(args, env);
        const after = await counts();
        expect({ args, ...said(our) }).toEqual({ args, ...said(their) });
        const change = (one: typeof before, other: typeof before) => ({
          system: other.system - one.system,
          nss: other.nss - one.nss,
          java: other.java - one.java,
        });
        expect({ args, ...change(between, after) }).toEqual({ args, ...change(before, between) });
      }
    },
    240_000,
  );

  it('notes the stores that do not trust the root before it issues', async () => {
    const env = { TRUST_STORES: 'system,nss', JAVA_HOME: java };
    const [their, our] = [await theirs(['note.test'], env), await ours(['note.test'], env)];
    expect(said(our)).toEqual(said(their));
    expect(our.stderr).toContain('Note: the local CA is not installed in the system trust store.');
  });
});
