import { expect, type Locator, type Page } from '@playwright/test';

export type Section =
  | 'Overview'
  | 'Certificates'
  | 'Watched'
  | 'Trust'
  | 'Authorities'
  | 'Inspect'
  | 'Proxy'
  | 'Tools'
  | 'Activity'
  | 'Settings';

/** Goes to a section the way a person does, and waits until it is there. */
export async function goTo(page: Page, section: Section): Promise<void> {
  await page.getByRole('navigation', { name: 'Sections' }).getByRole('button', { name: section }).click();
  await expect(page.getByRole('heading', { level: 1, name: section })).toBeVisible();
}

/** Waits until a dialog that was closed has left the window. */
export const noDialog = (page: Page) => expect(page.getByRole('dialog')).toHaveCount(0);

/** Opens the dialog from wherever the window is. */
export async function newCertificate(page: Page): Promise<Locator> {
  await expect(page.getByRole('navigation', { name: 'Sections' })).toBeVisible();
  await noDialog(page);
  await page.keyboard.press('ControlOrMeta+n');
  const dialog = page.getByRole('dialog', { name: 'New certificate' });
  await expect(dialog.getByRole('textbox', { name: 'Names' })).toBeVisible();
  return dialog;
}

/** Issues one certificate through the dialog and closes its result. */
export async function issue(page: Page, names: string): Promise<void> {
  const dialog = await newCertificate(page);
  await dialog.getByRole('textbox', { name: 'Names' }).fill(names);
  await dialog.getByRole('button', { name: 'Issue certificate' }).click();
  const issued = page.getByRole('dialog', { name: 'Certificate issued' });
  await issued.getByRole('button', { name: 'Done' }).click();
  await noDialog(page);
}

/** Walks through the first run with what is proposed, up to the step with the stores. */
export async function walkToStores(page: Page, name?: string): Promise<void> {
  await page.getByRole('button', { name: 'Continue' }).click();
  if (name !== undefined) await page.getByRole('textbox', { name: 'Name of the authority' }).fill(name);
  await page.getByRole('button', { name: 'Continue' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Where it will be trusted' })).toBeVisible();
}

/** Unticks every store: for tests that are about something else. */
export async function untickStores(page: Page): Promise<void> {
  for (const box of await page.getByRole('checkbox').all()) await box.uncheck();
}
