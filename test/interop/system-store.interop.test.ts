import { access, mkdir, mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { elevation } from '../../src/core/system/elevate';
import { run } from '../../src/core/system/run';
import { installAll, removeAll } from '../../src/core/trust/install-all';
import { proveTrust } from '../../src/core/trust/prove';
import { trustStores } from '../../src/core/trust/registry';
import { linuxSystemStore } from '../../src/core/trust/system-store-linux';
import type { TrustStore } from '../../src/core/trust/trust-store';
import type { ProveReport } from '../../src/ipc/schemas';
import { makeLocalhost, makeRoot, type TestRoot } from '../support/openssl-roots';
import { program } from '../support/programs';

// These tests change a real system store. Outside of the cell, where /etc and the folder of added roots are overlays that
// end with the test, they must not run: a clear failure, never a quiet pass.
if (process.env.SEALWAX_CELL !== '1') {
  throw new Error('This test changes the system store, so it runs only inside the cell: use "npm test".');
}

const anchorFolder = '/usr/local/share/ca-certificates';
const bundle = '/etc/ssl/certs/ca-certificates.crt';
const tool = '/usr/sbin/update-ca-certificates';
// What a person's terminal has, without variables that point TLS clients elsewhere.
const env: NodeJS.ProcessEnv = { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: userInfo().homedir };

async function sudo(...args: string[]): Promise<void> {
  const result = await run('sudo', ['-n', ...args], { timeoutMs: 60_000 });
  if (result.code !== 0) throw new Error(`sudo ${args.join(' ')}: ${result.stderr}`);
}

let base: string;
let root: TestRoot;
let namesake: TestRoot;
let probe: { certPem: string; keyPem: string };
let system: TrustStore;
let stores: TrustStore[];

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'sealwax interop é '));
  // A machine's store may differ a little from what the tool itself would build; the comparison is with the tool's form.
  await sudo('update-ca-certificates');
  root = await makeRoot(base, 'Interop root', 'root');
  namesake = await makeRoot(base, 'Interop root', 'namesake');
  probe = await makeLocalhost(base, root);
  await mkdir(join(base, 'home', '.pki', 'nssdb'), { recursive: true });
  await program(join(base, 'bin', 'chromium'), 'exit 0');
  const own = { ...env, PATH: `${join(base, 'bin')}:${env.PATH}` };
  // Java's lists have tests of their own (trust-matrix.test.ts).
  const all = await trustStores({ run, platform: 'linux', env: own, home: join(base, 'home') });
  stores = all.filter(({ kind }) => kind !== 'java');
  const [first] = stores;
  if (first === undefined) throw new Error('this machine has no system store');
  system = first;
});
afterAll(() => rm(base, { recursive: true, force: true }));

/** Everything that a change of the store touches: names, link targets, and the list itself. */
async function snapshot(): Promise<string[]> {
  const links = (await readdir('/etc/ssl/certs')).sort();
  const targets = await Promise.all(
    links.map(async (name) => `${name} -> ${await readlink(join('/etc/ssl/certs', name)).catch(() => 'a file')}`),
  );
  return [...(await readdir(anchorFolder)).sort(), ...targets, await readFile(bundle, 'utf8')];
}

/** The clients run in the home whose database the stores name. */
const prove = () => {
  const own = { ...env, HOME: join(base, 'home') };
  return proveTrust({ run, env: own, stores, issueProbe: async () => probe, now: () => new Date() });
};

async function inJava(): Promise<boolean> {
  const listed = await run('keytool', ['-list', '-rfc', '-cacerts', '-storepass', 'changeit'], {
    env,
    timeoutMs: 30_000,
  });
  return listed.stdout.replaceAll('\r', '').includes(root.pem.trim());
}

describe('the real system store and a real NSS database', () => {
  it('are not trusted before, are after the install, are as before after the removal', async () => {
    const before = await snapshot();
    // The others depend on what this machine has; none of those that are here may open the page.
    const always = ['curl', 'openssl', 'python', `nss:${join(base, 'home/.pki/nssdb')}`];
    const resultOf = ({ proofs }: ProveReport, id: string) => proofs.find((proof) => proof.id === id)?.result;
    const first = await prove();
    expect(always.map((id) => resultOf(first, id))).toEqual(always.map(() => 'failed'));
    expect(first.proofs.filter(({ result }) => result === 'passed')).toEqual([]);

    const installed = await installAll(stores, root, () => undefined);
    expect(installed.map(({ outcome, message }) => [outcome, message])).toEqual([
      ['done', expect.stringContaining(anchorFolder)],
      ['done', expect.stringContaining('nssdb')],
    ]);
    expect(await system.status(root)).toEqual({ state: 'trusted' });
    expect(await system.status(namesake)).toEqual({ state: 'absent' });

    const proof = await prove();
    expect(always.map((id) => resultOf(proof, id))).toEqual(always.map(() => 'passed'));
    // Those with lists of their own refuse it still; they do not count.
    const refused = proof.proofs.filter(({ id, result }) => result !== 'passed' && !id.startsWith('client:'));
    expect(refused).toEqual([]);
    expect(proof.passed).toBe(true);

    const removed = await removeAll(stores, root, () => undefined);
    expect(removed.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
    expect((await prove()).passed).toBe(false);
    expect(await snapshot()).toEqual(before);
  });

  it('leave nothing in the store that Java reads either', async () => {
    // The hook of Debian's Java; without it Java has no copy that could stay behind.
    const java = await access('/etc/ca-certificates/update.d/jks-keystore').then(
      () => true,
      () => false,
    );
    await system.install(root);
    expect(await inJava()).toBe(java);
    expect((await system.remove(root)).outcome).toBe('done');
    expect(await inJava()).toBe(false);
  });

  it('keep another root of the same name', async () => {
    await system.install(root);
    await system.install(namesake);
    expect((await system.remove(root)).outcome).toBe('done');
    expect(await system.status(root)).toEqual({ state: 'absent' });
    expect(await system.status(namesake)).toEqual({ state: 'trusted' });
    expect((await system.remove(namesake)).outcome).toBe('done');
  });
});

describe('trouble with the real system store', () => {
  const mounts: string[] = [];
  afterEach(async () => {
    for (const mount of mounts.splice(0)) await sudo('umount', mount);
  });
  const over = async (source: string, target: string) => {
    await sudo('mount', '--bind', source, target);
    mounts.unshift(target);
  };
  const name = () => `sealwax-${root.fingerprint256.slice(0, 16)}.crt`;

  it("an administrator's certificate under our file name stays as it is", async () => {
    const file = join(anchorFolder, name());
    await sudo('install', '-m', '644', namesake.pemPath, file);
    expect(await system.install(root)).toMatchObject({ outcome: 'failed', message: expect.stringContaining(file) });
    expect(await readFile(file, 'utf8')).toBe(namesake.pem);
    await sudo('rm', file);
  });

  it('a read-only folder is named, and nothing changes', async () => {
    const before = await snapshot();
    await over(anchorFolder, anchorFolder);
    await sudo('mount', '-o', 'remount,ro,bind', anchorFolder);
    const outcome = await system.install(root);
    expect(outcome).toMatchObject({
      outcome: 'failed',
      message: expect.stringContaining(`${anchorFolder} cannot be written`),
    });
    expect(await snapshot()).toEqual(before);
  });

  it('a tool that hangs as root is stopped at its limit, and our file is gone again', async () => {
    const before = await snapshot();
    await over(await program(join(base, 'hangs'), 'exec sleep 117.25'), tool);
    const uid = process.getuid?.() ?? 0;
    const elevate = elevation({ run, platform: 'linux', env, uid, now: Date.now });
    const store = await linuxSystemStore({ elevate, rootFolder: '/', toolSeconds: 2 });
    expect(await store.install(root)).toMatchObject({ outcome: 'timed-out', message: expect.stringContaining('2 s') });
    expect(await snapshot()).toEqual(before);
    expect((await run('pgrep', ['-f', 'sleep 117.25'])).stdout).toBe('');
  });

  it('a tool that only says so is caught, and our file is gone again', async () => {
    const before = await snapshot();
    await over(await program(join(base, 'lies'), 'echo "1 added, 0 removed; done."'), tool);
    expect(await system.install(root)).toMatchObject({
      outcome: 'failed',
      message: expect.stringContaining('reported success'),
    });
    expect(await snapshot()).toEqual(before);
  });
});
