import { expect, type Page } from '@playwright/test';
import type { Desktop } from './desktop';

/** The small window that asks for a passphrase or shows a recovery kit, when it is there or as soon as it comes. */
export async function passphraseWindow(desktop: Desktop): Promise<Page> {
  const open = desktop.app.windows().find((page) => page.url().includes('/prompt/'));
  const page = open ?? (await desktop.app.waitForEvent('window', { timeout: 15_000 }));
  await expect(page.getByRole('button', { name: /Continue|Close/ })).toBeVisible();
  return page;
}

/** Presses the button that ends the window. It may be gone before the driver has seen its click through. */
export async function endPrompt(prompt: Page, button: 'Continue' | 'Cancel' | 'Close'): Promise<void> {
  await prompt
    .getByRole('button', { name: button })
    .click()
    .catch((error: unknown) => {
      if (!String(error).includes('has been closed')) throw error;
    });
  // This one is gone: where another question follows, its window may be there already.
  await expect.poll(() => prompt.isClosed()).toBe(true);
}

/** Types a passphrase that exists. */
export async function enterPassphrase(desktop: Desktop, passphrase: string): Promise<void> {
  const prompt = await passphraseWindow(desktop);
  await prompt.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(passphrase);
  await endPrompt(prompt, 'Continue');
}

/** Types a new one twice. */
export async function createPassphrase(desktop: Desktop, passphrase: string): Promise<void> {
  const prompt = await passphraseWindow(desktop);
  await prompt.getByRole('textbox', { name: 'Passphrase', exact: true }).fill(passphrase);
  await prompt.getByLabel('The same again').fill(passphrase);
  await endPrompt(prompt, 'Continue');
}
