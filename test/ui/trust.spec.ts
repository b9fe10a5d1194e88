import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';

const goToTrust = (page: Page) => page.getByRole('navigation').getByRole('button', { name: 'Trust' }).click();
const rootName = 'Sealwax Development CA (ada@workbench)';

test('an authority can be set aside while its stores cannot be read', async ({ show }) => {
  const page = await show('root-missing');
  await goToTrust(page);
  await expect(page.getByRole('alert')).toContainText('root.pem');
  await page.getByRole('button', { name: 'Set aside…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Type the name').fill(rootName);
  await dialog.getByRole('button', { name: 'Set aside' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Trusted HTTPS on this machine' })).toBeVisible();
});

test('a healthy root that stores still trust is not set aside, and the dialog stays and says why', async ({ show }) => {
  const page = await show('full');
  await goToTrust(page);
  await expect(page.getByRole('button', { name: 'Set aside…' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Fingerprint, limits and folder' }).click();
  await page.getByRole('button', { name: 'Set aside…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Type the name').fill(rootName);
  await dialog.getByRole('button', { name: 'Set aside' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Stores still trust this root');
  await expect(dialog.getByRole('alert')).toContainText('Press Remove everywhere first');
  await expect(dialog.getByLabel('Type the name')).toHaveValue(rootName);
});

test('the palette leads to setting the root aside', async ({ show }) => {
  const page = await show('untrusted');
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('aside');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: `Set aside ${rootName}` })).toBeVisible();
});

test('of an authority that cannot be read, only its name, its folder and its problems are shown', async ({ show }) => {
  const page = await show('unreadable');
  await goToTrust(page);
  const card = page.getByLabel('Root certificate');
  await expect(card.getByRole('heading', { name: 'root-5f1c' })).toBeVisible();
  await expect(card).toContainText('root.pem');
  await expect(card.getByRole('button', { name: 'Set aside…' })).toBeVisible();
  await card.getByRole('button', { name: 'Folder' }).click();
  await expect(card.getByRole('term')).toHaveText(['Folder']);
  await expect(card).not.toContainText(/1970|Until|fingerprint|limits/i);
});

test('a check in which no client could run is not called a failure', async ({ show }) => {
  const page = await show('unchecked');
  await goToTrust(page);
  await page.getByRole('button', { name: 'Check now' }).click();
  const results = page.getByRole('region', { name: 'Results' });
  await expect(results.getByRole('heading', { name: 'Nothing could be checked' })).toBeVisible();
  await expect(results).toContainText('Python is not installed.');
  await expect(results).not.toContainText('failed');
});

test('a check with nothing to check says what to do, and its words go when that is done', async ({ show }) => {
  const page = await show('untrusted');
  await goToTrust(page);
  await page.getByRole('button', { name: 'Check now' }).click();
  await expect(page.getByRole('alert')).toContainText('Press Install everywhere first.');
  await page.getByRole('button', { name: 'Install everywhere…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Install', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Trusted in 3 stores; 1 store could not be changed.' })).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a store that cannot tell is tried when removing everywhere, also when no other holds the root', async ({
  show,
}) => {
  const page = await show('untrusted');
  await goToTrust(page);
  await page.getByRole('button', { name: 'Remove everywhere…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).not.toContainText('The root is in no store.');
  await expect(dialog.getByRole('listitem')).toHaveText([/Firefox, profile work/]);
});

test('each root is looked at by itself, and its intermediates are said to be trusted through it', async ({ show }) => {
  const page = await show('several');
  await goToTrust(page);
  const card = page.getByLabel('Root certificate');
  await expect(card).toContainText(
    'Cluster CA and Shop staging are intermediates below it and are trusted through it.',
  );
  const choice = page.getByLabel('Root', { exact: true });
  await choice.focus();
  await choice.selectOption({ label: 'mkcert ada@workbench (Ada Lovelace)' });
  await expect(card.getByRole('heading', { name: 'mkcert ada@workbench' })).toBeVisible();
  await expect(card).not.toContainText('Cluster CA');
  await expect(choice).toBeFocused();
});

test('what is done on Trust is done to the root that is shown', async ({ show }) => {
  const page = await show('several');
  await page.evaluate(() => {
    const { sealwax } = globalThis as unknown as { sealwax: { call: (name: string, input: unknown) => unknown } };
    const asked: unknown[] = [];
    const call = sealwax.call;
    sealwax.call = (name, input) => {
      if (/^trust\.(install|remove|prove)$/.test(name))
        asked.push([name, (input as { authorityId?: string }).authorityId]);
      return call(name, input);
    };
    Object.assign(globalThis, { asked });
  });
  await goToTrust(page);
  await page.getByLabel('Root', { exact: true }).selectOption('mkcert');
  await page.getByRole('button', { name: 'Check now' }).click();
  await expect(page.getByRole('region', { name: 'Results' })).toBeVisible();
  await page.getByRole('button', { name: 'Remove from Chromium' }).click();
  await page.getByRole('button', { name: 'Remove now' }).click();
  await expect(page.getByRole('heading', { name: 'Gone from 1 store.' })).toBeVisible();
  expect(await page.evaluate('asked')).toEqual([
    ['trust.prove', 'mkcert'],
    ['trust.remove', 'mkcert'],
  ]);
});
