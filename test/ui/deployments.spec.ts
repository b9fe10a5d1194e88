import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { lookAt, nextDialog, section } from './look';

const cards = (page: Page) => page.getByRole('list', { name: 'Deployments' });
const card = (page: Page, folder: string) => cards(page).getByRole('listitem', { name: folder, exact: true });

async function openDeployed(page: Page): Promise<void> {
  await section('Certificates')(page);
  await page.getByLabel('Filter certificates').fill('app.test');
  await page.getByRole('row', { name: 'app.test' }).first().click();
  await cards(page).waitFor();
}

async function menuOf(page: Page, folder: string, item: string): Promise<void> {
  await card(page, folder)
    .getByRole('button', { name: /^More for/ })
    .click();
  await page.getByRole('menuitem', { name: item }).click();
}

lookAt([
  {
    name: 'deployed-to',
    state: 'full',
    steps: async (page) => {
      await openDeployed(page);
      await card(page, '/srv/staging/certificates').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'deployed-reload',
    state: 'full',
    steps: async (page) => {
      await openDeployed(page);
      await menuOf(page, '/home/ada/shop/server/tls', 'Change the reload…');
      await page.getByRole('textbox', { name: 'Program' }).fill('ngnix');
      await page.getByRole('button', { name: 'Check and set…' }).click();
      await page.getByRole('alert').waitFor();
    },
  },
]);

test('what somebody else changed is replaced only on request, or kept', async ({ show }) => {
  const page = await show('full');
  await openDeployed(page);
  const staging = card(page, '/srv/staging/certificates');
  await expect(staging).toContainText('changed by others');
  await nextDialog(page, { allow: false });
  await staging.getByRole('button', { name: 'Replace…' }).click();
  await expect(staging).toContainText('changed by others');
  await staging.getByRole('button', { name: 'Keep what is there' }).click();
  await expect(staging).toContainText('the next renewal asks again');
  await nextDialog(page, { allow: true });
  await staging.getByRole('button', { name: 'Deploy now' }).click();
  await expect(staging).toContainText('up to date');
});

test('a reload is set by keyboard, shown as it will run, and says what came of it', async ({ show }) => {
  const page = await show('full');
  await openDeployed(page);
  const java = card(page, '/home/ada/shop/java');
  await java.getByRole('button', { name: /^More for/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Set a reload…' }).press('Enter');
  await page.getByRole('textbox', { name: 'Program' }).fill('/usr/bin/systemctl');
  await page.getByLabel('Arguments, one a line').fill('--user\nreload\nshop');
  await page.getByRole('button', { name: 'Check and set…' }).press('Enter');
  await expect(java).toContainText('/usr/bin/systemctl --user reload shop');
  const proxy = card(page, '/home/ada/proxy');
  await proxy.getByRole('button', { name: 'What it printed' }).click();
  await expect(proxy).toContainText('unknown directive "sever"');
  await proxy.getByRole('button', { name: 'Reload again' }).click();
  await expect(proxy).toContainText('ended with exit code 0');
});

test('a forgotten deployment comes back', async ({ show }) => {
  const page = await show('full');
  await openDeployed(page);
  await menuOf(page, '/home/ada/proxy', 'Forget this deployment');
  await expect(card(page, '/home/ada/proxy')).toHaveCount(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(card(page, '/home/ada/proxy')).toHaveCount(1);
});
