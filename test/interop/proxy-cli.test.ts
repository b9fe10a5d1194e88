import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Container, container, json, startCli } from '../support/cli';
import { freePort, httpBackend, talk } from '../support/proxied';

let machine: Container;
let rootPem = '';
let backend = 0;

beforeAll(async () => {
  machine = await container();
  const made = json(await machine.run(['ca', 'create', 'Team', '--limits', 'test', '--json']));
  rootPem = await import('node:fs/promises').then(({ readFile }) => readFile(made.authority.certificateFile, 'utf8'));
  backend = (await httpBackend((_request, response) => response.end('behind'))).port;
}, 60_000);

describe('sealwax proxy', () => {
  it('serves with the flags of ssl-proxy, tells each request on a line, and ends cleanly with Ctrl-C', async () => {
    const port = await freePort();
    const args = [
      'proxy',
      `-from=127.0.0.1:${port}`,
      '-to',
      `http://127.0.0.1:${backend}`,
      '-domain',
      'app.test',
      '--json',
    ];
    const child = startCli(args, { env: machine.env });
    const lines = createInterface({ input: child.stdout as NonNullable<typeof child.stdout> })[Symbol.asyncIterator]();
    const { proxies } = JSON.parse((await lines.next()).value as string);
    expect(proxies).toMatchObject([{ state: 'running', open: false, urls: [`https://app.test:${port}/`] }]);
    expect(await talk(port, rootPem, 'GET /a?token=1 HTTP/1.1\r\nHost: app.test\r\nConnection: close\r\n\r\n')).toMatch(
      /behind$/,
    );
    const request = JSON.parse((await lines.next()).value as string);
    expect(request).toMatchObject({ method: 'GET', host: 'app.test', path: '/a', query: true, status: 200, sent: 6 });
    expect(JSON.stringify(request)).not.toContain('token');
    child.kill('SIGINT');
    expect(await once(child, 'close')).toEqual([0, null]);
    const again = await machine.run(['list', '--json']);
    expect(json(again).certificates ?? json(again)).toHaveLength(1);
  });

  it('says what is wrong, and what to do', async () => {
    const refused = await machine.run(['proxy', '--from', String(backend), '--to', '5000', '--domain', 'app.test']);
    expect(refused).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/listens on 127\.0\.0\.1:\d+ already\.\nhint: Stop it/),
    });
    const outside = await machine.run(['proxy', '--to', '5000', '--domain', 'app.example.com', '--json']);
    expect([outside.code, json(outside).error.code]).toEqual([1, 'name-outside-limits']);
    expect((await machine.run(['proxy', '--from', '8443'])).code).toBe(2);
    expect((await machine.run(['proxy', 'start', 'nobody.test'])).stderr).toContain('sealwax proxy list');
  });

  it('keeps, pauses and removes what another process serves', async () => {
    const port = await freePort();
    const added = json(
      await machine.run([
        'proxy',
        'add',
        '--from',
        String(port),
        '--to',
        String(backend),
        '--domain',
        'kept.test',
        '--json',
      ]),
    );
    expect(added).toMatchObject({ wish: 'running', urls: [`https://kept.test:${port}/`] });
    const child = startCli(['proxy', 'run', '--no-log', '--quiet'], { env: machine.env });
    await once(child.stdout as NonNullable<typeof child.stdout>, 'data');
    const get = () =>
      talk(port, rootPem, 'GET / HTTP/1.1\r\nHost: kept.test\r\nConnection: close\r\n\r\n', 'kept.test');
    expect(await get()).toMatch(/behind$/);
    expect((await machine.run(['proxy', 'pause', 'kept.test'])).code).toBe(0);
    await expect.poll(get, { timeout: 10_000 }).toMatch(/^HTTP\/1\.1 503/);
    expect((await machine.run(['proxy', 'remove', added.id])).code).toBe(0);
    await expect.poll(() => get().catch((error: Error) => error.message), { timeout: 10_000 }).toMatch(/ECONNREFUSED/);
    // With nothing left to serve it waits for what comes.
    expect(child.exitCode).toBeNull();
    child.kill('SIGTERM');
    expect(await once(child, 'close')).toEqual([0, null]);
  });
});
