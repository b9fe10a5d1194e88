import type { Page } from '@playwright/test';
import type { Double } from './double';
import { expect, test } from './fixtures';
import { lookAt } from './look';

const timeline = (page: Page) => page.getByRole('group', { name: 'Timeline' });
const marks = (page: Page) => timeline(page).getByRole('button');
const focused = (page: Page) => timeline(page).locator(':focus');

lookAt([
  {
    name: 'overview-many',
    state: 'many',
    steps: async (page) => {
      await marks(page).first().waitFor();
      await marks(page).nth(3).focus();
    },
  },
  {
    name: 'overview-many-table',
    state: 'many',
    steps: async (page) => {
      await page.getByText('1 month', { exact: true }).click();
      await page.getByRole('button', { name: 'Show as table' }).click();
      await page
        .getByRole('button', { name: /^Show \d+ certificates/ })
        .first()
        .waitFor();
    },
  },
]);

test('the timeline is one tab stop, arrows walk from mark to mark, and Enter opens what stands there', async ({
  show,
}) => {
  const page = await show('full');
  await marks(page).first().waitFor();
  await page.getByRole('button', { name: 'Show as table' }).focus();
  await page.keyboard.press('Tab');
  await expect(focused(page)).toHaveAccessibleName(/^api\.shop\.test, expiring, ends .* \(in 6 days\)$/);
  await page.keyboard.press('ArrowLeft');
  await expect(focused(page)).toHaveAccessibleName(/^api\.shop\.test/);
  await page.keyboard.press('ArrowRight');
  await expect(focused(page)).toHaveAccessibleName(/, healthy, ends/);
  await page.keyboard.press('End');
  await expect(marks(page).last()).toBeFocused();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Certificates' })).toBeVisible();
  await expect(page.getByRole('complementary')).toContainText('api.shop.test');
});

test('plus and minus zoom around the mark that has the focus, and keep the focus on it', async ({ show }) => {
  const page = await show('many');
  await marks(page).first().waitFor();
  const old = timeline(page).getByRole('button', { name: /Sealwax CA of 2017 \(authority\)/ });
  await old.focus();
  const zoom = (name: string) => page.getByRole('radiogroup', { name: 'Zoom' }).getByRole('radio', { name });
  for (const months of ['3 months', '1 month']) {
    await page.keyboard.press('+');
    await expect(zoom(months)).toBeChecked();
    await expect(old).toBeFocused();
  }
  await expect(page.getByRole('heading', { level: 2, name: / to / })).toBeVisible();
  await page.keyboard.press('PageDown');
  await expect(old).toHaveCount(0);
  await expect(focused(page)).toHaveCount(1);
  await page.keyboard.press('-');
  await page.keyboard.press('-');
  await expect(zoom('12 months')).toBeChecked();
  await expect(page.getByRole('heading', { level: 2, name: 'The coming 12 months' })).toBeVisible();
});

test('ten thousand certificates make no more marks than there is room for, and each can be reached', async ({
  show,
}) => {
  const page = await show('many');
  await marks(page).first().waitFor();
  expect(await marks(page).count()).toBeLessThan(250);
  const cluster = marks(page).filter({ hasText: /\d/ }).nth(5);
  const name = await cluster.getAttribute('aria-label');
  const count = Number(/^(\d+) certificates/.exec(name ?? '')?.[1]);
  expect(count).toBeGreaterThan(4);
  await cluster.click();
  await expect(page.getByRole('grid', { name: 'Certificates' })).toHaveAttribute('aria-rowcount', String(count + 1));
  await page.getByRole('button', { name: /^Ends .*: show all again$/ }).click();
  await expect(page.getByRole('grid', { name: 'Certificates' })).toHaveAttribute('aria-rowcount', '10001');
});

test('the table behind the timeline has a row for each mark, and can be shown', async ({ show }) => {
  const page = await show('full');
  await marks(page).first().waitFor();
  const table = page.getByRole('table', { name: /^What ends from/ });
  const count = await marks(page).count();
  await expect(table.getByRole('row')).toHaveCount(count + 1);
  await page.getByRole('button', { name: 'Show as table' }).click();
  await expect(table.getByRole('row')).toHaveCount(count + 1);
  await expect(timeline(page)).toHaveCount(0);
  await table.getByRole('button', { name: 'Show api.shop.test' }).click();
  await expect(page.getByRole('complementary')).toContainText('api.shop.test');
});

test('a clock that was set, and a status that changed, show at once', async ({ page: bare, show }) => {
  await bare.clock.install();
  const page = await show('full');
  await marks(page).first().waitFor();
  const row = page.getByRole('table', { name: 'Expires next' }).getByRole('row', { name: 'api.shop.test' });
  await expect(row).toContainText('in 6 days');
  // Two days later by the machine's clock, as after a sleep; the main process says so.
  await page.clock.setSystemTime(Date.now() + 2 * 86_400_000);
  await page.evaluate(() => {
    const { double } = globalThis as unknown as { double: Double };
    double.listed = double.listed.map((known) => ({ ...known, status: 'expiring' as const }));
    double.emit('clock.changed', undefined);
  });
  await expect(row).toContainText('in 4 days');
  await expect(page.getByRole('list', { name: 'Certificates by status' })).toContainText('60expiring');
});
