import type { Page } from '@playwright/test';
import { requestsUntil } from './answers-proxy';
import type { Double } from './double';
import { expect, test } from './fixtures';
import { lookAt, section } from './look';

const proxy = section('Proxy');
const requests = (page: Page) => page.getByRole('listbox', { name: 'Requests' });
const rows = (page: Page) => page.getByRole('list', { name: 'Proxies' }).getByRole('listitem');
const dialog = (page: Page) => page.getByRole('dialog');
const openForm = async (page: Page) => {
  await proxy(page);
  await page.getByRole('button', { name: 'HTTPS for a port…' }).first().click();
  await page.getByRole('radio', { name: 'Port 5000' }).waitFor();
};
/** What the data path would tell: so many requests, the last one of them now. */
const traffic = (page: Page, count: number, first: number) =>
  page.evaluate((event) => (globalThis as unknown as { double: Double }).double.emit('proxy.traffic', event), {
    requests: requestsUntil(Date.now(), count, first),
    dropped: 0,
    throughput: null,
  });

lookAt([
  {
    name: 'proxy',
    state: 'full',
    steps: async (page) => {
      await proxy(page);
      await requests(page).getByText('closed the connection').first().waitFor();
    },
  },
  { name: 'proxy-none', state: 'empty', steps: proxy },
  {
    name: 'proxy-form',
    state: 'full',
    steps: async (page) => {
      await openForm(page);
      await page.getByRole('radio', { name: 'Port 5000' }).check();
      await page.getByRole('button', { name: 'More paths and names' }).click();
      await page.getByRole('textbox', { name: 'Name', exact: true }).fill('shop.example.com');
      await page.getByText('outside').first().waitFor();
    },
  },
]);

test.describe('proxy', () => {
  test('puts HTTPS in front of a server that runs, and shows the lines of the hosts file before it writes them', async ({
    show,
  }) => {
    const page = await show('full');
    await openForm(page);
    await page.getByRole('radio', { name: 'Port 5000' }).check();
    await expect(page.getByText('Opens at https://flask-app.test:8443/')).toBeVisible();
    const name = page.getByRole('textbox', { name: 'Name', exact: true });
    await name.fill('shop.test');
    await expect(page.getByText('Another proxy serves shop.test on 127.0.0.1:8443 already.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Start', exact: true })).toBeDisabled();
    await name.fill('flask-app.test');
    await expect(page.getByRole('button', { name: 'Start', exact: true })).toBeEnabled();
    await name.press('Enter');

    await expect(dialog(page).getByText('It runs.')).toBeVisible();
    await dialog(page).getByRole('button', { name: 'Show the lines…' }).click();
    await expect(dialog(page).getByText('127.0.0.1 flask-app.test')).toBeVisible();
    await dialog(page).getByRole('button', { name: 'Write them' }).click();
    await expect(dialog(page).getByText('flask-app.test leads to this machine.')).toBeVisible();
    await dialog(page).getByRole('button', { name: 'Done' }).click();

    const row = rows(page).filter({ hasText: 'https://flask-app.test:8443/' });
    await row.getByRole('button', { name: 'Pause: flask-app.test' }).click();
    await expect(row.getByText('paused')).toBeVisible();
    await row.getByRole('button', { name: 'More for flask-app.test' }).click();
    await page.getByRole('menuitem', { name: 'Remove' }).click();
    await expect(row).toBeHidden();
    await expect(page.getByText('still stands in the hosts file').first()).toBeVisible();
    await page.keyboard.press('Control+z');
    await expect(row).toBeVisible();

    await page.getByRole('button', { name: 'Hosts file…' }).click();
    await dialog(page).getByRole('button', { name: 'Take flask-app.test out…' }).click();
    await dialog(page).getByRole('button', { name: 'Take them out' }).click();
    await expect(dialog(page).getByRole('listitem')).toHaveText([/shop\.test/]);
  });

  test('warns for as long as a key log is written', async ({ show }) => {
    const page = await show('full');
    await proxy(page);
    await page.getByRole('button', { name: 'More for blog.test' }).click();
    await page.getByRole('menuitem', { name: 'Change…' }).click();
    await page.getByRole('button', { name: 'Options' }).click();
    await page.getByRole('checkbox', { name: 'Write a key log for Wireshark' }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    await dialog(page).getByRole('button', { name: 'Done' }).click();
    const warning = page.getByText('The key log of blog.test is on');
    await expect(warning).toBeVisible();
    await page.getByRole('button', { name: 'Turn it off' }).click();
    await expect(warning).toBeHidden();
  });

  test('shows thousands of requests as they come, holds still on request, and finds those that went wrong', async ({
    show,
  }) => {
    const page = await show('full');
    await proxy(page);
    const list = requests(page);
    const newest = list.getByRole('option').first();
    await traffic(page, 4_900, 401);
    await expect(newest).toHaveAttribute('aria-setsize', '5000');
    // Only what can be seen is in the document.
    expect(await list.getByRole('option').count()).toBeLessThan(60);

    await page.getByRole('button', { name: 'Hold' }).click();
    await traffic(page, 30, 5_301);
    await expect(page.getByText('Held. 30 new since.')).toBeVisible();
    await page.getByRole('button', { name: 'Follow again' }).click();
    await page.getByRole('combobox', { name: 'Answers' }).selectOption('Went wrong');
    await expect(newest).toContainText('closed the connection before it answered');
    const wrong = Number(await newest.getAttribute('aria-setsize'));
    expect(wrong).toBeGreaterThan(200);

    await list.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const detail = page.getByRole('complementary', { name: 'Request' });
    await expect(detail.getByRole('heading')).toHaveText(/shop\.test/);
    await page.keyboard.press('Escape');
    await page.getByRole('textbox', { name: 'Search' }).fill('nowhere at all');
    await page.getByRole('button', { name: 'Show all' }).click();
    await page.getByRole('button', { name: 'Export HAR…' }).click();
    await expect(page.getByText('Saved sealwax-requests.har in Documents.').first()).toBeVisible();
  });

  test('says what is wrong when its list cannot be read', async ({ show }) => {
    const page = await show('failing');
    await proxy(page);
    await expect(page.getByRole('alert').getByText('proxies.json, is damaged')).toBeVisible();
  });
});
