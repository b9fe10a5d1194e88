import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeLocalhost, makeRoot, type TestRoot } from '../../../test/support/openssl-roots';
import { program } from '../../../test/support/programs';
import { run } from '../system/run';
import { manualSystemStore } from './manual-system-store';
import { NssStore } from './nss-store';
import { proveTrust } from './prove';

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
const system = manualSystemStore('darwin');
const now = () => new Date();
// Without the variables that point TLS clients at a list of roots, whatever this machine sets.
const plain = { PATH: '/usr/bin:/bin', HOME: '/nonexistent' };
const prove = (stores: Parameters<typeof proveTrust>[0]['stores'], env: NodeJS.ProcessEnv = plain) =>
  proveTrust({ run, env, stores, issueProbe: async () => probe, now });

describe('the proof', () => {
  it('passes on a database that trusts the root, and names each client as it goes', async () => {
    const store = nss('trusting');
    await store.install(root);
    const steps: string[] = [];
    const report = await proveTrust({
      run,
      env: process.env,
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
    expect(report.proofs.map(({ id, result }) => [id, result])).toEqual([
      ['curl', 'failed'],
      ['openssl', 'failed'],
      ['python', 'failed'],
    ]);
    for (const { message } of report.proofs) expect(message).toMatch(/certificate|verify/i);
  });

  it("passes for all three where the person's environment names the root", async () => {
    const env = { ...plain, SSL_CERT_FILE: root.pemPath };
    const report = await prove([system], env);
    expect(report.proofs.map(({ result }) => result)).toEqual(['passed', 'passed', 'passed']);
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
