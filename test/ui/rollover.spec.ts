import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { lookAt, section } from './look';

const root = 'Sealwax Development CA (ada@workbench)';

async function open(page: Page): Promise<void> {
  await section('Authorities')(page);
  await page.getByRole('button', { name: `More for ${root}` }).click();
  await page.getByRole('menuitem', { name: 'Replace by a new root…' }).click();
  await page.getByRole('button', { name: 'Begin' }).waitFor();
}

async function begun(page: Page): Promise<void> {
  await open(page);
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByRole('dialog').getByText('1 certificate is still to be issued anew.').waitFor();
}

lookAt([
  { name: 'rollover', state: 'full', steps: open },
  { name: 'rollover-begun', state: 'full', steps: begun },
]);

test('goes on where it stopped, waits for what needs a hand, and removes the old root last', async ({ show }) => {
  const page = await show('full');
  await begun(page);
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('shop.dev is outside the limits of the new root.');
  await dialog.getByRole('button', { name: 'Go on' }).click();
  await expect(dialog).toContainText('Every certificate in use was issued anew: 6.');
  await expect(dialog.getByRole('button', { name: 'Go on' })).toBeDisabled();
  for (const box of await dialog.getByRole('checkbox').all()) await box.check();
  await dialog.getByRole('button', { name: 'Remove the old root everywhere' }).click();
  await expect(dialog).toContainText('No store trusts the old root.');
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(dialog).toHaveCount(0);
});
