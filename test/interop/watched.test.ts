import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Services } from '../../src/core/services';
import { watchedSchema } from '../../src/ipc/watched-schemas';
import { type Container, container, json } from '../support/cli';
import { servingOpenssl } from '../support/openssl-server';
import { issue, pair, serverAuth } from '../support/path-certificates';
import { makeAuthority, tempServices } from '../support/temp-services';

const dayMs = 86_400_000;
let now = new Date();
let folder = '';
let services: Services;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sealwax-watched-'));
  services = await tempServices({ dir: join(folder, 'data'), now: () => now });
  await makeAuthority(services);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A TCP server that does something else than TLS with whoever connects. */
async function serving<T>(talk: (socket: Socket) => void, work: (port: number) => Promise<T>): Promise<T> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    talk(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    return await work((server.address() as AddressInfo).port);
  } finally {
    for (const socket of open) socket.destroy();
    server.close();
  }
}

const watched = () => services.lifecycle.watched;
const probe = async (port: number, host = 'localhost') => {
  const view = watchedSchema.parse(await watched().probe({ kind: 'host', target: `${host}:${port}` }));
  return {
    state: view.state,
    codes: [...view.findings, ...view.seen.flatMap(({ findings }) => findings)].map(({ code }) => code),
    seen: view.seen,
  };
};

describe('a server that is watched', () => {
  it('is judged by what it serves: good, another name, its intermediate missing, renewed, expired', async () => {
    const parent = (await services.authorities.list())[0]?.id;
    const { id } = await makeAuthority(services, {
      name: 'Team CA',
      ...(parent === undefined ? {} : { parentId: parent }),
    });
    const mine = await services.certificates.issue({ names: ['localhost'], authorityId: id });
    const { certificate, key, fullChain } = mine.files;
    await servingOpenssl(['-cert', certificate, '-key', key, '-cert_chain', fullChain], async (port) => {
      expect(await probe(port)).toMatchObject({
        state: 'healthy',
        codes: [],
        seen: [{ certificateId: mine.id, origin: 'ours' }],
      });
      expect(await probe(port, '127.0.0.1')).toMatchObject({ state: 'attention', codes: ['wrong-name'] });
      await services.lifecycle.renewal.renewOne(mine.id);
      expect(await probe(port)).toMatchObject({ state: 'attention', codes: ['serves-old'] });
      now = new Date(Date.now() + 500 * dayMs);
      expect(await probe(port)).toMatchObject({ state: 'expired', codes: ['expired', 'serves-old'] });
      now = new Date();
    });
    // It wants a certificate of the client, and hangs up without one; its own is seen all the same.
    await servingOpenssl(['-cert', certificate, '-key', key, '-Verify', '1', '-tls1_2'], async (port) => {
      expect((await probe(port)).codes).toContain('chain-incomplete');
    });
  });

  it('is shown with a weak key, old protocols, and a hundred certificates that do not belong', async () => {
    const from = new Date(Date.now() - dayMs);
    const to = new Date(Date.now() + 300 * dayMs);
    const weak = issue({
      ...{ issuer: issue({ subject: 'Stranger', from, to }), key: pair('rsa1024'), from, to },
      ...{ names: [{ dNSName: 'localhost' }], extended: [serverAuth] },
    });
    const file = async (name: string, data: string) => {
      await writeFile(join(folder, name), data);
      return join(folder, name);
    };
    const certificate = await file('weak.pem', weak.pem);
    const key = await file('weak-key.pem', String(weak.key.key.export({ type: 'pkcs8', format: 'pem' })));
    const many = Array.from({ length: 100 }, (_, index) => issue({ subject: `Other ${index}`, from, to }).pem).join('');
    const chain = await file('many.pem', many);
    const weakly = ['-cert', certificate, '-key', key, '-cipher', 'DEFAULT@SECLEVEL=0'];
    await servingOpenssl([...weakly, '-tls1_2', '-cert_chain', chain], async (port) => {
      const found = await probe(port);
      expect(found).toMatchObject({ state: 'attention', seen: [{ keyType: 'RSA 1024' }] });
      expect(found.codes).toEqual(['weak-key', 'unknown-issuer']);
    });
  });

  it('is not reached when it refuses, resets, stalls, speaks something else or has no name, within its time', async () => {
    watched().waitFor(400);
    const codeOf = async (talk: (socket: Socket) => void) =>
      serving(talk, async (port) => (await probe(port, '127.0.0.1')).codes);
    expect(await codeOf((socket) => socket.resetAndDestroy())).toEqual(['reset']);
    expect(await codeOf((socket) => socket.end())).toEqual(['reset']);
    expect(await codeOf(() => undefined)).toEqual(['stalled']);
    expect(await codeOf((socket) => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n'))).toEqual(['not-tls']);
    expect(await codeOf((socket) => socket.write(Buffer.alloc(64 * 1024, 0x5a)))).toEqual(['not-tls']);
    const closed = await serving(
      () => undefined,
      async (port) => port,
    );
    expect((await probe(closed, '127.0.0.1')).codes).toEqual(['refused']);
    expect((await probe(443, 'nobody.invalid')).codes).toEqual(['unresolved']);
    watched().waitFor(5_000);
  });
});

describe('sealwax watch', () => {
  let machine: Container;
  const run: Container['run'] = (...args) => machine.run(...args);

  it('says by its exit code whether all is well, with and without adding, and renews in place', async () => {
    machine = await container();
    await run(['ca', 'create', 'Watcher']);
    const { certificate } = json(await run(['issue', 'localhost', '--json']));
    const { certificate: cert, key } = certificate.files;
    await servingOpenssl(['-cert', cert, '-key', key], async (port) => {
      const good = await run(['watch', 'check', `localhost:${port}`, '--json']);
      expect([good.code, json(good).ok, json(good).items.length]).toEqual([0, true, 1]);
      expect((await run(['watch', 'check', `localhost:${port}`, '--days', '3000'])).code).toBe(1);
      expect(json(await run(['watch', 'list', '--json']))).toEqual([]);
      expect((await run(['watch', 'add', `localhost:${port}`, cert])).code).toBe(0);
      expect((await run(['watch', 'check', '--quiet'])).stderr).toBe('');
    });
    const down = await run(['watch', 'check', '--timeout', '2', '--json']);
    expect(down.code).toBe(1);
    expect(json(down).items.map(({ state }: { state: string }) => state)).toEqual(['unreachable', 'healthy']);
    expect((await run(['watch', 'remove', cert])).code).toBe(0);

    const project = join(machine.folder, 'web/certificates');
    await mkdir(project, { recursive: true });
    await writeFile(join(project, 'localhost.pem'), await readFile(cert));
    await writeFile(join(project, 'localhost-key.pem'), await readFile(key), { mode: 0o600 });
    const found = json(await run(['watch', 'find', 'web', '--add', '--json']));
    expect(found.found).toMatchObject([{ tool: 'Next.js', path: join(project, 'localhost.pem') }]);
    const file = 'web/certificates/localhost.pem';
    expect((await run(['watch', 'renew', file])).code).toBe(3);
    const done = await run(['watch', 'renew', file, '--yes', '--json']);
    expect(json(done)).toMatchObject({
      certificateFile: join(project, 'localhost.pem'),
      keyFile: join(project, 'localhost-key.pem'),
    });
    const fresh = ['-cert', join(project, 'localhost.pem'), '-key', join(project, 'localhost-key.pem')];
    await servingOpenssl(fresh, async (port) => {
      expect((await run(['watch', 'check', `localhost:${port}`])).code).toBe(0);
    });
    expect((await run(['watch', 'restore', json(done).backup])).code).toBe(0);
    expect(await readFile(join(project, 'localhost.pem'))).toEqual(await readFile(cert));
    expect((await run(['watch', 'check', 'nothing/there.pem'])).stderr).toContain('There is nothing at');
    expect((await run(['watch', 'check', 'ftp://x'])).code).toBe(1);
  });
});
