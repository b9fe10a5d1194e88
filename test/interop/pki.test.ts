import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildRoot } from '../../src/core/pki/authority-certificate';
import { viewCertificate } from '../../src/core/pki/certificate-view';
import { type GeneratedKey, generateKey } from '../../src/core/pki/keys';
import { buildLeaf, randomSerial } from '../../src/core/pki/leaf';
import { defaultLimits } from '../../src/core/pki/limits';
import { checkNames } from '../../src/core/pki/names';
import { validateChain } from '../../src/core/pki/path-validation';
import type { KeyType, NameLimits, Purpose } from '../../src/ipc/schemas';
import { opensslText, opensslVerify } from '../support/openssl';

const now = new Date();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealwax-pki-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function rootOf(
  keyType: KeyType,
  limits: NameLimits = defaultLimits(),
): Promise<{ pem: string; key: GeneratedKey }> {
  const key = await generateKey(keyType);
  const serial = randomSerial(randomBytes);
  const { pem } = await buildRoot({
    name: 'Sealwax Development CA (me@host)',
    limits,
    keyType,
    years: 10,
    key,
    serial,
    now,
  });
  return { pem, key };
}

interface Wanted {
  names: readonly string[];
  purpose?: Purpose;
  keyType?: KeyType;
  validityDays?: number;
}

async function leafOf(root: { pem: string; key: GeneratedKey }, wanted: Wanted) {
  const { names: typed, purpose = 'server', keyType = 'ecdsa-p256', validityDays = 397 } = wanted;
  const names = checkNames(typed, { limits: { kind: 'none' }, purpose }).map(({ name, problem }) => {
    if (name === undefined) throw new Error(problem?.message);
    return name;
  });
  const { spki } = await generateKey(keyType);
  const issuer = { pem: root.pem, key: root.key.privateKey };
  const validity = { kind: 'days' as const, days: validityDays };
  return buildLeaf({ names, purpose, keyType, spki, issuer, validity, now, serial: randomSerial(randomBytes) });
}

const rootKinds: KeyType[] = ['ecdsa-p256', 'ecdsa-p384', 'rsa-3072', 'rsa-4096'];
const leafKinds: KeyType[] = ['ecdsa-p256', 'ecdsa-p384', 'rsa-2048', 'rsa-3072', 'rsa-4096'];

describe('openssl verify -x509_strict', () => {
  const purposes: Purpose[] = ['server', 'client', 'server-client'];
  it.each(leafKinds.flatMap((keyType) => purposes.map((purpose) => [keyType, purpose] as const)))(
    'accepts a leaf of %s for %s, and for that purpose only',
    async (keyType, purpose) => {
      const root = await rootOf('ecdsa-p256');
      const leaf = await leafOf(root, {
        names: ['app.test', '*.app.test', '127.0.0.1', '::1', 'bücher.test'],
        keyType,
        purpose,
      });
      const verify = (asPurpose?: string) =>
        opensslVerify([leaf.pem, root.pem], { folder, ...(asPurpose === undefined ? {} : { purpose: asPurpose }) });
      expect(await verify()).toMatchObject({ ok: true });
      expect((await verify('sslserver')).ok).toBe(purpose !== 'client');
      expect((await verify('sslclient')).ok).toBe(purpose !== 'server');
    },
  );

  it.each(rootKinds)('accepts leaves under a root of %s', async (keyType) => {
    const root = await rootOf(keyType);
    const leaf = await leafOf(root, { names: ['app.test'] });
    expect(await opensslVerify([leaf.pem, root.pem], { folder, purpose: 'sslserver' })).toMatchObject({ ok: true });
  });

  it.each([
    [['127.0.0.1']],
    [['::1']],
    [['192.168.1.10', 'fe80::1']],
    [[`${'a'.repeat(63)}.${'b'.repeat(63)}.test`]],
    [Array.from({ length: 100 }, (_, index) => `host-${index}.app.test`)],
  ])('accepts the names %j', async (names) => {
    const root = await rootOf('ecdsa-p256');
    const leaf = await leafOf(root, { names });
    expect(await opensslVerify([leaf.pem, root.pem], { folder, purpose: 'sslserver' })).toMatchObject({ ok: true });
  });

  it('accepts mailboxes and URIs inside the limits', async () => {
    const root = await rootOf('ecdsa-p256');
    const names = ['me@app.test', 'me@localhost', 'spiffe://app.test/api', 'https://localhost:1/'];
    const leaf = await leafOf(root, { names, purpose: 'client' });
    expect(await opensslVerify([leaf.pem, root.pem], { folder, purpose: 'sslclient' })).toMatchObject({ ok: true });
  });

  it('accepts any name under a root without limits', async () => {
    const root = await rootOf('ecdsa-p256', { kind: 'none' });
    const leaf = await leafOf(root, { names: ['www.google.com', '8.8.8.8'], validityDays: 825 });
    expect(await opensslVerify([leaf.pem, root.pem], { folder, purpose: 'sslserver' })).toMatchObject({ ok: true });
  });

  it('refuses wildcards directly under a top-level name, which is why names.ts does', async () => {
    const root = await rootOf('ecdsa-p256');
    const names = [{ type: 'dns' as const, value: '*.test', display: '*.test' }];
    const { spki } = await generateKey('ecdsa-p256');
    const issuer = { pem: root.pem, key: root.key.privateKey };
    const star = await buildLeaf({
      names,
      purpose: 'server',
      keyType: 'ecdsa-p256',
      spki,
      issuer,
      validity: { kind: 'days', days: 1 },
      now,
      serial: '01',
    });
    const match = (leaf: string, host: string) =>
      opensslVerify([leaf, root.pem], { folder, more: ['-verify_hostname', host] });
    expect(await match(star.pem, 'app.test')).toMatchObject({
      ok: false,
      output: expect.stringContaining('hostname mismatch'),
    });
    const deeper = await leafOf(root, { names: ['*.app.test'] });
    expect((await match(deeper.pem, 'www.app.test')).ok).toBe(true);
    expect((await match(deeper.pem, 'app.test')).ok).toBe(false);
    expect((await match(deeper.pem, 'a.b.app.test')).ok).toBe(false);
  });
});

describe('a root that is limited', () => {
  it('shows openssl critical name constraints, path length 0 and the right usages', async () => {
    const root = await rootOf('ecdsa-p256');
    await writeFile(join(folder, 'shown.pem'), root.pem);
    const text = await opensslText(['x509', '-in', join(folder, 'shown.pem'), '-noout', '-text']);
    expect(text).toMatch(/X509v3 Name Constraints: critical\s+Permitted:\s+DNS:localhost\s+DNS:test\s/);
    expect(text).toContain('IP:127.0.0.0/255.0.0.0');
    expect(text).toContain('IP:FC00:0:0:0:0:0:0:0/FE00:0:0:0:0:0:0:0');
    expect(text).toMatch(/email:\.test\s/);
    expect(text).toMatch(/URI:\.test\s/);
    expect(text).toMatch(/X509v3 Basic Constraints: critical\s+CA:TRUE, pathlen:0\s/);
    expect(text).toMatch(/X509v3 Key Usage: critical\s+Certificate Sign, CRL Sign\s/);
  });

  // A stolen key of a limited root is worth little: whatever it signs outside of them is refused. To show it, the thief's
  // certificate is built with the same name and key, but without the limits in the way.
  it.each([
    ['www.google.com', 'server'],
    ['*.google.com', 'server'],
    ['8.8.8.8', 'server'],
    ['2001:4860:4860::8888', 'server'],
    ['me@google.com', 'client'],
    ['https://google.com/', 'client'],
    ['spiffe://google.com/x', 'client'],
  ] as const)('is not trusted for %s, though its key signed it', async (name, purpose) => {
    const root = await rootOf('ecdsa-p256');
    await expect(leafOf(root, { names: [name], purpose })).rejects.toMatchObject({ code: 'name-outside-limits' });
    const key = root.key;
    const unlimited = await buildRoot({
      name: 'Sealwax Development CA (me@host)',
      limits: { kind: 'none' },
      keyType: 'ecdsa-p256',
      years: 10,
      key,
      serial: '01',
      now,
    });
    const leaf = await leafOf({ pem: unlimited.pem, key }, { names: [name], purpose });
    expect((await opensslVerify([leaf.pem, unlimited.pem], { folder })).ok).toBe(true);
    const verdict = await opensslVerify([leaf.pem, root.pem], { folder });
    expect(verdict).toMatchObject({
      ok: false,
      output: expect.stringMatching(/permitted subtree violation|unsupported name/),
    });
    const ours = validateChain([leaf.pem, root.pem].map(viewCertificate), { now });
    expect(
      ours.edges
        .flat()
        .filter((check) => !check.ok)
        .map((check) => check.id),
    ).toEqual(['name-constraints']);
  });

  it('with no address permitted is trusted for none', async () => {
    const limits: NameLimits = { kind: 'limited', dns: ['test'], ip: [] };
    const key = await generateKey('ecdsa-p256');
    const base = { name: 'Root', keyType: 'ecdsa-p256' as const, years: 10, key, serial: '01', now };
    const limited = await buildRoot({ ...base, limits });
    const unlimited = await buildRoot({ ...base, limits: { kind: 'none' } });
    for (const name of ['127.0.0.1', '::1']) {
      const leaf = await leafOf({ pem: unlimited.pem, key }, { names: [name] });
      expect(await opensslVerify([leaf.pem, limited.pem], { folder })).toMatchObject({ ok: false });
    }
    const leaf = await leafOf({ pem: limited.pem, key }, { names: ['app.test'] });
    expect(await opensslVerify([leaf.pem, limited.pem], { folder })).toMatchObject({ ok: true });
  });
});

describe('what the view says', () => {
  it('is what openssl says', async () => {
    const root = await rootOf('rsa-3072');
    const leaf = await leafOf(root, { names: ['app.test', '::1'], keyType: 'rsa-2048', purpose: 'server-client' });
    await writeFile(join(folder, 'view.pem'), leaf.pem);
    const show = (...args: string[]) => opensslText(['x509', '-in', join(folder, 'view.pem'), '-noout', ...args]);
    const hex = (text: string) => text.split('=')[1]?.trim().replaceAll(':', '').toLowerCase();
    const view = viewCertificate(leaf.pem);
    expect(view.fingerprint256).toBe(hex(await show('-fingerprint', '-sha256')));
    expect(view.serial).toBe(hex(await show('-serial')));
    const dates = await show('-dates');
    expect(new Date(dates.match(/notBefore=(.*)/)?.[1] ?? '')).toEqual(view.notBefore);
    expect(new Date(dates.match(/notAfter=(.*)/)?.[1] ?? '')).toEqual(view.notAfter);
    const text = await show('-text');
    expect(text).toContain('Public-Key: (2048 bit)');
    expect(text).toContain('Signature Algorithm: sha256WithRSAEncryption');
    expect(view.keyDescription).toBe('RSA 2048');
    expect(view.signatureAlgorithm).toBe('RSA with SHA-256');
    expect(text).toMatch(/Key Usage: critical\s+Digital Signature, Key Encipherment\s/);
    expect(text).toMatch(/TLS Web Server Authentication, TLS Web Client Authentication/);
    expect(text).toMatch(/Alternative Name:\s+DNS:app\.test, IP Address:0:0:0:0:0:0:0:1\s/);
  });
});
