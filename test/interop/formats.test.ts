import { randomBytes, X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ExportMaterial, exportFiles, rootFile } from '../../src/core/export/formats';
import { viewCertificate } from '../../src/core/pki/certificate-view';
import { writePkcs12 } from '../../src/core/pki/pkcs12';
import { run } from '../../src/core/system/run';
import type { ExportFormat } from '../../src/ipc/issue-schemas';
import { openssl, opensslText } from '../support/openssl';
import { sampleCertificate, sampleChain } from '../support/sample-chain';

const passphrase = 'geheim und lang ü';
let folder: string;
const at = (name: string) => join(folder, name);
const samples = { ec: await sampleChain('ecdsa-p256'), rsa: await sampleChain('rsa-2048') };
type Kind = keyof typeof samples;
const kinds = Object.keys(samples) as Kind[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealwax-formats-'));
  await writeFile(at('right'), passphrase);
  await writeFile(at('wrong'), 'something else');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function materialOf(kind: Kind): ExportMaterial {
  const { root, intermediate, leaf } = samples[kind];
  return {
    baseName: 'app.test',
    commonName: 'app.test',
    certificatePem: leaf.pem,
    chainPem: leaf.pem + intermediate.pem,
    rootPem: root.pem,
    keyPem: leaf.keyPem,
    passphrase: Buffer.from(passphrase),
  };
}

/** Writes one format and gives its path. */
async function written(kind: Kind, format: ExportFormat, typed = passphrase): Promise<string> {
  const material = { ...materialOf(kind), passphrase: Buffer.from(typed) };
  const [file] = await exportFiles(material, [format], randomBytes);
  if (file === undefined) throw new Error('no file');
  const path = at(`${kind}-${file.name}`);
  await writeFile(path, file.data, { mode: file.mode });
  return path;
}

/** Java starts slowly on a busy machine (milliseconds). */
const patience = 45_000;

async function tool(command: string, args: readonly string[]) {
  const result = await run(command, args, { timeoutMs: patience });
  if (result.missing) throw new Error(`${command} is not installed; npm test installs it`);
  return { ...result, output: result.stdout + result.stderr };
}

const base64Lines = (pem: string) => pem.match(/^[A-Za-z0-9+/=]+$/gm) ?? [];

describe.each(kinds)('PKCS#12 with a key of kind %s', (kind) => {
  it('in the modern form opens in openssl 3 as it comes, with key, certificate, chain and root', async () => {
    const path = await written(kind, 'pkcs12');
    const open = (file: string) => openssl(['pkcs12', '-in', path, '-passin', `file:${at(file)}`, '-nodes']);
    const { code, stdout } = await open('right');
    expect(code).toBe(0);
    const { root, intermediate, leaf } = samples[kind];
    const certificates = stdout.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
    expect(certificates.map((pem) => new X509Certificate(pem).fingerprint256)).toEqual(
      [leaf, intermediate, root].map(({ pem }) => new X509Certificate(pem).fingerprint256),
    );
    expect(stdout).toContain(base64Lines(leaf.keyPem).join('\n'));
    expect(stdout).toContain('friendlyName: app.test');
    expect((await open('wrong')).code).not.toBe(0);
  });

  it('in the modern form is AES-256 with HMAC-SHA256 throughout', async () => {
    const path = await written(kind, 'pkcs12');
    const { stderr } = await openssl(['pkcs12', '-in', path, '-passin', `file:${at('right')}`, '-info', '-noout']);
    expect(stderr).toMatch(/MAC: sha256, Iteration 10000/);
    expect(stderr.match(/PBES2, PBKDF2, AES-256-CBC, Iteration 100000, PRF hmacWithSHA256/g)).toHaveLength(2);
    expect(stderr).not.toMatch(/RC2|3-?Key|SHA1/i);
  });

  it('in the legacy form opens in openssl -legacy, with triple DES and SHA-1 throughout', async () => {
    const path = await written(kind, 'pkcs12-legacy');
    const args = ['pkcs12', '-in', path, '-passin', `file:${at('right')}`, '-legacy', '-info', '-nodes'];
    const { code, stdout, stderr } = await openssl(args);
    expect(code).toBe(0);
    expect(stderr).toMatch(/MAC: sha1, Iteration 2048/);
    expect(stderr.match(/pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 2048/g)).toHaveLength(2);
    expect(stdout).toContain(base64Lines(samples[kind].leaf.keyPem).join('\n'));
  });

  it.each(['pkcs12', 'pkcs12-legacy'] as const)('as %s is a key store to Java', async (format) => {
    // Java takes ASCII alone for PBES2 (com.sun.crypto.provider.PBEKey: "Password is not ASCII").
    const path = await written(kind, format, 'only ASCII');
    const list = (typed: string) =>
      tool('keytool', ['-list', '-v', '-storetype', 'PKCS12', '-keystore', path, '-storepass', typed]);
    const { code, output } = await list('only ASCII');
    expect(code).toBe(0);
    expect(output).toContain('Alias name: app.test');
    expect(output).toContain('Entry type: PrivateKeyEntry');
    expect(output).toContain('Certificate chain length: 3');
    expect((await list('other word')).code).not.toBe(0);
  });

  it.each(['pkcs12', 'pkcs12-legacy'] as const)('as %s is imported by NSS pk12util', async (format) => {
    const path = await written(kind, format);
    const database = await mkdtemp(at('nss-'));
    const nss = ['-d', `sql:${database}`];
    await tool('certutil', ['-N', '--empty-password', ...nss]);
    const { code, output } = await tool('pk12util', ['-i', path, '-w', at('right'), ...nss]);
    expect(output).toContain('PKCS12 IMPORT SUCCESSFUL');
    expect(code).toBe(0);
    expect((await tool('certutil', ['-L', ...nss])).output).toMatch(/^app\.test\s+u,u,u/m);
    expect((await tool('certutil', ['-K', ...nss])).output).toMatch(/app\.test/);
    expect((await tool('pk12util', ['-i', path, '-w', at('wrong'), ...nss])).code).not.toBe(0);
  });

  it('is served by Node as pfx, and the chain is complete', async () => {
    const [file] = await exportFiles(materialOf(kind), ['pkcs12'], randomBytes);
    const server = createServer({ pfx: file?.data as Buffer, passphrase }, (socket) => socket.end('hello'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    try {
      const authorized = await new Promise((resolve, reject) => {
        const socket = connect({ port, host: '127.0.0.1', servername: 'app.test', ca: samples[kind].root.pem }, () => {
          resolve(socket.authorized);
          socket.destroy();
        });
        socket.on('error', reject);
      });
      expect(authorized).toBe(true);
    } finally {
      server.close();
    }
  });
});

describe('a PKCS#12 from the browsers’ and tools’ side', () => {
  it('is read by GnuTLS', async () => {
    const path = await written('ec', 'pkcs12');
    const { code, output } = await tool('certtool', [
      '--p12-info',
      '--inder',
      '--infile',
      path,
      '--password',
      passphrase,
    ]);
    expect(code).toBe(0);
    expect(output).toContain('BEGIN CERTIFICATE');
  });

  it('without a passphrase opens with the empty one', async () => {
    const { leaf } = samples.ec;
    const p12 = await writePkcs12({
      certificate: leaf.der,
      chain: [],
      pkcs8: leaf.key.pkcs8,
      passphrase: Buffer.alloc(0),
      name: 'x',
      encryption: 'modern',
      random: randomBytes,
    });
    await writeFile(at('empty.p12'), p12);
    expect((await openssl(['pkcs12', '-in', at('empty.p12'), '-passin', 'pass:', '-noout'])).code).toBe(0);
  });
});

describe('a trust store for Java', () => {
  it('lists the root as trusted, under the password that Java has by convention', async () => {
    const path = await written('ec', 'java-trust-store');
    const { code, output } = await tool('keytool', ['-list', '-keystore', path, '-storepass', 'changeit']);
    expect(code).toBe(0);
    expect(output).toMatch(/Keystore type: PKCS12/i);
    expect(output).toMatch(/sample root, .*trustedCertEntry/);
  });

  it('is made of the root of an authority too', async () => {
    const file = await rootFile(viewCertificate(samples.ec.root.pem), 'java-trust-store', randomBytes);
    await writeFile(at('root-trust.p12'), file.data);
    const { output } = await tool('keytool', ['-list', '-keystore', at('root-trust.p12'), '-storepass', 'changeit']);
    expect(output).toContain('trustedCertEntry');
  });

  it('lets a Java program make a real HTTPS call, which fails without it', async () => {
    const store = await written('ec', 'java-trust-store');
    const { leaf, intermediate } = samples.ec;
    const server = createServer({ cert: leaf.pem + intermediate.pem, key: leaf.keyPem }, (socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello'));
      socket.on('error', () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    await writeFile(
      at('Call.java'),
      `import java.net.*; public class Call { public static void main(String[] a) throws Exception {
        var c = (HttpURLConnection) new URL(a[0]).openConnection();
        System.out.println(c.getResponseCode() + " " + new String(c.getInputStream().readAllBytes())); } }`,
    );
    try {
      const call = (...options: string[]) =>
        run('java', [...options, at('Call.java'), `https://localhost:${port}/`], { timeoutMs: patience });
      const good = await call(`-Djavax.net.ssl.trustStore=${store}`, '-Djavax.net.ssl.trustStorePassword=changeit');
      expect(good.stdout.trim()).toBe('200 hello');
      const bad = await call();
      expect(bad.code).not.toBe(0);
      expect(bad.stderr).toMatch(/SSLHandshakeException|PKIX path building failed/);
    } finally {
      server.close();
    }
  });
});

describe.each(kinds)('keys of kind %s in their other forms', (kind) => {
  it('encrypted, open with the passphrase alone, under PBES2 with 600,000 rounds', async () => {
    const path = await written(kind, 'encrypted-key');
    const open = (file: string) => openssl(['pkey', '-in', path, '-passin', `file:${at(file)}`, '-outform', 'PEM']);
    expect((await open('right')).stdout).toBe(samples[kind].leaf.keyPem);
    expect((await open('wrong')).code).not.toBe(0);
    expect(await opensslText(['asn1parse', '-in', path])).toMatch(/INTEGER\s+:0927C0/);
  });

  it('in the older form are what openssl writes with -traditional', async () => {
    const path = await written(kind, 'traditional-key');
    await writeFile(at('pkcs8.pem'), samples[kind].leaf.keyPem);
    const text = await opensslText(['pkey', '-in', at('pkcs8.pem'), '-traditional']);
    const ours = await opensslText([
      kind === 'ec' ? 'ec' : 'rsa',
      '-in',
      path,
      ...(kind === 'rsa' ? ['-traditional'] : []),
    ]);
    expect(ours).toBe(text);
    expect(path).toContain(kind === 'ec' ? '-key-ec.pem' : '-key-rsa.pem');
  });

  it('beside the certificate, are loaded by Python from one combined file', async () => {
    const path = await written(kind, 'combined');
    const script = `import ssl,sys; c=ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER); c.load_cert_chain(sys.argv[1]); print("loaded")`;
    expect((await tool('python3', ['-c', script, path])).stdout.trim()).toBe('loaded');
  });
});

describe('other forms', () => {
  it('DER is the certificate, byte for byte', async () => {
    const path = await written('ec', 'der');
    expect(await opensslText(['x509', '-inform', 'DER', '-in', path])).toBe(samples.ec.leaf.pem);
  });

  it('the full chain verifies against the root alone', async () => {
    const path = await written('ec', 'full-chain');
    await writeFile(at('ca.crt'), samples.ec.root.pem);
    const { code } = await openssl(['verify', '-x509_strict', '-CAfile', at('ca.crt'), '-untrusted', path, path]);
    expect(code).toBe(0);
  });

  it('the Kubernetes Secret holds the three parts', async () => {
    const [file] = await exportFiles(materialOf('ec'), ['kubernetes-secret'], randomBytes);
    const lines = String(file?.data).split('\n');
    const value = (name: string) =>
      Buffer.from(
        lines.find((line) => line.startsWith(`  ${name}: `))?.slice(name.length + 4) ?? '',
        'base64',
      ).toString();
    const { leaf, intermediate, root } = samples.ec;
    expect([value('tls.crt'), value('tls.key'), value('ca.crt')]).toEqual([
      leaf.pem + intermediate.pem,
      leaf.keyPem,
      root.pem,
    ]);
  });

  it('p7b opens in openssl and shows the root', async () => {
    const file = await rootFile(viewCertificate(samples.ec.root.pem), 'p7b', randomBytes);
    await writeFile(at('root.p7b'), file.data);
    expect(await opensslText(['pkcs7', '-in', at('root.p7b'), '-print_certs'])).toContain(samples.ec.root.pem.trim());
  });

  it('the profile for Apple is a property list that holds the root, whatever its name', async () => {
    const strange = await sampleCertificate({ name: 'R&D <"roots"> \u0001 ü' });
    const file = await rootFile(viewCertificate(strange.pem), 'mobileconfig', randomBytes);
    await writeFile(at('root.mobileconfig'), file.data);
    const script = `import plistlib,sys,json
p=plistlib.load(open(sys.argv[1],"rb")); c=p["PayloadContent"][0]
print(json.dumps([p["PayloadType"],c["PayloadType"],c["PayloadContent"].hex(),p["PayloadDisplayName"],p["PayloadUUID"],c["PayloadUUID"]]))`;
    const [type, inner, content, name, uuid, innerUuid] = JSON.parse(
      (await tool('python3', ['-c', script, at('root.mobileconfig')])).stdout,
    );
    expect([type, inner]).toEqual(['Configuration', 'com.apple.security.root']);
    expect(content).toBe(strange.der.toString('hex'));
    expect(name).toBe('R&D <"roots">  ü');
    expect(uuid).toMatch(/^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/);
    expect(innerUuid).not.toBe(uuid);
  });
});
