import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { goTo, issue, newCertificate } from '../support/app-page';
import { call, makeRoot } from '../support/calls';
import { type Desktop, dataFolder, picture, startDesktop } from '../support/desktop';

let desktop: Desktop;

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  desktop = await startDesktop();
  await makeRoot(desktop.window, [], 'Sealwax Development CA');
});
test.afterAll(async () => {
  await desktop.end();
});

const rows = () =>
  desktop.window
    .getByRole('region', { name: 'List' })
    .getByRole('row')
    .filter({ hasNot: desktop.window.getByRole('columnheader') });

test('an empty list teaches what to do', async () => {
  await goTo(desktop.window, 'Certificates');
  await expect(desktop.window.getByText('No certificates yet')).toBeVisible();
  await picture(desktop.window, 'certificates-empty');
});

test('one field takes names as chips, checks each at once, and issues', async () => {
  const { window } = desktop;
  const dialog = await newCertificate(window);
  await dialog.getByRole('textbox', { name: 'Names' }).pressSequentially('app.test,*.app.test,127.0.0.1,::1,');
  for (const name of ['app.test', '*.app.test', '127.0.0.1', '::1']) {
    await expect(dialog.getByRole('button', { name: `${name}, edit`, exact: true })).toBeVisible();
  }
  await picture(window, 'new-certificate');
  await dialog.getByRole('button', { name: 'Issue certificate' }).click();
  const issued = window.getByRole('dialog', { name: 'Certificate issued' });
  await expect(issued).toContainText(/From .* to .* this is .*app\.test.*according to .*Sealwax Development CA/);
  await expect(issued.getByText('fullchain.pem')).toBeVisible();
  await issued.getByRole('button', { name: 'Done' }).click();

  const [certificate] = await call(window, 'certificates.list', undefined);
  expect(certificate).toBeDefined();
  const files = certificate?.files as { folder: string; certificate: string; key: string; fullChain: string };
  const root = join(files.folder, 'ca.pem');
  const verdict = execFileSync(
    'openssl',
    [
      'verify',
      '-x509_strict',
      '-purpose',
      'sslserver',
      '-verify_hostname',
      'x.app.test',
      '-CAfile',
      root,
      files.certificate,
    ],
    { encoding: 'utf8' },
  );
  expect(verdict).toContain(': OK');
  expect(execFileSync('openssl', ['pkey', '-in', files.key, '-pubout'], { encoding: 'utf8' })).toBe(
    execFileSync('openssl', ['x509', '-in', files.certificate, '-noout', '-pubkey'], { encoding: 'utf8' }),
  );
});

test('the detail is a passport: a sentence, the chain with its checks, and every field', async () => {
  const { window } = desktop;
  const detail = window.getByRole('complementary', { name: 'Certificate' });
  await expect(detail.getByRole('heading', { level: 2, name: 'app.test' })).toBeVisible();
  await expect(detail).toContainText(/From \d+ \w+ \d{4} to \d+ \w+ \d{4} this is/);
  await expect(detail.getByRole('heading', { name: 'Chain of trust' })).toBeVisible();
  await expect(detail.getByRole('listitem').filter({ hasText: 'Sealwax Development CA' }).first()).toContainText(
    'root',
  );
  await expect(detail).toContainText(/signature/i);
  for (const field of [
    'Subject alternative names',
    'Serial number',
    'SHA-256 fingerprint',
    'Usages',
    'Valid from',
    'Valid to',
  ]) {
    await expect(detail.getByText(field, { exact: true })).toBeVisible();
  }
  const [certificate] = await call(window, 'certificates.list', undefined);
  const fingerprint = execFileSync(
    'openssl',
    ['x509', '-in', certificate?.files.certificate ?? '', '-noout', '-fingerprint', '-sha256'],
    { encoding: 'utf8' },
  );
  await expect(detail).toContainText((fingerprint.split('=')[1] as string).trim());
  await detail.getByRole('button', { name: 'PEM' }).click();
  await detail.getByRole('button', { name: 'Copy PEM' }).click();
  const copied = await desktop.app.evaluate(({ clipboard }) => clipboard.readText());
  expect(copied.trim()).toBe(readFileSync(certificate?.files.certificate ?? '', 'utf8').trim());
});

test('the table sorts by each column and filters by text and by status', async () => {
  const { window } = desktop;
  await window.getByRole('button', { name: 'Close the certificate' }).click();
  await issue(window, 'zebra.test');
  await issue(window, 'alpha.internal');
  await call(window, 'certificates.issue', { names: ['soon.test'], validity: { kind: 'days', days: 20 } });
  await goTo(window, 'Certificates');
  const close = window.getByRole('button', { name: 'Close the certificate' });
  if (await close.isVisible()) await close.click();
  await expect(rows()).toHaveCount(4);

  const header = window.getByRole('columnheader', { name: 'Names' });
  await header.getByRole('button').or(header).first().click();
  await expect(header).toHaveAttribute('aria-sort', /ascending|descending/);
  const order = async () =>
    Promise.all((await rows().all()).map(async (row) => (await row.innerText()).split('\n')[0]));
  const first = await order();
  await header.getByRole('button').or(header).first().click();
  await expect.poll(order).toEqual([...first].reverse());
  expect([...first].sort()).toEqual(['alpha.internal', 'app.test', 'soon.test', 'zebra.test']);

  await window.keyboard.press('/');
  await expect(window.getByRole('textbox', { name: 'Filter certificates' })).toBeFocused();
  await window.keyboard.type('zeb');
  await expect(rows()).toHaveCount(1);
  await window.getByRole('textbox', { name: 'Filter certificates' }).fill('no such name');
  await expect(window.getByText('Nothing fits the filter')).toBeVisible();
  await window.getByRole('button', { name: 'Show all' }).click();

  await window.getByRole('radiogroup', { name: 'Filter by status' }).getByText('Expiring').click();
  await expect(rows())
    .toHaveCount(0, { timeout: 2000 })
    .catch(() => undefined);
  await window.getByRole('radiogroup', { name: 'Filter by status' }).getByText('All').click();
  await expect(rows()).toHaveCount(4);
  await picture(window, 'certificates');
});

test('delete can be undone by the button and by the key, and survives neither by halves', async () => {
  const { window } = desktop;
  const remove = async () => {
    await rows().filter({ hasText: 'zebra.test' }).click();
    await window.getByRole('complementary', { name: 'Certificate' }).getByRole('button', { name: 'Delete' }).click();
    await expect(window.getByText('Deleted zebra.test.').first()).toBeVisible();
    await expect(rows().filter({ hasText: 'zebra.test' })).toHaveCount(0);
  };
  const before = await call(window, 'certificates.list', undefined);
  const zebra = before.find(({ commonName }) => commonName === 'zebra.test');
  const key = readFileSync(zebra?.files.key ?? '');

  await remove();
  expect(existsSync(zebra?.files.folder ?? '')).toBe(false);
  await window.getByRole('button', { name: 'Undo' }).click();
  await expect(rows().filter({ hasText: 'zebra.test' })).toHaveCount(1);
  expect(readFileSync(zebra?.files.key ?? '').equals(key)).toBe(true);

  await remove();
  await window.keyboard.press('ControlOrMeta+z');
  await expect(rows().filter({ hasText: 'zebra.test' })).toHaveCount(1);
  expect(await call(window, 'certificates.list', undefined)).toHaveLength(4);
});

test('a certificate that another process made or took away shows within a second', async () => {
  const { window } = desktop;
  const certificates = join(dataFolder(desktop.session), 'certificates');
  const [first] = await call(window, 'certificates.list', undefined);
  execFileSync('mv', [join(certificates, first?.id ?? ''), join(dataFolder(desktop.session), 'elsewhere')]);
  await expect(rows()).toHaveCount(3, { timeout: 2000 });
  execFileSync('mv', [join(dataFolder(desktop.session), 'elsewhere'), join(certificates, first?.id ?? '')]);
  await expect(rows()).toHaveCount(4, { timeout: 2000 });
});

test('everything is there after the app was killed and started again', async () => {
  await desktop.kill();
  await desktop.restart();
  await goTo(desktop.window, 'Certificates');
  await expect(rows()).toHaveCount(4);
  await issue(desktop.window, 'after.test');
  expect(await call(desktop.window, 'certificates.list', undefined)).toHaveLength(5);
});

test('the keyboard alone reaches a certificate and its detail', async () => {
  const { window } = desktop;
  await goTo(window, 'Certificates');
  const close = window.getByRole('button', { name: 'Close the certificate' });
  if (await close.isVisible()) await close.click();
  const grid = window.getByRole('grid', { name: 'Certificates' });
  await window.getByRole('textbox', { name: 'Filter certificates' }).focus();
  for (
    let presses = 0;
    presses < 5 && !(await grid.evaluate((element) => element === document.activeElement));
    presses += 1
  ) {
    await window.keyboard.press('Tab');
  }
  await expect(grid).toBeFocused();
  await window.keyboard.press('ArrowDown');
  const active = await grid.getAttribute('aria-activedescendant');
  const name = ((await window.locator(`[id="${active}"]`).innerText()).split('\n')[0] as string).trim();
  await window.keyboard.press('Enter');
  await expect(
    window.getByRole('complementary', { name: 'Certificate' }).getByRole('heading', { level: 2, name }),
  ).toBeVisible();
});
