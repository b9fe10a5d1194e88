import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { lookAt, section } from './look';

const root = 'Sealwax Development CA (ada@workbench)';

async function openRow(page: Page, name: string): Promise<void> {
  await section('Certificates')(page);
  await page.getByLabel('Filter certificates').fill(name);
  await page.getByRole('row', { name }).first().click();
  await page.getByRole('heading', { name: 'Chain of trust' }).waitFor();
}

async function revoke(page: Page, name: string): Promise<void> {
  await openRow(page, name);
  await page.getByRole('button', { name: 'Revoke…' }).click();
  await page.getByRole('radio', { name: 'Its key may be known to others' }).check();
  await page.getByRole('button', { name: 'Revoke for good' }).click();
  await page.getByText(/^Revoked on .*: its key may be known to others/).waitFor();
}

async function openPart(page: Page): Promise<void> {
  await section('Authorities')(page);
  await page.getByRole('region', { name: root, exact: true }).getByRole('button', { name: 'Revocation' }).click();
  await page.getByRole('button', { name: `Export CRL… of ${root}` }).waitFor();
}

lookAt([
  {
    name: 'revoke',
    state: 'full',
    steps: async (page) => {
      await openRow(page, 'app.test');
      await page.getByRole('button', { name: 'Revoke…' }).click();
      await page.getByRole('radio', { name: 'Its key may be known to others' }).check();
    },
  },
  { name: 'revoked', state: 'full', steps: (page) => revoke(page, 'app.test') },
  {
    name: 'revocation',
    state: 'several',
    steps: async (page) => {
      await openPart(page);
      await page.getByRole('textbox', { name: 'Port' }).fill('8080');
      await page.getByRole('button', { name: `Turn on for the list of ${root}` }).click();
      await page.getByRole('button', { name: `Use this port for the list of ${root}` }).scrollIntoViewIfNeeded();
    },
  },
]);

test('a certificate is revoked only with a reason, and is then shown so and not renewed', async ({ page, show }) => {
  await show('full');
  await section('Certificates')(page);
  await page.getByLabel('Filter certificates').fill('app.test');
  await page.getByRole('row', { name: 'app.test' }).first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Revoke…' }).click();
  const go = page.getByRole('button', { name: 'Revoke for good' });
  await expect(page.getByText('This cannot be undone.')).toBeVisible();
  await expect(go).toBeDisabled();
  await page.getByRole('radio', { name: 'Another certificate took its place' }).check();
  await go.click();
  const row = page.getByRole('row', { name: 'app.test' }).first();
  await expect(row).toContainText('revoked');
  await row.click();

  await expect(page.getByText(/^Revoked on .*: another certificate took its place/)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Renew…' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Revoke…' })).toHaveCount(0);
  await page.getByRole('radiogroup', { name: 'Filter by status' }).getByText('Revoked').click();
  await expect(page.getByRole('row', { name: 'app.test' }).first()).toBeVisible();
  await section('Overview')(page);
  await expect(page.getByRole('list', { name: 'Certificates by status' })).toContainText('taken back for good');
});

test('an authority says what it revoked, saves its list, and serves it when told to', async ({ page, show }) => {
  await show('several');
  await openPart(page);
  await expect(page.getByRole('list', { name: `Revoked by ${root}` })).toContainText('old.shop.test');
  await page.getByRole('button', { name: `Renew list of ${root}` }).click();
  await expect(page.getByRole('status')).toHaveText(`Made a new revocation list of ${root}.`);
  const address = page.getByRole('region', { name: `Address of the list of ${root}` });
  await expect(address).toContainText('off');
  await address.getByRole('button', { name: /^Turn on/ }).click();
  await expect(address).toContainText('answers now');
  await expect(address).toContainText('http://127.0.0.1:15280/');
  await address.getByRole('button', { name: /^Turn off/ }).click();
  await expect(address).toContainText('off');
});
