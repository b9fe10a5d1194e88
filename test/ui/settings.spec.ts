import { expect, test } from './fixtures';
import { lookAt, section } from './look';

const settings = section('Settings');

lookAt([
  { name: 'settings-all', state: 'full', steps: settings },
  {
    name: 'settings-compat',
    state: 'full',
    steps: async (page) => {
      await settings(page);
      await page.getByRole('button', { name: 'Turn on…' }).click();
      await page.getByRole('dialog').getByLabel('Domains').waitFor();
    },
  },
  {
    name: 'settings-command-line',
    state: 'full',
    steps: async (page) => {
      await settings(page);
      await page.getByRole('heading', { name: 'For tools that need a readable key' }).scrollIntoViewIfNeeded();
    },
  },
]);

test('settings lead to the authorities', async ({ show }) => {
  const page = await show('full');
  await settings(page);
  await page.getByRole('button', { name: 'Go to Authorities' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Authorities' })).toBeVisible();
});

test('an authority with a readable key is made only after a tick, never without limits, and can be deleted', async ({
  show,
}) => {
  const page = await show('full');
  await settings(page);
  await page.getByRole('button', { name: 'Turn on…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: 'No limits' })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Make it' }).click();
  await expect(dialog).toContainText('Tick this to go on.');
  await dialog.getByLabel('I understand that its key is not encrypted').check();
  await dialog.getByRole('button', { name: 'Make it' }).click();
  const section = page.getByRole('region', { name: 'For tools that need a readable key' });
  await expect(section).toContainText('It is on: its key is readable on the disk.');
  await expect(section).toContainText('*.ddev.site');
  await section.getByRole('button', { name: 'Delete it' }).click();
  await expect(section.getByRole('button', { name: 'Turn on…' })).toBeVisible();
});
