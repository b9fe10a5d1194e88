import type { Page } from '@playwright/test';
import type { Double } from './double';
import { expect, test } from './fixtures';
import { type Look, lookAt, section } from './look';
import { asked, listen } from './trust-steps';

const open = section('Activity');
const history = (page: Page) => page.getByRole('listbox', { name: 'History' });
const line = (page: Page, name: string | RegExp) => history(page).getByRole('option', { name });

test.describe('the history', () => {
  test('is read to its beginning with the keyboard, and a line in full', async ({ show }) => {
    const page = await show('full');
    await page.keyboard.press('Control+9');
    await history(page).focus();
    await expect(history(page).getByRole('option').first()).toContainText('Unlocked the key of');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const detail = page.getByRole('complementary', { name: 'Line' });
    await expect(detail.getByRole('heading')).toHaveText('Renewed the certificate for app.test and 2 more names');
    await expect(detail).toContainText('by itself');
    await page.keyboard.press('ArrowUp');
    await expect(detail.getByRole('heading')).toContainText('somebody changed them');
    await detail.getByRole('button', { name: 'Close the line' }).press('Escape');
    await expect(history(page)).toBeFocused();
    // The last page is asked for when its rows come into view.
    await expect(async () => {
      await page.keyboard.press('End');
      await expect(line(page, /Made the authority/)).toBeVisible({ timeout: 500 });
    }).toPass();
    await expect(line(page, /Made the authority/)).toHaveAttribute('aria-setsize', '412');
  });

  test('is searched and filtered, shows a hostile name as text, and exports what fits', async ({ show }) => {
    const page = await show('full');
    await open(page);
    await page.getByLabel('Search').fill('mkcert ADA');
    await expect(history(page).getByRole('option')).toHaveCount(1);
    await expect(line(page, /<b>mkcert<\/b>/)).toBeVisible();
    await expect(history(page).locator('b')).toHaveCount(0);
    await page.getByLabel('Search').fill('');
    await page.getByLabel('What').selectOption('trust');
    await page.getByLabel('Done by').selectOption('window');
    await expect(history(page).getByRole('option')).toHaveCount(2);
    await listen(page, '^activity\\.export$');
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'CSV' }).click();
    await expect(page.getByRole('region', { name: 'Messages' })).toContainText(
      'Saved sealwax-history.csv in Documents.',
    );
    expect(await asked(page)).toEqual([
      ['activity.export', { filter: { group: 'trust', who: 'window' }, format: 'csv' }],
    ]);
    await page.getByLabel('From').fill('2001-01-01');
    await page.getByLabel('To', { exact: true }).fill('2001-12-31');
    await page.getByRole('button', { name: 'Show all' }).click();
    await expect(page.getByLabel('What')).toHaveValue('');
  });

  test('gets the lines that come while it is looked at, and keeps the place', async ({ show }) => {
    const page = await show('full');
    await open(page);
    await line(page, /Left the files/).click();
    await page.evaluate(() => {
      const { double } = globalThis as unknown as { double: Double };
      double.activity.note('satellite.re-aimed', 'dish-1', {});
    });
    await expect(history(page).getByRole('option').first()).toContainText('Satellite re aimed: dish-1');
    await expect(history(page).getByRole('option', { selected: true })).toContainText('Left the files of shop.test');
    await expect(page.getByText('413 lines')).toBeVisible();
  });
});

const looks: Look[] = [
  {
    name: 'activity',
    state: 'full',
    steps: async (page) => {
      await open(page);
      await line(page, /Renewed/).click();
      await page.getByRole('complementary', { name: 'Line' }).waitFor();
    },
  },
  {
    name: 'activity-broken',
    state: 'damaged',
    steps: async (page) => {
      await open(page);
      await page.getByText('The chain is broken at line').waitFor();
      await history(page).waitFor();
    },
  },
  {
    name: 'activity-failing',
    state: 'failing',
    steps: async (page) => {
      await open(page);
      await page.getByRole('alert').waitFor();
    },
  },
];

lookAt(looks);
