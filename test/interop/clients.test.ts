import { readFileSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../src/core/system/run';
import { type Account, succeeded } from '../support/command-line';
import { issueInto, lessonAccount, python, rootFile } from '../support/lesson';
import { openssl } from '../support/openssl';

/** Every kind of certificate, accepted by those who must use it, with the root as the only thing that they know. */
let account: Account;
let root = '';

const keyTypes = ['ecdsa-p256', 'ecdsa-p384', 'rsa-2048', 'rsa-3072', 'rsa-4096'] as const;
const kinds: { name: string; keyType: (typeof keyTypes)[number]; under: 'root' | 'intermediate' }[] = [
  ...keyTypes.map((keyType) => ({ name: `${keyType}.test`, keyType, under: 'root' as const })),
  { name: 'below.test', keyType: 'ecdsa-p256', under: 'intermediate' },
];

beforeAll(async () => {
  account = await lessonAccount();
  root = await rootFile(account);
  succeeded(
    await account.sealwax(['ca', 'intermediate', 'Team CA', '--limits', 'test,localhost', '--keep', 'session']),
  );
  for (const { name, keyType, under } of kinds) {
    const ca = under === 'root' ? [] : ['--ca', 'Team CA'];
    await issueInto(account, [name, 'localhost'], 'full-chain,key,certificate', ['--key', keyType, ...ca]);
  }
  await issueInto(account, ['client.test'], 'full-chain,key,pkcs12', [
    '--purpose',
    'client',
    '--passphrase-file',
    await clientPassphrase(),
  ]);
}, 180_000);
afterAll(() => account?.remove());

async function clientPassphrase(): Promise<string> {
  const file = join(account.folder, 'client-passphrase');
  await writeFile(file, 'for the client', { mode: 0o600 });
  return file;
}

const fileOf = (name: string, suffix: string) => join(account.files, `${name}${suffix}`);

interface Serving {
  port: number;
  end: () => void;
}

function serve(name: string, more: object = {}): Promise<Serving> {
  const server: Server = createServer(
    {
      cert: readFileSync(fileOf(name, '-fullchain.pem')),
      key: readFileSync(fileOf(name, '-key.pem')),
      ...more,
    },
    (_request, response) => response.end('served'),
  );
  server.on('tlsClientError', () => undefined);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve({
        port: (server.address() as AddressInfo).port,
        end: () => {
          server.closeAllConnections();
          server.close();
        },
      }),
    );
  });
}

const pythonGet = `
import socket, ssl, sys
context = ssl.create_default_context(cafile=sys.argv[3])
context.verify_flags |= ssl.VERIFY_X509_STRICT
with socket.create_connection(('127.0.0.1', int(sys.argv[1])), timeout=10) as plain:
    with context.wrap_socket(plain, server_hostname=sys.argv[2]) as secure:
        print('handshake', secure.version())
`;

const requestsGet = `
import sys, requests
print(requests.get('https://localhost:%s/' % sys.argv[1], verify=sys.argv[2], timeout=10).text)
`;

const javaGet = `
import java.net.URI;
import java.net.http.*;
public class Get {
  public static void main(String[] args) throws Exception {
    var request = HttpRequest.newBuilder(URI.create(args[0])).build();
    System.out.println(HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
  }
}
`;

const nodeConnects = (port: number, servername: string, ca: Buffer) =>
  new Promise<string>((resolve) => {
    const socket = connect({ host: '127.0.0.1', port, servername, ca }, () => {
      resolve('handshake');
      socket.destroy();
    });
    socket.on('error', ({ message }) => resolve(message));
  });

describe.each(kinds.map((kind) => [kind.name, kind] as const))('a server with %s', (_title, { name }) => {
  let serving: Serving;
  beforeAll(async () => {
    serving = await serve(name);
  });
  afterAll(() => serving?.end());

  it('passes openssl’s strict verification for servers, and not for clients', async () => {
    const chain = fileOf(name, '-fullchain.pem');
    const verify = (purpose: string) =>
      openssl([
        'verify',
        '-x509_strict',
        '-no-CAfile',
        '-no-CApath',
        '-purpose',
        purpose,
        '-trusted',
        root,
        '-untrusted',
        chain,
        chain,
      ]);
    expect((await verify('sslserver')).code).toBe(0);
    expect((await verify('sslclient')).code).not.toBe(0);
  });

  it('is accepted by Node', async () => {
    expect(await nodeConnects(serving.port, name, readFileSync(root))).toBe('handshake');
  });

  it('is accepted by Python in strict mode, and by requests', async () => {
    expect((await python(pythonGet, [String(serving.port), name, root])).stdout).toMatch(/^handshake TLSv1\.3/);
    expect((await python(requestsGet, [String(serving.port), root])).stdout.trim()).toBe('served');
  });

  it('is accepted by GnuTLS', async () => {
    const args = ['--x509cafile', root, '--sni-hostname', name, '--verify-hostname', name, '-p', String(serving.port)];
    const { code, stdout } = await run('gnutls-cli', [...args, '127.0.0.1'], { input: '', timeoutMs: 20_000 });
    expect([code, stdout]).toEqual([0, expect.stringContaining('The certificate is trusted')]);
  });

  it('is accepted by curl', async () => {
    const args = ['--silent', '--cacert', root, '--resolve', `${name}:${serving.port}:127.0.0.1`];
    const { stdout } = await run('curl', [...args, `https://${name}:${serving.port}/`]);
    expect(stdout).toBe('served');
  });
});

describe('Java', () => {
  it('lists the trust store, and opens a page by it; without it, it refuses', async () => {
    succeeded(await account.sealwax(['ca', 'export', '--form', 'java-trust-store', '--out', account.files]));
    const store = join(
      account.files,
      (await readdir(account.files)).find((name) => name.endsWith('truststore.p12')) ?? '',
    );
    const list = await run('keytool', ['-list', '-keystore', store, '-storepass', 'changeit'], { timeoutMs: 50_000 });
    expect(list.stdout).toContain('trustedCertEntry');
    const program = join(account.files, 'Get.java');
    await writeFile(program, javaGet);
    const serving = await serve('below.test');
    try {
      const url = `https://localhost:${serving.port}/`;
      const trust = [`-Djavax.net.ssl.trustStore=${store}`, '-Djavax.net.ssl.trustStorePassword=changeit'];
      const good = await run('java', [...trust, program, url], { timeoutMs: 55_000 });
      expect([good.stdout.trim(), good.stderr]).toEqual(['served', '']);
      const bad = await run('java', [program, url], { timeoutMs: 55_000 });
      expect(bad.stderr).toContain('PKIX path building failed');
    } finally {
      serving.end();
    }
  }, 180_000);
});

describe('a client’s certificate', () => {
  it.each([
    ['PEM', () => ['--cert', fileOf('client.test', '-fullchain.pem'), '--key', fileOf('client.test', '-key.pem')]],
    ['PKCS#12', () => ['--cert-type', 'P12', '--cert', `${fileOf('client.test', '.p12')}:for the client`]],
  ])('is accepted from curl as %s by a server that requires one', async (_form, options) => {
    const serving = await serve('ecdsa-p256.test', { requestCert: true, ca: readFileSync(root) });
    try {
      const url = `https://localhost:${serving.port}/`;
      const got = await run('curl', ['--silent', '--show-error', '--cacert', root, ...options(), url]);
      expect([got.stdout, got.stderr]).toEqual(['served', '']);
      const without = await run('curl', ['--silent', '--cacert', root, url]);
      expect(without.code).not.toBe(0);
    } finally {
      serving.end();
    }
  });
});

describe('a certificate for e-mail', () => {
  it('signs and encrypts with openssl, which verifies for that purpose and no other', async () => {
    const file = await issueInto(account, ['me@app.test'], 'certificate,key', ['--purpose', 'email']);
    const [certificate, key] = [file('me@app.test.pem'), file('me@app.test-key.pem')];
    const message = join(account.files, 'message.txt');
    await writeFile(message, 'Content-Type: text/plain\r\n\r\nhello\r\n');
    const signed = join(account.files, 'signed.eml');
    const smime = (args: string[]) => openssl(['cms', ...args]);
    expect(await smime(['-sign', '-in', message, '-signer', certificate, '-inkey', key, '-out', signed])).toMatchObject(
      { code: 0 },
    );
    expect(await smime(['-verify', '-in', signed, '-CAfile', root, '-purpose', 'smimesign'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('hello'),
    });
    const secret = join(account.files, 'secret.eml');
    expect(await smime(['-encrypt', '-aes256', '-in', message, '-out', secret, certificate])).toMatchObject({
      code: 0,
    });
    expect((await smime(['-decrypt', '-in', secret, '-recip', certificate, '-inkey', key])).stdout).toContain('hello');
    const server = await openssl([
      'verify',
      '-x509_strict',
      '-no-CAfile',
      '-no-CApath',
      '-purpose',
      'sslserver',
      '-trusted',
      root,
      certificate,
    ]);
    expect(server.code).not.toBe(0);
  });
});
