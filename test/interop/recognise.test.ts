import { randomBytes } from 'node:crypto';
import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { factsOf } from '../../src/core/inspect/facts';
import { viewOf } from '../../src/core/inspect/file-view';
import { OpenedFiles } from '../../src/core/inspect/opened-files';
import { recognise } from '../../src/core/inspect/recognise';
import { viewCertificate } from '../../src/core/pki/certificate-view';
import { run } from '../../src/core/system/run';
import { openssl, opensslText } from '../support/openssl';
import { dnsNames, sampleCertificate, sampleChain } from '../support/sample-chain';

const passphrase = 'opens it ü';
const secret = Buffer.from(passphrase);
const wrong = Buffer.from('does not open it');
let folder: string;
const at = (name: string) => join(folder, name);
const { root, intermediate, leaf } = await sampleChain();
const rsa = (await sampleChain('rsa-2048')).leaf;
const now = new Date();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealwax-recognise-'));
  await writeFile(at('pass'), passphrase);
  for (const [name, text] of Object.entries({
    'leaf.pem': leaf.pem,
    'chain.pem': leaf.pem + intermediate.pem + root.pem,
    'key.pem': leaf.keyPem,
    'rsa.pem': rsa.keyPem,
    'rsa-leaf.pem': rsa.pem,
  })) {
    await writeFile(at(name), text);
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs openssl, which writes OUT, and gives the bytes. */
async function made(...args: string[]): Promise<Buffer> {
  await opensslText([...args, '-out', at('out')]);
  return readFile(at('out'));
}

async function tool(command: string, ...args: string[]) {
  // Java starts slowly on a busy machine.
  const result = await run(command, args, { cwd: folder, timeoutMs: 45_000 });
  if (result.missing) throw new Error(`${command} is not installed; npm test installs it`);
  if (result.code !== 0) throw new Error(`${command}: ${result.stdout}${result.stderr}`);
}

const viewed = (content: Awaited<ReturnType<typeof recognise>>, roots: string[] = []) =>
  viewOf(content, {
    token: 't',
    title: 'x',
    now,
    known: () => ({}),
    roots: roots.map((pem) => viewCertificate(pem)),
    intermediates: [],
  });

describe('what openssl writes', () => {
  it.each([
    ['x509', ['-in', 'leaf.pem', '-outform', 'DER'], 'DER'],
    ['x509', ['-in', 'leaf.pem', '-text'], 'PEM'],
    ['x509', ['-in', 'leaf.pem', '-trustout', '-addtrust', 'serverAuth', '-setalias', 'mine'], 'PEM'],
  ] as const)('as a certificate (%s %j) is read', async (command, args, format) => {
    const content = await recognise(await made(command, ...args.map((arg) => (arg.endsWith('.pem') ? at(arg) : arg))));
    expect(content.format).toBe(format);
    expect(content.certificates.map(({ pem }) => pem)).toEqual([leaf.pem]);
  });

  it.each([['PEM'], ['DER']])('as PKCS#7 in %s gives its certificates', async (form) => {
    const bytes = await made('crl2pkcs7', '-nocrl', '-certfile', at('chain.pem'), '-outform', form);
    const { certificates } = await recognise(bytes);
    expect(certificates.map(({ pem }) => pem).sort()).toEqual([leaf.pem, intermediate.pem, root.pem].sort());
  });

  it.each([['PEM'], ['DER']])('as a request in %s is read', async (form) => {
    const bytes = await made('req', '-new', '-key', at('key.pem'), '-subj', '/CN=app.test', '-outform', form);
    const { requests } = await recognise(bytes);
    expect(requests).toMatchObject([{ subject: 'CN=app.test', signature: { ok: true } }]);
  });

  it.each([
    ['PKCS#8', ['pkcs8', '-topk8', '-nocrypt', '-in', 'key.pem', '-outform', 'DER']],
    ['PKCS#8', ['pkcs8', '-topk8', '-nocrypt', '-in', 'rsa.pem']],
    ['SEC1', ['ec', '-in', 'key.pem', '-outform', 'DER']],
    ['SEC1', ['ec', '-in', 'key.pem']],
    ['PKCS#1', ['rsa', '-in', 'rsa.pem', '-traditional']],
    ['PKCS#1', ['rsa', '-in', 'rsa.pem', '-traditional', '-outform', 'DER']],
  ])('as a private key of form %s (%j) is read and belongs to its certificate', async (form, args) => {
    const bytes = await made(...args.map((arg) => (arg.endsWith('.pem') ? at(arg) : arg)));
    const { keys } = await recognise(bytes);
    const owner = args.includes('rsa.pem') ? rsa : leaf;
    expect(keys).toMatchObject([{ form, encrypted: false }]);
    expect(keys[0]?.spki?.equals(owner.key.spki)).toBe(true);
    expect(keys[0]?.pkcs8?.equals(owner.key.pkcs8)).toBe(true);
  });

  it.each([
    [['pkcs8', '-topk8', '-v2', 'aes-256-cbc', '-in', 'key.pem'], 'PKCS#8, encrypted'],
    [
      ['pkcs8', '-topk8', '-v2', 'aes-128-cbc', '-v2prf', 'hmacWithSHA512', '-in', 'key.pem', '-outform', 'DER'],
      'PKCS#8, encrypted',
    ],
    [['pkcs8', '-topk8', '-v2', 'des3', '-in', 'key.pem'], 'PKCS#8, encrypted'],
    [['pkcs8', '-topk8', '-v1', 'PBE-SHA1-3DES', '-in', 'rsa.pem'], 'PKCS#8, encrypted'],
    [['ec', '-aes256', '-in', 'key.pem'], 'SEC1, encrypted'],
    [['rsa', '-aes128', '-traditional', '-in', 'rsa.pem'], 'PKCS#1, encrypted'],
  ])('as an encrypted key (%j) stays locked until its passphrase comes', async (args, form) => {
    const owner = args.includes('rsa.pem') ? rsa : leaf;
    const bytes = await made(
      ...args.map((arg) => (arg.endsWith('.pem') ? at(arg) : arg)),
      '-passout',
      `file:${at('pass')}`,
    );
    const locked = await recognise(bytes);
    expect(locked).toMatchObject({ locked: true, keys: [{ form, encrypted: true, keyType: '' }] });
    const opened = await recognise(bytes, secret);
    expect(opened).toMatchObject({ locked: false, keys: [{ form, encrypted: true }] });
    expect(opened.keys[0]?.pkcs8?.equals(owner.key.pkcs8)).toBe(true);
    await expect(recognise(bytes, wrong)).rejects.toMatchObject({ code: 'passphrase-wrong' });
  });

  it('as public keys is read', async () => {
    for (const args of [['pkey'], ['pkey', '-outform', 'DER'], ['rsa', '-RSAPublicKey_out']]) {
      const key = args[0] === 'rsa' ? 'rsa.pem' : 'key.pem';
      const bytes = await made(...args, '-in', at(key), ...(args[0] === 'rsa' ? [] : ['-pubout']));
      const { publicKeys } = await recognise(bytes);
      expect(publicKeys[0]?.spki.equals((args[0] === 'rsa' ? rsa : leaf).key.spki)).toBe(true);
    }
  });

  it('around a chain, as s_client prints it, is passed over', async () => {
    const text = `CONNECTED(00000003)\n---\nCertificate chain\n 0 s:CN = app.test\n${leaf.pem} 1 s:CN = x\n${intermediate.pem}---\nServer certificate\n`;
    expect((await recognise(Buffer.from(text))).certificates).toHaveLength(2);
  });
});

describe('a PKCS#12', () => {
  const export_ = (...more: string[]) =>
    made(
      'pkcs12',
      '-export',
      '-in',
      at('chain.pem'),
      '-inkey',
      at('key.pem'),
      '-passout',
      `file:${at('pass')}`,
      ...more,
    );

  const expectWhole = async (bytes: Buffer, typed = secret) => {
    const content = await recognise(bytes, typed);
    expect(content).toMatchObject({ format: 'PKCS#12', locked: false });
    expect(content.certificates.map(({ pem }) => pem)).toContain(leaf.pem);
    expect(content.keys.map(({ pkcs8 }) => pkcs8?.equals(leaf.key.pkcs8))).toEqual([true]);
    return content;
  };

  it.each([
    [[]],
    [['-keypbe', 'AES-128-CBC', '-certpbe', 'AES-192-CBC', '-macalg', 'sha512']],
    [['-macalg', 'sha1', '-iter', '600000']],
    [['-keypbe', 'PBE-SHA1-3DES', '-certpbe', 'PBE-SHA1-3DES', '-macalg', 'sha1']],
    // What openssl 1 and mkcert write: RC2 with 40 bits for the certificates.
    [['-legacy']],
    [['-nomac']],
    [['-keypbe', 'AES-256-CBC', '-certpbe', 'NONE']],
  ])('by openssl with %j opens with its passphrase, and not with another', async (more) => {
    const bytes = await export_(...more);
    const content = await expectWhole(bytes);
    expect(content.certificates).toHaveLength(3);
    const started = performance.now();
    await expect(recognise(bytes, wrong)).rejects.toMatchObject({ code: 'passphrase-wrong' });
    // 600,000 rounds of PKCS#12's own derivation take 0.8 s by themselves.
    if (!more.includes('600000')) expect(performance.now() - started).toBeLessThan(1000);
    expect(await recognise(bytes)).toMatchObject({ locked: true, certificates: [] });
  });

  it('without any encryption opens without a passphrase', async () => {
    const bytes = await export_('-keypbe', 'NONE', '-certpbe', 'NONE', '-nomac');
    const content = await recognise(bytes);
    expect([content.certificates.length, content.keys.length]).toEqual([3, 1]);
  });

  it('with an empty passphrase opens at once', async () => {
    const bytes = await made('pkcs12', '-export', '-in', at('chain.pem'), '-inkey', at('key.pem'), '-passout', 'pass:');
    expect((await recognise(bytes)).keys).toHaveLength(1);
  });

  it('of mkcert opens with “changeit”', async () => {
    const env = { ...process.env, CAROOT: at('caroot'), TRUST_STORES: 'none' };
    const { code, stderr } = await run('mkcert', ['-pkcs12', '-p12-file', at('mkcert.p12'), 'app.test'], {
      env,
      cwd: folder,
    });
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const content = await recognise(await readFile(at('mkcert.p12')), Buffer.from('changeit'));
    expect([content.certificates.length, content.keys.length]).toEqual([2, 1]);
    expect(viewed(content).items.find(({ kind }) => kind === 'private-key')).toMatchObject({ belongsTo: 0 });
  });

  it('of Java opens, with a trusted certificate beside the key', async () => {
    await tool(
      'keytool',
      '-importcert',
      '-noprompt',
      '-alias',
      'ca',
      '-file',
      'chain.pem',
      '-keystore',
      'java.p12',
      '-storepass',
      'secret1',
    );
    await tool(
      'keytool',
      '-genkeypair',
      '-alias',
      'k',
      '-keyalg',
      'EC',
      '-dname',
      'CN=x',
      '-keystore',
      'java.p12',
      '-storepass',
      'secret1',
    );
    const content = await recognise(await readFile(at('java.p12')), Buffer.from('secret1'));
    expect([content.certificates.length, content.keys.length]).toEqual([2, 1]);
  });

  it('of NSS opens', async () => {
    await writeFile(at('for-nss.p12'), await export_('-name', 'mine'));
    await tool('certutil', '-N', '--empty-password', '-d', 'sql:.');
    await tool('pk12util', '-i', 'for-nss.p12', '-w', 'pass', '-d', 'sql:.');
    await tool('pk12util', '-o', 'nss.p12', '-n', 'mine', '-w', 'pass', '-d', 'sql:.');
    const content = await recognise(await readFile(at('nss.p12')), secret);
    expect(content.keys).toHaveLength(1);
    expect(content.certificates.map(({ pem }) => pem)).toContain(leaf.pem);
  });

  it('of GnuTLS opens, also as PEM', async () => {
    for (const form of [['--outder'], []]) {
      await tool(
        'certtool',
        '--to-p12',
        '--load-certificate',
        'leaf.pem',
        '--load-privkey',
        'key.pem',
        '--p12-name',
        'x',
        '--password',
        'ascii',
        ...form,
        '--outfile',
        'gnutls.p12',
      );
      const content = await recognise(await readFile(at('gnutls.p12')), Buffer.from('ascii'));
      expect([content.certificates.length, content.keys.length]).toEqual([1, 1]);
    }
  });
});

describe('what is something else', () => {
  const refusal = async (bytes: Buffer | string) => {
    const started = performance.now();
    const error = await recognise(Buffer.from(bytes)).catch((failure: unknown) => failure);
    expect(performance.now() - started).toBeLessThan(1000);
    expect(error).toMatchObject({ hint: expect.stringMatching(/\S/) });
    return `${(error as { code: string }).code}: ${(error as Error).message}`;
  };

  it('an OpenSSH key is named, with the way to turn it into PEM', async () => {
    await tool('ssh-keygen', '-q', '-t', 'ed25519', '-N', '', '-f', 'ssh');
    expect(await refusal(await readFile(at('ssh')))).toBe('file-unreadable: It is an OpenSSH private key.');
    expect(await refusal(await readFile(at('ssh.pub')))).toBe('file-unreadable: It is an OpenSSH public key.');
  });

  it('a Java key store of the old form is named, with the keytool command', async () => {
    await tool(
      'keytool',
      '-importcert',
      '-noprompt',
      '-storetype',
      'JKS',
      '-alias',
      'ca',
      '-file',
      'chain.pem',
      '-keystore',
      'old.jks',
      '-storepass',
      'secret1',
    );
    expect(await refusal(await readFile(at('old.jks')))).toMatch(/Java key store of the old form/);
  });

  it('a list of revoked certificates is named', async () => {
    await writeFile(
      at('ca.cnf'),
      `[ca]\ndefault_ca=d\n[d]\ndatabase=${at('index')}\ndefault_md=sha256\ndefault_crl_days=9\n`,
    );
    await writeFile(at('index'), '');
    await writeFile(at('root.pem'), root.pem);
    await writeFile(at('root-key.pem'), root.keyPem);
    await opensslText([
      'ca',
      '-config',
      at('ca.cnf'),
      '-gencrl',
      '-cert',
      at('root.pem'),
      '-keyfile',
      at('root-key.pem'),
      '-out',
      at('crl.pem'),
    ]);
    expect(await refusal(await readFile(at('crl.pem')))).toBe(
      'file-unreadable: It is a list of revoked certificates (CRL).',
    );
    await opensslText(['crl', '-in', at('crl.pem'), '-outform', 'DER', '-out', at('crl.der')]);
    const content = await recognise(await readFile(at('crl.der')));
    expect(content.others).toMatchObject([{ label: 'X509 CRL' }]);
  });

  it.each([
    ['', 'It is empty.'],
    [' \r\n\t', 'It is empty.'],
    [Buffer.from('89504e470d0a1a0a', 'hex'), 'It is a PNG picture.'],
    [Buffer.from('504b0304', 'hex'), 'It is a ZIP archive.'],
    ['<!doctype html><title>login</title>', 'It is a web page.'],
    ['hello', 'It is text without a PEM block.'],
    [Buffer.from([1, 0, 2]), 'It is binary data, and neither DER nor PKCS#12.'],
    [leaf.der.subarray(0, 200), /It is cut off: it begins as DER of \d+ bytes, and has 200/],
    [leaf.pem.slice(0, 200), /CERTIFICATE block cannot be read: it is cut off/],
    [leaf.pem.replace(/\n[A-Za-z0-9+/]{4}/, '\n!!!!'), /not valid base64/],
    [Buffer.concat([Buffer.from([0x30, 0x03, 0x02, 0x01]), Buffer.from([0])]), /It is DER, but neither/],
    [Buffer.alloc(4 * 1024 * 1024 + 1, 0x30), /has 5 MB/],
  ])('is refused with what was found (case %#)', async (bytes, message) => {
    const said = await refusal(bytes as Buffer);
    expect(said.replace(/^[a-z-]+: /, '')).toMatch(message);
  });

  it('a damaged certificate says that it is damaged, whichever byte it is', async () => {
    for (const position of [2, 8, 30, 60, 100]) {
      const der = Buffer.from(leaf.der);
      der[position] = (der[position] ?? 0) ^ 0xff;
      const outcome = await recognise(der).then(
        () => 'read',
        (error: { code: string }) => error.code,
      );
      expect(['read', 'file-unreadable']).toContain(outcome);
    }
  });

  it('deep nesting, and millions of empty elements, are refused in under a second', async () => {
    const deep = Buffer.alloc(200_000, 0x30);
    for (let at = 0; at < deep.length; at += 2) deep[at + 1] = 0x80;
    const many = Buffer.concat([
      Buffer.from([0x30, 0x83, 0x3f, 0xff, 0xfa]),
      Buffer.alloc(0x3ffffa, 0x05).map((_, at) => (at % 2 ? 0 : 5)),
    ]);
    expect(await refusal(deep)).toMatch(/^file-unreadable/);
    expect(await refusal(many)).toMatch(/^file-unreadable/);
    expect(await refusal('-----BEGIN CERTIFICATE-----\n'.repeat(100_000))).toMatch(/^file-unreadable/);
  });
});

describe('files on the disk', () => {
  const opened = new OpenedFiles({ now: () => now, random: randomBytes });

  it('of 100 MB are refused by their size, unread', async () => {
    const handle = await open(at('large'), 'w');
    await handle.truncate(100 * 1024 * 1024);
    await handle.close();
    const started = performance.now();
    await expect(opened.readFile(at('large'))).rejects.toMatchObject({
      code: 'file-too-large',
      message: /large has 100 MB/,
    });
    expect(performance.now() - started).toBeLessThan(200);
  });

  it('that are no plain files are refused, also a pipe that nobody writes to', async () => {
    await tool('mkfifo', 'pipe');
    await expect(opened.readFile(at('pipe'))).rejects.toMatchObject({
      code: 'file-unreadable',
      message: /no plain file/,
    });
    await expect(opened.readFile(folder)).rejects.toMatchObject({ code: 'file-unreadable', message: /a folder/ });
    await expect(opened.readFile(at('nowhere'))).rejects.toMatchObject({ code: 'not-found' });
  });

  it('that belong together are one content: the key belongs to the certificate', async () => {
    const token = await opened.read([at('leaf.pem'), at('key.pem')]);
    const { items, title } = viewed(opened.get(token));
    expect(opened.get(token).title).toBe('leaf.pem and 1 more');
    expect(title).toBe('x');
    expect(items).toMatchObject([
      { kind: 'certificate' },
      { kind: 'private-key', belongsTo: 0, keyType: 'ECDSA P-256' },
    ]);
  });
});

describe('a view', () => {
  const pem = (...parts: string[]) => recognise(Buffer.from(parts.join('')));

  it('of a full chain is valid against its root, and says nothing bad', async () => {
    const view = viewed(await pem(leaf.pem, intermediate.pem, leaf.keyPem), [root.pem]);
    expect(view.verdict).toMatchObject({ ok: true });
    expect(view.chain.map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      'leaf app.test',
      'intermediate Sample Intermediate',
      'root Sample Root',
    ]);
    expect(view.notes).toEqual([]);
    expect(JSON.stringify(view)).not.toContain(leaf.key.pkcs8.toString('base64').slice(40, 80));
  });

  it('of a chain in the wrong order says so, and still finds the chain', async () => {
    const view = viewed(await pem(leaf.pem, root.pem, intermediate.pem), [root.pem]);
    expect(view.verdict).toMatchObject({ ok: true });
    expect(view.notes).toMatchObject([
      { level: 'warning', message: /not in order: Sample Intermediate comes after Sample Root/ },
    ]);
    expect(viewed(await pem(intermediate.pem, leaf.pem), [root.pem]).notes).toMatchObject([
      { message: /not in order/ },
    ]);
  });

  it('of a key that belongs to none of the certificates says so as a problem', async () => {
    const view = viewed(await pem(leaf.pem, rsa.keyPem));
    expect(view.notes).toMatchObject([
      { level: 'problem', message: 'The private key (RSA 2048) belongs to none of the certificates here.' },
    ]);
    expect(view.items[1]).not.toHaveProperty('belongsTo');
  });

  it('of a certificate with 10,000 names comes in under a second', async () => {
    const names = dnsNames(...Array.from({ length: 10_000 }, (_, index) => `host-${index}.example.test`));
    const large = await sampleCertificate({ name: 'many.test', issuer: { name: 'Sample Root', key: root.key }, names });
    const started = performance.now();
    const view = viewed(await recognise(Buffer.from(large.pem)), [root.pem]);
    const took = performance.now() - started;
    expect(took).toBeLessThan(1000);
    expect(view.items[0]).toMatchObject({ facts: { names: { length: 10_000 } } });
  });

  it('of RSA-512 with an MD5 signature names both weaknesses', async () => {
    await made(
      'req',
      '-x509',
      '-newkey',
      'rsa:512',
      '-md5',
      '-nodes',
      '-keyout',
      at('weak-key.pem'),
      '-subj',
      '/CN=weak.test',
      '-addext',
      'subjectAltName=DNS:weak.test',
      '-addext',
      'basicConstraints=critical,CA:FALSE',
    );
    const view = viewed(await recognise(await readFile(at('out'))));
    expect(view.notes.map(({ message }) => message).join('\n')).toMatch(/512/);
    expect(view.notes.map(({ message }) => message).join('\n')).toMatch(/MD5/);
    expect(view.verdict?.ok).toBe(false);
  });

  it('takes text in UTF-8 with a mark, in UTF-16, with Windows line ends, and base64 alone', async () => {
    for (const bytes of [
      Buffer.from(`\ufeff${leaf.pem}`),
      Buffer.from(`\ufeff${leaf.pem}`, 'utf16le'),
      Buffer.from(`\ufeff${leaf.pem}`, 'utf16le').swap16(),
      Buffer.from(leaf.pem.replace(/\n/g, '\r\n')),
      Buffer.from(leaf.der.toString('base64')),
      Buffer.from(leaf.pem.replace(/-----.*-----/g, '')),
      Buffer.concat([leaf.der, Buffer.from('\n')]),
    ]) {
      expect((await recognise(bytes)).certificates.map(({ pem: found }) => found)).toEqual([leaf.pem]);
    }
  });

  it('keeps what is good beside what is damaged', async () => {
    const view = viewed(
      await pem(
        leaf.pem,
        '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
        '-----BEGIN DH PARAMETERS-----\nMAAA\n-----END DH PARAMETERS-----\n',
      ),
    );
    expect(view.items.map(({ kind }) => kind)).toEqual(['certificate', 'other', 'other']);
  });
});

describe('the facts of a certificate', () => {
  it('say every extension in words, an unknown one as bytes', async () => {
    await writeFile(
      at('all.cnf'),
      `[req]\ndistinguished_name=dn\nx509_extensions=ext\nprompt=no\n[dn]\nC=DE\nO=Example\nCN=All\n[ext]
basicConstraints=critical,CA:TRUE,pathlen:2\nkeyUsage=critical,keyCertSign,cRLSign,digitalSignature
extendedKeyUsage=serverAuth,emailProtection,1.2.3.4\nsubjectKeyIdentifier=hash\nauthorityKeyIdentifier=keyid:always
subjectAltName=DNS:a.test,IP:10.0.0.1,IP:fd00::1,email:me@a.test,URI:https://a.test/x,dirName:dir,otherName:1.2.3;UTF8:x
nameConstraints=critical,permitted;DNS:.test,permitted;IP:10.0.0.0/255.0.0.0,permitted;dirName:dir,excluded;email:bad.test
crlDistributionPoints=URI:http://crl.test/a.crl\nauthorityInfoAccess=OCSP;URI:http://ocsp.test/,caIssuers;URI:http://ca.test/ca.der
certificatePolicies=2.23.140.1.2.1,1.2.3.4\n1.2.3.4.5=ASN1:UTF8String:strange\n[dir]\nO=Inner\n`,
    );
    const bytes = await made(
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-keyout',
      at('all-key.pem'),
      '-config',
      at('all.cnf'),
    );
    const facts = factsOf(viewCertificate(bytes.toString()), new Date());
    const shown = Object.fromEntries(
      facts.extensions.map(({ name, critical, value }) => [name, `${critical ? '! ' : ''}${value}`]),
    );
    const key = facts.subjectKeyIdentifier.match(/../g)?.join(':');
    expect(shown).toEqual({
      'Basic constraints': '! certificate authority, at most 2 below it (path length 2)',
      'Key usage': '! digital signature, certificate signing, CRL signing',
      'Extended key usage': 'server authentication, e-mail protection, 1.2.3.4',
      'Subject key identifier': key,
      'Authority key identifier': key,
      'Subject alternative name':
        'a.test, 10.0.0.1, fd00::1, me@a.test, https://a.test/x, O=Inner, a name of another kind',
      'Name constraints': '! permitted: .test, 10.0.0.0/8, O=Inner; excluded: e-mail bad.test',
      'CRL distribution points': 'http://crl.test/a.crl',
      'Authority information access': 'OCSP http://ocsp.test/, issuer certificate http://ca.test/ca.der',
      'Certificate policies': 'domain validated (2.23.140.1.2.1), 1.2.3.4',
      'Unknown extension': '0c:07:73:74:72:61:6e:67:65',
    });
    expect(facts).toMatchObject({ selfSigned: true, isAuthority: true, status: 'healthy' });
    const { stdout } = await openssl(['x509', '-in', at('out'), '-noout', '-fingerprint', '-sha1']);
    expect(stdout.replace(/.*=|:|\n/g, '').toLowerCase()).toBe(facts.fingerprintSha1);
  });
});
