import { randomBytes } from 'node:crypto';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { Extension, GeneralName, GeneralSubtree, GeneralSubtrees, NameConstraints } from '@peculiar/asn1-x509';
import { describe, expect, it } from 'vitest';
import type { CertificateName, NameLimits } from '../../ipc/schemas';
import { buildRoot } from './authority-certificate';
import { viewCertificate } from './certificate-view';
import { basicConstraints, subjectKeyIdentifier } from './extensions';
import { generateKey } from './keys';
import { buildLeaf, type LeafRequest, randomSerial } from './leaf';
import { defaultLimits } from './limits';
import { parseCertificate } from './parsed-certificate';
import { dayMs } from './profile';
import { nameOf, signCertificate } from './sign-certificate';

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
    validity: { kind: 'days', days: 397 },
    now,
    serial: '7f01',
    ...changes,
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
    const leaf = await leafOf({ validity: { kind: 'days', days: 825 } });
    expect(leaf.notAfter.getTime() + 1000 - leaf.notBefore.getTime()).toBe(825 * dayMs);
    const day = await leafOf({ validity: { kind: 'days', days: 1 } });
    expect(day.notAfter.toISOString()).toBe('2026-06-02T12:34:55.000Z');
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

  it.each([0, -1, 3661, 1.5, Number.NaN])('is not signed for %d days', async (days) => {
    const validity = { kind: 'days' as const, days };
    await expect(leafOf({ validity })).rejects.toMatchObject({ code: 'invalid-input', field: 'validity' });
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

describe('the purpose of a leaf', () => {
  const email: CertificateName = { type: 'email', value: 'me@app.test', display: 'me@app.test' };
  it('for e-mail is e-mail protection, with a key that signs and can be encrypted for', async () => {
    const view = viewCertificate((await leafOf({ names: [email], purpose: 'email' })).pem);
    expect(view.subject).toBe('CN=me@app.test');
    expect(view.extendedKeyUsages).toEqual(['e-mail protection']);
    expect(view.keyUsages).toEqual(['digital signature', 'key agreement']);
    const rsa = await generateKey('rsa-2048');
    const withRsa = viewCertificate(
      (await leafOf({ names: [email], purpose: 'email', keyType: 'rsa-2048', spki: rsa.spki })).pem,
    );
    expect(withRsa.keyUsages).toEqual(['digital signature', 'key encipherment']);
    await expect(leafOf({ purpose: 'email' })).rejects.toMatchObject({ code: 'invalid-input', field: 'names' });
  });

  it("comes from the names as well in mkcert's profile, which sets no common name", async () => {
    const subject = { organization: 'mkcert development certificate', organizationalUnit: 'me@host' };
    const names = [dns('app.test'), email];
    const both = viewCertificate((await leafOf({ names, subject, profile: 'mkcert' })).pem);
    expect(both.subject).toBe('O=mkcert development certificate, OU=me@host');
    expect(both.keyUsages).toEqual(['digital signature', 'key encipherment']);
    expect(both.extendedKeyUsages).toEqual(['server authentication', 'e-mail protection']);
    const client = viewCertificate((await leafOf({ names, subject, profile: 'mkcert', purpose: 'server-client' })).pem);
    expect(client.extendedKeyUsages).toEqual(['client authentication', 'server authentication', 'e-mail protection']);
    const mail = viewCertificate((await leafOf({ names: [email], subject, profile: 'mkcert' })).pem);
    expect(mail.extendedKeyUsages).toEqual(['e-mail protection']);
    const named = await leafOf({ profile: 'mkcert', subject: { ...subject, commonName: 'app.test' } });
    expect(named.commonName).toBe('app.test');
  });

  it('without any subject marks the alternative names critical, as RFC 5280 section 4.1.2.6 asks', async () => {
    const critical = async (changes: Partial<LeafRequest>) =>
      parseCertificate((await leafOf(changes)).pem).asn.tbsCertificate.extensions?.find(
        ({ extnID }) => extnID === '2.5.29.17',
      )?.critical;
    expect(await critical({ profile: 'mkcert' })).toBe(true);
    expect(await critical({})).toBe(false);
  });
});

describe('the subject of a leaf', () => {
  const subject = { country: 'DE', organization: 'Acme' };
  const subjectIn = async (changes: Partial<LeafRequest>) => viewCertificate((await leafOf(changes)).pem).subject;
  it('is what was chosen, with the first host name as common name unless that was chosen too', async () => {
    expect(await subjectIn({ subject })).toBe('C=DE, O=Acme, CN=app.test');
    expect(await subjectIn({ subject: { ...subject, commonName: 'Alice Doe' } })).toBe('C=DE, O=Acme, CN=Alice Doe');
    expect(await subjectIn({ subject, names: [ip('127.0.0.1')] })).toBe('C=DE, O=Acme');
    await expect(leafOf({ subject: { country: 'Germany' } })).rejects.toMatchObject({ field: 'subject.country' });
  });

  it.each([
    ['google.com', [dns('app.test')]],
    ['*.google.com', [dns('app.test')]],
    ['WWW.Google.com', [ip('127.0.0.1')]],
    ['8.8.8.8', [dns('app.test')]],
    ['127.0.0.1', [ip('127.0.0.1')]],
  ])('may not be the host %s, which clients would hold against the limits', async (commonName, names) => {
    await expect(leafOf({ names, subject: { commonName } })).rejects.toMatchObject({
      code: 'name-outside-limits',
      field: 'subject.commonName',
    });
  });

  it.each([
    ['other.test', [dns('app.test')]],
    ['*.app.test', [dns('app.test')]],
    ['127.0.0.1', [ip('127.0.0.1'), dns('app.test')]],
    ['::1', [ip('::1')]],
    ['Alice', [dns('app.test')]],
    ['Dr. Alice Doe', [ip('127.0.0.1')]],
  ])('may be %s, which they would not', async (commonName, names) => {
    expect((await leafOf({ names, subject: { commonName } })).commonName).toBe(commonName);
  });

  it('may be any host under a root without limits', async () => {
    const free = await rootOf({ kind: 'none' });
    const issuer = { pem: free.pem, key: rootKey.privateKey };
    expect((await leafOf({ issuer, subject: { commonName: '8.8.8.8' } })).commonName).toBe('8.8.8.8');
  });
});

describe('a leaf under an authority that was made elsewhere', () => {
  const asn = (base: Partial<GeneralName>[]) =>
    new GeneralSubtrees(base.map((each) => new GeneralSubtree({ base: new GeneralName(each) })));
  const authorityWith = async (
    permitted: Partial<GeneralName>[],
    excluded: Partial<GeneralName>[] = [],
    more: Extension[] = [],
  ) => {
    const constraints = new NameConstraints({
      ...(permitted.length === 0 ? {} : { permittedSubtrees: asn(permitted) }),
      ...(excluded.length === 0 ? {} : { excludedSubtrees: asn(excluded) }),
    });
    const name = nameOf('commonName', 'Corporate');
    const { pem } = await signCertificate(
      {
        serial: '01',
        subject: name,
        issuer: name,
        notBefore: new Date('2026-01-01T00:00:00Z'),
        notAfter: new Date('2030-01-01T00:00:00Z'),
        spki: rootKey.spki,
        extensions: [
          basicConstraints(true),
          ...more,
          new Extension({
            extnID: '2.5.29.30',
            critical: true,
            extnValue: new OctetString(AsnConvert.serialize(constraints)),
          }),
        ],
      },
      rootKey.privateKey,
    );
    return { pem, key: rootKey.privateKey };
  };

  it('is not signed for a name that its issuer excludes', async () => {
    const issuer = await authorityWith([{ dNSName: 'test' }, { iPAddress: '10.0.0.0/8' }], [{ dNSName: 'no.test' }]);
    expect((await leafOf({ issuer })).commonName).toBe('app.test');
    await expect(leafOf({ issuer, names: [dns('a.no.test')] })).rejects.toMatchObject({
      code: 'name-outside-limits',
      message: expect.stringContaining('a.no.test'),
    });
  });

  it('names the key of its issuer as that names itself, however it made the identifier', async () => {
    const identifier = Buffer.from('0badcafe', 'hex');
    const issuer = await authorityWith([{ dNSName: 'test' }], [], [subjectKeyIdentifier(identifier)]);
    expect(viewCertificate((await leafOf({ issuer })).pem).authorityKeyIdentifier).toBe('0badcafe');
    const unnamed = await authorityWith([{ dNSName: 'test' }]);
    const own = viewCertificate((await leafOf({ issuer: unnamed })).pem).authorityKeyIdentifier;
    expect(own).toBe(viewCertificate(root.pem).subjectKeyIdentifier);
  });

  it('ends with whatever above it ends first, though its issuer outlives that', async () => {
    const above = await rootOf(defaultLimits(), new Date('2026-01-01T01:00:00Z'), 1);
    const issuer = { pem: root.pem, key: rootKey.privateKey, chain: [above.pem] };
    const leaf = await leafOf({ issuer });
    expect(leaf).toMatchObject({ shortened: true, notAfter: new Date('2027-01-01T00:00:00.000Z') });
  });

  it('is not signed for a certificate that is no authority', async () => {
    const leaf = await leafOf({ spki: rootKey.spki });
    const issuer = { pem: leaf.pem, key: rootKey.privateKey };
    await expect(leafOf({ issuer })).rejects.toMatchObject({ code: 'not-an-authority' });
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
