import type { Page } from '@playwright/test';
import type { Double } from './double';
import { expect, test } from './fixtures';
import { lookAt, nextDialog, section, tool } from './look';

async function look(page: Page, file: string): Promise<void> {
  await nextDialog(page, { file });
  await page.keyboard.press('Control+o');
  await page.getByRole('heading', { level: 1, name: 'Tools' }).waitFor();
  await page.getByRole('button', { name: 'Close it' }).waitFor();
}

const arrive = (page: Page, token: string) =>
  page.evaluate((name) => {
    const { double } = globalThis as unknown as { double: Double };
    double.emit('files.arrived', { token: name, title: name });
  }, token);

const dragOver = (page: Page, type: string) =>
  page.evaluate((name) => {
    const data = new DataTransfer();
    if (name === 'Files') data.items.add(new File(['x'], 'a.pem'));
    else data.setData('text/plain', 'x');
    document.body.dispatchEvent(new DragEvent('dragenter', { dataTransfer: data, bubbles: true, cancelable: true }));
  }, type);

lookAt([
  { name: 'tools', state: 'full', steps: section('Tools') },
  { name: 'look-bundle', state: 'full', steps: (page) => look(page, 'bundle') },
  { name: 'look-weak', state: 'full', steps: (page) => look(page, 'weak') },
  { name: 'look-request', state: 'full', steps: (page) => look(page, 'request') },
  { name: 'look-bad-request', state: 'full', steps: (page) => look(page, 'bad-request') },
  { name: 'look-locked', state: 'full', steps: (page) => look(page, 'locked') },
  { name: 'look-authority', state: 'full', steps: (page) => look(page, 'authority') },
  { name: 'look-answer', state: 'full', steps: (page) => look(page, 'answer') },
  { name: 'look-many', state: 'full', steps: (page) => look(page, 'many') },
  {
    name: 'look-unreadable',
    state: 'full',
    steps: async (page) => {
      await nextDialog(page, { file: null });
      await page.keyboard.press('Control+v');
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'drop',
    state: 'full',
    steps: async (page) => {
      await dragOver(page, 'Files');
      await page.getByText('Drop to look inside').waitFor();
    },
  },
]);

test('everything in a file is shown: certificates, what belongs together, and what is neither', async ({ show }) => {
  const page = await show('full');
  await look(page, 'bundle');
  await expect(page.getByText('PEM, 2 certificates, 1 private key and 1 other thing')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Verdict' })).toContainText('chain holds');
  const certificate = page.getByRole('region', { name: 'app.test' });
  await expect(certificate).toContainText('According to'.toLowerCase());
  await certificate.getByRole('button', { name: '5 extensions' }).click();
  await expect(certificate).toContainText('Unknown extension');
  await certificate.getByRole('button', { name: 'Show all 1,400 characters' }).click();
  await expect(certificate.getByRole('button', { name: /Show all/ })).toHaveCount(0);
  const key = page.getByRole('region', { name: 'ECDSA P-256' });
  await key.getByRole('button').first().click();
  await expect(key).toContainText('app.test, certificate 1 in this file');
  await expect(key).toContainText('it never leaves the file');
  await certificate.getByRole('button', { name: 'Show it' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Certificates' })).toBeVisible();
});

test('Ctrl+V looks into the clipboard, but in a text field it pastes text', async ({ show }) => {
  const page = await show('full');
  await section('Certificates')(page);
  await page.getByLabel('Filter certificates').focus();
  await page.keyboard.press('Control+v');
  await expect(page.getByRole('heading', { level: 1, name: 'Certificates' })).toBeVisible();
  await page.getByRole('grid').focus();
  await nextDialog(page, { file: 'request' });
  await page.keyboard.press('Control+v');
  await expect(page.getByRole('heading', { level: 1, name: 'Tools' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'partner.test' })).toBeVisible();
});

test('what is dropped on any screen is shown, and only files show the overlay', async ({ show }) => {
  const page = await show('full');
  await dragOver(page, 'text');
  await expect(page.getByText('Drop to look inside')).toHaveCount(0);
  await dragOver(page, 'Files');
  await expect(page.getByText('Drop to look inside')).toBeVisible();
  await arrive(page, 'weak');
  await expect(page.getByText('Drop to look inside')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'old-router.crt' })).toBeVisible();
  await expect(page.getByText('It is signed with MD5, which can be forged.')).toBeVisible();
});

test('what is looked into is still there after a visit elsewhere, until it is closed', async ({ show }) => {
  const page = await show('full');
  await look(page, 'weak');
  await section('Overview')(page);
  await section('Tools')(page);
  await expect(page.getByRole('heading', { name: 'old-router.crt' })).toBeVisible();
  await page.getByRole('button', { name: 'Close it' }).click();
  await expect(page.getByRole('heading', { name: 'Drop a file anywhere' })).toBeVisible();
});

test('a locked PKCS#12 is unlocked, and the authority in it leads to adopting it', async ({ show }) => {
  const page = await show('full');
  await look(page, 'locked');
  await page.getByRole('button', { name: 'Unlock…' }).click();
  await expect(page.getByText('1 certificate and 1 private key')).toBeVisible();
  await page.getByRole('button', { name: 'Adopt this authority…' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Authorities' })).toBeVisible();
});

test('a certificate that answers a request made here is added to it', async ({ show }) => {
  const page = await show('full');
  await look(page, 'answer');
  await expect(page.getByText('This answers the signing request for intranet.example.')).toBeVisible();
  await page.getByRole('button', { name: 'Add to the request' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Certificates' })).toBeVisible();
  await expect(page.getByRole('complementary')).toContainText('intranet.example');
  await look(page, 'weak');
  await expect(page.getByText('This answers')).toHaveCount(0);
});

test('a bundle of many certificates begins as a list, and every one opens', async ({ show }) => {
  const page = await show('full');
  await look(page, 'many');
  const last = page.getByRole('region', { name: 'Public Root 40', exact: true });
  await last.getByRole('button').first().click();
  await expect(last).toContainText('according to itself');
});

test('at 200% in the smallest window no tool is cut off sideways', async ({ show }) => {
  const page = await show('full');
  // 800 by 560 at a zoom of 200% is this many CSS pixels.
  await page.setViewportSize({ width: 400, height: 280 });
  const fits = async (what: string) => {
    const [needed, given] = await page.locator('main').evaluate((main) => [main.scrollWidth, main.clientWidth]);
    expect(needed, what).toBeLessThanOrEqual(given ?? 0);
  };
  await look(page, 'bundle');
  await fits('a file');
  await tool(page, 'Requests');
  await page.getByRole('button', { name: 'Details of intranet.example' }).click();
  await fits('requests');
  await tool(page, 'Many at once');
  await page.getByRole('button', { name: 'Example: four nodes' }).click();
  await page.getByRole('button', { name: 'More options' }).click();
  await page.getByRole('button', { name: 'Issue 4 certificates' }).waitFor();
  await fits('many at once');
  await page.keyboard.press('Control+n');
  await page.getByRole('dialog').getByRole('button', { name: 'More options' }).click();
  const [needed, given] = await page.getByRole('dialog').evaluate((box) => [box.scrollWidth, box.clientWidth]);
  expect(needed, 'the form').toBeLessThanOrEqual(given ?? 0);
});

test('the palette and the menu lead to every tool', async ({ show }) => {
  const page = await show('full');
  const command = (name: 'tools' | 'batch' | 'new-request' | 'authorities' | 'paste') =>
    page.evaluate((wanted) => {
      const { double } = globalThis as unknown as { double: Double };
      double.emit('command', wanted);
    }, name);
  await command('batch');
  await expect(page.getByLabel('Names, one certificate a line')).toBeVisible();
  await command('authorities');
  await expect(page.getByRole('heading', { level: 1, name: 'Authorities' })).toBeVisible();
  await command('paste');
  await expect(page.getByRole('heading', { name: 'app.test.pem' })).toBeVisible();
  await command('new-request');
  await expect(page.getByRole('heading', { name: 'New signing request' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('signing');
  await expect(page.getByRole('option')).toHaveCount(2);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Sign a request' })).toBeVisible();
});
