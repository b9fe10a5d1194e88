import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { lookAt, section } from './look';

const watched = section('Watched');
const open = (page: Page, name: string) => page.getByRole('button', { name }).click();
const detail = (page: Page) => page.getByRole('complementary', { name: 'Watched thing' });

lookAt([
  {
    name: 'watched',
    state: 'full',
    steps: async (page) => {
      await watched(page);
      await open(page, 'certificates/localhost.pem');
      await detail(page).getByText('It expired on').waitFor();
    },
  },
  { name: 'watched-none', state: 'empty', steps: watched },
  {
    name: 'watched-found',
    state: 'full',
    steps: async (page) => {
      await watched(page);
      await page.getByRole('button', { name: 'Add' }).click();
      await page.getByRole('menuitem', { name: 'Found on this machine…' }).click();
      await page.getByRole('list', { name: 'Certificates found' }).waitFor();
    },
  },
]);

test.describe('watched', () => {
  test('renews in place after naming both files, and puts them back', async ({ show }) => {
    const page = await show('full');
    await watched(page);
    await open(page, 'certificates/localhost.pem');
    await detail(page).getByRole('button', { name: 'Renew in place: localhost' }).click();
    const dialog = page.getByRole('dialog', { name: 'Renew in place' });
    await expect(dialog.getByText('/home/ada/projects/web/certificates/localhost.pem')).toBeVisible();
    await expect(dialog.getByText('/home/ada/projects/web/certificates/localhost-key.pem')).toBeVisible();
    await dialog.getByRole('button', { name: 'Write both files' }).click();
    await expect(detail(page).getByText('(yours)')).toBeVisible();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect(detail(page).getByText('It expired on')).toBeVisible();
  });

  test('watches a server that is typed, checked while it is typed, and by keyboard alone', async ({ show }) => {
    const page = await show('full');
    await page.keyboard.press('Control+3');
    await page.getByRole('button', { name: 'Add' }).press('Enter');
    await page.getByRole('menuitem', { name: 'Server…' }).press('Enter');
    // The form opens while the menu closes; a person sees the cursor before typing.
    await expect(page.getByLabel('Host and port')).toBeFocused();
    await page.keyboard.type('app.test:99999');
    await expect(page.getByText('“99999” is no port.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Watch', exact: true })).toBeDisabled();
    await page.getByLabel('Host and port').fill('bücher.test:8443');
    await expect(page.getByText('Will watch xn--bcher-kva.test:8443')).toBeVisible();
    await page.keyboard.press('Enter');
    await expect(detail(page).getByRole('heading', { name: 'xn--bcher-kva.test:8443' })).toBeVisible();
    await detail(page).getByRole('button', { name: 'Stop watching' }).click();
    await expect(detail(page)).toBeHidden();
    await page.keyboard.press('Control+z');
    await expect(page.getByRole('button', { name: 'xn--bcher-kva.test:8443' })).toBeVisible();
  });

  test('says what is wrong when its list cannot be read', async ({ show }) => {
    const page = await show('failing');
    await watched(page);
    await expect(page.getByRole('alert').getByText('watched.json, is damaged')).toBeVisible();
  });
});
