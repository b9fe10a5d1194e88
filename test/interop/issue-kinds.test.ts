import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { viewCertificate } from '../../src/core/pki/certificate-view';
import { authorityKeyIdentifier, basicConstraints, keyUsage } from '../../src/core/pki/extensions';
import { generateKey, pkcs8ToPem } from '../../src/core/pki/keys';
import { parseCertificate } from '../../src/core/pki/parsed-certificate';
import { nameOf, signCertificate } from '../../src/core/pki/sign-certificate';
import { run } from '../../src/core/system/run';
import type { KeyType, Purpose } from '../../src/ipc/schemas';
import { leafKey, type TestAuthority, testIntermediate, testLeaf, testRoot } from '../support/authority-tree';
import { openssl, opensslText, opensslVerify } from '../support/openssl';

const now = new Date();
let folder: string;
let root: TestAuthority;
let middle: TestAuthority;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealwax-kinds-'));
  root = await testRoot(now, { pathLength: 1 });
  middle = await testIntermediate(now, root, {
    keyType: 'ecdsa-p384',
    limits: { kind: 'limited', dns: ['localhost', 'test'], ip: ['127.0.0.0/8', '192.168.0.0/16', '::1/128'] },
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const file = async (name: string, text: string) => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};

/** certtool of GnuTLS on the same chain; the trusted root is not part of what is shown to it. */
async function gnutlsVerify(chain: readonly string[], ...more: string[]): Promise<{ ok: boolean; output: string }> {
  const result = await run('certtool', [
    '--verify',
    '--load-ca-certificate',
    await file('gnutls-root.pem', chain[chain.length - 1] ?? ''),
    '--infile',
    await file('gnutls-chain.pem', chain.slice(0, -1).join('')),
    ...more,
  ]);
  if (result.missing) throw new Error('certtool is not installed; npm test installs it (gnutls-bin)');
  return { ok: result.code === 0, output: `${result.stdout}${result.stderr}` };
}

const names: Record<Purpose, string[]> = {
  server: ['app.test', '*.app.test', 'bücher.test', '127.0.0.1', '192.168.1.20', '::1'],
  client: ['worker.test', 'me@app.test', 'spiffe://app.test/worker'],
  'server-client': ['node-1.test', '127.0.0.1'],
  email: ['me@app.test', 'me@bücher.test'],
};
const keyTypes: KeyType[] = ['ecdsa-p256', 'ecdsa-p384', 'rsa-2048', 'rsa-3072', 'rsa-4096'];
const purposes = Object.keys(names) as Purpose[];

/** What openssl's purposes come to. "smimeencrypt" wants keyEncipherment, which no EC key may say (RFC 5480 section 3). */
const accepted = (purpose: Purpose, keyType: KeyType) => ({
  sslserver: purpose === 'server' || purpose === 'server-client',
  sslclient: purpose === 'client' || purpose === 'server-client',
  smimesign: purpose === 'email',
  smimeencrypt: purpose === 'email' && keyType.startsWith('rsa'),
});
const gnutlsPurposes: Record<Purpose, string[]> = {
  server: ['1.3.6.1.5.5.7.3.1'],
  client: ['1.3.6.1.5.5.7.3.2'],
  'server-client': ['1.3.6.1.5.5.7.3.1', '1.3.6.1.5.5.7.3.2'],
  email: ['1.3.6.1.5.5.7.3.4'],
};

describe.each(['a limited root', 'an intermediate under a limited root'])('a certificate under %s', (under) => {
  const authority = () => (under === 'a limited root' ? root : middle);

  it.each(purposes.flatMap((purpose) => keyTypes.map((keyType) => [purpose, keyType] as const)))(
    'for %s with a key of %s is accepted by openssl -x509_strict and GnuTLS, for that purpose only',
    async (purpose, keyType) => {
      const leaf = await testLeaf(now, authority(), { names: names[purpose], purpose, keyType });
      for (const [asked, expected] of Object.entries(accepted(purpose, keyType))) {
        const { ok, output } = await opensslVerify(leaf.chain, { folder, purpose: asked });
        expect({ asked, ok, output }).toEqual({ asked, ok: expected, output });
      }
      for (const asked of new Set(Object.values(gnutlsPurposes).flat())) {
        const { ok, output } = await gnutlsVerify(leaf.chain, '--verify-purpose', asked);
        expect({ asked, ok, output }).toEqual({ asked, ok: gnutlsPurposes[purpose].includes(asked), output });
      }
    },
  );

  it('is found by each of its names, and by no other', async () => {
    const server = await testLeaf(now, authority(), { names: names.server });
    const match = async (...more: string[]) => (await opensslVerify(server.chain, { folder, more })).ok;
    for (const host of ['app.test', 'www.app.test', 'xn--bcher-kva.test']) {
      expect(await match('-verify_hostname', host)).toBe(true);
    }
    for (const host of ['a.b.app.test', 'other.test']) expect(await match('-verify_hostname', host)).toBe(false);
    for (const ip of ['127.0.0.1', '192.168.1.20', '::1']) expect(await match('-verify_ip', ip)).toBe(true);
    for (const ip of ['127.0.0.2', '::2']) expect(await match('-verify_ip', ip)).toBe(false);
    expect((await gnutlsVerify(server.chain, '--verify-hostname', 'www.app.test')).ok).toBe(true);
    expect((await gnutlsVerify(server.chain, '--verify-hostname', 'other.test')).ok).toBe(false);
    const mail = await testLeaf(now, authority(), { names: names.email, purpose: 'email' });
    const mailbox = (email: string) => opensslVerify(mail.chain, { folder, more: ['-verify_email', email] });
    for (const email of ['me@app.test', 'me@xn--bcher-kva.test']) expect((await mailbox(email)).ok).toBe(true);
    expect((await mailbox('you@app.test')).ok).toBe(false);
    const client = await testLeaf(now, authority(), { names: ['spiffe://bücher.test/x'], purpose: 'client' });
    const text = await opensslText(['x509', '-in', await file('uri.pem', client.pem), '-noout', '-text']);
    expect(text).toContain('URI:spiffe://xn--bcher-kva.test/x');
  });

  it('has the subject that was chosen, in the order that openssl writes', async () => {
    const subject = {
      commonName: 'Alice Doe',
      organizationalUnit: 'Dev',
      organization: 'Müller & Söhne',
      locality: 'München',
      state: 'Bayern',
      country: 'de',
    };
    const leaf = await testLeaf(now, authority(), { names: ['127.0.0.1'], subject });
    expect((await opensslVerify(leaf.chain, { folder, purpose: 'sslserver' })).ok).toBe(true);
    const path = await file('subject.pem', leaf.pem);
    const shown = await opensslText([
      'x509',
      '-in',
      path,
      '-noout',
      '-subject',
      '-nameopt',
      'RFC2253,sep_comma_plus_space,-esc_msb,utf8,-dn_rev',
    ]);
    expect(shown).toBe('subject=C=DE, ST=Bayern, L=München, O=Müller & Söhne, OU=Dev, CN=Alice Doe\n');
  });

  it.each([
    ['hours', { kind: 'hours', hours: 1 }],
    ['825 days', { kind: 'days', days: 825 }],
  ] as const)('for %s is valid from an hour ago to its end', async (_title, validity) => {
    const leaf = await testLeaf(now, authority(), { names: ['app.test'], validity });
    const at = async (time: number) => (await opensslVerify(leaf.chain, { folder, at: new Date(time) })).ok;
    expect(await at(now.getTime())).toBe(true);
    expect(await at(leaf.notBefore.getTime() - 1000)).toBe(false);
    // openssl ends with the last second, which RFC 5280 section 4.1.2.5 still counts.
    expect(await at(leaf.notAfter.getTime() - 1000)).toBe(true);
    expect(await at(leaf.notAfter.getTime() + 1000)).toBe(false);
  });
});

describe('a certificate for e-mail', () => {
  it.each(['rsa-2048', 'ecdsa-p256', 'ecdsa-p384'] as const)(
    'with a key of %s signs a message and decrypts one, with openssl cms',
    async (keyType) => {
      const leaf = await testLeaf(now, middle, { names: ['me@app.test'], purpose: 'email', keyType });
      const cert = await file('mail.pem', leaf.pem);
      const key = await file('mail-key.pem', pkcs8ToPem((await leafKey(keyType)).pkcs8));
      const message = await file('message.txt', 'The seal is unbroken.\n');
      const at = (name: string) => join(folder, name);
      const chain = await file('mail-chain.pem', middle.pem);
      const anchor = await file('mail-root.pem', root.pem);
      await opensslText([
        'cms',
        '-sign',
        '-in',
        message,
        '-text',
        '-signer',
        cert,
        '-inkey',
        key,
        '-certfile',
        chain,
        '-out',
        at('signed'),
      ]);
      const read = await openssl(['cms', '-verify', '-in', at('signed'), '-text', '-CAfile', anchor]);
      expect(read).toMatchObject({ code: 0, stdout: expect.stringContaining('The seal is unbroken.') });
      await opensslText(['cms', '-encrypt', '-aes256', '-in', message, '-out', at('sealed'), cert]);
      const opened = await opensslText(['cms', '-decrypt', '-in', at('sealed'), '-recip', cert, '-inkey', key]);
      expect(opened).toContain('The seal is unbroken.');
    },
  );
});

describe('an intermediate', () => {
  it('is shown by openssl with path length 0, critical limits and the key identifier of its root', async () => {
    const text = await opensslText(['x509', '-in', await file('middle.pem', middle.pem), '-noout', '-text']);
    expect(text).toMatch(/X509v3 Basic Constraints: critical\s+CA:TRUE, pathlen:0\s/);
    expect(text).toMatch(/X509v3 Key Usage: critical\s+Certificate Sign, CRL Sign\s/);
    expect(text).toMatch(/X509v3 Name Constraints: critical\s+Permitted:\s+DNS:localhost\s+DNS:test\s/);
    const view = viewCertificate(middle.pem);
    expect(view.authorityKeyIdentifier).toBe(viewCertificate(root.pem).subjectKeyIdentifier);
    expect((await opensslVerify([middle.pem, root.pem], { folder })).ok).toBe(true);
  });

  it('of every kind of key is accepted under a root of every other', async () => {
    const kinds: KeyType[] = ['ecdsa-p256', 'rsa-3072'];
    for (const above of kinds) {
      for (const below of ['ecdsa-p384', ...kinds] as KeyType[]) {
        const top = await testRoot(now, { keyType: above, pathLength: 1, limits: { kind: 'none' } });
        const between = await testIntermediate(now, top, { keyType: below });
        const leaf = await testLeaf(now, between, { names: ['app.test'] });
        expect(await opensslVerify(leaf.chain, { folder, purpose: 'sslserver' })).toMatchObject({ ok: true });
        expect(await gnutlsVerify(leaf.chain)).toMatchObject({ ok: true });
      }
    }
  });

  it('cannot give its power on: nobody accepts an authority that its key signed', async () => {
    const key = await generateKey('ecdsa-p256');
    const signer = parseCertificate(middle.pem);
    const { pem } = await signCertificate(
      {
        serial: '0103',
        subject: nameOf('commonName', 'Third CA'),
        issuer: signer.asn.tbsCertificate.subject,
        notBefore: new Date(now.getTime() - 3_600_000),
        notAfter: new Date(now.getTime() + 86_400_000),
        spki: key.spki,
        extensions: [
          basicConstraints(true, 0),
          keyUsage(0x60),
          authorityKeyIdentifier(signer.subjectKeyIdentifier ?? Buffer.alloc(0)),
        ],
      },
      middle.key.privateKey,
    );
    const third: TestAuthority = { pem, key, above: [middle.pem, root.pem] };
    const leaf = await testLeaf(now, third, { names: ['app.test'] });
    expect(await opensslVerify(leaf.chain, { folder })).toMatchObject({
      ok: false,
      output: expect.stringContaining('path length constraint exceeded'),
    });
    expect((await gnutlsVerify(leaf.chain)).ok).toBe(false);
  });

  it('under a root without room for it is refused by openssl, which is why none is made', async () => {
    const full = await testRoot(now, { pathLength: 0 });
    await expect(testIntermediate(now, full)).rejects.toMatchObject({ code: 'path-length' });
    // The same root with room signs it; openssl is shown the one without.
    const roomy = await testRoot(now, { pathLength: 1, key: full.key });
    const between = await testIntermediate(now, roomy);
    const leaf = await testLeaf(now, between, { names: ['app.test'] });
    expect((await opensslVerify(leaf.chain, { folder })).ok).toBe(true);
    expect(await opensslVerify([leaf.pem, between.pem, full.pem], { folder })).toMatchObject({
      ok: false,
      output: expect.stringContaining('path length constraint exceeded'),
    });
  });
});

describe('a date beyond 2049', () => {
  it('is read by openssl and GnuTLS, as GeneralizedTime', async () => {
    const old = await testRoot(now, { years: 30 });
    const leaf = await testLeaf(now, old, {
      names: ['app.test'],
      validity: { kind: 'until', until: '2051-06-01T12:00:00Z' },
    });
    const parsed = await opensslText(['asn1parse', '-in', await file('late.pem', leaf.pem)]);
    expect(parsed).toMatch(/GENERALIZEDTIME\s+:20510601120000Z/);
    expect(parsed.match(/UTCTIME/g)).toHaveLength(1);
    expect(await opensslVerify(leaf.chain, { folder })).toMatchObject({ ok: true });
    expect(await gnutlsVerify(leaf.chain)).toMatchObject({ ok: true });
  });
});

describe('an address as the common name', () => {
  // Why leaf.ts refuses it (ADR 6): the same certificate without the refusal.
  it('of a certificate without host names is refused by openssl under limits', async () => {
    const subject = { commonName: '127.0.0.1' };
    await expect(testLeaf(now, root, { names: ['127.0.0.1'], subject })).rejects.toMatchObject({
      code: 'name-outside-limits',
    });
    const issuer = parseCertificate(root.pem);
    const good = parseCertificate((await testLeaf(now, root, { names: ['127.0.0.1'] })).pem);
    const { tbsCertificate } = good.asn;
    const signWith = (name: string) =>
      signCertificate(
        {
          serial: '0105',
          subject: nameOf('commonName', name),
          issuer: issuer.asn.tbsCertificate.subject,
          notBefore: good.notBefore,
          notAfter: good.notAfter,
          spki: good.spki,
          extensions: [...(tbsCertificate.extensions ?? [])],
        },
        root.key.privateKey,
      );
    const trapped = await signWith('127.0.0.1');
    expect((await opensslVerify([trapped.pem, root.pem], { folder })).output).toContain('permitted subtree violation');
    const named = await signWith('Alice Doe');
    expect(await opensslVerify([named.pem, root.pem], { folder })).toMatchObject({ ok: true });
  });
});
