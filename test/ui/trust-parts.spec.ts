import type { Page } from '@playwright/test';
import type { Double } from './double';
import { expect, test } from './fixtures';
import { nextDialog } from './look';
import { asked, copied, goToTrust, listen, results, rootName } from './trust-steps';

test.describe('other authorities', () => {
  const open = async (page: Page) => {
    await goToTrust(page);
    await page.getByRole('tab', { name: 'Other authorities' }).click();
  };
  const list = (page: Page) => page.getByRole('region', { name: 'Authorities found' });

  test('are told of beside the matrix, and the button leads to them', async ({ show }) => {
    const page = await show('full');
    await goToTrust(page);
    await expect(page.getByRole('region', { name: 'Other authorities' })).toContainText(
      'mkcert (key readable on disk)',
    );
    await page.getByRole('button', { name: 'Review' }).click();
    await expect(list(page).getByRole('heading')).toHaveCount(4);
  });

  test('shows a hostile name as text', async ({ show }) => {
    const page = await show('full');
    await open(page);
    await expect(list(page).getByRole('heading', { name: '<b>Trust me</b>' })).toBeVisible();
    await expect(list(page).locator('b, img')).toHaveCount(0);
  });

  test('removes by fingerprint, from the ticked stores, after both and the commands were shown', async ({ show }) => {
    const page = await show('full');
    await open(page);
    await listen(page, '^census\\.remove$');
    await page.getByRole('button', { name: /^Remove mkcert/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Remove from the stores' });
    await expect(dialog).toContainText(/([0-9A-F]{2}:){31}[0-9A-F]{2}/);
    await expect(dialog).toContainText('certutil -D');
    await dialog.getByRole('checkbox', { name: 'System store' }).uncheck();
    await dialog.getByRole('button', { name: 'Remove from 2 stores' }).click();
    await expect(results(page).getByRole('heading')).toHaveText('Gone from 2 stores.');
    const item = list(page).getByRole('listitem').filter({ hasText: 'mkcert ada' });
    await expect(item.getByRole('list', { name: 'In these stores' })).toHaveText('System store');
    expect(await asked(page)).toEqual([
      [
        'census.remove',
        {
          fingerprint256: expect.stringMatching(/^[0-9a-f]{64}$/),
          stores: ['nss:/home/ada/.pki/nssdb', 'nss:/home/ada/.mozilla/firefox/x1y2z3.default-release'],
        },
      ],
    ]);
  });

  test('are filtered by kind and by words', async ({ show }) => {
    const page = await show('full');
    await open(page);
    await page.getByRole('radiogroup', { name: 'Which authorities' }).getByText('Yours').click();
    await expect(list(page).getByRole('heading')).toHaveText([rootName]);
    await page.getByRole('radiogroup', { name: 'Which authorities' }).getByText('All').click();
    await page.getByLabel('Filter authorities').fill('caddy');
    await expect(list(page).getByRole('heading')).toHaveText([/Caddy/]);
    await page.getByLabel('Filter authorities').fill('no such');
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect(list(page).getByRole('heading')).toHaveCount(4);
  });
});

test.describe('programs', () => {
  const open = async (page: Page) => {
    await goToTrust(page);
    await page.getByRole('tab', { name: 'Programs' }).click();
  };

  test('the file for the shell is written, told of with the line to add, and removed again', async ({ show }) => {
    const page = await show('full');
    await open(page);
    const shell = page.getByRole('region', { name: 'Lines for your shell' });
    await expect(shell).toContainText("export NODE_EXTRA_CA_CERTS='/home/ada");
    await shell.getByRole('button', { name: 'Write the file' }).click();
    await expect(shell).toContainText(". '/home/ada/.config/sealwax/env.sh'");
    await shell.getByRole('button', { name: 'Remove the file' }).click();
    await expect(shell.getByRole('button', { name: 'Write the file' })).toBeVisible();
  });

  test('a step is copied as it stands', async ({ show }) => {
    const page = await show('full');
    await open(page);
    await copied(page);
    await page.getByRole('button', { name: /^Docker images/ }).click();
    await page.getByRole('button', { name: 'Copy step 1 for Docker images' }).click();
    expect(await asked(page)).toEqual([
      ['app.copy', { text: 'COPY root.pem /usr/local/share/ca-certificates/sealwax.crt\nRUN update-ca-certificates' }],
    ]);
  });
});

test.describe('phones', () => {
  test('the page is started for the chosen root, shows who comes as they come, and is stopped', async ({ show }) => {
    const page = await show('several');
    await goToTrust(page);
    await listen(page, '^phone\\.(start|stop)$');
    await page.getByRole('tab', { name: 'Phones' }).click();
    await page.getByLabel('Root', { exact: true }).selectOption('mkcert');
    await expect(page.getByRole('region', { name: 'Page for phones' })).toContainText('This root has no limits');
    await page.getByRole('button', { name: 'Start the page' }).click();
    await expect(page.getByRole('img', { name: 'QR code of http://192.168.1.20:8765/k3n9' })).toBeVisible();
    await expect(page.getByRole('region', { name: 'On the phone' })).toContainText('Certificate Trust Settings');
    await page.getByText('Android').click();
    await expect(page.getByRole('region', { name: 'On the phone' })).toContainText('Install a certificate');
    await page.evaluate(() => {
      (globalThis as unknown as { double: Double }).double.trust.visit('Pixel 9, Chrome 150', 'trusted');
    });
    await expect(page.getByRole('region', { name: 'Visits' }).getByRole('listitem')).toHaveText([/now trusts it/]);
    await page.getByRole('button', { name: 'Stop the page' }).click();
    await expect(page.getByRole('button', { name: 'Start the page' })).toBeVisible();
    expect(await asked(page)).toEqual([
      ['phone.start', { authorityId: 'mkcert' }],
      ['phone.stop', undefined],
    ]);
  });

  test('the code has its quiet zone, and is black on white in the dark as well', async ({ page, show }) => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await show('full');
    await goToTrust(page);
    await page.getByRole('tab', { name: 'Phones' }).click();
    await page.getByRole('button', { name: 'Start the page' }).click();
    const code = page.getByRole('img', { name: 'QR code' });
    await expect(code).toHaveAttribute('viewBox', '0 0 37 37');
    await expect(code.locator('rect')).toHaveCSS('fill', 'rgb(255, 255, 255)');
    await expect(code.locator('path')).toHaveCSS('fill', 'rgb(0, 0, 0)');
    await expect(code.locator('path')).toHaveAttribute('d', /^M4 4h1/);
  });
});

test.describe('history', () => {
  const open = async (page: Page) => {
    await goToTrust(page);
    await page.getByRole('tab', { name: 'History' }).click();
  };

  test('each line tells what was done, and keeps its commands', async ({ show }) => {
    const page = await show('full');
    await open(page);
    const lines = page.getByRole('region', { name: 'Changes' }).getByRole('listitem');
    await expect(lines).toHaveCount(5);
    await expect(lines.first()).toContainText('cancelled');
    await lines.nth(3).getByRole('button', { name: 'Commands and fingerprint' }).click();
    await expect(lines.nth(3)).toContainText('sudo update-ca-certificates');
  });

  test('removing everything shows what goes, asks once more, and ends with what a scan found', async ({ show }) => {
    const page = await show('full');
    await open(page);
    await page.getByRole('button', { name: 'Remove everything…' }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('region', { name: rootName })).toContainText('sudo rm');
    await expect(dialog).not.toContainText('mkcert');
    const remove = dialog.getByRole('button', { name: 'Remove everything' });
    await expect(remove).toBeDisabled();
    await dialog.getByRole('checkbox').check();
    await remove.click();
    await expect(results(page).getByRole('heading')).toHaveText('The scan found nothing left where it could look');
    await expect(results(page).getByRole('list', { name: 'Could not be read' })).toContainText('primary password');
  });

  test('removing everything with a cancelled question says what is still there', async ({ show }) => {
    const page = await show('full');
    await open(page);
    await nextDialog(page, { allow: false });
    await page.getByRole('button', { name: 'Remove everything…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('checkbox').check();
    await dialog.getByRole('button', { name: 'Remove everything' }).click();
    await expect(results(page).getByRole('heading')).toHaveText('One root is still there');
    await expect(results(page)).toContainText('You cancelled');
    await expect(results(page).getByRole('list', { name: 'Still there' })).toContainText('System store');
  });
});
