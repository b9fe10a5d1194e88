import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { expect, test } from '@playwright/test';
import { run } from '../../src/core/system/run';
import { goTo, noDialog } from '../support/app-page';
import { call, makeRoot } from '../support/calls';
import { type Desktop, startDesktop } from '../support/desktop';

// The hosts file of the whole system is written: in the cell /etc is an overlay that ends with the tests.
if (process.env.SEALWAX_CELL !== '1') throw new Error('This test changes /etc/hosts, so it runs only inside the cell.');

let desktop: Desktop;
let backend: Server;
let slowArrived: () => void = () => undefined;

test.beforeAll(async () => {
  desktop = await startDesktop();
  await makeRoot(desktop.window, [], 'Proxy CA');
  backend = createServer((request, response) => {
    const answer = () => response.end(`behind: ${request.url} ${request.headers.host}`);
    if (request.url !== '/slow') return answer();
    slowArrived();
    setTimeout(answer, 500);
  });
  backend.listen(0, '127.0.0.1');
  await once(backend, 'listening');
});
test.afterAll(async () => {
  backend.closeAllConnections();
  backend.close();
  await desktop.end();
});

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** The serial number of what is served to the name, in lower-case hex. */
async function servedSerial(port: number): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1', servername: 'e2e.test', rejectUnauthorized: false });
  await once(socket, 'secureConnect');
  const { serialNumber } = socket.getPeerCertificate();
  socket.destroy();
  return serialNumber.toLowerCase();
}

test('a plain server is served over HTTPS, seen live, after a crash of the data path and a restart of the app as before', async () => {
  const { window, app } = desktop;
  const port = await freePort();
  const hosts = readFileSync('/etc/hosts');
  const [root] = await call(window, 'authorities.list', undefined);
  const curl = async (path: string, version = '--http2') => {
    const format = '\n%{http_code} %{http_version}';
    const args = [
      '-sS',
      version,
      '--noproxy',
      '*',
      '--max-time',
      '10',
      '--cacert',
      root?.certificateFile ?? '',
      '-w',
      format,
    ];
    const { stdout, stderr } = await run('curl', [...args, `https://e2e.test:${port}${path}`]);
    return `${stdout}${stderr}`;
  };

  await goTo(window, 'Proxy');
  await window.getByRole('button', { name: 'HTTPS for a port…' }).first().click();
  const dialog = window.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Server' }).fill(String((backend.address() as AddressInfo).port));
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill('e2e.test');
  await dialog.getByRole('textbox', { name: 'Port', exact: true }).fill(String(port));
  await expect(dialog.getByText(`Opens at https://e2e.test:${port}/`)).toBeVisible();
  await dialog.getByRole('button', { name: 'Start', exact: true }).click();
  await expect(dialog.getByText('It runs.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Show the lines…' }).click();
  await expect(dialog.getByText('127.0.0.1 e2e.test')).toBeVisible();
  expect(readFileSync('/etc/hosts').equals(hosts)).toBe(true);
  await dialog.getByRole('button', { name: 'Write them' }).click();
  await expect(dialog.getByText('e2e.test leads to this machine.')).toBeVisible();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await noDialog(window);

  // The name that the browser asked for, over HTTP/2, verified against the root alone.
  expect(await curl('/hello')).toBe(`behind: /hello e2e.test:${port}\n200 2`);
  await expect(window.getByRole('option').filter({ hasText: '/hello' })).toContainText('200');

  // A renewed certificate is served without a restart.
  const [issued] = await call(window, 'certificates.list', undefined);
  const renewed = await call(window, 'certificates.renew', { id: issued?.id ?? '' });
  await expect.poll(() => servedSerial(port)).toBe(renewed.serial);

  // The process that carries the requests dies, and is there again by itself.
  const processOfProxy = () =>
    app.evaluate((electron) => electron.app.getAppMetrics().find(({ name }) => name === 'Sealwax proxy')?.pid ?? 0);
  const first = await processOfProxy();
  expect(first).toBeGreaterThan(0);
  process.kill(first, 'SIGKILL');
  await expect.poll(() => curl('/again')).toContain('200 2');
  expect(await processOfProxy()).not.toBe(first);

  const row = window.getByRole('list', { name: 'Proxies' }).getByRole('listitem');
  await row.getByRole('button', { name: 'Pause: e2e.test' }).click();
  await expect(row.getByText('paused')).toBeVisible();
  expect(await curl('/paused')).toContain('503 2');
  await row.getByRole('button', { name: 'Stop: e2e.test' }).click();
  await expect(row.getByText('stopped')).toBeVisible();
  await expect.poll(() => curl('/stopped')).toContain('000 ');
  await row.getByRole('button', { name: 'Start: e2e.test' }).click();
  await expect(row.getByText('running')).toBeVisible();
  expect(await curl('/started')).toContain('200 2');

  // What is in flight when the app quits is answered, and what ran runs again at the next start.
  const arrived = new Promise<void>((resolve) => {
    slowArrived = resolve;
  });
  const slow = curl('/slow', '--http1.1');
  await arrived;
  await desktop.restart();
  expect(await slow).toContain('behind: /slow');
  await expect.poll(() => curl('/restarted')).toContain('behind: /restarted');
  await goTo(desktop.window, 'Proxy');
  await expect(desktop.window.getByRole('listitem').filter({ hasText: 'e2e.test' })).toContainText('running');
  await expect(desktop.window.getByRole('option').filter({ hasText: '/restarted' }).first()).toContainText('200');

  await desktop.window.getByRole('button', { name: 'Hosts file…' }).click();
  await desktop.window.getByRole('button', { name: 'Take e2e.test out…' }).click();
  await desktop.window.getByRole('button', { name: 'Take them out' }).click();
  await expect(desktop.window.getByText('Sealwax wrote no name')).toBeVisible();
  expect(readFileSync('/etc/hosts').equals(hosts)).toBe(true);
  const journal = readFileSync(join(root?.folder ?? '', '../../journal.jsonl'), 'utf8');
  for (const what of ['proxy.added', 'proxy.paused', 'proxy.stopped', 'hosts.added', 'hosts.removed']) {
    expect(journal).toContain(`"${what}"`);
  }
});
