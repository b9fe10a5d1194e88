import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { formFor, freePort, hostWith, httpBackend, type Proxied, proxied, talk } from '../../../test/support/proxied';
import { FolderLock } from '../system/lock';
import { Proxies } from './proxies';
import type { MakeHost } from './proxy-host';
import { ProxyStore } from './proxy-store';

let all: Proxied;
let backend = 0;
const others: Proxies[] = [];

beforeAll(async () => {
  all = await proxied();
  backend = (await httpBackend((_request, response) => response.end('behind'))).port;
});
afterEach(async () => {
  for (const other of others.splice(0)) await other.close(0);
  for (const { id } of await all.proxies.list()) await all.proxies.remove(id);
});
afterAll(() => all.end());

/** Proxies on the same data folder, as in another process or after a restart. */
function again(makeHost: MakeHost = hostWith({})): Proxies {
  const { dir, authorities, certificates, journal, now } = all.services;
  const made = new Proxies({
    ...{ dir, authorities, certificates, journal, now, makeHost },
    lock: new FolderLock(dir),
    random: (bytes) => Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))),
    renewOne: (id) => all.services.lifecycle.renewal.renewOne(id),
  });
  others.push(made);
  return made;
}

const get = async (port: number, name = 'app.test') =>
  (await talk(port, all.rootPem, `GET / HTTP/1.1\r\nHost: ${name}\r\nConnection: close\r\n\r\n`)).slice(9, 12);

describe('a proxy', () => {
  it('runs again after a restart with the certificate that it had, unless it was stopped', async () => {
    const [port, idle] = [await freePort(), await freePort()];
    const first = again();
    const { id, certificates } = await first.add(formFor(port, backend));
    const stopped = await first.add(formFor(idle, backend));
    await first.stop(stopped.id);
    expect(await get(port)).toBe('200');
    await first.close(0);
    const next = again();
    const resumed = await next.resume();
    expect(resumed.map((each) => each.state)).toEqual(['running', 'stopped']);
    expect(resumed[0]).toMatchObject({ id, certificates });
    expect(await get(port)).toBe('200');
  });

  it('is paused, started and removed, also by another process, and comes back', async () => {
    const port = await freePort();
    const { id } = await all.proxies.add(formFor(port, backend));
    await again().setWish(id, 'paused');
    await vi.waitFor(async () => expect((await all.proxies.get(id)).state).toBe('paused'), { timeout: 5000 });
    expect(await get(port)).toBe('503');
    expect(await all.proxies.start(id)).toMatchObject({ state: 'running' });
    expect(await get(port)).toBe('200');
    await all.proxies.remove(id);
    await expect(get(port)).rejects.toThrow('ECONNREFUSED');
    expect(await all.proxies.undoRemove(id)).toMatchObject({ id, state: 'running' });
    expect(await get(port)).toBe('200');
  });

  it('has the beginning and the end of its key log in the history', async () => {
    const port = await freePort();
    const { id } = await all.proxies.add(formFor(port, backend, { options: { keyLog: true } }));
    await all.proxies.change(id, formFor(port, backend, { options: { keyLog: true, hstsSeconds: 60 } }));
    await all.proxies.change(id, formFor(port, backend));
    const lines = (await all.services.journal.entries()).filter(({ subject }) => subject === id);
    expect(lines.map(({ what }) => what)).toEqual(
      ['added', 'key-log-on', 'changed', 'changed', 'key-log-off'].map((what) => `proxy.${what}`),
    );
  });

  it('shares its port with others, each with a certificate of its own, and is changed without a new one for the rest', async () => {
    const port = await freePort();
    const named = (name: string, to: number) =>
      formFor(port, to, { names: [{ name, routes: [{ path: '/', host: '127.0.0.1', port: to, protocol: 'http1' }] }] });
    const one = await all.proxies.add(named('app.test', backend));
    const two = await all.proxies.add(named('two.test', await freePort()));
    expect(one.certificates[0]?.certificateId).not.toBe(two.certificates[0]?.certificateId);
    expect(await get(port, 'two.test')).toBe('502');
    await all.proxies.change(two.id, named('two.test', backend));
    expect([await get(port), await get(port, 'two.test'), await get(port, 'three.test')]).toEqual([
      '200',
      '200',
      '404',
    ]);
  });

  it('for a name outside the limits is refused with the field, and nothing is kept', async () => {
    const names = [
      {
        name: 'app.example.com',
        routes: [{ path: '/', host: '127.0.0.1', port: backend, protocol: 'http1' as const }],
      },
    ];
    await expect(all.proxies.add(formFor(8443, backend, { names }))).rejects.toMatchObject({
      code: 'name-outside-limits',
      field: 'names.0.name',
    });
    expect(await all.proxies.list()).toEqual([]);
  });

  it('is started again when what carries its requests ends', async () => {
    // It would run the definition, too.
    await all.proxies.close(0);
    const port = await freePort();
    let end: (reason: string) => void = () => undefined;
    let made = 0;
    const proxies = again(async () => {
      const host = await hostWith({})();
      made += 1;
      return {
        ...host,
        listen: (hear, ended) => {
          host.listen(hear, ended);
          end = (reason) => {
            host.kill();
            ended(reason);
          };
        },
      };
    });
    const { id } = await proxies.add(formFor(port, backend));
    end('signal 9');
    expect(await proxies.get(id)).toMatchObject({
      state: 'failed',
      problem: { message: expect.stringContaining('signal 9') },
    });
    await vi.waitFor(async () => expect((await proxies.get(id)).state).toBe('running'), { timeout: 5000 });
    expect([await get(port), made]).toEqual(['200', 2]);
  });
});

describe('the kept list', () => {
  it('leaves out what is damaged, and writes nothing over a file that cannot be read', async () => {
    const { dir } = all.services;
    const { id } = await all.proxies.add(formFor(await freePort(), backend), 'stopped');
    const store = new ProxyStore(dir, new FolderLock(dir));
    const kept = JSON.parse(await readFile(store.file, 'utf8'));
    await writeFile(store.file, JSON.stringify({ ...kept, proxies: [{ id: 'x' }, ...kept.proxies] }));
    expect((await store.read()).map((each) => each.id)).toEqual([id]);
    for (const [text, code] of [
      ['{', 'file-unreadable'],
      ['{"version":2,"proxies":[]}', 'newer-format'],
    ] as const) {
      await writeFile(store.file, text);
      await expect(store.change((records) => records.splice(0))).rejects.toMatchObject({ code });
      expect(await readFile(join(dir, 'proxies.json'), 'utf8')).toBe(text);
    }
    await writeFile(store.file, JSON.stringify(kept));
  });
});
