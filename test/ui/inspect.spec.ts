import type { Page } from '@playwright/test';
import { expect, test } from './fixtures';
import { lookAt, section } from './look';

const room = section('Inspect');
const report = (page: Page) => page.getByRole('complementary', { name: 'Inspection' });

async function inspect(page: Page, target: string): Promise<void> {
  await room(page);
  await page.getByLabel('Server', { exact: true }).fill(target);
  await page.keyboard.press('Enter');
}

lookAt([
  {
    name: 'inspect',
    state: 'full',
    steps: async (page) => {
      await room(page);
      await page.getByRole('button', { name: /^vite :5173/ }).waitFor();
    },
  },
  {
    name: 'inspect-report',
    state: 'full',
    steps: async (page) => {
      await inspect(page, 'shop.test:8443');
      await report(page).getByText('It expired').waitFor();
    },
  },
  {
    name: 'inspect-running',
    state: 'empty',
    steps: async (page) => {
      await inspect(page, 'slow.test');
      await report(page).getByText('Try the cipher suites').waitFor();
    },
  },
]);

test.describe('inspect', () => {
  test('reads a target while it is typed, tells how far it is, and stops', async ({ show }) => {
    const page = await show('empty');
    await page.keyboard.press('Control+6');
    const field = page.getByLabel('Server', { exact: true });
    await field.fill('app.test:99999');
    await expect(page.getByText('“99999” is no port.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Inspect', exact: true }).last()).toBeDisabled();
    await field.fill('smtp://slow.test:587');
    await expect(page.getByText('Will look at slow.test:587, SMTP, STARTTLS.')).toBeVisible();
    await field.press('Enter');
    await expect(report(page).getByText('Try the cipher suites')).toBeVisible();
    await report(page).getByRole('button', { name: 'Stop' }).click();
    await expect(report(page)).toBeHidden();
    await expect(page.getByText('No server listens here.')).toBeVisible();
  });

  test('leads from a finding to the form that cures it, filled in, and back to the report', async ({ show }) => {
    const page = await show('full');
    await inspect(page, 'shop.test:8443');
    await report(page)
      .getByRole('button', { name: /^Issue a certificate for shop.test/ })
      .click();
    const form = page.getByRole('dialog', { name: 'New certificate' });
    await expect(form.getByRole('button', { name: 'legacy.shop.test, edit' })).toBeVisible();
    await form.getByRole('button', { name: 'Cancel' }).click();
    await report(page)
      .getByRole('button', { name: /^Copy the server’s configuration/ })
      .click();
    const lines = page.getByRole('dialog', { name: 'Put the certificate into a server' });
    await expect(lines.getByText('ssl_certificate ')).toBeVisible();
    await lines.getByRole('button', { name: 'Close' }).last().click();
    await report(page).getByRole('button', { name: 'Renew it' }).click();
    await expect(page.getByRole('dialog', { name: 'Renew legacy.shop.test' })).toBeVisible();
    await page.keyboard.press('Escape');
    await room(page);
    await report(page).getByRole('button', { name: 'Trust this root on this machine' }).click();
    await expect(page.getByRole('dialog', { name: 'Install everywhere' })).toBeVisible();
    await page.keyboard.press('Escape');
    await room(page);
    await report(page).getByRole('button', { name: 'Write it to where the server reads it' }).click();
    await expect(page.getByRole('heading', { name: 'Deployed to' })).toBeInViewport();
  });

  test('looks at a dev server that is found listening, keeps what was looked at, and opens its chain', async ({
    show,
  }) => {
    const page = await show('full');
    await room(page);
    await page.getByRole('button', { name: /^python3 :5000/ }).click();
    await expect(report(page).getByText('It speaks HTTP without TLS')).toBeVisible();
    await page.getByRole('button', { name: /^vite :5173/ }).click();
    await expect(report(page).getByText('nothing wrong', { exact: true })).toBeVisible();
    await report(page).getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Report as Markdown' }).click();
    await expect(page.getByRole('region', { name: 'Messages' }).getByText('report as Markdown')).toBeVisible();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'localhost:5000' }).click();
    await expect(report(page).getByText('It speaks HTTP without TLS')).toBeVisible();
    await page.getByRole('button', { name: 'localhost:5173' }).click();
    await report(page).getByRole('button', { name: 'Look inside the certificates' }).click();
    await expect(page.getByRole('heading', { name: 'app.test.pem' })).toBeVisible();
  });

  test('puts HTTPS in front of a server without it', async ({ show }) => {
    const page = await show('full');
    await inspect(page, 'localhost:5000');
    await report(page).getByRole('button', { name: 'Put HTTPS in front of port 5000' }).click();
    const form = page.getByRole('dialog', { name: 'HTTPS for a port' });
    await expect(form.getByRole('textbox', { name: 'Server' })).toHaveValue('localhost:5000');
  });

  test('looks at a watched server with one press, and asks for another name', async ({ show }) => {
    const page = await show('full');
    await section('Watched')(page);
    await page.getByRole('button', { name: 'shop.test:8443' }).click();
    await page.getByRole('complementary', { name: 'Watched thing' }).getByRole('button', { name: 'Inspect' }).click();
    await expect(report(page).getByText('2 problems')).toBeVisible();
    await report(page).getByRole('button', { name: 'Inspect again' }).focus();
    await page.keyboard.press('Escape');
    await expect(report(page)).toBeHidden();
    await expect(page.getByLabel('Server', { exact: true })).toBeFocused();
    await page.getByRole('button', { name: 'Another name…' }).click();
    await page.keyboard.type('new.test');
    await expect(page.getByText('Will look at shop.test:8443, asked for new.test.')).toBeVisible();
  });

  test('says what cannot be listed, and why a server was not reached', async ({ show }) => {
    const page = await show('failing');
    await inspect(page, 'gone.test:4433');
    await expect(page.getByRole('alert').getByText('could not be listed')).toBeVisible();
    await expect(report(page).getByText('not reached')).toBeVisible();
    await expect(report(page).getByText('Start the server, or check the port.')).toBeVisible();
  });
});
