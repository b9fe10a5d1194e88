import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../../src/core/system/run';
import { type Container, container, json } from '../support/cli';
import { addChromiumDatabase, addFirefoxProfile } from '../support/desktop';

/** Each kind of certificate on a server of its own; a page of the first takes a script from each of the others. */
if (process.env.SEALWAX_CELL !== '1')
  throw new Error('This test changes trust stores, so it runs only inside the cell: use "npm test".');

const kinds: Readonly<Record<string, readonly string[]>> = {
  'ecdsa-p256': ['localhost'],
  'ecdsa-p384': ['localhost', '--key', 'ecdsa-p384'],
  'rsa-2048': ['localhost', '--key', 'rsa-2048'],
  'rsa-3072': ['localhost', '--key', 'rsa-3072'],
  'rsa-4096': ['localhost', '--key', 'rsa-4096'],
  address: ['127.0.0.1'],
  both: ['localhost', '--purpose', 'server-client', '--subject', 'C=DE,O=Example,OU=Web'],
  wildcard: ['*.app.localhost'],
  'a day': ['localhost', '--days', '1'],
  intermediate: ['localhost', '--ca', 'Below'],
  'rsa root': ['localhost', '--ca', 'RSA root'],
};
const hosts: Readonly<Record<string, string>> = { address: '127.0.0.1', wildcard: 'shop.app.localhost' };

let machine: Container;
let firefox = '';
const servers: Server[] = [];
const urls = new Map<string, string>();
/** What pages told of their scripts. */
const told: string[] = [];

const page = () =>
  `<!doctype html><title>kinds</title><script>const done = [];</script>${[...urls]
    .map(
      ([kind, url]) =>
        `<script src="${url}/script.js" onload="done.push('${kind}')" onerror="done.push('${kind} refused')"></script>`,
    )
    .join('')}<script>fetch('/told', { method: 'POST', body: done.join('\\n') });</script>`;

async function serve(kind: string, folder: string): Promise<void> {
  const pair = { cert: readFileSync(join(folder, 'fullchain.pem')), key: readFileSync(join(folder, 'key.pem')) };
  const server = createServer(pair, (request, response) => {
    if (request.url === '/told') {
      let body = '';
      request.on('data', (piece) => {
        body += String(piece);
      });
      request.on('end', () => {
        told.push(body);
        response.end();
      });
      return;
    }
    const script = request.url === '/script.js';
    response.setHeader('content-type', script ? 'text/javascript' : 'text/html').end(script ? '0;' : page());
  });
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  urls.set(kind, `https://${hosts[kind] ?? 'localhost'}:${(server.address() as AddressInfo).port}`);
}

beforeAll(async () => {
  machine = await container();
  await addChromiumDatabase(machine.folder);
  firefox = await addFirefoxProfile(machine.folder);
  const made = async (...args: string[]) => {
    const { code, stderr } = await machine.run(['ca', ...args]);
    expect(code, stderr).toBe(0);
  };
  await made('create', 'Kinds');
  await made('intermediate', 'Below');
  await made('create', 'RSA root', '--key', 'rsa-3072');
  for (const ca of ['Kinds', 'RSA root']) {
    const { code, stderr } = await machine.run(['trust', 'install', '--ca', ca]);
    expect(code, stderr).toBe(0);
  }
  for (const [kind, args] of Object.entries(kinds)) {
    const issued = await machine.run(['issue', ...args, '--json']);
    expect(issued.code, issued.stderr).toBe(0);
    await serve(kind, json(issued).certificate.files.folder);
  }
}, 120_000);

afterAll(async () => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await machine.run(['trust', 'remove', '--everything']);
  await rm(machine.folder, { recursive: true, force: true });
});

it('opens in Chromium, of every kind that can be issued for a server', async () => {
  const profile = await mkdtemp(join(tmpdir(), 'chromium-'));
  const flags = ['--headless', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
  const more = [
    '--disable-component-update',
    '--disable-sync',
    `--user-data-dir=${profile}`,
    '--virtual-time-budget=10000',
  ];
  const env = { PATH: process.env.PATH, HOME: machine.folder };
  await run('chromium', [...flags, ...more, '--dump-dom', urls.get('ecdsa-p256') ?? ''], { env, timeoutMs: 45_000 });
  await rm(profile, { recursive: true, force: true });
  expect(told.splice(0)).toEqual([Object.keys(kinds).join('\n')]);
});

it('opens in Firefox, of every kind that can be issued for a server', async () => {
  const picture = join(machine.folder, 'page.png');
  const args = [
    '--headless',
    '--no-remote',
    '--profile',
    firefox,
    '--screenshot',
    picture,
    urls.get('ecdsa-p256') ?? '',
  ];
  const env = { PATH: process.env.PATH, HOME: machine.folder, MOZ_DISABLE_AUTO_SAFE_MODE: '1' };
  await run('firefox-esr', args, { env, timeoutMs: 45_000 });
  expect(told.splice(0)).toEqual([Object.keys(kinds).join('\n')]);
});
