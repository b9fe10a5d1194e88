import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, type Locator, test } from '@playwright/test';
import { goTo, noDialog } from '../support/app-page';
import { call, makeRoot } from '../support/calls';
import { type Desktop, picture, startDesktop } from '../support/desktop';
import { keyFits, opensslAccepts, opensslWords } from '../support/issued-files';
import { answerDialogs, askedDialogs } from '../support/main-dialogs';
import { opensslText } from '../support/openssl';
import { breakSignature, foreignRequest, signElsewhere } from '../support/openssl-requests';

let desktop: Desktop;
let work = '';

test.describe.configure({ mode: 'serial' });

test.beforeAll(async () => {
  desktop = await startDesktop();
  await makeRoot(desktop.window, [], 'Requests CA');
  work = join(desktop.session.home, 'work');
  mkdirSync(work);
});
test.afterAll(async () => {
  await desktop.end();
});

async function requestsTool(): Promise<void> {
  const { window } = desktop;
  await noDialog(window);
  await goTo(window, 'Tools');
  await window.getByRole('radiogroup', { name: 'Tool' }).getByText('Requests').click();
  await expect(window.getByRole('heading', { name: 'Sign a request' })).toBeVisible();
}

async function openRequest(file: string): Promise<Locator> {
  await requestsTool();
  await answerDialogs(desktop.app, { open: [[file]] });
  await desktop.window.getByRole('button', { name: 'Open a request…' }).click();
  const dialog = desktop.window.getByRole('dialog', { name: 'Sign a request' });
  await expect(dialog.getByRole('region', { name: 'What the request asks for' })).toBeVisible();
  return dialog;
}

test('a request made here is signed by the real openssl, comes back, and stands in the list with its key', async () => {
  const { window, app } = desktop;
  await requestsTool();
  await window.getByRole('button', { name: 'New signing request' }).click();
  const dialog = window.getByRole('dialog', { name: 'New signing request' });
  // Names outside the limits of the authority here are somebody else's matter.
  await dialog.getByRole('textbox', { name: 'Names' }).fill('intranet.example.com, mail.example.com');
  await dialog.getByRole('radiogroup', { name: 'Purpose' }).getByText('Both').click();
  await dialog.getByRole('button', { name: 'More options' }).click();
  await dialog.getByRole('combobox', { name: 'Key' }).selectOption('RSA 2048');
  await dialog.getByRole('textbox', { name: 'Organisation (O)' }).fill('Example Ltd');
  await dialog.getByRole('button', { name: 'Make the request' }).click();
  const made = window.getByRole('dialog', { name: 'Signing request made' });
  const request = join(work, 'intranet.csr');
  await answerDialogs(app, { save: [request] });
  await made.getByRole('button', { name: 'Save…' }).click({ timeout: 30_000 });
  await expect.poll(() => existsSync(request)).toBe(true);
  expect((await askedDialogs(app)).at(-1)?.defaultPath).toMatch(/\.csr$/);
  await picture(window, 'request-made');
  await made.getByRole('button', { name: 'Done' }).click();
  await noDialog(window);

  const text = await opensslText(['req', '-in', request, '-noout', '-text', '-verify']);
  expect(text).toContain('DNS:intranet.example.com, DNS:mail.example.com');
  expect(text).toContain('O = Example Ltd'.replace(' = ', text.includes('O = ') ? ' = ' : '='));
  expect(readFileSync(request, 'utf8')).not.toContain('PRIVATE');
  const [open] = await call(window, 'requests.list', undefined);
  expect(statSync(open?.files.key ?? '').mode & 0o777).toBe(0o600);

  // Somebody else's certificate does not fit, and says so.
  const { key } = await foreignRequest(work, 'other', '/CN=other', ['subjectAltName=DNS:other.test']);
  const foreign = join(work, 'foreign.pem');
  await opensslText(['req', '-x509', '-new', '-key', key, '-subj', '/CN=other', '-days', '9', '-out', foreign]);
  const add = window.getByRole('button', { name: 'Add the certificate for intranet.example.com…' });
  await answerDialogs(app, { open: [[foreign]] });
  await add.click();
  const card = window.getByRole('region', { name: 'Requests made here' });
  await expect(card.getByRole('alert')).toContainText(/request|key/i);
  await picture(window, 'request-foreign');

  const { both, certificate } = await signElsewhere(work, request);
  await answerDialogs(app, { open: [[both]] });
  await add.click();
  const detail = window.getByRole('complementary', { name: 'Certificate' });
  await expect(detail.getByRole('heading', { level: 2, name: 'intranet.example.com' })).toBeVisible();
  await picture(window, 'request-completed');
  expect(await call(window, 'requests.list', undefined)).toEqual([]);
  const [listed] = await call(window, 'certificates.list', undefined);
  if (listed === undefined) throw new Error('the certificate is not in the list');
  await keyFits(listed);
  expect((await opensslWords(listed.files.certificate)).text).toBe((await opensslWords(certificate)).text);
});

test('somebody’s request: what it asks for is shown, one name is struck out, one added, and that is signed', async () => {
  const { window } = desktop;
  const { key, request } = await foreignRequest(work, 'shop', '/C=DE/O=Shop/CN=shop.test', [
    'subjectAltName=DNS:shop.test,DNS:www.shop.test,DNS:shop.example.com',
    'extendedKeyUsage=serverAuth,clientAuth',
  ]);
  const dialog = await openRequest(request);
  const asked = dialog.getByRole('region', { name: 'What the request asks for' });
  await expect(asked).toContainText('made with its own key');
  await expect(asked).toContainText('ECDSA P-256');
  await expect(asked).toContainText(/Shop/);
  // One of the names lies outside the limits.
  await expect(dialog.getByText(/shop\.example\.com/).first()).toBeVisible();
  await picture(window, 'sign-request');
  await dialog.getByRole('button', { name: 'Sign', exact: true }).click();
  await expect(dialog.getByRole('textbox', { name: 'Names' })).toHaveAttribute('aria-invalid', 'true');
  await picture(window, 'sign-request-outside');
  for (const name of ['shop.example.com', 'www.shop.test'])
    await dialog.getByRole('button', { name: `Remove ${name}` }).click();
  await dialog.getByRole('textbox', { name: 'Names' }).pressSequentially('added.test,');
  await dialog.getByRole('button', { name: 'Sign', exact: true }).click();
  const signed = window.getByRole('dialog', { name: 'Request signed' });
  await expect(signed).toBeVisible();
  await picture(window, 'request-signed');
  await signed.getByRole('button', { name: 'Show it' }).click();
  const detail = window.getByRole('complementary', { name: 'Certificate' });
  await expect(detail.getByText('Signed for a request: its private key is not on this machine.')).toBeVisible();

  const list = await call(window, 'certificates.list', undefined);
  const certificate = list.find(({ commonName }) => commonName === 'shop.test');
  if (certificate === undefined) throw new Error('the signed certificate is not in the list');
  expect(certificate.keyHere).toBe(false);
  for (const purpose of ['sslserver', 'sslclient']) await opensslAccepts(certificate, purpose);
  const { text, subject } = await opensslWords(certificate.files.certificate);
  expect(text).toContain('DNS:shop.test, DNS:added.test\n');
  expect(subject).toBe('C=DE,O=Shop,CN=shop.test');
  expect(await opensslText(['x509', '-in', certificate.files.certificate, '-noout', '-pubkey'])).toBe(
    await opensslText(['pkey', '-in', key, '-pubout']),
  );
  // What holds a key cannot be exported.
  await detail.getByRole('button', { name: 'Export…' }).click();
  const exporting = window.getByRole('dialog', { name: 'Export', exact: true });
  await expect(exporting.getByRole('checkbox', { name: 'Private key', exact: true })).toBeDisabled();
  await exporting.getByRole('button', { name: 'Cancel' }).click();
});

test('a broken signature, powers of an authority and a file without a request are refused with the reason', async () => {
  const { window, app } = desktop;
  const { request } = await foreignRequest(work, 'bad', '/CN=bad.test', ['subjectAltName=DNS:bad.test']);
  const broken = join(work, 'broken.csr');
  await breakSignature(request, broken);
  let dialog = await openRequest(broken);
  await expect(dialog.getByRole('alert').first()).toContainText(/signature/i);
  await expect(dialog.getByRole('button', { name: 'Sign', exact: true })).toHaveCount(0);
  await picture(window, 'sign-request-broken');
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  await noDialog(window);

  const powers = await foreignRequest(work, 'powers', '/CN=Sub CA', [
    'subjectAltName=DNS:sub.test',
    'basicConstraints=critical,CA:TRUE',
    'keyUsage=keyCertSign',
  ]);
  dialog = await openRequest(powers.request);
  await expect(dialog.getByRole('alert').first()).toContainText(/authority/i);
  await expect(dialog.getByRole('button', { name: 'Sign', exact: true })).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  await noDialog(window);

  await answerDialogs(app, { open: [[powers.key]] });
  await window.getByRole('button', { name: 'Open a request…' }).click();
  await expect(window.getByText('There is no signing request in powers-key.pem.')).toBeVisible();
  await picture(window, 'sign-request-none');
  const before = await call(window, 'certificates.list', undefined);
  expect(before.filter(({ commonName }) => /bad|sub/i.test(commonName))).toEqual([]);
});
