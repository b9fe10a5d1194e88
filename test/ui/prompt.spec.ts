import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, expectAccessible, test } from './fixtures';

const shots = process.env.SEALWAX_SHOTS;

type Mode = 'enter' | 'create' | 'create-any' | 'show';
/** The content sizes that src/main/passphrase-prompt.ts gives the window. */
const sizes: Record<Mode, { width: number; height: number }> = {
  enter: { width: 440, height: 320 },
  create: { width: 440, height: 440 },
  'create-any': { width: 440, height: 440 },
  show: { width: 720, height: 600 },
};

async function open(page: Page, mode: Mode): Promise<void> {
  await page.setViewportSize(sizes[mode]);
  await page.goto(`${process.env.SEALWAX_UI_ADDRESS}/test/ui/prompt.html?mode=${mode}`);
  await expect(
    mode === 'show'
      ? page.getByRole('heading', { name: 'Recovery kit' })
      : page.getByLabel('Passphrase', { exact: true }),
  ).toBeFocused();
}
const answers = (page: Page) => page.evaluate('answers') as Promise<(string | null)[]>;

/** The fullest that each page gets: with an error, and with a warning where there is one. */
async function fill(page: Page, mode: Mode): Promise<void> {
  if (mode === 'show') {
    await page.getByRole('button', { name: 'Save to a file…' }).click();
  } else {
    if (mode === 'enter') await page.getByLabel('Passphrase', { exact: true }).fill('wrong');
    if (mode === 'create-any') await page.getByLabel('Passphrase', { exact: true }).fill('secret');
    await page.getByRole('button', { name: 'Continue' }).click();
  }
  await expect(page.getByRole('alert')).toBeVisible();
}

for (const scheme of ['light', 'dark'] as const) {
  for (const mode of ['enter', 'create', 'create-any', 'show'] as const) {
    test(`the ${mode} page has no accessibility violation and fits its window, ${scheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme: scheme });
      await open(page, mode);
      await fill(page, mode);
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

test('the passphrase of an exported file may be short, and is called short', async ({ page }) => {
  await open(page, 'create-any');
  await page.getByLabel('Passphrase', { exact: true }).fill('secret');
  await expect(page.getByText('Short: whoever gets the file')).toBeVisible();
  await page.getByLabel('Passphrase', { exact: true }).fill('changeit');
  await expect(page.getByText('Short: whoever gets the file')).toHaveCount(0);
  await page.getByLabel('Passphrase', { exact: true }).fill('secret');
  await page.getByLabel('The same again').fill('secret');
  await page.keyboard.press('Enter');
  expect(await answers(page)).toEqual(['secret']);
});

test('Escape cancels, and what is typed can be shown', async ({ page }) => {
  await open(page, 'enter');
  const field = page.getByLabel('Passphrase', { exact: true });
  await page.getByLabel('Show what I type').check();
  await expect(field).toHaveAttribute('type', 'text');
  await page.keyboard.press('Escape');
  expect(await answers(page)).toEqual([null]);
});

test('a recovery kit is shown, saved after a first failure, and closed', async ({ page }) => {
  await open(page, 'show');
  const kit = page.getByRole('textbox', { name: 'Recovery kit' });
  await expect(kit).toHaveValue(/q7Yv-T2mZ/);
  await expect(kit).not.toBeEditable();
  await expect(page.getByLabel('Passphrase', { exact: true })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Cancel' })).toBeHidden();
  const save = page.getByRole('button', { name: 'Save to a file…' });
  await save.press('Enter');
  await expect(page.getByRole('alert')).toContainText('read-only');
  await expect(save).toBeFocused();
  await save.press('Enter');
  await expect(page.getByRole('status')).toHaveText('Saved as kit.txt, readable only by you.');
  await expect(page.getByRole('alert')).toBeHidden();
  await page.getByRole('button', { name: 'Close' }).click();
  expect(await answers(page)).toEqual(['save', 'save', null]);
});

test('Escape closes the recovery kit', async ({ page }) => {
  await open(page, 'show');
  await page.keyboard.press('Escape');
  expect(await answers(page)).toEqual([null]);
});
