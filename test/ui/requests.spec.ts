import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { lookAt, nextDialog, tool } from './look';

const dialog = (page: Page) => page.getByRole('dialog');
const requests = (page: Page) => tool(page, 'Requests');

async function sign(page: Page, file: string): Promise<void> {
  await requests(page);
  await nextDialog(page, { file });
  await page.getByRole('button', { name: 'Open a request…' }).click();
  await page.getByRole('heading', { name: 'Sign a request', exact: true }).last().waitFor();
  await dialog(page).getByText('Partner GmbH').waitFor();
}

lookAt([
  { name: 'requests', state: 'full', steps: requests },
  { name: 'requests-empty', state: 'empty', steps: requests },
  {
    name: 'new-request',
    state: 'full',
    steps: async (page) => {
      await page.keyboard.press('Control+Shift+N');
      await page.getByLabel('Names').fill('www.example.com');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'More options' }).click();
      await page.getByText('Browsers look only at the names').scrollIntoViewIfNeeded();
    },
  },
  { name: 'sign', state: 'several', steps: (page) => sign(page, 'request') },
  { name: 'sign-refused', state: 'full', steps: (page) => sign(page, 'bad-request') },
  {
    name: 'request-delete',
    state: 'full',
    steps: async (page) => {
      await requests(page);
      await page.getByRole('button', { name: 'Delete the request for intranet.example…' }).click();
      await page.getByLabel('Type the name').waitFor();
    },
  },
  {
    name: 'not-a-request',
    state: 'full',
    steps: async (page) => {
      await requests(page);
      await nextDialog(page, { file: 'weak' });
      await page.getByRole('button', { name: 'Open a request…' }).click();
      await page.getByRole('alert').waitFor();
    },
  },
]);

test('a request may ask for names that our own authority would not sign', async ({ show }) => {
  const page = await show('full');
  await page.keyboard.press('Control+Shift+N');
  await page.getByLabel('Names').fill('www.example.com');
  await page.getByRole('button', { name: 'Make the request' }).click();
  await expect(page.getByRole('heading', { name: 'Signing request made' })).toBeVisible();
  await dialog(page).getByRole('button', { name: 'PEM', exact: true }).click();
  await expect(dialog(page)).toContainText('BEGIN CERTIFICATE REQUEST');
  await dialog(page).getByRole('button', { name: 'Save…' }).click();
  await expect(page.getByText('Saved www.example.com.csr in Documents.').first()).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('button', { name: 'Details of www.example.com' })).toBeVisible();
});

test('a name that is no name stops a request', async ({ show }) => {
  const page = await show('full');
  await page.keyboard.press('Control+Shift+N');
  await page.getByLabel('Names').fill('my app');
  await page.getByRole('button', { name: 'Make the request' }).click();
  await expect(dialog(page)).toContainText('has a space in it');
  await expect(page.getByRole('heading', { name: 'New signing request' })).toBeVisible();
});

test('a request is signed for fewer names than it asks for', async ({ show }) => {
  const page = await show('full');
  await sign(page, 'request');
  await expect(dialog(page)).toContainText('made with its own key');
  await expect(dialog(page).getByText('registered ID 1.2.3.4')).toContainText('cannot be held against');
  await expect(dialog(page)).toContainText('partner.com');
  await dialog(page).getByRole('button', { name: 'Sign' }).click();
  await expect(dialog(page).getByText('outside this authority')).toBeVisible();
  await dialog(page).getByRole('button', { name: 'Remove partner.com' }).click();
  await dialog(page).getByRole('button', { name: 'Sign' }).click();
  await expect(page.getByRole('heading', { name: 'Request signed' })).toBeVisible();
  await expect(dialog(page)).not.toContainText('partner.com');
  await dialog(page).getByRole('button', { name: 'Show it' }).click();
  await expect(page.getByRole('complementary')).toContainText('its private key is not on this machine');
});

test('a request with a broken signature, or for an authority, cannot be signed', async ({ show }) => {
  const page = await show('full');
  await sign(page, 'bad-request');
  await expect(dialog(page).getByRole('alert')).toHaveCount(2);
  await expect(dialog(page).getByRole('button', { name: 'Sign' })).toHaveCount(0);
  await dialog(page).getByRole('button', { name: 'Close', exact: true }).last().click();
  await expect(dialog(page)).toHaveCount(0);
});

test('the viewer hands a request over to be signed', async ({ show }) => {
  const page = await show('full');
  await nextDialog(page, { file: 'request' });
  await page.keyboard.press('Control+o');
  await page.getByRole('button', { name: 'Sign this request…' }).click();
  await expect(dialog(page)).toContainText('C=DE, O=Partner GmbH, CN=partner.test');
});

test('the certificate for a request goes to the list; another one is refused', async ({ show }) => {
  const page = await show('full');
  await requests(page);
  await nextDialog(page, { file: 'weak' });
  await page.getByRole('button', { name: 'Add the certificate for intranet.example…' }).click();
  await expect(page.getByRole('alert')).toContainText('No certificate in this file belongs to a request');
  await nextDialog(page, { file: 'answer' });
  await page.getByRole('button', { name: 'Add the certificate for intranet.example…' }).click();
  await expect(page.getByRole('complementary')).toContainText('intranet.example');
  await requests(page);
  await expect(page.getByRole('button', { name: 'Details of intranet.example' })).toHaveCount(0);
});

test('a request is deleted only after its name was typed', async ({ show }) => {
  const page = await show('full');
  await requests(page);
  await page.getByRole('button', { name: 'Delete the request for vpn.corp.internal…' }).click();
  const remove = dialog(page).getByRole('button', { name: 'Delete' });
  await expect(remove).toBeDisabled();
  await dialog(page).getByLabel('Type the name').fill('vpn.corp.internal');
  await remove.click();
  await expect(page.getByRole('button', { name: 'Details of vpn.corp.internal' })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Details of intranet.example' })).toBeVisible();
});
