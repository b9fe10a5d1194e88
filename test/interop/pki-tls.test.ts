import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildRoot } from '../../src/core/pki/authority-certificate';
import { generateKey, pkcs8ToPem } from '../../src/core/pki/keys';
import { buildLeaf, randomSerial } from '../../src/core/pki/leaf';
import { defaultLimits } from '../../src/core/pki/limits';
import { checkNames } from '../../src/core/pki/names';
import { run } from '../../src/core/system/run';
import type { KeyType, Purpose } from '../../src/ipc/schemas';

const now = new Date();
let folder: string;
let root: Awaited<ReturnType<typeof makeRoot>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealwax-tls-'));
  root = await makeRoot();
  await writeFile(join(folder, 'root.pem'), root.pem);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function makeRoot() {
  const key = await generateKey('ecdsa-p256');
  const serial = randomSerial(randomBytes);
  const { pem } = await buildRoot({
    name: 'Root',
    limits: defaultLimits(),
    keyType: 'ecdsa-p256',
    years: 10,
    key,
    serial,
    now,
  });
  return { pem, key };
}

async function makeLeaf(typed: string[], keyType: KeyType, purpose: Purpose = 'server') {
  const names = checkNames(typed, { limits: defaultLimits(), purpose }).flatMap(({ name }) => name ?? []);
  const pair = await generateKey(keyType);
  const issuer = { pem: root.pem, key: root.key.privateKey };
  const serial = randomSerial(randomBytes);
  const validity = { kind: 'days' as const, days: 825 };
  const { pem } = await buildLeaf({ names, purpose, keyType, spki: pair.spki, issuer, validity, now, serial });
  return { cert: pem, key: pkcs8ToPem(pair.pkcs8) };
}

/** A TLS server on a free port of the loopback for the time of some work. */
async function serving<T>(options: Parameters<typeof createServer>[0], work: (port: number) => Promise<T>): Promise<T> {
  const server = createServer({ ...options }, (socket) => {
    socket.on('error', () => undefined);
    socket.end(socket.authorized ? 'known client' : 'hello');
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    return await work((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}

async function shake(port: number, servername: string, more: object = {}): Promise<string> {
  const socket: TLSSocket = connect({ port, host: '127.0.0.1', ca: root.pem, servername, ...more });
  const [text] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return text.toString();
}

const pythonClient = `
import socket, ssl, sys
context = ssl.create_default_context(cafile=sys.argv[1])
context.verify_flags |= ssl.VERIFY_X509_STRICT | ssl.VERIFY_X509_PARTIAL_CHAIN
with socket.create_connection(("127.0.0.1", int(sys.argv[2]))) as plain:
    with context.wrap_socket(plain, server_hostname=sys.argv[3]) as secure:
        print(secure.recv(100).decode())
`;

const python = (port: number, host: string) =>
  run('python3', ['-I', '-c', pythonClient, join(folder, 'root.pem'), String(port), host]);

const kinds: KeyType[] = ['ecdsa-p256', 'ecdsa-p384', 'rsa-2048', 'rsa-4096'];

describe('a real handshake with an issued certificate', () => {
  it.each(kinds)('of %s succeeds in Node for its names, and fails for others and without the root', async (keyType) => {
    await serving(await makeLeaf(['app.test', '*.app.test'], keyType), async (port) => {
      expect(await shake(port, 'app.test')).toBe('hello');
      expect(await shake(port, 'www.app.test')).toBe('hello');
      await expect(shake(port, 'other.test')).rejects.toMatchObject({ code: 'ERR_TLS_CERT_ALTNAME_INVALID' });
      await expect(shake(port, 'app.test', { ca: [] })).rejects.toMatchObject({
        code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      });
    });
  });

  it.each(kinds)('of %s succeeds in Python with VERIFY_X509_STRICT, the default since 3.13', async (keyType) => {
    await serving(await makeLeaf(['app.test', 'bücher.test', '127.0.0.1'], keyType), async (port) => {
      for (const host of ['app.test', 'bücher.test', '127.0.0.1']) {
        expect(await python(port, host)).toMatchObject({ code: 0, stdout: 'hello\n' });
      }
      const refused = await python(port, 'other.test');
      expect(refused.code).not.toBe(0);
      expect(refused.stderr).toContain('CERTIFICATE_VERIFY_FAILED');
    });
  });

  it('succeeds for an address alone, in Node, Python and curl', async () => {
    await serving(await makeLeaf(['127.0.0.1', '::1'], 'ecdsa-p256'), async (port) => {
      // An address is not sent as a server name (RFC 6066 section 3); the host is what is checked.
      expect(await shake(port, '')).toBe('hello');
      expect(await python(port, '127.0.0.1')).toMatchObject({ code: 0, stdout: 'hello\n' });
      const curl = await run('curl', [
        '-sv',
        '--http0.9',
        '--cacert',
        join(folder, 'root.pem'),
        `https://127.0.0.1:${port}/`,
      ]);
      expect(curl).toMatchObject({ code: 0, stdout: 'hello' });
      expect(curl.stderr).toContain('SSL certificate verify ok');
    });
  });

  it("lets a server know its client by the client's certificate", async () => {
    const server = await makeLeaf(['app.test'], 'ecdsa-p256');
    const options = { ...server, ca: root.pem, requestCert: true, rejectUnauthorized: false };
    const client = await makeLeaf(['me@app.test'], 'ecdsa-p256', 'client');
    const both = await makeLeaf(['worker.test'], 'rsa-2048', 'server-client');
    await serving(options, async (port) => {
      expect(await shake(port, 'app.test', client)).toBe('known client');
      expect(await shake(port, 'app.test', both)).toBe('known client');
      expect(await shake(port, 'app.test', server)).toBe('hello');
      expect(await shake(port, 'app.test')).toBe('hello');
    });
  });
});
