import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { chromiumOpens, curlOpens, firefoxOpens, type PageServer, servePage, type Verdict } from '../support/browsers';
import {
  addChromiumDatabase,
  addFirefoxProfile,
  type Desktop,
  dataFolder,
  picture,
  startDesktop,
} from '../support/desktop';
import { systemStoreDigest } from '../support/system-store';

let desktop: Desktop;
let profile = '';
let storeBefore = '';

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  // A machine's list may differ a little from what the tool itself would build; the comparison is with the tool's form.
  execFileSync('sudo', ['-n', 'update-ca-certificates'], { stdio: 'ignore' });
  storeBefore = await systemStoreDigest();
  desktop = await startDesktop({
    prepare: async ({ home }) => {
      await addChromiumDatabase(home);
      profile = await addFirefoxProfile(home);
    },
  });
});
test.afterAll(async () => {
  await desktop.end();
  expect(await systemStoreDigest()).toBe(storeBefore);
});

const anchors = () => readdirSync('/usr/local/share/ca-certificates').filter((name) => name.startsWith('sealwax-'));

test('three steps say what it is, what it may sign for, and what each store would get', async () => {
  const { window } = desktop;
  await expect(window.getByRole('heading', { level: 1, name: 'Trusted HTTPS on this machine' })).toBeVisible();
  await picture(window, 'first-run-1');
  await window.getByRole('button', { name: 'Continue' }).click();

  await expect(window.getByRole('heading', { level: 1, name: 'Names it may sign for' })).toBeVisible();
  await expect(window.getByText('test, edit')).toBeHidden();
  await expect(window.getByRole('button', { name: 'localhost, edit' })).toBeAttached();
  await expect(window.getByText('Cannot sign for google.com.')).toBeVisible();
  await window.getByRole('textbox', { name: 'Name of the authority' }).fill('First Run CA');
  await picture(window, 'first-run-2');
  await window.getByRole('button', { name: 'Continue' }).click();

  await expect(window.getByRole('heading', { level: 1, name: 'Where it will be trusted' })).toBeVisible();
  for (const store of [/system store/i, /Chromium/, /Firefox, profile default-release/]) {
    await expect(window.getByRole('checkbox', { name: store })).toBeChecked();
  }
  await expect(window.getByText('/usr/local/share/ca-certificates').first()).toBeVisible();
  await expect(window.getByText('Needs administrator rights', { exact: false })).toBeVisible();
  await picture(window, 'first-run-3');
  expect(anchors()).toEqual([]);
  expect(readdirSync(`${dataFolder(desktop.session)}/authorities`)).toEqual([]);
});

test('a root that is installed nowhere is made, and its certificate is refused by every client', async () => {
  const { window } = desktop;
  for (const store of [/system store/i, /Chromium/, /Firefox/])
    await window.getByRole('checkbox', { name: store }).uncheck();
  await window.getByRole('button', { name: 'Set up' }).click();
  await expect(
    window.getByRole('heading', { level: 1, name: 'The root is made, and trusted nowhere yet' }),
  ).toBeVisible();
  await picture(window, 'first-run-4-nowhere');
  await window.getByRole('button', { name: 'Create your first certificate' }).click();

  const dialog = window.getByRole('dialog', { name: 'New certificate' });
  await dialog.getByRole('textbox', { name: 'Names' }).fill('localhost, 127.0.0.1, ::1');
  await dialog.getByRole('button', { name: 'Issue certificate' }).click();
  const issued = window.getByRole('dialog', { name: 'Certificate issued' });
  await expect(issued.getByText('fullchain.pem')).toBeVisible();
  await picture(window, 'new-certificate-issued');
  await issued.getByRole('button', { name: 'Done' }).click();

  await expectEverywhere('refuses');
});

test('installing everywhere makes every client open it, and proves it', async () => {
  const { window } = desktop;
  await window
    .getByRole('link', { name: 'Trust' })
    .or(window.getByRole('button', { name: 'Trust', exact: true }))
    .first()
    .click();
  await window.getByRole('button', { name: 'Install everywhere…' }).click();
  const dialog = window.getByRole('dialog', { name: 'Install everywhere' });
  await expect(dialog.getByText('/usr/local/share/ca-certificates').first()).toBeVisible();
  await picture(window, 'trust-install');
  await dialog.getByRole('button', { name: 'Install', exact: true }).click();
  const results = window.getByRole('region', { name: 'Results' });
  await expect(results.getByText('done')).toHaveCount(3, { timeout: 60_000 });
  await picture(window, 'trust-installed');
  expect(anchors()).toHaveLength(1);

  await window.getByRole('button', { name: 'Check now' }).click();
  await expect(window.getByRole('heading', { name: 'The check passed' })).toBeVisible({ timeout: 30_000 });
  for (const client of [
    'curl, with the system store',
    'OpenSSL, with the system store',
    'Python, with the system store',
    'Firefox, profile default-release, with Firefox itself',
  ]) {
    await expect(results.getByRole('listitem').filter({ hasText: client })).toContainText('passed');
  }
  await picture(window, 'trust-proven');

  await expectEverywhere('loads');
});

test('removing everywhere says what it removed, leaves nothing, and every client refuses again', async () => {
  const { window } = desktop;
  await window.getByRole('button', { name: 'Remove everywhere…' }).click();
  const dialog = window.getByRole('dialog', { name: 'Remove everywhere' });
  await expect(dialog.getByRole('button', { name: 'Remove', exact: true })).toBeDisabled();
  await dialog.getByRole('textbox').fill('First Run CA');
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
  const results = window.getByRole('region', { name: 'Results' });
  await expect(results.getByText('done')).toHaveCount(3, { timeout: 60_000 });
  await expect(results).toContainText('/usr/local/share/ca-certificates');
  await picture(window, 'trust-removed');

  expect(anchors()).toEqual([]);
  expect(await systemStoreDigest()).toBe(storeBefore);
  await expectEverywhere('refuses');
  const journal = readFileSync(`${dataFolder(desktop.session)}/journal.jsonl`, 'utf8');
  expect(journal.match(/"trust\.installed"/g)).toHaveLength(3);
  expect(journal.match(/"trust\.removed"/g)).toHaveLength(3);
});

async function expectEverywhere(verdict: Verdict) {
  const certificates = `${dataFolder(desktop.session)}/certificates`;
  const [id] = readdirSync(certificates);
  const folder = `${certificates}/${id}`;
  expect(existsSync(`${folder}/ca.pem`)).toBe(true);
  const open = async (client: (server: PageServer) => Promise<Verdict>) => {
    const server = await servePage(
      readFileSync(`${folder}/fullchain.pem`, 'utf8'),
      readFileSync(`${folder}/key.pem`, 'utf8'),
    );
    return client(server).finally(server.end);
  };
  expect({
    curl: await open((server) => curlOpens(server, desktop.session)),
    chromium: await open((server) => chromiumOpens(server, desktop.session)),
    firefox: await open((server) => firefoxOpens(server, profile, desktop.session)),
  }).toEqual({ curl: verdict, chromium: verdict, firefox: verdict });
}
