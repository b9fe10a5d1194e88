import { execFileSync } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { expect, type Locator, test } from '@playwright/test';
import { lanAddresses } from '../../src/core/phone/phone-page';
import { goTo, untickStores, walkToStores } from '../support/app-page';
import { addChromiumDatabase, addFirefoxProfile, type Desktop, picture, startDesktop } from '../support/desktop';
import { systemStoreDigest } from '../support/system-store';

let desktop: Desktop;
let storeBefore = '';

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  execFileSync('sudo', ['-n', 'update-ca-certificates'], { stdio: 'ignore' });
  storeBefore = await systemStoreDigest();
  desktop = await startDesktop({
    prepare: async ({ home }) => {
      await addChromiumDatabase(home);
      await addFirefoxProfile(home);
    },
  });
});
test.afterAll(async () => {
  await desktop.end();
  expect(await systemStoreDigest()).toBe(storeBefore);
});

const grid = () => desktop.window.getByRole('grid', { name: 'Places and roots' });
const place = (name: string | RegExp): Locator =>
  grid()
    .getByRole('row')
    .filter({ has: desktop.window.getByRole('rowheader', { name }) });
const stores = [/^System store/, /^Chromium/, /^Firefox, profile default-release/];

test('before anything is installed every store says so, and no client has been asked', async () => {
  const { window } = desktop;
  await walkToStores(window, 'Matrix CA');
  await untickStores(window);
  await window.getByRole('button', { name: 'Set up' }).click();
  await window.getByRole('button', { name: 'Go to the overview' }).click();
  await goTo(window, 'Trust');
  for (const store of stores) await expect(place(store)).toContainText('not installed');
  await expect(window.getByText('Not checked with real connections yet.')).toBeVisible();
  await picture(window, 'matrix-absent');
});

test('installing everywhere and checking makes every cell trusted, by clients that are named', async () => {
  const { window } = desktop;
  await window.getByRole('button', { name: 'Install everywhere…' }).click();
  const dialog = window.getByRole('dialog', { name: 'Install everywhere' });
  await expect(dialog.getByRole('region', { name: 'With administrator rights' })).toContainText(
    'update-ca-certificates',
  );
  await dialog.getByRole('button', { name: 'Install', exact: true }).click();
  await expect(window.getByRole('region', { name: 'Results' }).getByRole('heading')).toContainText('Installed in', {
    timeout: 60_000,
  });
  for (const store of stores) await expect(place(store)).toContainText('not checked yet');
  await picture(window, 'matrix-installed');

  await window.getByRole('button', { name: 'Check now' }).click();
  await expect(window.getByRole('heading', { name: 'The check passed' })).toBeVisible({ timeout: 90_000 });
  await window.getByRole('region', { name: 'Results' }).getByRole('button', { name: 'Close' }).click();
  await expect(place(/^System store/)).toContainText(/trusted.*curl/s);
  await expect(place(/^Chromium/).first()).toContainText('trusted');
  await expect(place(/^Firefox, profile default-release/)).toContainText(/trusted.*just now/s);
  await picture(window, 'matrix-trusted');
});

test('a cell opened by the keyboard tells who checked it, and takes the root out of this place alone', async () => {
  const { window } = desktop;
  await grid().locator('[tabindex="0"]').focus();
  await window.keyboard.press('ArrowDown');
  await window.keyboard.press('Enter');
  const details = window.getByRole('complementary', { name: 'Place' });
  await expect(details).toContainText('A page was opened by');
  const name = await details.getByRole('heading', { level: 2 }).innerText();
  await picture(window, 'matrix-cell');
  await details.getByRole('button', { name: 'Remove now' }).click();
  await expect(window.getByRole('region', { name: 'Results' }).getByRole('heading')).toHaveText('Gone from 1 store.', {
    timeout: 60_000,
  });
  await expect(details).toContainText('not installed');
  await expect(place(name).first()).toContainText('not installed');
  await expect(place(/^System store/)).toContainText('trusted');
  await details.getByRole('button', { name: 'Close the details' }).click();
});

test('programs are looked for on this machine, and the file for the shell is written and taken away again', async () => {
  const { window } = desktop;
  await window.getByRole('tab', { name: 'Programs' }).click();
  const shell = window.getByRole('region', { name: 'Lines for your shell' });
  await expect(shell).toContainText('export NODE_EXTRA_CA_CERTS=');
  await shell.getByRole('button', { name: 'Write the file' }).click();
  await expect(shell.getByRole('button', { name: 'Remove the file' })).toBeVisible();
  await picture(window, 'matrix-programs');
  await shell.getByRole('button', { name: 'Remove the file' }).click();
  await expect(shell.getByRole('button', { name: 'Write the file' })).toBeVisible();
});

test('the page for phones hands out the root, tells who came, and is gone when it is stopped; without a network it says so', async () => {
  const { window } = desktop;
  await window.getByRole('tab', { name: 'Phones' }).click();
  await window.getByRole('button', { name: 'Start the page' }).click();
  if (lanAddresses(networkInterfaces()).length === 0) {
    await expect(window.getByRole('alert')).toContainText('network');
    await picture(window, 'matrix-phones-no-network');
    return;
  }
  const code = window.getByRole('img', { name: /^QR code of http/ });
  await expect(code).toBeVisible();
  const address = (await code.getAttribute('aria-label'))?.replace('QR code of ', '') ?? '';
  const fetched = () => execFileSync('curl', ['-sS', '--max-time', '10', address], { encoding: 'utf8', stdio: 'pipe' });
  expect(fetched()).toContain('Matrix CA');
  await expect(window.getByRole('region', { name: 'Visits' }).getByRole('listitem')).toHaveText([/opened the page/]);
  await picture(window, 'matrix-phones');
  await window.getByRole('button', { name: 'Stop the page' }).click();
  await expect(window.getByRole('button', { name: 'Start the page' })).toBeVisible();
  expect(fetched).toThrow();
});

test('roots of no tool that is known are listed beside our own, which is marked', async () => {
  const { window } = desktop;
  await window.getByRole('tab', { name: 'Other authorities' }).click();
  const found = window.getByRole('region', { name: 'Authorities found' });
  await expect(found.getByRole('listitem').filter({ hasText: 'Matrix CA' }).first()).toContainText('yours');
  await picture(window, 'matrix-others');
});

test('the history tells each change, and removing everything ends with a scan that finds nothing', async () => {
  const { window } = desktop;
  await window.getByRole('tab', { name: 'History' }).click();
  const changes = window.getByRole('region', { name: 'Changes' }).getByRole('listitem');
  await expect(changes.first()).toContainText('Remove Matrix CA');
  await expect(changes).toHaveCount(4);
  await window.getByRole('button', { name: 'Remove everything…' }).click();
  const dialog = window.getByRole('dialog');
  await expect(dialog.getByRole('region', { name: 'Matrix CA' })).toContainText('sealwax-');
  await dialog.getByRole('checkbox').check();
  await dialog.getByRole('button', { name: 'Remove everything' }).click();
  await expect(window.getByRole('region', { name: 'Results' }).getByRole('heading')).toHaveText('Nothing is left', {
    timeout: 60_000,
  });
  await picture(window, 'matrix-everything-removed');
  await window.getByRole('tab', { name: 'Places' }).click();
  for (const store of stores) await expect(place(store)).toContainText('not installed');
});
