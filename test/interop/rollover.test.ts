import { readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { run } from '../../src/core/system/run';
import { type Rollover, rolloverSchema } from '../../src/ipc/rollover-schemas';
import { type Container, container, json } from '../support/cli';

/** A whole rollover on real stores, killed at each of its steps, with pages that open before, during and after. */
if (process.env.SEALWAX_CELL !== '1')
  throw new Error('This test changes trust stores, so it runs only inside the cell: use "npm test".');

let machine: Container;
let oldId = '';
let server: Server;
let port = 0;
const folder = () => join(machine.folder, 'tls');
const pair = () => ({
  cert: readFileSync(join(folder(), 'localhost-fullchain.pem')),
  key: readFileSync(join(folder(), 'localhost-key.pem')),
});

beforeAll(async () => {
  machine = await container();
  await mkdir(join(machine.folder, '.local/share/pki/nssdb'), { recursive: true });
  await run('certutil', ['-N', '--empty-password', '-d', `sql:${machine.folder}/.local/share/pki/nssdb`]);
  oldId = json(await machine.run(['ca', 'create', 'Old CA', '--json'])).authority.id;
  await machine.run(['trust', 'install']);
  // Remembered as a deployment, so that the rollover writes the new ones there.
  await machine.run(['issue', 'localhost', '127.0.0.1', '--format', 'full-chain,key', '--out', folder()]);
  for (const name of ['one.test', 'two.test', 'three.test']) await machine.run(['issue', name]);
  server = createServer(pair(), (_request, response) => response.end('SEALWAX-PAGE-SERVED'));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  port = (server.address() as AddressInfo).port;
}, 60_000);
afterAll(async () => {
  server?.close();
  await machine?.run(['trust', 'remove', '--everything']);
  await rm(machine.folder, { recursive: true, force: true });
});

/** The server takes what lies there now, as one does that is reloaded; curl and a headless Chromium open its page. */
async function opens(): Promise<{ curl: boolean; chromium: boolean }> {
  server.setSecureContext(pair());
  const env = { PATH: process.env.PATH, HOME: machine.folder };
  const url = `https://localhost:${port}/`;
  const curl = await run('curl', ['-sS', '--max-time', '10', url], { env });
  const flags = ['--headless', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
  const profile = join(machine.folder, 'chromium');
  const args = [
    ...flags,
    '--disable-component-update',
    '--disable-sync',
    `--user-data-dir=${profile}`,
    '--dump-dom',
    url,
  ];
  const chromium = await run('chromium', args, { env, timeoutMs: 45_000 });
  await rm(profile, { recursive: true, force: true });
  const served = ({ stdout }: { stdout: string }) => stdout.includes('SEALWAX-PAGE-SERVED');
  return { curl: served(curl), chromium: served(chromium) };
}

const both = { curl: true, chromium: true };
const rollover = async (...args: string[]): Promise<Rollover> =>
  rolloverSchema.parse(json(await machine.run(['ca', 'rollover', oldId, ...args, '--json'])).rollover);
const stateOf = ({ steps }: Rollover) => Object.fromEntries(steps.map(({ id, state }) => [id, state]));

it('goes on after a kill at each step, and no page warns at any time', async () => {
  expect(await opens()).toEqual(both);
  expect(stateOf(await rollover())).toMatchObject({ 'new-root': 'to-do', 'remove-old': 'waiting' });
  await expect(rollover('--finish')).rejects.toThrow();

  const begun = [
    /Make the new root/,
    /System store/,
    /Issue the certificates anew/,
    /Issue the certificates anew: 4 of/,
  ];
  for (const at of begun) {
    const killed = await machine.run(['ca', 'rollover', oldId, '--go'], { interrupt: { at, signal: 'SIGKILL' } });
    // The last one may have been quicker than the kill.
    if (at !== begun[3]) expect(killed.code, String(at)).toBeNull();
    await rm(join(machine.home, '.lock'), { recursive: true, force: true });
    await rm(join(machine.home, '.renewal-lock'), { recursive: true, force: true });
    expect((await opens()).curl, `after a kill at ${at}`).toBe(true);
  }
  const issued = await rollover('--go');
  expect(stateOf(issued)).toMatchObject({ 'new-root': 'done', trust: 'done', certificates: 'done', hands: 'to-do' });
  expect(issued.certificates).toHaveLength(4);
  const all: { replaces?: string }[] = json(await machine.run(['ca', 'list', '--json'])).authorities;
  expect(all.filter(({ replaces }) => replaces === oldId)).toHaveLength(1);
  expect(await opens()).toEqual(both);
  const view = await run('openssl', ['x509', '-in', join(folder(), 'localhost-fullchain.pem'), '-noout', '-issuer']);
  expect(view.stdout).toContain(`Old CA ${new Date().getUTCFullYear()}`);

  const refused = await machine.run(['ca', 'rollover', oldId, '--finish']);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('still needed');
  const ticks = issued.hands.flatMap(({ id }) => ['--done', id]);
  const done = await machine.run(['ca', 'rollover', oldId, ...ticks, '--finish', '--json']);
  expect(done.code, done.stderr).toBe(0);
  expect(new Set(Object.values(stateOf(json(done).rollover)))).toEqual(new Set(['done']));
  expect(await opens()).toEqual(both);
  const status = json(await machine.run(['trust', 'status', '--ca', oldId, '--json']));
  expect(status.stores.filter(({ state }: { state: string }) => state === 'trusted')).toEqual([]);
}, 180_000);
