import { X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { expect, type Locator, test } from '@playwright/test';
import { goTo, noDialog } from '../support/app-page';
import { call, makeRoot } from '../support/calls';
import { type Desktop, picture, startDesktop } from '../support/desktop';
import { answerDialogs, askedDialogs } from '../support/main-dialogs';
import { opensslText } from '../support/openssl';

/** One certificate from its export into a server's folder to its end, and the history that tells all of it. */
let desktop: Desktop;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  desktop = await startDesktop();
  await makeRoot(desktop.window, [], 'Lifecycle CA');
  await call(desktop.window, 'certificates.issue', { names: ['shop.test'] });
});
test.afterAll(async () => {
  await desktop.end();
});

const tls = () => join(desktop.session.home, 'tls');
const pair = () => ({
  cert: readFileSync(join(tls(), 'shop.test-fullchain.pem')),
  key: readFileSync(join(tls(), 'shop.test-key.pem')),
});
const grid = () => desktop.window.getByRole('grid', { name: 'Certificates' });
const inUse = () => grid().getByRole('row').filter({ hasText: 'shop.test' }).filter({ hasText: 'healthy' });
const detail = () => desktop.window.getByRole('complementary', { name: 'Certificate' });

async function openInUse(): Promise<Locator> {
  await goTo(desktop.window, 'Certificates');
  await inUse().click();
  await detail().getByRole('heading', { name: 'Chain of trust' }).waitFor();
  return detail();
}

test('files that are exported are kept up to date: a renewal rewrites them, and the server is told', async () => {
  const { window, app } = desktop;
  mkdirSync(tls());
  await (await openInUse()).getByRole('button', { name: 'Export…' }).click();
  const dialog = window.getByRole('dialog', { name: 'Export', exact: true });
  for (const box of await dialog.getByRole('checkbox').all()) await box.uncheck();
  await dialog.getByRole('checkbox', { name: 'Full chain', exact: true }).check();
  await dialog.getByRole('checkbox', { name: 'Private key', exact: true }).check();
  await dialog.getByRole('checkbox', { name: 'Keep these files up to date' }).check();
  await answerDialogs(app, { open: [[tls()]] });
  await dialog.getByRole('button', { name: 'Choose a folder…' }).click();
  await window.getByRole('dialog', { name: 'Exported' }).getByRole('button', { name: 'Done' }).click();
  await noDialog(window);

  const server = createServer(pair(), (_request, response) => response.end('ok'));
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  try {
    const before = pair();
    expect(await servedSerial(port)).toBe(new X509Certificate(before.cert).serialNumber);
    const card = detail().getByRole('list', { name: 'Deployments' }).getByRole('listitem', { name: tls() });
    await card.getByRole('button', { name: /^More for/ }).click();
    await window.getByRole('menuitem', { name: 'Set a reload…' }).click();
    await window.getByRole('textbox', { name: 'Program' }).fill('/usr/bin/touch');
    await window.getByRole('textbox', { name: 'Arguments, one a line' }).fill(join(tls(), 'reloaded'));
    await answerDialogs(app, { box: ['Set as reload'] });
    await window.getByRole('button', { name: 'Check and set…' }).click();
    await expect(card).toContainText('/usr/bin/touch');
    const asked = await askedDialogs(app);
    expect(asked.at(-1)?.detail).toContain('/usr/bin/touch');

    await detail().getByRole('button', { name: 'Renew…' }).click();
    await window.getByRole('dialog').getByRole('button', { name: 'Renew', exact: true }).click();
    await noDialog(window);
    await expect(detail().getByRole('list', { name: 'Deployments' })).toContainText('ended with exit code 0');
    await picture(window, 'lifecycle-deployed');
    const after = pair();
    expect(after.cert.equals(before.cert)).toBe(false);
    // Beside its certificate the key stays: a reader between the two writes would find a pair that does not match.
    expect(after.key.equals(before.key)).toBe(true);
    expect(readFileSync(join(tls(), 'reloaded'), 'utf8')).toBe('');
    server.setSecureContext(after);
    expect(await servedSerial(port)).toBe(new X509Certificate(after.cert).serialNumber);
  } finally {
    server.close();
  }
});

test('a certificate is revoked with a reason, its list is exported, and openssl refuses it', async () => {
  const { window, app } = desktop;
  await (await openInUse()).getByRole('button', { name: 'Revoke…' }).click();
  await window.getByRole('radio', { name: 'Its key may be known to others' }).check();
  await picture(window, 'lifecycle-revoke');
  await window.getByRole('button', { name: 'Revoke for good' }).click();
  await expect(detail()).toContainText(/Revoked on .*: its key may be known to others/);
  await expect(inUse()).toHaveCount(0);
  await picture(window, 'lifecycle-revoked');

  const list = join(desktop.session.home, 'root.crl');
  await goTo(window, 'Authorities');
  await window.getByRole('button', { name: 'Revocation' }).click();
  await answerDialogs(app, { save: [list] });
  await window.getByRole('button', { name: 'Export CRL… of Lifecycle CA' }).click();
  await expect(window.getByRole('region', { name: 'Messages' })).toContainText('root.crl');
  await picture(window, 'lifecycle-crl');
  const text = await opensslText(['crl', '-in', list, '-noout', '-text']);
  expect(text).toContain(new X509Certificate(pair().cert).serialNumber);
  expect(text).toContain('Key Compromise');
});

test('the history tells all of it in words, and its chain is intact', async () => {
  const { window } = desktop;
  await goTo(window, 'Activity');
  const history = window.getByRole('listbox', { name: 'History' });
  for (const words of [
    'Revoked the certificate for shop.test',
    'Renewed the certificate for shop.test',
    'Issued a certificate for shop.test',
    /Made the authority .*Lifecycle CA/,
  ])
    await expect(history.getByRole('option').filter({ hasText: words }).first()).toBeVisible();
  await expect(window.getByText('Chain intact')).toBeVisible();
  await picture(window, 'lifecycle-activity');
});

/** The serial number of what is served there now, as X509Certificate writes it. */
function servedSerial(port: number): Promise<string> {
  return new Promise((done, fail) => {
    const socket = connect({ port, host: '127.0.0.1', servername: 'shop.test', rejectUnauthorized: false }, () => {
      done(socket.getPeerX509Certificate()?.serialNumber ?? '');
      socket.destroy();
    });
    socket.once('error', fail);
  });
}
