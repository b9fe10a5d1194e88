import { expect, test } from './fixtures';
import { lookAt, section } from './look';

const settings = section('Settings');

lookAt([
  {
    name: 'settings-reminders',
    state: 'full',
    steps: async (page) => {
      await settings(page);
      await page.getByRole('checkbox', { name: 'Start at login' }).scrollIntoViewIfNeeded();
    },
  },
]);

test('days are kept when they are right, and the others are explained', async ({ show }) => {
  const page = await show('full');
  await settings(page);
  const region = page.getByRole('region', { name: 'Reminders' });
  const days = region.getByRole('textbox', { name: 'Days before a certificate ends' });
  await expect(days).toHaveValue('30, 7, 1');
  await days.fill('2, 60');
  await days.press('Enter');
  await expect(days).toHaveValue('60, 2');
  await days.fill('soon');
  await expect(region).toContainText('Up to ten whole numbers from 1 to 3650');
  await expect(days).toHaveAttribute('aria-invalid', 'true');
  await days.press('Escape');
  await expect(days).toHaveValue('60, 2');
  await region.getByRole('checkbox', { name: 'Remind me by desktop notifications' }).uncheck();
  await expect(days).toBeDisabled();
});

test('a calendar is saved, and what closing the window means is said before', async ({ show }) => {
  const page = await show('full');
  await settings(page);
  await page.getByRole('button', { name: 'Save as calendar…' }).click();
  await expect(page.getByText('Saved sealwax-expiries.ics in the folder Documents.')).toHaveCount(2);
  const region = page.getByRole('region', { name: 'In the background' });
  await expect(region).toContainText('Closing the window leaves Sealwax in the tray.');
  await region.getByText('Never', { exact: true }).click();
  await expect(region).toContainText('Closing the window ends Sealwax.');
  await region.getByRole('checkbox', { name: 'Start at login, without a window' }).check();
});

test('a desktop without notifications and without a tray is said', async ({ show }) => {
  const page = await show('unreadable');
  await settings(page);
  await expect(page.getByText('This desktop shows no notifications.')).toBeVisible();
  await expect(page.getByText('This desktop shows no tray, so closing the window ends Sealwax.')).toBeVisible();
});
