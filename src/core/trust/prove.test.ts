import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLocalhost, makeRoot, type TestRoot } from '../../../test/support/openssl-roots';
import { program } from '../../../test/support/programs';
import { run } from '../system/run';
import { macStores } from './mac-stores';
import { NssStore } from './nss-store';
import { proveTrust } from './prove';
import type { TrustStore } from './trust-store';

let base: string;
let root: TestRoot;
let probe: { certPem: string; keyPem: string };
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'sealwax prove é '));
  root = await makeRoot(base);
  probe = await makeLocalhost(base, root);
});
afterAll(() => rm(base, { recursive: true, force: true }));

const nss = (name: string) =>
  new NssStore({ run, env: process.env, certutil: 'certutil', packageHint: '', folder: join(base, name), label: name });
// Only its kind matters here: it stands for "the machine has a system store".
const [system] = macStores({ run, home: '/nonexistent', env: {} }) as [TrustStore];
const now = () => new Date();
// Without the variables that point TLS clients at a list of roots, whatever this machine sets.
const plain = { PATH: '/usr/bin:/bin', HOME: '/nonexistent' };
/** Only what reads the system's list is looked at where git and wget, which read another, would cloud it. */
const few = async (...names: string[]) => {
  const folder = join(base, `only ${names.join(' ')}`);
  await mkdir(folder, { recursive: true });
  for (const name of names) await symlink(`/usr/bin/${name}`, join(folder, name)).catch(() => undefined);
  return folder;
};
const prove = (stores: Parameters<typeof proveTrust>[0]['stores'], env: NodeJS.ProcessEnv = plain) =>
  proveTrust({ run, env, stores, issueProbe: async () => probe, now });

describe('the proof', () => {
  it('passes on a database that trusts the root, and names each client as it goes', async () => {
    const store = nss('trusting');
    await store.install(root);
    const steps: string[] = [];
    const report = await proveTrust({
      run,
      env: { ...process.env, PATH: await few('vfyserv') },
      stores: [store],
      issueProbe: async () => probe,
      now,
      progress: (client, proof) => steps.push(`${client.id} ${proof?.result ?? 'begins'}`),
    });
    expect(report).toMatchObject({ passed: true, proofs: [{ id: store.id, result: 'passed' }] });
    expect(steps).toEqual([`${store.id} begins`, `${store.id} passed`]);
    expect(report.address).toMatch(/^https:\/\/localhost:\d+$/);
  });

  it('fails on a database that does not, with what NSS said', async () => {
    const store = nss('strange');
    await store.install(await makeRoot(base, 'Another', 'another'));
    const report = await prove([store]);
    expect(report.passed).toBe(false);
    expect(report.proofs[0]).toMatchObject({
      result: 'failed',
      message: expect.stringContaining('issuer is not recognized'),
    });
  });

  it('fails for curl, OpenSSL and Python, which do not know this root', async () => {
    const report = await prove([system]);
    expect(report.passed).toBe(false);
    const ofSystem = report.proofs.filter(({ about }) => about?.includes(system.id));
    expect(ofSystem.slice(0, 3).map(({ id, result }) => [id, result])).toEqual([
      ['curl', 'failed'],
      ['openssl', 'failed'],
      ['python', 'failed'],
    ]);
    for (const { message } of ofSystem) expect(message).toMatch(/certificate|verify/i);
  });

  it("passes for all three where the person's environment names the root", async () => {
    const env = { ...plain, PATH: await few('curl', 'openssl', 'python3'), SSL_CERT_FILE: root.pemPath };
    const report = await prove([system], env);
    expect(report.proofs.slice(0, 3).map(({ result }) => result)).toEqual(['passed', 'passed', 'passed']);
    expect(report.passed).toBe(true);
  });

  it('is not swayed by a proxy or by a ".curlrc" that switches checking off', async () => {
    const home = join(base, 'home');
    await program(join(home, '.curlrc'), 'insecure');
    const env = { ...plain, HOME: home, CURL_HOME: home, https_proxy: 'http://127.0.0.1:9' };
    const report = await prove([system], env);
    expect(report.proofs[0]).toMatchObject({
      id: 'curl',
      result: 'failed',
      message: expect.stringContaining('certificate'),
    });
  });

  it('says "not run" for clients that are not installed, and does not pass on nothing', async () => {
    const report = await prove([system, nss('trusting')], { PATH: join(base, 'empty') });
    expect(report.proofs.map(({ result }) => result)).toEqual(['not-run', 'not-run', 'not-run', 'not-run']);
    expect(report.passed).toBe(false);
  });

  it('does not blame the system store for a Python that keeps a list of its own', async () => {
    const bin = join(base, 'own python');
    await program(
      join(bin, 'python3'),
      'printf "/opt/conda/ssl/cert.pem\\t/opt/conda/ssl/certs\\n"; echo "SSLCertVerificationError" >&2; exit 1',
    );
    const report = await prove([system], { PATH: bin });
    expect(report.proofs[2]).toMatchObject({
      result: 'not-run',
      message: expect.stringContaining('/opt/conda/ssl/cert.pem'),
    });
  });

  it('does not believe a client whose checks are switched off: it would open any page', async () => {
    const bin = await few('openssl');
    await program(join(bin, 'curl'), 'exec /usr/bin/curl --insecure "$@"');
    await program(join(bin, 'python3'), 'exec /usr/bin/python3 "$@"');
    const env = { ...plain, PATH: bin, SSL_CERT_FILE: root.pemPath };
    const [curl, openssl, python] = (await prove([system], env)).proofs;
    expect(curl).toMatchObject({
      id: 'curl',
      result: 'not-run',
      message: expect.stringContaining('accepts any certificate'),
    });
    expect([openssl?.result, python?.result]).toEqual(['passed', 'passed']);
  });

  it('does not believe a client that says yes and asked for nothing', async () => {
    const bin = join(base, 'liars');
    for (const name of ['curl', 'openssl', 'python3', 'wget', 'git', 'node']) await program(join(bin, name), 'exit 0');
    const report = await prove([system], { PATH: bin });
    expect(report.proofs.filter(({ result }) => result === 'passed').map(({ id }) => id)).toEqual([]);
    expect(report.passed).toBe(false);
  });

  it('lists a client with roots of its own, and does not count it', async () => {
    const bin = await few('curl', 'openssl', 'python3');
    await symlink(process.execPath, join(bin, 'node')).catch(() => undefined);
    const env = { ...plain, PATH: bin, SSL_CERT_FILE: root.pemPath };
    const without = await prove([system], env);
    expect(without.proofs.find(({ id }) => id === 'client:node')).toMatchObject({ result: 'failed' });
    expect(without.passed).toBe(true);
    const told = await prove([system], { ...env, NODE_EXTRA_CA_CERTS: root.pemPath });
    expect(told.proofs.find(({ id }) => id === 'client:node')).toMatchObject({ result: 'passed' });
    const off = await prove([system], { ...env, NODE_TLS_REJECT_UNAUTHORIZED: '0' });
    expect(off.proofs.find(({ id }) => id === 'client:node')).toMatchObject({ result: 'not-run' });
  });

  it('leaves no server behind', async () => {
    const { address } = await prove([nss('trusting')]);
    const port = Number(address.split(':').pop());
    const refused = await new Promise<string>((resolve) => {
      connect(port, '127.0.0.1', () => resolve('open')).on('error', (error: NodeJS.ErrnoException) =>
        resolve(String(error.code)),
      );
    });
    expect(refused).toBe('ECONNREFUSED');
  });
});
