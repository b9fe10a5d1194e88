import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CertificateName, NameLimits } from '../../ipc/schemas';
import { viewCertificate } from './certificate-view';
import { generateKey } from './keys';
import { buildLeaf, type LeafRequest, randomSerial } from './leaf';
import { defaultLimits, limitsOf } from './limits';
import { parseCertificate } from './parsed-certificate';
import { dayMs } from './profile';
import { buildRoot } from './root';

const now = new Date('2026-06-01T12:34:56.789Z');
const rootKey = await generateKey('ecdsa-p256');
const leafKey = await generateKey('ecdsa-p256');
const dns = (value: string): CertificateName => ({ type: 'dns', value, display: value });
const ip = (value: string): CertificateName => ({ type: 'ip', value, display: value });

const rootOf = (limits: NameLimits = defaultLimits(), at = now, years = 10, name = 'Development CA') =>
  buildRoot({ name, limits, keyType: 'ecdsa-p256', years, key: rootKey, serial: '0a', now: at });
const root = await rootOf();

const leafOf = (changes: Partial<LeafRequest> = {}) =>
  buildLeaf({
    names: [dns('app.test')],
    purpose: 'server',
    keyType: 'ecdsa-p256',
    spki: leafKey.spki,
    issuer: { pem: root.pem, key: rootKey.privateKey },
    validityDays: 397,
    now,
    serial: '7f01',
    ...changes,
  });

describe('a root', () => {
  it('may sign leaves only, from an hour ago, for ten years', () => {
    const view = viewCertificate(root.pem);
    const parsed = parseCertificate(root.pem);
    expect(view.subject).toBe('CN=Development CA');
    expect(view.selfIssued).toBe(true);
    expect(parsed.basicConstraints).toEqual({ authority: true, pathLength: 0 });
    expect(view.keyUsages).toEqual(['certificate signing', 'CRL signing']);
    expect(view.notBefore.toISOString()).toBe('2026-06-01T11:34:56.000Z');
    expect(view.notAfter.toISOString()).toBe('2036-06-01T11:34:56.000Z');
    expect(parsed.unknownCritical).toEqual([]);
  });

  it('carries its limits, and gives them back', async () => {
    expect(limitsOf(root.pem)).toEqual(defaultLimits());
    expect(limitsOf((await rootOf({ kind: 'none' })).pem)).toEqual({ kind: 'none' });
    const narrow: NameLimits = { kind: 'limited', dns: ['app.test'], ip: [] };
    expect(limitsOf((await rootOf(narrow)).pem)).toEqual(narrow);
  });

  it('writes dates from 2050 on as GeneralizedTime, as RFC 5280 section 4.1.2.5 asks', async () => {
    const late = await rootOf(defaultLimits(), new Date('2045-03-01T00:00:00.500Z'));
    expect(late.der.includes('450228230000Z')).toBe(true);
    expect(late.der.includes('20550228230000Z')).toBe(true);
    expect(viewCertificate(late.pem).notAfter.toISOString()).toBe('2055-02-28T23:00:00.000Z');
  });

  it.each(['', '   ', 'x'.repeat(65), 'a\u0000b', 'a\u202eb', 'a\nb'])('is not made with the name %j', async (name) => {
    await expect(rootOf(defaultLimits(), now, 10, name)).rejects.toMatchObject({
      code: 'invalid-input',
      field: 'name',
    });
  });

  it('is not made with RSA-2048, nor with another kind of key than was said', async () => {
    const base = { name: 'Root', limits: defaultLimits(), years: 10, key: rootKey, serial: '01', now };
    await expect(buildRoot({ ...base, keyType: 'rsa-2048' })).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(buildRoot({ ...base, keyType: 'rsa-3072' })).rejects.toMatchObject({ code: 'key-mismatch' });
  });
});

describe('a leaf', () => {
  it('names its hosts, its use and its issuer', async () => {
    const leaf = await leafOf({ names: [dns('app.test'), dns('*.app.test'), ip('::1')] });
    const view = viewCertificate(leaf.pem);
    expect(view).toMatchObject({
      subject: 'CN=app.test',
      issuer: 'CN=Development CA',
      serial: '7f01',
      keyUsages: ['digital signature'],
      extendedKeyUsages: ['server authentication'],
      signatureAlgorithm: 'ECDSA with SHA-256',
      isAuthority: false,
    });
    expect(view.names.map(({ value }) => value)).toEqual(['app.test', '*.app.test', '::1']);
    expect(view.authorityKeyIdentifier).toBe(viewCertificate(root.pem).subjectKeyIdentifier);
    expect(view.subjectKeyIdentifier).toMatch(/^[0-9a-f]{40}$/);
    expect(leaf.commonName).toBe('app.test');
    expect(leaf.notBefore).toEqual(view.notBefore);
    expect(leaf.notAfter).toEqual(view.notAfter);
  });

  it('lasts for exactly the days asked for, the last second counted', async () => {
    const leaf = await leafOf({ validityDays: 825 });
    expect(leaf.notBefore.toISOString()).toBe('2026-06-01T11:34:56.000Z');
    expect(leaf.notAfter.getTime() + 1000 - leaf.notBefore.getTime()).toBe(825 * dayMs);
  });

  it('starts and ends no sooner and no later than its root', async () => {
    const young = await leafOf({ now: new Date('2026-06-01T11:40:00Z') });
    expect(young.notBefore.toISOString()).toBe('2026-06-01T11:34:56.000Z');
    const old = await leafOf({ now: new Date('2036-05-01T00:00:00Z') });
    expect(old.notAfter.toISOString()).toBe('2036-06-01T11:34:56.000Z');
  });

  it.each([
    ['2036-06-01T11:34:57Z', /has expired/],
    ['2026-06-01T11:34:55Z', /not valid yet/],
  ])('is not signed at %s, when the root is not valid', async (at, message) => {
    await expect(leafOf({ now: new Date(at) })).rejects.toMatchObject({
      code: 'authority-expired',
      message: expect.stringMatching(message),
    });
  });

  it.each([0, -1, 826, 1.5, Number.NaN])('is not signed for %d days', async (validityDays) => {
    await expect(leafOf({ validityDays })).rejects.toMatchObject({ code: 'invalid-input', field: 'validityDays' });
  });

  it('is not signed without names, with too many, or outside the limits of the root', async () => {
    await expect(leafOf({ names: [] })).rejects.toMatchObject({ code: 'invalid-input', field: 'names' });
    const many = Array.from({ length: 101 }, (_, index) => dns(`h${index}.test`));
    await expect(leafOf({ names: many })).rejects.toMatchObject({ code: 'too-many-names' });
    const outside = leafOf({ names: [dns('app.test'), dns('google.com')] });
    await expect(outside).rejects.toMatchObject({ code: 'name-outside-limits', field: 'google.com' });
    await expect(leafOf({ names: [ip('8.8.8.8')] })).rejects.toMatchObject({ code: 'name-outside-limits' });
  });

  it('is not signed with a key that is not the key of the root', async () => {
    const issuer = { pem: root.pem, key: leafKey.privateKey };
    await expect(leafOf({ issuer })).rejects.toMatchObject({ code: 'key-mismatch' });
  });

  it('takes the first host name that fits as its common name, and never an address', async () => {
    const long = `${'a'.repeat(60)}.test`;
    expect((await leafOf({ names: [ip('127.0.0.1'), dns(long), dns('app.test')] })).commonName).toBe('app.test');
    const addresses = await leafOf({ names: [ip('127.0.0.1')] });
    expect(addresses.commonName).toBe('');
    expect(viewCertificate(addresses.pem).subject).toBe('O=Sealwax development certificate');
    expect((await leafOf({ names: [dns(long)] })).commonName).toBe('');
    const email: CertificateName = { type: 'email', value: 'me@app.test', display: 'me@app.test' };
    expect((await leafOf({ names: [email], purpose: 'client' })).commonName).toBe('me@app.test');
  });

  it('may encipher keys with RSA, and says both purposes when it has both', async () => {
    const rsa = await generateKey('rsa-2048');
    const leaf = await leafOf({ keyType: 'rsa-2048', spki: rsa.spki, purpose: 'server-client' });
    const view = viewCertificate(leaf.pem);
    expect(view.keyUsages).toEqual(['digital signature', 'key encipherment']);
    expect(view.extendedKeyUsages).toEqual(['server authentication', 'client authentication']);
    expect(view.keyDescription).toBe('RSA 2048');
  });

  it('shows an international name in its own letters', async () => {
    const view = viewCertificate((await leafOf({ names: [dns('*.xn--bcher-kva.test')] })).pem);
    expect(view.names).toEqual([{ type: 'dns', value: '*.xn--bcher-kva.test', display: '*.bücher.test' }]);
  });
});

describe('a serial number', () => {
  it('is positive, at most 127 bits long, and the same hex when it is read back', async () => {
    const patterns = [Buffer.alloc(16), Buffer.alloc(16, 0xff), Buffer.concat([Buffer.alloc(3), randomBytes(13)])];
    for (const bytes of [...patterns, ...Array.from({ length: 20 }, () => randomBytes(16))]) {
      const serial = randomSerial(() => bytes);
      expect(BigInt(`0x${serial}`)).toBeGreaterThan(0n);
      expect(BigInt(`0x${serial}`)).toBeLessThan(2n ** 127n);
      expect(viewCertificate((await leafOf({ serial })).pem).serial).toBe(serial);
    }
  });

  it('uses all 127 bits of the randomness', () => {
    expect(randomSerial(() => Buffer.alloc(16, 0xff))).toBe(`7f${'ff'.repeat(15)}`);
  });
});
