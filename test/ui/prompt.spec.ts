import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures';

const shots = process.env.SEALWAX_SHOTS;

async function open(page: Page, mode: 'enter' | 'create'): Promise<void> {
  await page.goto(`${process.env.SEALWAX_UI_ADDRESS}/test/ui/prompt.html?mode=${mode}`);
  await expect(page.getByLabel('Passphrase', { exact: true })).toBeFocused();
}
const answers = (page: Page) => page.evaluate('answers') as Promise<(string | null)[]>;

for (const scheme of ['light', 'dark'] as const) {
  for (const mode of ['enter', 'create'] as const) {
    test(`the ${mode} page has no accessibility violation and fits its window, ${scheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme });
      // The content size that src/main/passphrase-prompt.ts gives the window.
      await page.setViewportSize({ width: 440, height: mode === 'create' ? 420 : 320 });
      await open(page, mode);
      if (mode === 'enter') await page.getByLabel('Passphrase', { exact: true }).fill('wrong');
      await page.getByRole('button', { name: 'Continue' }).click();
      await expect(page.getByRole('alert')).toBeVisible();
      if (shots) await page.screenshot({ path: join(shots, `prompt-${mode}-${scheme}.png`) });
      await expectAccessible(page, `prompt ${mode}, ${scheme}`);
      const overflow = await page.evaluate('document.documentElement.scrollHeight - innerHeight');
      expect(overflow).toBe(0);
    });
  }
}

test('the fields are empty after the answer, and a wrong passphrase can be typed again', async ({ page }) => {
  await open(page, 'enter');
  const field = page.getByLabel('Passphrase', { exact: true });
  await field.fill('wrong');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('does not open the root key');
  await expect(field).toHaveValue('');
  await expect(field).toBeFocused();
  expect(await answers(page)).toEqual(['wrong']);
});

test('a new passphrase is given only when it is long enough and the same twice', async ({ page }) => {
  await open(page, 'create');
  await page.getByLabel('Passphrase', { exact: true }).fill('correct horse battery');
  await page.getByLabel('The same again').fill('correct horse batterz');
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('alert')).toContainText('not the same');
  expect(await answers(page)).toEqual([]);
  await page.getByLabel('The same again').fill('correct horse battery');
  await page.getByRole('button', { name: 'Continue' }).click();
  expect(await answers(page)).toEqual(['correct horse battery']);
});

test('Escape cancels, and what is typed can be shown', async ({ page }) => {
  await open(page, 'enter');
  const field = page.getByLabel('Passphrase', { exact: true });
  await page.getByLabel('Show what I type').check();
  await expect(field).toHaveAttribute('type', 'text');
  await page.keyboard.press('Escape');
  expect(await answers(page)).toEqual([null]);
});
