import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { viewCertificate } from '../../src/core/pki/certificate-view';
import { buildRequest, parseRequest, requestRefusals } from '../../src/core/pki/csr';
import { run } from '../../src/core/system/run';
import type { KeyType, Purpose } from '../../src/ipc/schemas';
import { leafKey, namesOf, type TestAuthority, testIntermediate, testLeaf, testRoot } from '../support/authority-tree';
import { openssl, opensslText, opensslVerify } from '../support/openssl';

const now = new Date();
let folder: string;
let root: TestAuthority;
let middle: TestAuthority;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealwax-csr-'));
  root = await testRoot(now, { pathLength: 1 });
  middle = await testIntermediate(now, root);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);

describe('a request that is made here', () => {
  const keyTypes: KeyType[] = ['ecdsa-p256', 'ecdsa-p384', 'rsa-2048', 'rsa-3072', 'rsa-4096'];
  const cases: [KeyType, Purpose, string[]][] = [
    ...keyTypes.map((keyType): [KeyType, Purpose, string[]] => [keyType, 'server', ['app.test', '*.app.test', '::1']]),
    ['ecdsa-p256', 'client', ['me@app.test', 'spiffe://app.test/x']],
    ['rsa-2048', 'email', ['me@bücher.test']],
    ['ecdsa-p384', 'server-client', ['127.0.0.1']],
  ];
  it.each(cases)(
    'with a key of %s for %s is verified and shown by openssl and GnuTLS',
    async (keyType, purpose, names) => {
      const subject = { country: 'DE', organization: 'Müller & Söhne' };
      const { pem } = await buildRequest({ names: namesOf(names), subject, purpose, key: await leafKey(keyType) });
      await writeFile(at('ours.csr'), pem);
      const shown = await openssl(['req', '-in', at('ours.csr'), '-verify', '-noout', '-text', '-nameopt', 'utf8']);
      expect(shown).toMatchObject({ code: 0, stderr: expect.stringMatching(/verify OK/) });
      expect(shown.stdout).toMatch(/Subject: C ?= ?DE, O ?= ?Müller & Söhne/);
      expect(shown.stdout).toMatch(/X509v3 Key Usage: critical\s+Digital Signature/);
      const usages = {
        server: 'TLS Web Server Authentication\n',
        client: 'TLS Web Client Authentication\n',
        'server-client': 'TLS Web Server Authentication, TLS Web Client Authentication\n',
        email: 'E-mail Protection\n',
      };
      expect(shown.stdout).toContain(usages[purpose]);
      const alternative = shown.stdout.match(/X509v3 Subject Alternative Name:.*\n\s+(.*)\n/)?.[1];
      const prefixes = { dns: 'DNS:', ip: 'IP Address:', email: 'email:', uri: 'URI:' };
      const expected = namesOf(names).map(
        ({ type, value }) => `${prefixes[type]}${value === '::1' ? '0:0:0:0:0:0:0:1' : value}`,
      );
      expect(alternative).toBe(expected.join(', '));
      const gnutls = await run('certtool', ['--crq-info', '--infile', at('ours.csr')]);
      expect(gnutls).toMatchObject({ code: 0, stdout: expect.stringContaining('Self signature: verified') });
    },
  );

  it('is signed by openssl as by any other authority', async () => {
    const key = await leafKey('ecdsa-p256');
    const { pem } = await buildRequest({ names: namesOf(['127.0.0.1']), purpose: 'server', key });
    await writeFile(at('bare.csr'), pem);
    await opensslText([
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      at('ca.key'),
      '-out',
      at('ca.pem'),
      '-subj',
      '/CN=Other CA',
      '-days',
      '2',
    ]);
    await opensslText([
      'x509',
      '-req',
      '-in',
      at('bare.csr'),
      '-CA',
      at('ca.pem'),
      '-CAkey',
      at('ca.key'),
      '-CAcreateserial',
      '-copy_extensions',
      'copyall',
      '-out',
      at('signed.pem'),
      '-days',
      '1',
    ]);
    const view = viewCertificate(await readFile(at('signed.pem'), 'utf8'));
    expect(view.names.map(({ value }) => value)).toEqual(['127.0.0.1']);
    expect(view.extendedKeyUsages).toEqual(['server authentication']);
  });
});

/** The configuration file that guides show: subject fields, and names in a section of their own. */
const config = `
[req]
prompt = no
distinguished_name = dn
req_extensions = ext
utf8 = yes
string_mask = utf8only
[dn]
C = DE
ST = Bayern
L = München
O = Beispiel GmbH
OU = Entwicklung
CN = app.test
emailAddress = me@app.test
[ext]
basicConstraints = CA:FALSE
keyUsage = digitalSignature, keyEncipherment
extendedKeyUsage = serverAuth, clientAuth
subjectAltName = @names
[names]
DNS.1 = app.test
DNS.2 = *.app.test
IP.1 = 127.0.0.1
IP.2 = ::1
email.1 = me@app.test
URI.1 = https://app.test/x
`;

interface Made {
  csr: string;
  key: string;
}

/** Runs openssl req with these options for the key, the subject and the extensions. */
async function opensslRequest(name: string, ...options: string[]): Promise<Made> {
  const made = { csr: at(`${name}.csr`), key: at(`${name}.key`) };
  await opensslText(['req', '-new', '-nodes', '-keyout', made.key, '-out', made.csr, ...options]);
  return made;
}

/** Signs a request as Sealwax does: its names and subject, its key, and nothing else of it. */
async function signed(pem: string, authority: TestAuthority) {
  const parsed = parseRequest(pem);
  expect(requestRefusals(parsed)).toEqual([]);
  const { spki, purpose, subjectFields: subject } = parsed;
  const leaf = await testLeaf(now, authority, {
    names: parsed.names.map(({ value }) => value),
    purpose,
    spki,
    subject,
  });
  return { parsed, leaf };
}

describe('a request that openssl made', () => {
  it('with a configuration file is read as it was meant', async () => {
    await writeFile(at('req.cnf'), config);
    const { csr } = await opensslRequest('config', '-newkey', 'rsa:2048', '-config', at('req.cnf'));
    const parsed = parseRequest(await readFile(csr, 'utf8'));
    expect(parsed).toMatchObject({
      subject: 'C=DE, ST=Bayern, L=München, O=Beispiel GmbH, OU=Entwicklung, CN=app.test, emailAddress=me@app.test',
      subjectFields: {
        country: 'DE',
        state: 'Bayern',
        locality: 'München',
        organization: 'Beispiel GmbH',
        organizationalUnit: 'Entwicklung',
        commonName: 'app.test',
      },
      commonName: 'app.test',
      keyType: 'RSA 2048',
      signatureAlgorithm: 'RSA with SHA-256',
      signature: { ok: true },
      wantsAuthority: false,
      keyUsages: ['digital signature', 'key encipherment'],
      extendedKeyUsages: ['server authentication', 'client authentication'],
      purpose: 'server-client',
    });
    expect(parsed.names.map(({ type, value }) => `${type} ${value}`)).toEqual([
      'dns app.test',
      'dns *.app.test',
      'ip 127.0.0.1',
      'ip ::1',
      'email me@app.test',
      'uri https://app.test/x',
    ]);
    expect(parsed.extensions.map(({ name }) => name)).toEqual([
      'basic constraints',
      'key usage',
      'extended key usage',
      'subject alternative name',
    ]);
  });

  // What the lessons type: a subject on the command line, names by -addext or, in the older ones, none at all.
  const subject = ['-subj', '/C=US/ST=CA/L=San Francisco/O=Example/OU=Web/CN=app.test'];
  const kinds: [string, string[], string, string][] = [
    ['RSA 2048', ['-newkey', 'rsa:2048'], 'RSA 2048', 'RSA with SHA-256'],
    ['RSA 4096 and SHA-512', ['-newkey', 'rsa:4096', '-sha512'], 'RSA 4096', 'RSA with SHA-512'],
    [
      'RSA and a PSS signature',
      ['-newkey', 'rsa:2048', '-sha256', '-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32'],
      'RSA 2048',
      'RSA-PSS with SHA-256',
    ],
    ['P-256', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256'], 'ECDSA P-256', 'ECDSA with SHA-256'],
    ['P-384', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384', '-sha384'], 'ECDSA P-384', 'ECDSA with SHA-384'],
    ['P-521', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-521', '-sha512'], 'ECDSA P-521', 'ECDSA with SHA-512'],
    ['Ed25519', ['-newkey', 'ed25519'], 'Ed25519', 'Ed25519'],
  ];
  it.each(kinds)(
    'with %s is signed for its key, and openssl accepts it',
    async (_title, options, keyType, algorithm) => {
      const { csr, key } = await opensslRequest(
        'kind',
        ...options,
        ...subject,
        '-addext',
        'subjectAltName=DNS:app.test,IP:127.0.0.1',
      );
      for (const authority of [root, middle]) {
        const { parsed, leaf } = await signed(await readFile(csr, 'utf8'), authority);
        expect(parsed).toMatchObject({ keyType, signatureAlgorithm: algorithm, purpose: 'server' });
        expect(viewCertificate(leaf.pem).subject).toBe('C=US, ST=CA, L=San Francisco, O=Example, OU=Web, CN=app.test');
        const verdict = await opensslVerify(leaf.chain, {
          folder,
          purpose: 'sslserver',
          more: ['-verify_hostname', 'app.test'],
        });
        expect(verdict).toMatchObject({ ok: true });
        // The certificate is for the key that stayed with who asked.
        await writeFile(at('kind.pem'), leaf.pem);
        const ofCertificate = await opensslText(['x509', '-in', at('kind.pem'), '-noout', '-pubkey']);
        expect(ofCertificate).toBe(await opensslText(['pkey', '-in', key, '-pubout']));
      }
    },
  );

  it('without alternative names is for its common name', async () => {
    const { csr } = await opensslRequest('old', '-newkey', 'rsa:2048', ...subject);
    const { leaf } = await signed(await readFile(csr, 'utf8'), root);
    expect(viewCertificate(leaf.pem).names.map(({ value }) => value)).toEqual(['app.test']);
  });

  it('is read as DER, and with the label of old versions', async () => {
    const { csr } = await opensslRequest('forms', '-newkey', 'rsa:2048', ...subject);
    await opensslText(['req', '-in', csr, '-outform', 'DER', '-out', at('forms.der')]);
    expect(parseRequest(await readFile(at('forms.der'))).commonName).toBe('app.test');
    const old = await opensslText(['req', '-in', csr, '-newhdr', '-text']);
    expect(old).toContain('BEGIN NEW CERTIFICATE REQUEST');
    expect(parseRequest(old)).toMatchObject({ commonName: 'app.test', signature: { ok: true } });
  });

  it.each<[string, string[], string]>([
    ['asks for CA powers', ['-newkey', 'rsa:2048', '-addext', 'basicConstraints=critical,CA:TRUE'], 'wants-authority'],
    ['may sign certificates', ['-newkey', 'rsa:2048', '-addext', 'keyUsage=keyCertSign'], 'wants-authority'],
    ['has 1024 bits', ['-newkey', 'rsa:1024'], 'weak-key'],
    ['has 512 bits', ['-newkey', 'rsa:512'], 'weak-key'],
    ['is signed with MD5', ['-newkey', 'rsa:2048', '-md5'], 'weak-key'],
    ['is signed with SHA-1', ['-newkey', 'rsa:2048', '-sha1'], 'weak-key'],
    ['is on secp256k1', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:secp256k1'], 'weak-key'],
    ['is on brainpoolP256r1', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:brainpoolP256r1'], 'weak-key'],
    ['is DSA', ['-newkey', 'dsa:DSA_PARAMETERS'], 'weak-key'],
  ])('is refused when it %s', async (_title, options, code) => {
    if (options.includes('dsa:DSA_PARAMETERS')) {
      await opensslText(['dsaparam', '-out', at('dsa.pem'), '1024']);
      options[1] = `dsa:${at('dsa.pem')}`;
    }
    const { csr } = await opensslRequest('bad', ...options, ...subject);
    expect(requestRefusals(parseRequest(await readFile(csr, 'utf8')))[0]).toMatchObject({
      code,
      hint: expect.any(String),
    });
  });

  it('is refused by both when a name in it was changed', async () => {
    const { csr } = await opensslRequest(
      'changed',
      '-newkey',
      'rsa:2048',
      ...subject,
      '-addext',
      'subjectAltName=DNS:good.test',
    );
    await opensslText(['req', '-in', csr, '-outform', 'DER', '-out', at('changed.der')]);
    const der = await readFile(at('changed.der'));
    der.write('evil.test', der.lastIndexOf('good.test'), 'latin1');
    await writeFile(at('changed.der'), der);
    const theirs = await openssl(['req', '-inform', 'DER', '-in', at('changed.der'), '-verify', '-noout']);
    expect(theirs.stderr).toMatch(/verify failure/i);
    const ours = parseRequest(der);
    expect(ours.names.map(({ value }) => value)).toEqual(['evil.test']);
    expect(requestRefusals(ours).map(({ code }) => code)).toEqual(['signature-wrong']);
  });
});

describe('a request that GnuTLS or keytool made', () => {
  it('is read and signed', async () => {
    await writeFile(
      at('gnutls.cfg'),
      'cn = "app.test"\norganization = "Acme"\ndns_name = "app.test"\nip_address = "127.0.0.1"\ntls_www_server\nsigning_key\n',
    );
    await run('certtool', [
      '--generate-privkey',
      '--key-type',
      'ecdsa',
      '--curve',
      'secp256r1',
      '--outfile',
      at('gnutls.key'),
    ]);
    const made = await run('certtool', [
      '--generate-request',
      '--load-privkey',
      at('gnutls.key'),
      '--template',
      at('gnutls.cfg'),
      '--outfile',
      at('gnutls.csr'),
    ]);
    expect(made.code).toBe(0);
    const { parsed, leaf } = await signed(await readFile(at('gnutls.csr'), 'utf8'), middle);
    expect(parsed.names.map(({ value }) => value)).toEqual(['app.test', '127.0.0.1']);
    expect(await opensslVerify(leaf.chain, { folder, purpose: 'sslserver' })).toMatchObject({ ok: true });
  });

  it('by keytool is read and signed, when Java is here', async ({ skip }) => {
    const store = ['-keystore', at('java.p12'), '-storepass', 'changeit', '-alias', 'app'];
    const pair = [
      '-genkeypair',
      '-keyalg',
      'EC',
      '-groupname',
      'secp256r1',
      '-dname',
      'CN=app.test, OU=Web, O=Acme, C=US',
    ];
    const made = await run('keytool', [...pair, ...store], { timeoutMs: 50_000 });
    if (made.missing) return skip('keytool is not installed');
    expect(made.code).toBe(0);
    await run('keytool', ['-certreq', ...store, '-ext', 'san=dns:app.test,ip:127.0.0.1', '-file', at('java.csr')], {
      timeoutMs: 50_000,
    });
    const { parsed, leaf } = await signed(await readFile(at('java.csr'), 'utf8'), root);
    expect(parsed.names.map(({ value }) => value)).toEqual(['app.test', '127.0.0.1']);
    expect(viewCertificate(leaf.pem).subject).toBe('C=US, O=Acme, OU=Web, CN=app.test');
    expect(await opensslVerify(leaf.chain, { folder, purpose: 'sslserver' })).toMatchObject({ ok: true });
  });
});
