import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';

const go = (page: Page, name: string) => page.getByRole('navigation').getByRole('button', { name }).click();
const grid = (page: Page) => page.getByRole('grid', { name: 'Certificates' });

/** The words of the row (or header cell) where the keyboard stands. */
const active = (page: Page) => grid(page).locator('[data-active]');

test('the list is one tab stop, and arrows, Home, End and Enter work inside it', async ({ show }) => {
  const page = await show('full');
  await go(page, 'Certificates');
  await grid(page).focus();
  await page.keyboard.press('ArrowDown');
  await expect(active(page)).toContainText('api.shop.test');
  await page.keyboard.press('End');
  await expect(active(page)).toContainText('next-month.test');
  await expect(active(page)).toBeInViewport();
  await page.keyboard.press('Home');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary')).toContainText('legacy.shop.test');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('columnheader', { name: 'Names' })).toHaveAttribute('aria-sort', 'ascending');
  await grid(page).focus();
  await page.keyboard.press('Tab');
  await expect(grid(page).locator(':focus')).toHaveCount(0);
});

test('only the rows that can be seen are in the document, and the count is told', async ({ show }) => {
  const page = await show('full');
  await go(page, 'Certificates');
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '61');
  expect(await page.getByRole('row').count()).toBeLessThan(30);
});

test('a deleted certificate comes back with Ctrl+Z', async ({ show }) => {
  const page = await show('full');
  await go(page, 'Certificates');
  await grid(page).focus();
  await page.keyboard.press('Delete');
  await expect(page.getByRole('row', { name: 'legacy.shop.test' })).toHaveCount(0);
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('row', { name: 'legacy.shop.test' })).toBeVisible();
});

test('the slash key goes to the filter, and a counter opens what it counts', async ({ show }) => {
  const page = await show('full');
  await page.keyboard.press('/');
  await expect(page.getByLabel('Filter certificates')).toBeFocused();
  await go(page, 'Overview');
  await page.getByRole('button', { name: /broken/ }).click();
  await expect(grid(page)).toHaveAttribute('aria-rowcount', '2');
  await expect(page.getByRole('row', { name: 'mail.home.arpa' })).toBeVisible();
});

test.describe('the names field', () => {
  const open = async (page: Page) => {
    await page.keyboard.press('Control+n');
    await expect(page.getByLabel('Names')).toBeFocused();
  };

  test('quotes a name with a space whole', async ({ show }) => {
    const page = await show('full');
    await open(page);
    await page.keyboard.type('my app.test');
    await page.keyboard.press('Enter');
    await expect(page.getByText('“my app.test” has a space in it')).toBeVisible();
  });

  test('splits at commas, and Backspace takes the last name back for editing', async ({ show }) => {
    const page = await show('full');
    await open(page);
    await page.keyboard.type('a.test,b.test,');
    await expect(page.getByRole('button', { name: 'a.test, edit' })).toBeVisible();
    await page.keyboard.press('Backspace');
    await expect(page.getByLabel('Names')).toHaveValue('b.test');
  });

  test('asks for a name when it is empty, and counts text that was not confirmed', async ({ show }) => {
    const page = await show('full');
    await open(page);
    await page.getByRole('button', { name: 'Issue certificate' }).click();
    await expect(page.getByText('Type at least one name')).toBeVisible();
    await page.getByLabel('Names').fill('late.test');
    await page.getByRole('button', { name: 'Issue certificate' }).click();
    await expect(page.getByRole('heading', { name: 'Certificate issued' })).toBeVisible();
    await expect(page.getByRole('dialog')).toContainText('late.test');
  });

  test('keeps what was typed when issuing fails', async ({ show }) => {
    const page = await show('full');
    await open(page);
    await page.keyboard.type('cancel.test');
    await page.getByRole('button', { name: 'Issue certificate' }).click();
    await expect(page.getByRole('alert')).toContainText('nothing was issued');
    await expect(page.getByRole('button', { name: 'cancel.test, edit' })).toBeVisible();
  });

  test('does not issue while a name is wrong', async ({ show }) => {
    const page = await show('full');
    await open(page);
    await page.keyboard.type('google.com');
    await page.getByRole('button', { name: 'Issue certificate' }).click();
    await expect(page.getByText('outside this authority')).toBeVisible();
    await expect(page.getByRole('heading', { name: 'New certificate' })).toBeVisible();
  });
});

test('a refused keychain leaves everything as chosen, and a typed passphrase is the way on', async ({ show }) => {
  const page = await show('refused');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Domains').fill('mine.dev');
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Chromium').uncheck();
  await page.getByRole('button', { name: 'Set up' }).click();
  await expect(page.getByRole('alert')).toContainText('keychain refused');
  await expect(page.getByLabel('Chromium')).not.toBeChecked();
  await page.getByLabel('I will type a passphrase').check();
  await page.getByRole('button', { name: 'Set up' }).click();
  await expect(page.getByRole('heading', { name: 'Proof' })).toBeVisible();
  await page.getByRole('button', { name: 'Create your first certificate' }).click();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
  await go(page, 'Trust');
  await expect(page.getByLabel('Root certificate')).toContainText('*.mine.dev');
});

test('removing everywhere needs the typed name, and says what was removed', async ({ show }) => {
  const page = await show('full');
  await go(page, 'Trust');
  await page.getByRole('button', { name: 'Remove everywhere' }).click();
  const remove = page.getByRole('button', { name: 'Remove', exact: true });
  await expect(remove).toBeDisabled();
  await page.getByLabel('Type the name').fill('Sealwax Development CA (ada@workbench)');
  await remove.click();
  await expect(page.getByRole('heading', { name: 'Gone from 3 stores; 1 store could not be changed.' })).toBeVisible();
  await expect(page.getByLabel('Results')).toContainText('/usr/local/share/ca-certificates');
  // The profile that cannot be read was asked as well, and says what it says.
  const locked = page.getByLabel('Results').getByRole('listitem').filter({ hasText: 'Firefox, profile work' });
  await expect(locked).toContainText('nothing was changed');
});

for (const [platform, order] of [
  ['win32', ['Issue certificate', 'Cancel']],
  ['linux', ['Cancel', 'Issue certificate']],
  ['darwin', ['Cancel', 'Issue certificate']],
] as const) {
  test(`the buttons of a dialog stand in the order of ${platform}`, async ({ show }) => {
    const page = await show('full', { platform });
    await page.getByRole('button', { name: 'New certificate' }).click();
    const buttons = page.getByRole('dialog').getByRole('button', { name: /^(Issue certificate|Cancel)$/ });
    await expect(buttons).toHaveText([...order]);
  });
}

test('at 200% in the smallest window nothing is cut off sideways', async ({ show }) => {
  const page = await show('full');
  // 800 by 560 at a zoom of 200% is this many CSS pixels.
  await page.setViewportSize({ width: 400, height: 280 });
  for (const name of ['Overview', 'Certificates', 'Trust', 'Authorities', 'Tools', 'Settings']) {
    await go(page, name);
    await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
    const [needed, given] = await page.getByRole('main').evaluate((main) => [main.scrollWidth, main.clientWidth]);
    expect(needed, name).toBeLessThanOrEqual(given ?? 0);
  }
});

test('focus returns to the button that opened a dialog', async ({ show }) => {
  const page = await show('full');
  const opener = page.getByRole('button', { name: 'New certificate' });
  await opener.click();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(opener).toBeFocused();
});
