import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { lookAt } from './look';

const next = (page: Page) => page.getByRole('button', { name: 'Continue' }).click();

async function setUp(page: Page): Promise<void> {
  await next(page);
  await next(page);
  await page.getByRole('button', { name: 'Set up' }).click();
}

test('a set-up whose proof could not be made is not called ready, and says why', async ({ show }) => {
  const page = await show('unproven');
  await next(page);
  await next(page);
  await page.getByLabel('Firefox, profile work').uncheck();
  await page.getByRole('button', { name: 'Set up' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Set up, but not proven' })).toBeVisible();
  const proof = page.getByRole('region', { name: 'Proof' });
  await expect(proof).toContainText('no free port');
  await expect(proof).toContainText('Press Check now under Trust.');
});

test('a set-up that fails after the root was made leads to Trust', async ({ show }) => {
  const page = await show('half-made');
  await setUp(page);
  const alert = page.getByRole('alert');
  await expect(alert).toContainText('the disk is full');
  await expect(page.getByText('Nothing has been changed yet')).toHaveCount(0);
  await alert.getByRole('button', { name: 'Go to Trust' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Trust' })).toBeVisible();
  await expect(page.getByLabel('Root certificate')).toBeVisible();
});

test('the JDKs and the mail program are offered too, and one that another store fills is left alone', async ({
  show,
}) => {
  const page = await show('many-stores');
  await next(page);
  await next(page);
  await expect(page.getByRole('checkbox', { name: 'Temurin 21' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Thunderbird, profile default' })).toBeChecked();
  const debian = page.getByRole('checkbox', { name: 'OpenJDK 17 (Debian)' });
  await expect(debian).not.toBeChecked();
  await expect(debian).toBeDisabled();
  await expect(page.getByRole('listitem').filter({ hasText: 'Thunderbird' })).toContainText('is running');
});

test('a set-up that fails before there is a root offers no way past it', async ({ show }) => {
  const page = await show('refused');
  await setUp(page);
  await expect(page.getByRole('alert')).toContainText('keychain refused');
  await expect(page.getByRole('button', { name: 'Go to Trust' })).toHaveCount(0);
});

test('localhost stays among the domains, whatever the keyboard and the pointer try', async ({ show }) => {
  const page = await show('first-run');
  await next(page);
  const domains = page.getByLabel('Domains');
  const chips = page.getByRole('button', { name: /, edit$/ });
  await expect(chips.first()).toHaveAccessibleName('localhost, edit');
  await expect(chips.first()).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Remove localhost' })).toHaveCount(0);
  await domains.press('ArrowLeft');
  for (let step = 0; step < 12; step += 1) await page.keyboard.press('ArrowLeft');
  await expect(chips.first()).toBeFocused();
  await page.keyboard.press('Delete');
  await page.keyboard.press('Enter');
  await expect(domains).toHaveValue('');
  await expect(chips.first()).toHaveAccessibleName('localhost, edit');
  await expect(page.getByText('localhost is always included')).toBeVisible();
});

test('commands that name a root which does not exist yet say what their gap stands for', async ({ show }) => {
  const page = await show('first-run');
  await next(page);
  await next(page);
  const words = page.getByText("… stands for the root's own fingerprint, known once it is made.");
  const store = (name: string) => page.getByRole('listitem').filter({ hasText: name });
  await store('System store').getByRole('button', { name: 'The same as commands' }).click();
  await expect(words).toHaveCount(1);
  await store('Chromium').getByRole('button', { name: 'The same as a command' }).click();
  await expect(words).toHaveCount(1);
});

test('a heading that takes the focus by program shows no ring', async ({ show }) => {
  const page = await show('first-run');
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toBeFocused();
  await expect(heading).toHaveCSS('outline-style', 'none');
  // After a key the browser counts any focus as one to show.
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'Continue' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Names it may sign for' })).toBeFocused();
  await expect(heading).toHaveCSS('outline-style', 'none');
});

lookAt([
  { name: 'setup-mkcert', state: 'first-run', steps: (page) => useMkcert(page) },
  {
    name: 'setup-restore',
    state: 'no-keychain',
    steps: (page) => page.getByRole('button', { name: 'Restore from a backup' }).click(),
  },
]);

const useMkcert = (page: Page) => page.getByRole('button', { name: /^Use mkcert's authority/ }).click();

test("mkcert's authority can be used in place of a new one, and its plain key is then asked about", async ({
  show,
}) => {
  const page = await show('first-run');
  await useMkcert(page);
  await expect(page.getByRole('heading', { level: 1, name: "Use mkcert's authority" })).toBeFocused();
  await expect(page.getByText('An authority of mkcert')).toBeVisible();
  await page.getByRole('button', { name: 'Adopt' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Authorities' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Delete the plain key…' })).toBeVisible();
});

test('a backup can be restored in place of a set-up, which leads to Trust; Back leads back', async ({ show }) => {
  const page = await show('first-run');
  await useMkcert(page);
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('button', { name: 'Restore from a backup' }).click();
  await page.getByRole('button', { name: 'Choose the backup…' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Trust' })).toBeVisible();
  await expect(page.getByLabel('Root certificate')).toContainText('ada@laptop');
});
