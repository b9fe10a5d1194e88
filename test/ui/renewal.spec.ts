import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { lookAt, section } from './look';

const list = section('Certificates');
const grid = (page: Page) => page.getByRole('grid', { name: 'Certificates' });
const detail = (page: Page) => page.getByRole('complementary', { name: 'Certificate' });
const dialog = (page: Page) => page.getByRole('dialog');

async function openRow(page: Page, name: string): Promise<void> {
  await list(page);
  await page.getByLabel('Filter certificates').fill(name);
  await page.getByRole('row', { name }).first().click();
  await page.getByRole('heading', { name: 'Chain of trust' }).waitFor();
}

async function startRenewing(page: Page): Promise<void> {
  await page.getByRole('region', { name: 'Selected certificates' }).getByRole('button', { name: 'Renew…' }).click();
  await dialog(page).getByRole('button', { name: 'Renew' }).click();
}

async function renewFour(page: Page): Promise<void> {
  await list(page);
  await grid(page).focus();
  for (let more = 0; more < 3; more += 1) await page.keyboard.press('Shift+ArrowDown');
  await startRenewing(page);
}

lookAt([
  { name: 'renewal-trouble', state: 'renewal', steps: (page) => openRow(page, 'api.shop.test') },
  { name: 'renewal-replaced', state: 'renewal', steps: (page) => openRow(page, 'legacy.shop.test') },
  {
    name: 'renewal-report',
    state: 'renewal',
    steps: async (page) => {
      await renewFour(page);
      await dialog(page).getByRole('button', { name: 'Done' }).waitFor();
    },
  },
  {
    name: 'renewal-settings',
    state: 'full',
    steps: async (page) => {
      await section('Settings')(page);
      await page.getByText('Days before its end', { exact: true }).click();
      await page.getByLabel('Days before the end').waitFor();
      await page.getByRole('heading', { name: 'Renewal' }).scrollIntoViewIfNeeded();
    },
  },
]);

test('a renewal that failed is said above the list and with the certificate, with the next try', async ({ show }) => {
  const page = await show('renewal');
  await list(page);
  await expect(page.getByText(/^api\.shop\.test could not be renewed\./)).toBeVisible();
  await page.getByRole('button', { name: 'Show api.shop.test' }).click();
  await expect(detail(page)).toContainText('Tried 3 times; again in 1 hour.');
});

test('a replaced certificate leads to the newer one, and no status lists it', async ({ show }) => {
  const page = await show('renewal');
  await openRow(page, 'legacy.shop.test');
  await expect(detail(page).getByRole('button', { name: 'Renew…' })).toHaveCount(0);
  await detail(page).getByRole('button', { name: 'Show it' }).click();
  await expect(detail(page).getByRole('heading', { level: 2 })).toHaveText('app.test');
  await page.getByLabel('Filter certificates').fill('');
  await page.getByText('Expired', { exact: true }).click();
  await expect(page.getByText('Nothing fits the filter')).toBeVisible();
});

test('automatic renewal is chosen for one certificate', async ({ show }) => {
  const page = await show('full');
  await openRow(page, 'app.test');
  await expect(detail(page)).toContainText('Renewed by itself from');
  await detail(page).getByText('By hand', { exact: true }).click();
  await expect(detail(page)).toContainText('It is renewed only by hand.');
});

test('many are renewed with progress, can be stopped, and each says what became of it', async ({ show }) => {
  const page = await show('full');
  await list(page);
  await grid(page).focus();
  await page.keyboard.press('Control+a');
  await startRenewing(page);
  await expect(dialog(page)).toContainText('3 of 60 renewed');
  await dialog(page).getByRole('button', { name: 'Stop' }).click();
  await expect(dialog(page).getByRole('list', { name: 'Results' })).toContainText('stopped before');
  await expect(dialog(page).getByRole('status')).toContainText('Stopped:');
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  await expect(dialog(page)).toHaveCount(0);
});
