import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { goTo } from '../support/app-page';
import { call, makeRoot } from '../support/calls';
import { type Desktop, startDesktop } from '../support/desktop';
import { servingOpenssl } from '../support/openssl-server';
import { issue, serverAuth } from '../support/path-certificates';

// The window's own TLS library is another one than that of the command line, so a real server is looked at from here as well.
const dayMs = 86_400_000;
let desktop: Desktop;

test.beforeAll(async () => {
  desktop = await startDesktop();
  await makeRoot(desktop.window, [], 'Looking CA');
});
test.afterAll(async () => {
  await desktop.end();
});

test('a server with an expired certificate is found listening, told what is wrong, and cured by one that is issued', async () => {
  const { window } = desktop;
  const folder = await mkdtemp(join(tmpdir(), 'sealwax-looking-'));
  const [certificate, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const days = (count: number) => new Date(Date.now() + count * dayMs);
  const old = issue({
    issuer: issue({ subject: 'Some other CA', from: days(-900), to: days(900) }),
    ...{
      from: days(-400),
      to: days(-5),
      subject: 'localhost',
      names: [{ dNSName: 'localhost' }],
      extended: [serverAuth],
    },
  });
  await writeFile(certificate, old.pem);
  await writeFile(key, String(old.key.key.export({ type: 'pkcs8', format: 'pem' })), { mode: 0o600 });
  const report = window.getByRole('complementary', { name: 'Inspection' });

  await servingOpenssl(['-cert', certificate, '-key', key], async (port) => {
    await goTo(window, 'Inspect');
    const found = window.getByRole('button').filter({ hasText: `:${port}` });
    await expect(found).toContainText('openssl');
    await expect(found).toContainText('TLS, expired');
    await found.click();
    await expect(report.getByRole('heading', { name: 'It expired' })).toBeVisible();
    await expect(report.getByRole('row').filter({ hasText: 'OpenSSL' }).first()).toContainText('refuses');
    await report.getByRole('button', { name: 'Issue a certificate for localhost' }).first().click();
  });
  const form = window.getByRole('dialog', { name: 'New certificate' });
  await form.getByRole('button', { name: 'Issue certificate' }).click();
  await window.getByRole('dialog', { name: 'Certificate issued' }).getByRole('button', { name: 'Done' }).click();
  const [made] = await call(window, 'certificates.list', undefined);
  const { fullChain, key: madeKey } = made?.files ?? { fullChain: '', key: '' };

  await servingOpenssl(['-cert', fullChain, '-key', madeKey], async (port) => {
    await goTo(window, 'Inspect');
    await window.getByLabel('Server', { exact: true }).fill(`localhost:${port}`);
    await window.keyboard.press('Enter');
    await expect(report.getByText('current', { exact: true })).toBeVisible();
    await expect(report.getByRole('row').filter({ hasText: 'your root alone' }).first()).toContainText('accepts');
    await expect(report.getByRole('heading', { name: 'It expired' })).toBeHidden();
  });
  await rm(folder, { recursive: true, force: true });
});
