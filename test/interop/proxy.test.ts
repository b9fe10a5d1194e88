import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, truncate, writeFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { request } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ListenerPlan } from '../../src/core/proxy/plan';
import { proxyDefaults } from '../../src/core/proxy/proxy-store';
import { run } from '../../src/core/system/run';
import { bundle } from '../support/bundle';
import { freePort, startServer } from '../support/lesson';
import { formFor, httpBackend, type Proxied, proxied, secure } from '../support/proxied';

let all: Proxied;
let folder = '';
let root = '';
let port = 0;
let backend = 0;
let worker: ChildProcess;
let received = 0;
let written = 0;

/** Counts what it is sent, and sends without end when it is asked to. */
function answer(incoming: IncomingMessage, response: ServerResponse): void {
  if (incoming.url === '/endless') {
    const piece = Buffer.alloc(64 * 1024);
    const more = () => {
      while (!response.destroyed) {
        written += piece.length;
        if (!response.write(piece)) break;
      }
    };
    response.on('drain', more);
    more();
    return;
  }
  let bytes = 0;
  incoming.on('data', (piece: Buffer) => {
    bytes += piece.length;
    received += piece.length;
  });
  incoming.on('end', () => response.end(`${incoming.httpVersion} ${bytes}`));
}

/** Peak of the memory that the data path held (bytes): VmHWM of proc(5). */
async function peak(): Promise<number> {
  const status = await readFile(`/proc/${worker.pid}/status`, 'utf8');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1]) * 1024;
}

const curl = (path: string, ...more: string[]) =>
  run(
    'curl',
    [
      '--silent',
      '--show-error',
      '--max-time',
      '60',
      '--cacert',
      root,
      '--resolve',
      `app.test:${port}:127.0.0.1`,
      ...more,
      `https://app.test:${port}${path}`,
    ],
    { timeoutMs: 120_000 },
  );

beforeAll(async () => {
  const [script, made] = await Promise.all([bundle('proxy-process.ts'), proxied()]);
  all = made;
  folder = await mkdtemp(join(tmpdir(), 'sealwax-proxy-'));
  root = join(folder, 'root.pem');
  await writeFile(root, all.rootPem);
  backend = (await httpBackend(answer)).port;
  port = await freePort();
  const { id } = await all.services.certificates.issue({ names: ['app.test'] });
  const { fullChainPem, keyPem = '' } = await all.services.certificates.readFiles(id);
  const route = { path: '/', host: '127.0.0.1', port: backend, protocol: 'http1' as const };
  const plan: ListenerPlan = {
    ...{
      address: '127.0.0.1',
      port,
      tls13Only: false,
      redirectFrom: [],
      via: 'sealwax-test',
      ticketKeys: Buffer.alloc(48, 7).toString('base64'),
    },
    proxies: [
      {
        proxyId: 'one',
        paused: false,
        names: [{ name: 'app.test', routes: [route] }],
        options: proxyDefaults,
        certificate: { chainPem: fullChainPem, keyPem },
      },
    ],
  };
  await writeFile(join(folder, 'plan.json'), JSON.stringify([plan]), { mode: 0o600 });
  worker = spawn(process.execPath, [script, join(folder, 'plan.json')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(
    createInterface({ input: worker.stdout as NonNullable<typeof worker.stdout> }),
    'line',
  )) as [string];
  expect(JSON.parse(line)).toEqual([{ proxyId: 'one', state: 'running' }]);
}, 120_000);
afterAll(async () => {
  worker?.kill('SIGKILL');
  await all?.end();
});

describe('curl through the proxy', () => {
  it.each([
    ['--http1.1', '1.1'],
    ['--http2', '2'],
  ])('gets and posts with %s, also when it waits to be told to go on', async (how, version) => {
    const got = await curl('/', how, '--write-out', ' %{http_version}');
    expect(got.stdout).toBe(`1.1 0 ${version}`);
    const body = join(folder, 'body');
    await writeFile(body, Buffer.alloc(3_000_000));
    const posted = await curl('/', how, '--verbose', '--header', 'Expect: 100-continue', '--data-binary', `@${body}`);
    expect(posted.stdout).toBe('1.1 3000000');
    expect(posted.stderr).toMatch(/HTTP\/[12](\.1)? 100/);
  });

  it('uploads a gigabyte that is passed on as it comes', async () => {
    const before = await peak();
    received = 0;
    const file = join(folder, 'gigabyte');
    await writeFile(file, '');
    await truncate(file, 1_073_741_824);
    const { stdout } = await curl('/', '--http1.1', '--max-time', '110', '--upload-file', file);
    expect(stdout).toBe('1.1 1073741824');
    expect(received).toBe(1_073_741_824);
    expect((await peak()) - before).toBeLessThan(120 * 1024 * 1024);
  }, 130_000);

  it.each(['--http1.1', '--http2'])('takes no more of an endless answer than its client does, with %s', async (how) => {
    const before = await peak();
    written = 0;
    const { stdout } = await curl(
      '/endless',
      how,
      '--limit-rate',
      '8M',
      '--max-time',
      '2',
      '--output',
      '/dev/null',
      '--write-out',
      '%{size_download}',
    );
    // What the kernel and the two ends hold for it is far less than what would have come in that time.
    expect(written - Number(stdout)).toBeLessThan(64 * 1024 * 1024);
    expect((await peak()) - before).toBeLessThan(60 * 1024 * 1024);
  });

  it('is answered beside two thousand connections that say nothing', async () => {
    const sockets = await Promise.all(
      Array.from({ length: 2_000 }, async () => {
        const socket = connect(port, '127.0.0.1');
        socket.on('error', () => undefined);
        await once(socket, 'connect');
        return socket;
      }),
    );
    expect((await curl('/')).stdout).toBe('1.1 0');
    expect(await peak()).toBeLessThan(400 * 1024 * 1024);
    for (const socket of sockets) socket.destroy();
  });
});

describe('a server of Python behind the proxy', () => {
  it('of Flask, and of uWSGI, sees who asked and over what', async () => {
    const app = join(folder, 'app.py');
    await writeFile(
      app,
      [
        'import sys',
        'from flask import Flask, request',
        'app = Flask(__name__)',
        "@app.route('/', methods=['GET', 'POST'])",
        "def hello(): return ' '.join([request.host.split(':')[0], request.headers['X-Forwarded-Proto'], request.get_data(as_text=True)])",
        "if __name__ == '__main__': app.run(host='127.0.0.1', port=int(sys.argv[1]))",
      ].join('\n'),
    );
    const [flask, uwsgi, front] = [await freePort(), await freePort(), await freePort()];
    const servers = await Promise.all([
      startServer('python3', [app, String(flask)], flask),
      startServer(
        'uwsgi',
        ['--plugin', 'python3', '--http-socket', `127.0.0.1:${uwsgi}`, '--wsgi-file', app, '--callable', 'app'],
        uwsgi,
      ),
    ]);
    try {
      const names = [
        { name: 'flask.test', routes: [{ path: '/', host: '127.0.0.1', port: flask, protocol: 'http1' as const }] },
        { name: 'uwsgi.test', routes: [{ path: '/', host: '127.0.0.1', port: uwsgi, protocol: 'http1' as const }] },
      ];
      expect(await all.proxies.add({ address: '127.0.0.1', port: front, names })).toMatchObject({ state: 'running' });
      for (const name of ['flask.test', 'uwsgi.test']) {
        for (const how of ['--http1.1', '--http2']) {
          const { stdout } = await run('curl', [
            '--silent',
            '--cacert',
            root,
            '--resolve',
            `${name}:${front}:127.0.0.1`,
            how,
            '--data',
            'a=1',
            `https://${name}:${front}/`,
          ]);
          expect([name, stdout]).toEqual([name, `${name} https a=1`]);
        }
      }
    } finally {
      await Promise.all(servers.map((server) => server.stop()));
    }
  });
});

describe('a renewal', () => {
  it('under load fails no request, and serves the new certificate to whoever comes after it', async () => {
    const front = await freePort();
    const view = await all.proxies.add(
      formFor(front, backend, {
        names: [{ name: 'renewed.test', routes: [{ path: '/', host: '127.0.0.1', port: backend, protocol: 'http1' }] }],
      }),
    );
    let stop = false;
    let done = 0;
    const failures: unknown[] = [];
    const get = () =>
      new Promise<void>((resolve) => {
        const sent = request(
          {
            host: '127.0.0.1',
            port: front,
            servername: 'renewed.test',
            headers: { host: 'renewed.test' },
            ca: all.rootPem,
            agent: false,
          },
          (response) => {
            if (response.statusCode !== 200) failures.push(response.statusCode);
            response.resume().on('end', () => {
              done += 1;
              resolve();
            });
          },
        );
        sent.on('error', (error) => {
          failures.push(error);
          resolve();
        });
        sent.end();
      });
    const clients = Array.from({ length: 6 }, async () => {
      while (!stop) await get();
    });
    const served = async () => {
      const socket = await secure(front, all.rootPem, { servername: 'renewed.test' });
      const { fingerprint256 } = socket.getPeerCertificate();
      socket.destroy();
      return fingerprint256.replaceAll(':', '').toLowerCase();
    };
    for (let turn = 0; turn < 2; turn += 1) {
      const old = (await all.proxies.get(view.id)).certificates[0]?.certificateId ?? '';
      const next = await all.services.lifecycle.renewal.renewOne(old);
      await vi.waitFor(async () => expect(await served()).toBe(next.fingerprint), { timeout: 10_000, interval: 100 });
    }
    stop = true;
    await Promise.all(clients);
    expect(failures).toEqual([]);
    expect(done).toBeGreaterThan(20);
  });
});
